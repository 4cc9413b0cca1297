#!/usr/bin/env python3
"""What of the library the pages' programs run: `make coverage` calls it.

Prints, for each folder, how many of its lines are run, and each public declaration that no page runs. Those are errors, unless excused.txt has
a reason for them. Solutions don't count, and neither does a program that is meant to stop: it writes no counts.
"""
import collections
import concurrent.futures
import functools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRATCH = ROOT / ".build-coverage"
BUILD = SCRATCH / "release"
HERE = pathlib.Path(__file__).resolve().parent


def run(*command, **options):
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE, **options).stdout


def tool(name):
    """A tool of the compiler's own, since another's may not read what this compiler has written."""
    beside = pathlib.Path(target_info()["paths"]["runtimeResourcePath"]).parents[1] / "bin" / name
    return beside if beside.exists() else run("xcrun", "--find", name).strip()


@functools.cache
def target_info():
    return json.loads(run("swiftc", "-print-target-info"))


def build():
    # Without the two -disable options a small function would be copied into the programs, without its counter, and one that
    # nobody calls left out.
    counted_c = [word for flag in ("-fprofile-instr-generate", "-fcoverage-mapping") for word in ("-Xcc", flag)]
    subprocess.run(
        ["swift", "build", "-c", "release", "--scratch-path", SCRATCH, "--enable-code-coverage", "--disable-dead-strip",
         "-Xswiftc", "-disable-cmo", *counted_c], cwd=ROOT, check=True)


def pages():
    between = (ROOT / "Package.swift").read_text().split("extract: programs begin")[1].split("extract: programs end")[0]
    return [name for name in re.findall(r'"(.+)"', between) if not name.endswith("-solutions")]


def run_page(name):
    (SCRATCH / "counts").mkdir(exist_ok=True)
    environment = os.environ | {
        "LLVM_PROFILE_FILE": str(SCRATCH / "counts" / f"{name}.profraw"),
        "KINDLING_FIGURES": str(SCRATCH / "figures"),
    }
    done = subprocess.run([BUILD / name], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"{name} ended with {done.returncode}:\n{done.stdout[-2000:]}")


def counts():
    """What llvm-cov knows: the lines of each file, and how often each function has run."""
    shutil.rmtree(SCRATCH / "counts", ignore_errors=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(run_page, pages()))
    merged = SCRATCH / "counts.profdata"
    run(tool("llvm-profdata"), "merge", "-sparse", "-o", merged, *sorted((SCRATCH / "counts").glob("*.profraw")))
    # Each program has the whole library in it.
    data = json.loads(run(tool("llvm-cov"), "export", f"-instr-profile={merged}", BUILD / pages()[0]))["data"][0]
    functions = collections.Counter()
    for function in data["functions"]:
        # A private function has its file's name in front.
        functions[function["name"].split(":")[-1]] += function["count"]
    return data["files"], functions


def public_symbols():
    """The public declarations, from the compiler's symbol graph."""
    graphs = SCRATCH / "symbols"
    shutil.rmtree(graphs, ignore_errors=True)
    graphs.mkdir()
    target = target_info()["target"]["triple"]
    sdk = ["-sdk", run("xcrun", "--show-sdk-path").strip()] if sys.platform == "darwin" else []
    run(tool("swift-symbolgraph-extract"), "-module-name", "Kindling", "-target", target, *sdk, "-I", BUILD / "Modules", "-I", "Tools/CZlib",
        "-Xcc", f"-fmodule-map-file={BUILD}/KindlingEngine.build/module.modulemap", "-minimum-access-level", "public",
        "-skip-synthesized-members", "-output-dir", graphs)
    parts = [json.loads(file.read_text()) for file in sorted(graphs.glob("*.json"))]
    requirements = {relation["source"] for part in parts for relation in part["relationships"] if relation["kind"] == "requirementOf"}
    # What has no place in a file is the compiler's own.
    return [symbol for part in parts for symbol in part["symbols"]
            if "location" in symbol and symbol["identifier"]["precise"] not in requirements]


def function_names(symbol):
    """The functions behind a declaration, mangled, each with what to call it."""
    name = ".".join(symbol["pathComponents"])
    mangled = "$s" + symbol["identifier"]["precise"].removeprefix("s:")
    kind = symbol["kind"]["identifier"]
    if kind == "swift.init":
        # A class has two functions for it: the one that makes the object and the one that fills it.
        return [([mangled, mangled[:-1] + "C"], name)]
    if kind in ("swift.property", "swift.type.property", "swift.var", "swift.subscript", "swift.type.subscript"):
        static = "Z" if mangled.endswith("Z") else ""
        stem = mangled.removesuffix("Z")[:-1]
        return [([stem + "g" + static], name), ([stem + "s" + static], name + " (set)")]
    return [([mangled], name)]


def never_run(functions):
    """The declarations whose functions have never run, or aren't counted at all, which no function may be."""
    for symbol in public_symbols():
        is_function = symbol["kind"]["identifier"].split(".")[1] in ("func", "init") or "method" in symbol["kind"]["identifier"]
        for mangled, name in function_names(symbol):
            known = [function for function in mangled if function in functions]
            # A property without one is stored, a subscript without a setter can't be written to, and the rest are types.
            if (known or is_function) and not any(functions[function] for function in known):
                yield name, symbol


def excuses():
    lines = [line for line in (HERE / "excused.txt").read_text().splitlines() if line and not line.startswith("#")]
    return dict(re.split(r"\s{2,}", line, maxsplit=1) for line in lines)


def page_line(symbol):
    place = symbol["location"]
    file = pathlib.Path(place["uri"].removeprefix("file://")).relative_to(ROOT)
    # It counts its own lines, too, for nobody.
    environment = os.environ | {"LLVM_PROFILE_FILE": os.devnull}
    return run(BUILD / "extract", "--locate", f"{file}:{place['position']['line'] + 1}", env=environment).strip()


def main():
    build()
    files, functions = counts()
    folders = collections.defaultdict(lambda: [0, 0])
    for file in files:
        path = pathlib.Path(file["filename"])
        if path.is_relative_to(ROOT / "Sources/Kindling") or path.is_relative_to(ROOT / "Sources/Engine"):
            lines = file["summary"]["lines"]
            for folder in (str(path.parent.relative_to(ROOT)), "total"):
                folders[folder][0] += lines["count"]
                folders[folder][1] += lines["covered"]
    print(f"{'folder':32}{'lines':>8}{'run':>10}")
    for folder in sorted(folders, key=lambda folder: (folder == "total", folder)):
        count, covered = folders[folder]
        print(f"{folder:32}{count:8}{100 * covered / count:8.1f} %")

    idle, excused = list(never_run(functions)), excuses()
    names = {name for name, _ in idle}
    left = [f"{page_line(symbol)}: {name} is run by no page" for name, symbol in idle if name not in excused]
    stale = [f"excused.txt: {name} is run by a page, or isn't there" for name in excused if name not in names]
    print(f"public declarations that no page runs: {len(left)}, and {len(names & set(excused))} excused")
    for line in sorted(left) + stale:
        print(line)
    sys.exit(bool(left or stale))


if __name__ == "__main__":
    main()
