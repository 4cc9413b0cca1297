"""`make mutate`: plants faults in the library and the engine, and counts which the book's printed numbers and the tests catch.

    make mutate SEED=7              a hundred faults, drawn by this seed
    make mutate SEED=7 COUNT=20     so many
    make mutate SEED=7 ONLY=Optim   only in files whose names hold this

A fault is one operator, comparison, constant, range, index, order of two arguments, condition or statement, changed in a function's body. All of
them stand in one build, a copy of the package in .build-mutate, and a number in the environment switches one on. What doesn't compile doesn't
count. For each fault the program of its own page runs first, then the other pages that reach it, then the tests that do, until one of them
catches it; a hang counts as caught. What is left by then is tried under AddressSanitizer, as `make sanitize` does. `equivalent.json` says of which faults it has been shown that they change nothing that anybody could see, and where the code only chooses how fast it
computes: no faults are planted there.

Pages that train for long come after the tests: they seldom see what the others don't, and a fault that only they and a test see counts as the
test's.

The report stands in .build-mutate/report-SEED.md. What has been caught isn't tried again as long as its file is the same: after a new test, the
same command tries the survivors.
"""

import argparse
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import checks
import places
import planting
import report

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / ".build-mutate"
PACKAGE = WORK / "package"
# Only the library's sources, for the compiler to say what it refuses: what is written there makes nothing in the package newer.
TRIAL = WORK / "trial"
# Without what a debugger needs: that takes the compiler a quarter of its time.
BUILD_FLAGS = ["-c", "release", "-Xswiftc", "-enable-testing", "-debug-info-format", "none"]
# As in `make sanitize`.
SANITIZED = ".build-sanitize"
SANITIZER_FLAGS = ["-c", "release", "-Xswiftc", "-enable-testing", "--sanitize=address", "--scratch-path", SANITIZED]
WANTED = 0.95
# A page that takes so many seconds waits until the tests have been tried.
LONG = 6


def say(text):
    print(text, flush=True)


def all_faults(only):
    """Every fault that could be planted, in an order that depends on the sources alone."""
    engine = ROOT / "Sources/Engine"
    lines = places.compiled_lines(ROOT, engine, ["-I", str(engine / "include")])
    found = []
    for path in sorted((ROOT / "Sources/Kindling").rglob("*.swift")) + sorted(engine.glob("*.[ch]")):
        file, text = str(path.relative_to(ROOT)), path.read_text()
        if only not in file:
            continue
        bodies = places.swift_bodies(ROOT, file) if path.suffix == ".swift" else places.c_bodies(file, text)
        idle = report.choices(file, text)
        found += [
            fault for body in bodies for fault in places.faults_in(text, body)
            if (path.suffix == ".swift" or text.count("\n", 0, fault.start) + 1 in lines.get(file, ()))
            and not any(start <= fault.start and fault.end <= end for start, end in idle)]
    return found


def shuffled(faults, seed):
    """An order that depends on the seed and on each fault's own line: an edit elsewhere leaves it as it is."""
    times, keys = {}, {}
    for fault in faults:
        name = report.identity(ROOT, fault)
        times[name] = times.get(name, 0) + 1
        keys[fault] = hashlib.sha256(repr((seed, name, times[name])).encode()).digest()
    return sorted(faults, key=keys.get)


def choose(count, seed, only):
    """Writes the copy of the package with `count` faults that compile, and returns them by number."""
    drawn = shuffled(all_faults(only), seed)
    names = planting.copy_package(ROOT, PACKAGE)
    chosen, refused = {}, 0
    waiting = iter(enumerate(drawn, 1))
    while True:
        # A fifth or so doesn't compile.
        while len(chosen) < count and (pair := next(waiting, None)):
            chosen[pair[0]] = pair[1]
        planting.plant(ROOT, TRIAL, names, chosen, named=True)
        bad = planting.not_compiling(ROOT, TRIAL, chosen)
        refused += len(bad)
        for number in bad:
            del chosen[number]
        if not bad:
            break
    planting.plant(ROOT, PACKAGE, names, chosen)
    say(f"{len(chosen)} faults, of {len(drawn)} that could be planted; {refused} more don't compile")
    return chosen


def build(flags, environment={}):
    result = subprocess.run(
        ["swift", "build", "--build-tests", *flags], cwd=PACKAGE, env=os.environ | environment, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"mutate: the copy of the package doesn't build:\n{result.stdout[-6000:]}")


