// Runs in the head, before the first paint: chooses colours and columns, and gives the other scripts their store.
(() => {
  "use strict";
  const root = document.documentElement;

  /** What the reader's browser keeps. In some places, file:// among them, it may keep nothing. */
  const kindling = (window.kindling = {
    /** What is kept under a key, or `fallback`. */
    get(key, fallback = null) {
      try {
        return JSON.parse(localStorage.getItem("kindling." + key)) ?? fallback;
      } catch {
        return fallback;
      }
    },
    /** Keeps a value under a key; null forgets it. */
    set(key, value) {
      try {
        if (value === null) localStorage.removeItem("kindling." + key);
        else localStorage.setItem("kindling." + key, JSON.stringify(value));
      } catch {
        // Nothing is kept here; the page works without.
      }
    },
    /** The way from this page to the site's root. */
    root: root.dataset.root || "./",
    page: root.dataset.page || "",
  });

  const known = (value, values, fallback) => (values.includes(value) ? value : fallback);
  const isWide = matchMedia("(min-width: 68.75em)").matches;
  root.dataset.js = "";
  root.dataset.theme = known(kindling.get("theme"), ["light", "dark"], "auto");
  root.dataset.columns = known(kindling.get("columns"), ["swift", "python", "both"], isWide ? "both" : "swift");
})();
