// Chapter 01's strides, live: what a layout reads from a row of numbers. The layout is the book's own Layout.swift.
(() => {
  "use strict";

  const { load, bytes, instantiate } = window.kindlingLive;

  /**
   * What a layout of two dimensions reads: `places`, a list of rows, and whether it is contiguous. `places` is null if
   * the layout reaches beyond a storage of so many numbers.
   *
   * @param module what strides.wasm exports.
   */
  function readLayout(module, { shape, strides, offset }, storage) {
    module.begin(offset);
    shape.forEach((size, d) => module.add_dimension(size, strides[d]));
    try {
      module.check_within(storage);
    } catch (error) {
      // Swift's fatalError is a trap.
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      return { places: null };
    }
    const places = Array.from({ length: shape[0] }, (_, i) =>
      Array.from({ length: shape[1] }, (_, j) => module.place(i, j)));
    return { places, isContiguous: module.is_contiguous() !== 0 };
  }

  /** What a layout becomes if it is stored row by row, or transposed: `change` is one of the module's functions. */
  function changed(module, { shape, strides, offset }, change) {
    module.begin(offset);
    shape.forEach((size, d) => module.add_dimension(size, strides[d]));
    change();
    return { shape: [module.size(0), module.size(1)], strides: [module.stride(0), module.stride(1)], offset };
  }

  const presets = {
    table: { shape: [3, 4], strides: [4, 1], offset: 0 },
    part: { shape: [2, 2], strides: [4, 1], offset: 5 },
    repeated: { shape: [4, 3], strides: [0, 1], offset: 3 },
    windows: { shape: [5, 4], strides: [2, 1], offset: 0 },
    backwards: { shape: [3, 4], strides: [-4, -1], offset: 11 },
    far: { shape: [3, 4], strides: [5, 1], offset: 0 },
  };

  function wire(figure) {
    const find = (selector) => figure.querySelector(selector);
    const input = (name) => find(`[name="${name}"]`);
    const number = (name) => Math.trunc(Number(input(name).value)) || 0;
    const cells = [...figure.querySelectorAll(".row td")];
    const colour = (place) => `--hue: ${(place * 360) / cells.length}`;
    let module;
    let drawn = "";

    const layout = () => ({
      shape: [number("rows"), number("columns")],
      strides: [number("down"), number("across")],
      offset: number("offset"),
    });

    function set({ shape, strides, offset }) {
      const values = { rows: shape[0], columns: shape[1], down: strides[0], across: strides[1], offset };
      for (const [name, value] of Object.entries(values)) input(name).value = value;
    }

    /** Numbers that a field doesn't allow are put right. */
    function limit() {
      for (const field of figure.querySelectorAll("input")) {
        const value = Math.min(Math.max(number(field.name), Number(field.min)), Number(field.max));
        if (field.value !== String(value) && field !== document.activeElement) field.value = value;
        field.setAttribute("aria-invalid", String(field.value !== String(value)));
      }
      return !find("[aria-invalid=true]");
    }

    function draw() {
      if (!limit()) return;
      const now = layout();
      // A field that loses the focus to a click says that it has changed. The cell that is clicked must stay there.
      const asked = JSON.stringify([now, number("i"), number("j")]);
      if (asked === drawn) return;
      drawn = asked;
      const { places, isContiguous } = readLayout(module, now, cells.length);
      const view = find(".view tbody");
      view.replaceChildren();
      const [i, j] = [number("i"), number("j")];
      const isHere = Boolean(places) && i < now.shape[0] && j < now.shape[1];
      const here = isHere ? places[i][j] : -1;
      const read = new Set(places?.flat());
      for (const [place, cell] of cells.entries()) {
        cell.className = read.has(place) ? "read" : "unread";
        cell.classList.toggle("here", place === here);
        cell.style.cssText = colour(place);
      }
      for (const [r, row] of (places ?? []).entries()) {
        const line = view.insertRow();
        for (const [c, place] of row.entries()) {
          const cell = line.insertCell();
          cell.textContent = cells[place].textContent;
          cell.className = "read";
          cell.classList.toggle("here", isHere && r === i && c === j);
          cell.style.cssText = colour(place);
          cell.dataset.index = `${r} ${c}`;
        }
      }
      find(".says").textContent = says(now, places, isContiguous, [i, j], here, read);
    }

    function says({ shape, strides, offset }, places, isContiguous, [i, j], here, read) {
      if (!places) return `This layout reaches beyond the ${cells.length} numbers: the library stops the program here.`;
      const count = shape[0] * shape[1];
      const isOne = (n, one, many) => (n === 1 ? one : many.replace("#", n));
      const again = count > read.size ? `, from ${isOne(read.size, "one place", "# places")}` : "";
      const sentences = [
        `It reads ${isOne(count, "one number", "# numbers")}${again}; it is ${isContiguous ? "" : "not "}contiguous.`,
      ];
      if (here >= 0) {
        const factor = (x) => (x < 0 ? `(−${-x})` : x);
        sentences.push(
          `Element (${i}, ${j}) stands at ` +
            `${offset} + ${i} · ${factor(strides[0])} + ${j} · ${factor(strides[1])} = ${here}.`);
      }
      return sentences.join(" ");
    }

    async function begin() {
      const data = await load("strides");
      module = await instantiate(bytes(data.wasm));
      figure.hidden = false;
      figure.addEventListener("input", draw);
      figure.addEventListener("change", draw);
      figure.addEventListener("click", (event) => {
        const { preset, change } = event.target.closest("button")?.dataset ?? {};
        if (preset) set(presets[preset]);
        if (change === "row-by-row") set(changed(module, layout(), () => module.store_row_by_row()));
        if (change === "transpose") set(changed(module, layout(), () => module.transpose(0, 1)));
        const index = event.target.closest("[data-index]")?.dataset.index.split(" ");
        if (index) [input("i").value, input("j").value] = index;
        if (preset || change || index) draw();
      });
      draw();
    }

    // Without it, the chapter's own picture still stands there.
    begin().catch((error) => console.error(error));
  }

  window.kindlingLive.readLayout = readLayout;
  for (const figure of document.querySelectorAll('[data-live="strides"]')) wire(figure);
})();