def page_of(fault):
    """The page that a fault's line comes from, and its line there."""
    line = (ROOT / fault.file).read_text().count("\n", 0, fault.start) + 1
    located = subprocess.run(
        [str(ROOT / ".build/release/extract"), "--locate", f"{fault.file}:{line}"], cwd=ROOT, capture_output=True, text=True)
    return located.stdout.strip() or f"{fault.file}:{line}"


def catch(number, page, all_checks):
    """The check that catches a fault, and how; or None."""
    own = pathlib.Path(page.split(":")[0]).stem

    def turn(check):
        group = 0 if check.name == own else 2 if not check.is_page else 1 if check.seconds < LONG else 3
        return group, check.seconds

    for check in sorted(all_checks, key=turn):
        if number in check.reached:
            how = check.run(PACKAGE, number)
            if how:
                return {"by": check.name, "is_page": check.is_page, "how": how}
    return None


def catch_sanitized(number, all_checks):
    """The suite that catches a fault under AddressSanitizer."""
    for check in sorted(all_checks, key=lambda check: check.seconds):
        if not check.is_page and number in check.reached:
            how = checks.sanitized(check, PACKAGE, SANITIZED).run(PACKAGE, number)
            if how:
                return {"by": f"{check.name} under AddressSanitizer", "is_page": False, "how": how}
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--only", default="", help="only in files whose names hold this")
    parser.add_argument("--jobs", type=int, default=2, help="how many faults are tried at a time")
    arguments = parser.parse_args()

    chosen = choose(arguments.count, arguments.seed, arguments.only)
    say("Building the programs and the tests with all the faults in them …")
    build(BUILD_FLAGS)
    identities = {
        number: hashlib.sha256(
            repr((fault.file, fault.start, fault.end, fault.replacement)).encode() + (ROOT / fault.file).read_bytes()).hexdigest()
        for number, fault in chosen.items()}
    memory = WORK / "caught.json"
    known = json.loads(memory.read_text()) if memory.exists() else {}

    say("Each page and each suite without a fault …")
    every = checks.pages(ROOT, PACKAGE) + checks.suites(PACKAGE, BUILD_FLAGS)
    with ThreadPoolExecutor(arguments.jobs) as pool:
        every = list(pool.map(lambda check: check.try_without_fault(PACKAGE), every))
        # Of a suite that takes long, each test by itself: most of them don't come near a fault.
        parts = [part for check in every if not check.is_page and check.seconds >= LONG for part in checks.tests_of(check, PACKAGE, BUILD_FLAGS)]
        parts = list(pool.map(lambda check: check.try_without_fault(PACKAGE), parts))
    split = {part.name.split("/")[0] for part in parts}
    every = [check for check in every if check.name not in split] + parts

    say("The faults …")
    start, results = time.monotonic(), {}
    pages = {number: page_of(fault) for number, fault in chosen.items()}

    def try_fault(number):
        explained = report.is_explained(ROOT, chosen[number])
        results[number] = known.get(identities[number]) or (None if explained else catch(number, pages[number], every))
        outcome = results[number]
        say(f"{len(results):4}  {pages[number]}: {outcome['by'] + ' ' + outcome['how'] if outcome else 'changes nothing' if explained else 'SURVIVED'}")
        if outcome:
            known[identities[number]] = outcome
            memory.write_text(json.dumps(known))

    with ThreadPoolExecutor(arguments.jobs) as pool:
        list(pool.map(try_fault, chosen))

    # A step beyond an array's end changes nothing where something else stands there, or nothing.
    survivors = [number for number, outcome in results.items() if outcome is None and not report.is_explained(ROOT, chosen[number])]
    if survivors:
        say(f"{len(survivors)} survivors, under AddressSanitizer …")
        build(SANITIZER_FLAGS, {"KINDLING_PROGRAMS": str(PACKAGE / ".build/release")})
        with ThreadPoolExecutor(arguments.jobs) as pool:
            for number, outcome in zip(survivors, pool.map(lambda number: catch_sanitized(number, every), survivors)):
                results[number] = outcome
                if outcome:
                    known[identities[number]] = outcome
        memory.write_text(json.dumps(known))

    outcome = report.Report(ROOT, chosen, pages, results, every)
    path = WORK / f"report-{arguments.seed}.md"
    path.write_text(outcome.text)
    say(outcome.summary)
    say(f"{path.relative_to(ROOT)} tells more. It took {(time.monotonic() - start) / 60:.0f} min to try them.")
    sys.exit(outcome.share < WANTED)


if __name__ == "__main__":
    main()
