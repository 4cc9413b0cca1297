// What has been read, kept in the reader's browser only: marks in the contents, and the way back to where one stopped.
(() => {
  "use strict";
  const read = kindling.get("read", {});
  read.pages ??= {};

  /** Marks the pages that were begun or read. */
  function markPages() {
    for (const item of document.querySelectorAll("li[data-page]")) {
      const entry = read.pages[item.dataset.page];
      if (entry) item.dataset.read = entry.isRead ? "done" : "begun";
    }
  }
  markPages();

  const resume = document.querySelector("p.resume");
  if (resume && read.last?.path) {
    const link = document.createElement("a");
    link.href = kindling.root + read.last.path + (read.last.id ? "#" + read.last.id : "");
    link.textContent = read.last.title + (read.last.heading ? ", “" + read.last.heading + "”" : "");
    resume.replaceChildren("Go on reading: ", link);
    resume.hidden = false;
  }

  const kind = document.documentElement.dataset.kind;
  if (!["lesson", "workshop", "solutions"].includes(kind) || !kindling.page) return;

  const home = new URL(kindling.root, location.href).href;
  const path = location.href.split(/[?#]/)[0].replace(home, "");
  const place = document.querySelector("header .place");
  const title = (place?.textContent || document.querySelector("h1")?.textContent || document.title).trim();
  // The sections that have gone by: who jumps to the end hasn't read what lies before it.
  const seen = new Set();
  let timer = 0;
  let latest = null;

  function keep() {
    clearTimeout(timer);
    if (!latest) return;
    // Other pages may have been read meanwhile, in other windows.
    const kept = kindling.get("read", {});
    kept.pages ??= {};
    const entry = (kept.pages[kindling.page] ??= { isRead: false });
    for (const index of entry.seen ?? []) seen.add(index);
    entry.seen = [...seen];
    entry.isRead ||= latest.isAtEnd && seen.size * 2 >= latest.count;
    kept.last = { page: kindling.page, path, title, id: latest.id, heading: latest.heading };
    kindling.set("read", kept);
    read.pages = kept.pages;
    markPages();
    latest = null;
  }

  document.addEventListener("kindling-place", (event) => {
    // A page that was only opened has not been read.
    if (scrollY < 80 && event.detail.index < 0) return;
    latest = event.detail;
    seen.add(latest.index);
    clearTimeout(timer);
    timer = setTimeout(keep, 700);
  });
  addEventListener("pagehide", keep);
})();
