// Chapter 08's valley, live: the ways of plain steps, of momentum and of Adam, with rates that a reader chooses. The
// steps are the engine's.
(() => {
  "use strict";

  const { load, bytes, instantiate, signed } = window.kindlingLive;
  const { fround } = Math;

  /** The gradient of (x² + 20 y²) / 2 in floats, each operation rounded as the library's backward rounds it. */
  function gradient(x, y) {
    const [down, across] = [fround(0.5 * x), [fround(0.5 * fround(20 * y)), fround(20 * fround(0.5 * y))]];
    return [fround(down + down), fround(across[0] + across[1])];
  }

  /**
   * The places of so many steps, from (−10, 1): `[[x, y], …]`.
   *
   * @param engine what valley.wasm exports.
   * @param optimizer `{lr, momentum}` for SGD, and `{lr, beta1, beta2}` for Adam.
   */
  function path(engine, optimizer, steps = 30) {
    const { lr, momentum = 0, beta1, beta2 } = optimizer;
    const start = (engine.__heap_base.value + 15) & ~15;
    const [w, g, first, second] = [0, 1, 2, 3].map((i) => new Float32Array(engine.memory.buffer, start + 8 * i, 2));
    w.set([-10, 1]);
    for (const array of [first, second]) array.fill(0);
    const places = [];
    for (let step = 0; step <= steps; step++) {
      places.push([w[0], w[1]]);
      g.set(gradient(w[0], w[1]));
      if (beta1 === undefined) {
        const velocity = momentum === 0 ? 0 : first.byteOffset;
        engine.kd_sgd_step_naive(2, w.byteOffset, g.byteOffset, velocity, step === 0, lr, momentum, 0, 0, 0);
      } else {
        const root = Math.sqrt(1 - beta2 ** (step + 1));
        engine.kd_adam_step_naive(
          2, w.byteOffset, g.byteOffset, first.byteOffset, second.byteOffset, beta1, beta2, 1e-8,
          lr / (1 - beta1 ** (step + 1)), root, 1, 0);
      }
    }
    return places;
  }

  /** Where a place of the valley stands in the picture, which is chapter 08's. */
  const across = (x) => 600 + 50 * x;
  const down = (y) => 150 - 75 * y;
  /** What lies outside the picture is drawn at its edge, and the rest left out. */
  const isNear = ([x, y]) => Math.abs(x) < 1e4 && Math.abs(y) < 1e4;

  function wire(figure) {
    const ways = figure.querySelectorAll("[data-way]");
    let engine;

    function setting(group) {
      const values = {};
      for (const input of group.querySelectorAll("[type=range]")) {
        values[input.name] = Number(input.value);
        input.closest("label").querySelector(".value").textContent = input.value;
      }
      return values;
    }

    function draw() {
      for (const group of ways) {
        const places = path(engine, setting(group));
        const way = figure.querySelector(`svg .${group.dataset.way}`);
        way.toggleAttribute("hidden", !group.querySelector("[name=shown]").checked);
        const points = places.filter(isNear).map(([x, y]) => [across(x).toFixed(1), down(y).toFixed(1)]);
        way.querySelector("polyline").setAttribute("points", points.map((point) => point.join(",")).join(" "));
        way.querySelector("path").setAttribute("d", points.map(([x, y]) => `M${x} ${y}h0`).join(""));
        tell(figure.querySelector(`tr.${group.dataset.way}`), places);
      }
    }

    /** The table's row: where the way is after some of its steps. */
    function tell(row, places) {
      for (const cell of row.querySelectorAll("td")) {
        const [x, y] = places[cell.dataset.step];
        const isFar = !isNear([x, y]);
        cell.textContent = isFar ? "far away" : `${signed(x, 3)}, ${signed(y, 3)}`;
      }
    }

    async function begin() {
      const data = await load("valley");
      engine = await instantiate(bytes(data.wasm));
      figure.hidden = false;
      figure.addEventListener("input", draw);
      figure.querySelector("[data-reset]").addEventListener("click", () => {
        for (const input of figure.querySelectorAll("input")) {
          [input.value, input.checked] = [input.defaultValue, input.defaultChecked];
        }
        draw();
      });
      draw();
    }

    // Without it, the chapter's own picture still stands there.
    begin().catch((error) => console.error(error));
  }

  window.kindlingLive.valleyPath = path;
  for (const figure of document.querySelectorAll('[data-live="valley"]')) wire(figure);
})();
