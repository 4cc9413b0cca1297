// Swift, Python, or both: one choice for the whole book, made in the bar or in any pair's tab strip, and the colours.
(() => {
  "use strict";
  const root = document.documentElement;
  const names = { swift: "Swift", python: "Python", both: "Both" };
  const radios = [...document.querySelectorAll("fieldset.columns input")];

  /** Shows a choice everywhere on the page. */
  function show(choice) {
    root.dataset.columns = choice;
    for (const radio of radios) radio.checked = radio.value === choice;
    for (const tab of document.querySelectorAll(".strip [role=tab]")) {
      const isChosen = tab.dataset.value === choice;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
    document.dispatchEvent(new Event("kindling-layout"));
  }

  /** Shows a choice and remembers it, while `anchor` stays where it is on the screen. */
  function choose(choice, anchor) {
    const before = anchor?.getBoundingClientRect().top;
    kindling.set("columns", choice);
    show(choice);
    if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  }

  /** What the reader is looking at: the first block of the text below the bar. */
  function place() {
    const blocks = document.querySelectorAll("article > *");
    return [...blocks].find((block) => block.getBoundingClientRect().top > 60 && block.offsetParent !== null);
  }

  function addStrip(pair, number) {
    const panels = { swift: pair.querySelector(":scope > .swift"), python: pair.querySelector(":scope > .python") };
    if (!panels.swift || !panels.python) return;
    const strip = document.createElement("div");
    strip.className = "strip";
    strip.setAttribute("role", "tablist");
    strip.setAttribute("aria-label", "Columns");
    for (const [value, panel] of Object.entries(panels)) {
      panel.id ||= `${value}-panel-${number}`;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", `tab-${number}-${value}`);
    }
    for (const value of Object.keys(names)) {
      const tab = document.createElement("button");
      tab.type = "button";
      tab.id = `tab-${number}-${value}`;
      tab.dataset.value = value;
      tab.textContent = names[value];
      tab.setAttribute("role", "tab");
      const shown = value === "both" ? Object.values(panels) : [panels[value]];
      tab.setAttribute("aria-controls", shown.map((panel) => panel.id).join(" "));
      strip.append(tab);
    }
    strip.addEventListener("click", (event) => {
      const tab = event.target.closest("[role=tab]");
      if (tab) choose(tab.dataset.value, pair);
    });
    strip.addEventListener("keydown", (event) => {
      const tabs = [...strip.children];
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const end = { Home: 0, End: tabs.length - 1 }[event.key];
      if (step === undefined && end === undefined) return;
      event.preventDefault();
      const next = tabs[end ?? (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
      choose(next.dataset.value, pair);
      // Where both columns have room, the strip is gone and can't keep the focus.
      if (next.offsetParent === null) radios.find((radio) => radio.checked)?.focus({ preventScroll: true });
      else next.focus({ preventScroll: true });
    });
    pair.prepend(strip);
  }

  document.querySelectorAll(".pair").forEach(addStrip);
  for (const radio of radios) radio.addEventListener("change", () => choose(radio.value, place()));
  show(root.dataset.columns);

  const theme = document.querySelector(".theme select");
  if (theme) {
    theme.value = root.dataset.theme;
    theme.addEventListener("change", () => {
      root.dataset.theme = theme.value;
      kindling.set("theme", theme.value === "auto" ? null : theme.value);
    });
  }

  // Another page of the book, open beside this one, has chosen.
  addEventListener("storage", (event) => {
    if (event.key === "kindling.columns") show(kindling.get("columns", root.dataset.columns));
    if (event.key === "kindling.theme") {
      root.dataset.theme = kindling.get("theme", "auto");
      if (theme) theme.value = root.dataset.theme;
    }
  });
})();
