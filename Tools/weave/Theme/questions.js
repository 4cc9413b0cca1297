// Questions: an answer and why it is right or wrong, and the overview of all of them.
(() => {
  "use strict";
  let answers = kindling.get("answers", {});

  function judge(question, choice) {
    const reasons = [...question.querySelectorAll(".because")];
    const right = reasons.find((reason) => reason.hasAttribute("data-right"))?.dataset.choice;
    for (const label of question.querySelectorAll(".choice")) {
      const value = label.querySelector("input").value;
      delete label.dataset.verdict;
      if (value === choice) label.dataset.verdict = value === right ? "right" : "wrong";
    }
    for (const reason of reasons) reason.hidden = reason.dataset.choice !== choice;
    return choice === right;
  }

  function clear(question) {
    for (const label of question.querySelectorAll(".choice")) delete label.dataset.verdict;
    for (const reason of question.querySelectorAll(".because")) reason.hidden = true;
  }

  function prepare(question) {
    const form = question.querySelector("form");
    const reasons = question.querySelector(".reasons");
    if (!form || !reasons) return;
    const id = question.dataset.question;
    question.dataset.ready = "";
    reasons.open = true;
    // The reason appears in a region that is announced.
    reasons.setAttribute("aria-live", "polite");
    clear(question);

    const submit = form.querySelector("button[type=submit]");
    const chosen = () => form.querySelector("input:checked");
    const kept = answers[id];
    const input = kept && form.querySelector(`input[value="${CSS.escape(kept.choice)}"]`);
    if (input) {
      input.checked = true;
      judge(question, kept.choice);
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!chosen()) {
        form.querySelector("input")?.focus();
        return;
      }
      const choice = chosen().value;
      const isRight = judge(question, choice);
      answers = kindling.get("answers", answers);
      const tries = (answers[id]?.tries ?? 0) + 1;
      answers[id] = { choice, isRight, tries };
      kindling.set("answers", answers);
    });
    form.addEventListener("change", () => {
      clear(question);
      submit.textContent = answers[id] ? "Answer again" : "Answer";
    });
  }

  document.querySelectorAll("section.question").forEach(prepare);

  const overview = document.querySelector("section.progress");
  const all = window.kindlingQuestions;
  if (!overview || !all) return;

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  function draw() {
    const answered = all.filter((question) => answers[question.id]);
    const right = answered.filter((question) => answers[question.id].isRight);
    const bar = make("div", { className: "bar" }, make("span"));
    bar.firstChild.style.width = `${(100 * right.length) / Math.max(all.length, 1)}%`;
    const [again, open] = [answered.length - right.length, all.length - answered.length];
    const words = `${right.length} of ${all.length} right, ${again} to try again, ${open} open.`;
    const sum = make("p", { role: "status" }, words);
    const items = all.map((question) => {
      const answer = answers[question.id];
      const word = !answer ? "open" : answer.isRight ? "✓ right" : "✗ not yet";
      const verdict = make("span", { className: "verdict" }, word);
      if (answer) verdict.dataset.verdict = answer.isRight ? "right" : "wrong";
      const link = make("a", { href: `${kindling.root}${question.page}#q-${question.id}` }, question.title);
      return make("li", {}, link, verdict);
    });
    const reset = make("button", { type: "button", className: "plain" }, "Forget all answers");
    reset.addEventListener("click", () => {
      if (!confirm("Forget all your answers?")) return;
      answers = {};
      kindling.set("answers", null);
      draw();
      overview.querySelector("button")?.focus();
    });
    overview.replaceChildren(bar, sum, make("ol", {}, ...items), reset);
  }
  draw();
})();
