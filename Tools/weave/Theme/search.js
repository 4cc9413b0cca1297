// The search. Its index is a script that is added when the dialog opens first, so that it works from file:// too.
(() => {
  "use strict";
  const dialog = document.querySelector("dialog.search");
  const opener = document.querySelector("button.find");
  if (!dialog || !dialog.showModal) {
    if (opener) opener.hidden = true;
    return;
  }
  const input = dialog.querySelector("input");
  const list = dialog.querySelector(".found");
  const count = dialog.querySelector(".count");
  const limit = 30;
  let index = null;
  let isLoading = false;

  /** Words as the index has them: lower case, split at what is neither letter nor digit. */
  const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

  /** What is about all of the book is seldom what is looked for. */
  const weights = { "index.html": 0.5, "readme.html": 0.5, "contributing.html": 0.5, "names.html": 0.9, "torch.html": 0.8 };

  /** Makes the index that the script left into something to search: its lines, and what each page weighs. */
  function open(source) {
    const lines = source.words.split("\n").filter(Boolean);
    const isSorted = lines.every((line, i) => i === 0 || lines[i - 1] <= line);
    if (!isSorted) lines.sort((a, b) => (a < b ? -1 : 1));
    const pages = source.pages.map(([path, title]) => ({
      path,
      title,
      words: wordsOf(title),
      weight: weights[path] ?? (path.startsWith("solutions/") ? 0.6 : path.includes("/") ? 0.8 : 1),
    }));
    return { lines, pages, sections: source.sections };
  }

  /** The place of the first line that isn't before `word`. */
  function lowerBound(lines, word) {
    let [low, high] = [0, lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lines[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The sections that hold a word or one that begins with it, with what that counts. */
  function sectionsWith(word) {
    const scores = new Map();
    const { lines } = index;
    for (let i = lowerBound(lines, word); i < lines.length && lines[i].startsWith(word); i++) {
      const tab = lines[i].indexOf("\t");
      const isExact = tab === word.length;
      const closeness = isExact ? 1 : 0.6 * (word.length / tab) + 0.1;
      let section = 0;
      for (const item of lines[i].slice(tab + 1).split(",")) {
        section += parseInt(item, 36);
        const score = (item.endsWith("!") ? 10 : 2) * closeness;
        if (score > (scores.get(section) ?? 0)) scores.set(section, score);
      }
    }
    return scores;
  }

  /** The sections that hold all the words, the best first. */
  function search(text) {
    const words = [...new Set(wordsOf(text))].slice(0, 8);
    if (words.length === 0) return { words, found: [] };
    const each = words.map(sectionsWith).sort((a, b) => a.size - b.size);
    const found = [];
    for (const [section, first] of each[0]) {
      let score = first;
      let isEverywhere = true;
      for (let i = 1; i < each.length && isEverywhere; i++) {
        const more = each[i].get(section);
        if (more === undefined) isEverywhere = false;
        else score += more;
      }
      if (!isEverywhere) continue;
      const page = index.pages[index.sections[section][0]];
      const heading = wordsOf(index.sections[section][2]);
      for (const word of words) {
        if (page.words.some((other) => other.startsWith(word))) score += 3;
        if (heading.includes(word)) score += 6;
      }
      // A heading that says this and nothing else.
      if (heading.length === words.length && words.every((word) => heading.includes(word))) score += 6;
      found.push({ section, score: score * page.weight });
    }
    found.sort((a, b) => b.score - a.score || a.section - b.section);
    return { words, found };
  }

  /** A text with the parts emphasised that begin like one of the words, in whole or within a camel-case name. */
  function emphasised(text, words) {
    const result = document.createDocumentFragment();
    const eitherCase = (letter) => `[${letter}${letter.toUpperCase()}]`;
    const longestFirst = [...words].sort((a, b) => b.length - a.length);
    const starts = longestFirst.map((word) => word.replace(/\p{L}/gu, eitherCase)).join("|");
    const border = "(?:(?<![\\p{L}\\p{N}])|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu}))";
    const parts = starts ? text.split(new RegExp(`${border}(${starts})`, "u")) : [text];
    parts.forEach((part, i) => {
      result.append(i % 2 ? Object.assign(document.createElement("mark"), { textContent: part }) : part);
    });
    return result;
  }

  function show() {
    if (!index) return;
    const { words, found } = search(input.value);
    const shown = found.slice(0, limit);
    const items = shown.map(({ section }) => {
      const [page, anchor, heading] = index.sections[section];
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = kindling.root + index.pages[page].path + (anchor ? "#" + anchor : "");
      const title = document.createElement("span");
      title.className = "heading";
      title.append(emphasised(heading, words));
      const where = document.createElement("span");
      where.className = "where";
      where.append(emphasised(index.pages[page].title, words));
      link.append(title, where);
      item.append(link);
      return item;
    });
    list.replaceChildren(...items);
    list.scrollTop = 0;
    if (words.length === 0) count.textContent = "Words, names, parts of names: logSoftmax, stride, “zip file”.";
    else if (found.length === 0) count.textContent = "Nothing has all these words.";
    else if (found.length > limit) count.textContent = `The best ${limit} of ${found.length} sections`;
    else count.textContent = found.length === 1 ? "One section" : `${found.length} sections`;
  }

  function load() {
    if (index || isLoading) return;
    isLoading = true;
    const script = document.createElement("script");
    script.src = kindling.root + "assets/search-index.js";
    script.addEventListener("load", () => {
      index = open(window.kindlingSearch);
      show();
    });
    script.addEventListener("error", () => {
      isLoading = false;
      count.textContent = "The search index isn’t there.";
    });
    count.textContent = "Loading…";
    document.head.append(script);
  }

  function openDialog() {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    load();
    show();
  }

  opener?.addEventListener("click", openDialog);
  input.addEventListener("input", show);
  dialog.addEventListener("click", (event) => {
    // A click on the dialog itself is one on its backdrop; one on a result of the same page only moves.
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });

  addEventListener("keydown", (event) => {
    const fields = "input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable]";
    const hasCommand = event.ctrlKey || event.metaKey;
    const isSlash = event.key === "/" && !hasCommand;
    const isCommandK = event.key.toLowerCase() === "k" && hasCommand && !event.shiftKey;
    if (event.altKey || !(isSlash || isCommandK) || event.target.closest?.(fields)) return;
    event.preventDefault();
    openDialog();
  });

  dialog.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    if (event.key === "Escape") {
      // A search field would keep the first one, to empty itself.
      event.preventDefault();
      dialog.close();
    }
    if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      links[0]?.click();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || links.length === 0) return;
    event.preventDefault();
    const next = links.indexOf(document.activeElement) + step;
    if (next < 0) input.focus();
    else links[Math.min(next, links.length - 1)].focus();
  });
})();
