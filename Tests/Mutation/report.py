"""What `make mutate` found, in words."""

import fnmatch
import functools
import json
import pathlib
import re
from collections import Counter

EQUIVALENT = pathlib.Path(__file__).parent / "equivalent.json"


@functools.cache
def text_of(path):
    return path.read_text()


def identity(root, fault):
    """What names a fault as long as its line stands as it is: the line with what is replaced in «», and what replaces it."""
    text = text_of(root / fault.file)
    start, end = text.rfind("\n", 0, fault.start) + 1, text.find("\n", fault.end)
    line = f"{text[start:fault.start]}«{text[fault.start:fault.end]}»{text[fault.end:end]}"
    return fault.file, " ".join(line.split()), fault.replacement


def reasons():
    """Why a fault changes nothing, by its identity."""
    entries = json.loads(EQUIVALENT.read_text())["faults"]
    return {(entry["file"], entry["line"], entry["replacement"]): entry["why"] for entry in entries}


def choices(file, text):
    """From where to where a file decides no more than how fast it computes: there, no faults are planted."""
    return [
        match.span() for entry in json.loads(EQUIVALENT.read_text())["choices"] if fnmatch.fnmatch(file, entry["file"])
        for match in re.finditer(entry["code"], text, re.MULTILINE)]


def is_explained(root, fault):
    return identity(root, fault) in reasons()


class Report:
    def __init__(self, root, faults, pages, results, checks):
        """
        - faults, pages, results: by number; a result is what caught it, or None.
        - checks: with the numbers that each reaches.
        """
        self.root, self.faults, self.pages, self.results = root, faults, pages, results
        reached_by_pages = set().union(*(check.reached for check in checks if check.is_page))
        reached = set().union(*(check.reached for check in checks))
        known = reasons()
        self.reasons = {
            number: known[identity(root, fault)] for number, fault in faults.items()
            if results[number] is None and identity(root, fault) in known}
        overruns = [number for number, result in results.items() if result and "AddressSanitizer" in result["by"]]

        numbers = [number for number, result in results.items() if result and result["is_page"]]
        tests = [number for number, result in results.items() if result and not result["is_page"]]
        hangs = sum(1 for result in results.values() if result and result["how"] == "hangs")
        survivors = [number for number, result in results.items() if result is None]
        unexplained = [number for number in survivors if number not in self.reasons]
        self.share = 1 - len(unexplained) / max(1, len(faults))
        self.summary = (
            f"{len(faults)} faults: the printed numbers caught {len(numbers)}, the tests {len(tests)} more, "
            f"{len(overruns)} of them under AddressSanitizer alone ({hangs} hung); "
            f"{len(self.reasons)} are shown to change nothing, {len(unexplained)} survived: {100 * self.share:.0f} of 100.")

        lines = ["# Faults planted, faults caught", "", self.summary, ""]
        if unexplained:
            lines += ["## What survived", ""]
            for number in unexplained:
                lines += self.described(number)
                lines += ["" if number in reached else "  Nothing runs it.", ""]
        if self.reasons:
            lines += ["## What changes nothing", ""]
            for number, why in self.reasons.items():
                lines += [*self.described(number), f"  {why}", ""]
        lines += ["## By kind", "", "| kind | planted | by the numbers | by the tests | not caught |", "| --- | --- | --- | --- | --- |"]
        for kind in sorted({fault.kind for fault in faults.values()}):
            lines.append(f"| {kind} | " + self.row(kind, lambda number: faults[number].kind, numbers, tests) + " |")
        lines += ["", "## By file", "", "| file | planted | by the numbers | by the tests | not caught | no page runs |", "| --- | --- | --- | --- | --- | --- |"]
        for file in sorted({fault.file for fault in faults.values()}):
            unseen = sum(1 for number in faults if faults[number].file == file and number not in reached_by_pages)
            lines.append(f"| {file} | " + self.row(file, lambda number: faults[number].file, numbers, tests) + f" | {unseen or ''} |")
        lines += ["", "## Only the tests caught", ""]
        for number in tests:
            lines += [*self.described(number), f"  {results[number]['by']}" + ("" if number in reached_by_pages else "; no page runs it"), ""]
        self.text = "\n".join(lines) + "\n"

    def row(self, value, key, numbers, tests):
        planted = [number for number in self.faults if key(number) == value]
        counts = Counter("numbers" if number in numbers else "tests" if number in tests else "survived" for number in planted)
        return " | ".join(str(count or "") for count in (len(planted), counts["numbers"], counts["tests"], counts["survived"]))

    def described(self, number):
        file, line, replacement = identity(self.root, self.faults[number])
        fault = f"`{replacement}`" if replacement.strip(" ;") else "nothing"
        return [f"- {self.pages[number]} ({file}), {self.faults[number].kind}: {fault} for what stands in «»", f"  `{line}`"]
