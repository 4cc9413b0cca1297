// The contents: the page's sections in their place in the book, the section that one is in, and the drawer.
(() => {
  "use strict";
  const root = document.documentElement;
  const book = document.getElementById("book");
  const page = document.querySelector("nav.page");
  const menu = document.querySelector("button.menu");
  const main = document.getElementById("main");
  const here = book?.querySelector('[aria-current="page"]');

  if (page && here) here.after(page);
  for (let fold = here?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (book && here && book.scrollHeight > book.clientHeight) {
    book.scrollTop = here.getBoundingClientRect().top - book.getBoundingClientRect().top - book.clientHeight / 4;
  }

  // Where one is: the last section whose heading has gone by.
  const links = page ? [...page.querySelectorAll("a[href^='#']")] : [];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  let current = -1;
  let frame = 0;
  function mark() {
    const line = innerHeight * 0.3;
    const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
    let found = -1;
    headings.forEach((heading, index) => {
      if (heading && (isAtEnd || heading.getBoundingClientRect().top < line)) found = index;
    });
    if (found !== current) {
      links[current]?.removeAttribute("aria-current");
      links[found]?.setAttribute("aria-current", "location");
      keepVisible(links[found]);
      current = found;
    }
    const [id, heading] = [headings[found]?.id ?? "", links[found]?.textContent ?? ""];
    const detail = { index: found, count: headings.length, id, heading, isAtEnd };
    document.dispatchEvent(new CustomEvent("kindling-place", { detail }));
  }

  /** Scrolls the panel, and only the panel, so that a link is in sight. */
  function keepVisible(link) {
    if (!link || !book || book.scrollHeight <= book.clientHeight) return;
    const [box, frame] = [link.getBoundingClientRect(), book.getBoundingClientRect()];
    if (box.top < frame.top + 40) book.scrollTop -= frame.top + 40 - box.top;
    if (box.bottom > frame.bottom - 40) book.scrollTop += box.bottom - frame.bottom + 40;
  }

  addEventListener(
    "scroll",
    () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(mark);
    },
    { passive: true }
  );
  // The other scripts listen for the place, and they come after this one.
  addEventListener("DOMContentLoaded", mark);

  // A note in the margin that would push a wide pair down stands in the text instead.
  function settle() {
    for (const note of document.querySelectorAll("article > aside.note")) {
      note.classList.remove("inline");
      if (getComputedStyle(note).float !== "right") continue;
      const end = note.getBoundingClientRect().bottom;
      let [above, next] = [note.previousElementSibling, note.nextElementSibling];
      for (; next && next.getBoundingClientRect().top < end + 40; next = next.nextElementSibling) {
        const gap = next.getBoundingClientRect().top - (above?.getBoundingClientRect().bottom ?? Infinity);
        if (next.matches(".pair.side") && gap > 48) note.classList.add("inline");
        if (!next.matches("aside.note")) above = next;
      }
    }
  }
  addEventListener("resize", settle);
  document.addEventListener("kindling-layout", settle);
  document.fonts?.ready.then(settle);

  // A link into a fold opens it.
  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target?.scrollIntoView();
  }
  addEventListener("hashchange", openTarget);
  if (location.hash) openTarget();

  if (!book || !menu) return;
  const isNarrow = matchMedia("(max-width: 68.74em)");
  const bar = document.querySelector("header.top");
  const settings = document.createElement("div");
  settings.className = "settings";
  const controls = [...bar.querySelectorAll(":scope > .columns, :scope > .theme")];

  function setOpen(isOpen) {
    root.toggleAttribute("data-drawer", isOpen);
    menu.setAttribute("aria-expanded", String(isOpen));
    main.inert = isOpen;
    if (isOpen) {
      keepVisible(here);
      (here ?? book.querySelector("a"))?.focus({ preventScroll: true });
    }
  }
  const isOpen = () => root.hasAttribute("data-drawer");

  /** On a small screen the settings stand in the drawer. */
  function arrange() {
    setOpen(false);
    if (isNarrow.matches) {
      settings.append(...controls);
      book.prepend(settings);
    } else {
      bar.append(...controls);
      settings.remove();
    }
  }

  menu.addEventListener("click", () => setOpen(!isOpen()));
  isNarrow.addEventListener("change", arrange);
  book.addEventListener("click", (event) => event.target.closest("a") && isNarrow.matches && setOpen(false));
  addEventListener("pointerdown", (event) => {
    if (isOpen() && !book.contains(event.target) && !menu.contains(event.target)) setOpen(false);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    setOpen(false);
    menu.focus();
  });
  // Leaving the drawer with the Tab key closes it.
  book.addEventListener("focusout", (event) => {
    if (isOpen() && event.relatedTarget && !book.contains(event.relatedTarget)) setOpen(false);
  });
  arrange();
})();
