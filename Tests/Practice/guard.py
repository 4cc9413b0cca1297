"""`make practice-test`: what a reader may write is guarded.

    make practice-test                      every heart, five faults each, seed 1
    make practice-test SEED=7               drawn by another seed
    make practice-test CHAPTERS="01 05"     of these chapters alone
    make practice-test FAULTS=2             so many faults a heart

and `guard.py --practice TOOL --book FOLDER` does it for another book.

For each heart `practice check` must fail with nothing written, pass with the book's body, and fail with each of the faults, which are
those of `make mutate` (Tests/Mutation), planted in the book's body: one operator, comparison, constant, range, index, order of arguments,
condition or statement. Since each heart is tried alone, with the book's bodies for all others, one check tries a fault in each heart of a
chapter. What doesn't compile is no fault. `equivalent.json` says of which faults it has been shown that nobody could see them.

The table at the end, and .build-practice/guard/report.md, say how many were planted and caught.
"""

import argparse
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "Tests/Mutation"))

import places  # noqa: E402

BOOK = ROOT
KNOWN = json.loads((HERE / "equivalent.json").read_text())
COMPILER = "The compiler doesn't take it."


def say(text):
    print(text, flush=True)


def practice(tool, *words):
    result = subprocess.run([tool, *words], cwd=BOOK, capture_output=True, text=True)
    return result.returncode, result.stdout + result.stderr


def check(tool, chapter, folder):
    """What `practice check` says of each heart of a chapter, by name, and its exit status."""
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    status, text = practice(tool, "check", chapter, str(folder), "--report", str(report))
    if not report.exists():
        sys.exit(f"practice check {chapter} says nothing of the hearts:\n{text}")
    return {line["name"]: line for line in json.loads(report.read_text())}, status


def heart_bodies(file, names):
    """The body of each heart in a reader's file, in the file's order, which is that of the names."""
    bodies = places.swift_bodies(BOOK, file)
    if len(bodies) != len(names):
        sys.exit(f"{file} has {len(bodies)} functions for {len(names)} hearts")
    return dict(zip(names, bodies))


def is_known(name, fault, text):
    before = re.sub(r"\s+", " ", text[fault.start:fault.end].strip())
    line = text[text.rfind("\n", 0, fault.start) + 1:text.find("\n", fault.end)].strip()
    return any(
        entry["heart"] == name and entry["from"] == before and entry["to"] == fault.replacement.strip() and entry.get("line", line) == line
        for entry in KNOWN)


class Chapter:
    """A chapter's hearts, and the faults to be tried in them."""

    def __init__(self, tool, number, folder, seed, count):
        self.tool, self.number, self.folder, self.count = tool, number, folder, count
        self.failures, self.planted, self.caught, self.unhelpful = [], {}, {}, []
        self.file = next((folder / "Hearts").glob(f"{number}-*.swift"))
        relative = str(self.file.relative_to(BOOK))

        verdicts, status = check(tool, number, folder)
        self.names = list(verdicts)
        if status == 0 or any(line["verdict"] != "unwritten" for line in verdicts.values()):
            self.failures.append(f"{number}: with nothing written, check doesn't say so: {verdicts}")

        practice(tool, "solve", number, str(folder))
        self.text = self.file.read_text()
        verdicts, status = check(tool, number, folder)
        for name, line in verdicts.items():
            if line["verdict"] != "right":
                self.failures.append(f"{number} {name}: the book's own body is wrong: {line}")
        if status != 0:
            self.failures.append(f"{number}: check fails with the book's bodies")

        self.waiting = {}
        for name, body in heart_bodies(relative, self.names).items():
            faults = [fault for fault in places.faults_in(self.text, body) if not is_known(name, fault, self.text)]
            random.Random(f"{seed} {number} {name}").shuffle(faults)
            self.waiting[name] = faults
            self.planted[name] = self.caught[name] = 0

    def rounds(self):
        """Plants a fault in each heart that wants more, until all have had theirs."""
        while True:
            chosen = {}
            for name in self.names:
                if self.planted[name] < self.count and self.waiting[name]:
                    chosen[name] = self.waiting[name].pop(0)
            if not chosen:
                return
            text = self.text
            for fault in sorted(chosen.values(), key=lambda fault: -fault.start):
                text = text[:fault.start] + fault.replacement + text[fault.end:]
            self.file.write_text(text)
            verdicts, status = check(self.tool, self.number, self.folder)
            for name, fault in chosen.items():
                self.judge(name, fault, verdicts[name])

    def judge(self, name, fault, line):
        # Without its one statement, it's as if nothing had been written.
        if line["verdict"] == "unwritten" or line["message"] == COMPILER:
            return
        self.planted[name] += 1
        if line["verdict"] == "wrong":
            self.caught[name] += 1
            if not line["details"] and "come to an end" not in line["message"] and "stopped" not in line["message"]:
                self.unhelpful.append(f"{self.number} {name}: {line['message']}")
            return
        number = self.text.count("\n", 0, fault.start) + 1
        before = self.text[fault.start:fault.end]
        self.failures.append(f"{self.number} {name}: line {number}, `{before}` as `{fault.replacement}` ({fault.kind}) goes through")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--practice", required=True)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--faults", type=int, default=5)
    parser.add_argument("--chapters", default="")
    parser.add_argument("--book", default=str(ROOT))
    options = parser.parse_args()
    global BOOK
    BOOK = pathlib.Path(options.book).resolve()
    tool = str(pathlib.Path(options.practice).resolve())
    folder = BOOK / ".build-practice/guard"
    shutil.rmtree(folder, ignore_errors=True)
    numbers = options.chapters.split() or sorted({path.name[:2] for path in (BOOK / "Chapters/Practice").glob("*.md")})
    status, text = practice(tool, "start", *numbers, str(folder))
    if status:
        sys.exit(text)
    failures, rows = [], []
    for number in numbers:
        start = time.time()
        chapter = Chapter(tool, number, folder, options.seed, options.faults)
        chapter.rounds()
        failures += chapter.failures + [f"{text} (no help)" for text in chapter.unhelpful]
        planted, caught = sum(chapter.planted.values()), sum(chapter.caught.values())
        rows.append(f"| {number} | {len(chapter.names)} | {planted} | {caught} | {time.time() - start:.0f} s |")
        say(rows[-1])
        for text in chapter.failures + chapter.unhelpful:
            say(f"    {text}")
    report = ["| chapter | hearts | faults | caught | time |", "| --- | --- | --- | --- | --- |", *rows, "", *failures]
    (folder / "report.md").write_text("\n".join(report) + "\n")
    say(f"{len(failures)} failed")
    sys.exit(1 if failures else 0)


main()
