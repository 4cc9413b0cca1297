// Copying code, keyboard access to what scrolls, and the link that reports an error.
(() => {
  "use strict";

  const status = document.createElement("p");
  status.className = "status";
  status.setAttribute("role", "status");
  document.body.append(status);

  /** A block's code as it would stand in a file: without removed lines, those around it, and the terminal's prompt. */
  function code(block) {
    const copy = block.querySelector("pre code").cloneNode(true);
    for (const removed of copy.querySelectorAll("del.line, .around")) removed.remove();
    const text = copy.textContent.replace(/\n+$/, "");
    return (block.dataset.kind === "shell" ? text.replace(/^\$ /gm, "") : text) + "\n";
  }

  /** The program of a page up to a block: all blocks that say they belong to it, in their order. */
  function program(block) {
    const name = block.dataset.program;
    const parts = [...document.querySelectorAll("article .code[data-program]")].filter(
      (part) =>
        part.dataset.program === name &&
        (part === block || part.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING)
    );
    return parts.map(code).join("\n");
  }

  async function put(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "offstage";
      document.body.append(area);
      area.select();
      const isDone = document.execCommand("copy");
      area.remove();
      return isDone;
    }
  }

  function button(label, hint, text) {
    const result = document.createElement("button");
    result.type = "button";
    result.className = "copy";
    result.textContent = label;
    result.setAttribute("aria-label", hint);
    result.title = hint;
    let timer = 0;
    result.addEventListener("click", async () => {
      const isDone = await put(text());
      result.textContent = isDone ? "Copied" : "Not copied";
      status.textContent = isDone ? "Copied" : "The browser didn’t allow copying";
      clearTimeout(timer);
      timer = setTimeout(() => {
        result.textContent = label;
        status.textContent = "";
      }, 1600);
    });
    return result;
  }

  for (const block of document.querySelectorAll("article .code:not(.output)")) {
    if (!block.querySelector("pre code") || block.dataset.kind === "text") continue;
    const tools = document.createElement("div");
    tools.className = "tools";
    if (block.dataset.program && program(block) !== code(block)) {
      tools.append(button("Copy up to here", "Copy the program up to here", () => program(block)));
    }
    tools.append(button("Copy", "Copy this block", () => code(block)));
    block.append(tools);
  }

  // What scrolls must be reachable with the keyboard, and what doesn't needn't be. A live figure's tables grow and shrink.
  const boxes = [...document.querySelectorAll("article :is(pre, .lines, .table, .math)")].filter(
    (box) => !box.closest("figure.live"),
  );
  function markScrolling() {
    const states = boxes.map((box) => box.scrollWidth > box.clientWidth + 1);
    boxes.forEach((box, index) => {
      if (states[index]) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
      if (box.tagName !== "DIV") return;
      box.role = states[index] ? "group" : null;
      box.ariaLabel = states[index] ? (box.matches(".math") ? "Formula" : "Table") : null;
    });
  }
  let frame = 0;
  const later = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(markScrolling);
  };
  addEventListener("resize", later);
  document.addEventListener("kindling-layout", later);
  document.addEventListener("toggle", later, true);
  document.fonts?.ready.then(later);
  later();

  // “Report this line” says which line of which file, and what is selected. Where there is no address to report to, it
  // is copied.
  const report = document.querySelector(".report");
  if (!report) return;
  let selected = null;

  // A link is pressed after the selection has been made.
  document.addEventListener("selectionchange", () => {
    const words = getSelection().toString().trim().slice(0, 400);
    const node = getSelection().anchorNode;
    const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    selected = null;
    if (!words || !element?.closest("article")) return;
    selected = { words, id: element.closest("article [id]")?.id, line: element.closest("[data-line]")?.dataset.line };
  });

  function place() {
    const section = document.querySelector("nav.page [aria-current]")?.hash.slice(1);
    const id = (selected ? selected.id : section) ?? "";
    const line = selected?.line ? ":" + selected.line : "";
    const quotation = selected ? selected.words.replace(/^/gm, "> ") + "\n" : "";
    return `${report.dataset.source}${line}${id && " #" + id}\n${quotation}`;
  }

  if (report.tagName === "BUTTON") {
    // Pressing it would end the selection that it is asked for.
    report.addEventListener("pointerdown", (event) => event.preventDefault());
    report.addEventListener("click", async () => {
      const isDone = await put(place());
      status.textContent = isDone ? "Copied" : "The browser didn’t allow copying";
      const label = report.textContent;
      report.textContent = isDone ? "Copied" : "Not copied";
      setTimeout(() => (report.textContent = label), 1600);
    });
    return;
  }
  const [address, query = ""] = report.getAttribute("href").split("?");
  const fields = new Map(query.split("&").filter(Boolean).map((field) => field.split(/=(.*)/s)));
  function complete() {
    fields.set("body", encodeURIComponent(place()));
    report.href = address + "?" + [...fields].map(([name, value]) => `${name}=${value}`).join("&");
  }
  for (const event of ["pointerenter", "pointerdown", "focus"]) report.addEventListener(event, complete);
})();
