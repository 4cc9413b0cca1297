"""A copy of the package with faults in it, each of which a number switches on.

A function with faults gets its body once more for each of them:

    func f(x) {                    func f(x) {
        …                   →          if kd_fault(17) { … with the fault …; return }
    }                                  …
                                   }

So one build holds them all, and what the program does without a number is what it did before.
"""

import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

HEADER = "Sources/Engine/include/kindling_engine.h"
SWITCH = """
#ifndef KD_FAULT
#define KD_FAULT
extern const int kd_fault_chosen;
extern unsigned char *const kd_fault_reached;
static inline _Bool kd_fault(int number) { kd_fault_reached[number] = 1; return kd_fault_chosen == number; }
#endif
"""
# Which fault is on stands in the environment. Which are reached is written to a file that is mapped into memory, so that it is known of a
# process that crashes, too, and of its children.
SWITCH_FILE = """
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
enum { MOST = 1 << 16 };
int kd_fault_chosen;
static unsigned char unrecorded[MOST];
unsigned char *kd_fault_reached = unrecorded;
__attribute__((constructor(101))) static void choose(void) {
    const char *number = getenv("KINDLING_FAULT"), *path = getenv("KINDLING_FAULTS_REACHED");
    kd_fault_chosen = number ? atoi(number) : 0;
    int file = path ? open(path, O_RDWR | O_CREAT, 0666) : -1;
    if (file < 0 || ftruncate(file, MOST)) return;
    void *map = mmap(NULL, MOST, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (map != MAP_FAILED) kd_fault_reached = map;
    close(file);
}
"""


def copy_package(root, package):
    """The files that git knows of, and what was changed in them; those that are the same already keep their times, for the builds' sake."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root, capture_output=True, text=True, check=True)
    wanted = {name for name in listed.stdout.split("\0") if name and (root / name).is_file()}
    for name in wanted:
        if not name.startswith("Sources/Engine/") and not (name.startswith("Sources/Kindling/") and name.endswith(".swift")):
            write(package / name, (root / name).read_bytes(), (root / name).stat().st_mode)
    for folder, folders, files in os.walk(package):
        folders[:] = [name for name in folders if not name.startswith(".build")]
        for name in files:
            path = os.path.relpath(os.path.join(folder, name), package)
            if path not in wanted and path != "Sources/Engine/fault.c":
                os.remove(os.path.join(folder, name))
    return [name for name in wanted if name.startswith("Sources/Engine/") or name.startswith("Sources/Kindling/") and name.endswith(".swift")]


def write(path, data, mode=None):
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if mode is not None:
        shutil.os.chmod(path, mode)


def plant(root, package, names, faults, named=False):
    """Writes the library and the engine with these faults, a dictionary by number.

    `named`: gives each body with a fault a file name of its own, fault-17, by which the compiler's errors tell which don't compile.
    """
    by_file = {}
    for number, fault in faults.items():
        by_file.setdefault(fault.file, []).append((number, fault))
    for name in names:
        text = (root / name).read_text()
        is_swift = name.endswith(".swift")
        path = str(package / name)
        for body, group in groupby(sorted(by_file.get(name, []), key=lambda each: -each[1].body.start), key=lambda each: each[1].body):
            text = text[:body.start] + with_faults(text, body, list(group), path, is_swift, named) + text[body.end:]
        if is_swift:
            text = "import KindlingEngine\n" + mark(path, 1, True) + text
        elif name.endswith((".c", ".h")):
            text = SWITCH + mark(path, 1, False) + text
        write(package / name, text.encode())
    write(package / "Sources/Engine/fault.c", SWITCH_FILE.encode())


def with_faults(text, body, group, path, is_swift, named):
    inner = text[body.start:body.end]
    line = text.count("\n", 0, body.start) + 1
    result = ""
    for number, fault in group:
        faulty = text[body.start:fault.start] + fault.replacement + text[fault.end:body.end]
        place = mark(f"fault-{number}", 1, is_swift) if named else mark(path, line, is_swift)
        returning = "return " if body.returns == "implicit" else ""
        leaving = {True: "\nreturn", False: "\nreturn;"}[is_swift] if body.returns == "void" else ""
        test = f"if kd_fault({number}) {{" if is_swift else f"if (kd_fault({number})) {{"
        result += f"\n{test}\n{place}{returning}{faulty.strip() if returning else faulty}{leaving}\n}}\n"
    returning = "return " if body.returns == "implicit" else ""
    return result + mark(path, line, is_swift) + returning + (inner.strip() if returning else inner)


def mark(path, line, is_swift):
    return f'#sourceLocation(file: "{path}", line: {line})\n' if is_swift else f'#line {line} "{path}"\n'


def not_compiling(root, package, faults):
    """The numbers of the planted faults (written with their names) that a compiler refuses. Nothing is built for that."""
    folder = package / "modules"
    write(folder / "module.modulemap", b'module KindlingEngine { header "../%s" export * }\n' % HEADER.encode())
    write(folder / "resources.swift", b"import Foundation\nextension Foundation.Bundle { static let module = Bundle.main }\n")
    library = sorted((package / "Sources/Kindling").rglob("*.swift"))
    swift = [
        "swiftc", "-emit-sil", "-wmo", "-o", os.devnull, "-suppress-warnings", "-swift-version", "6", "-package-name", "kindling", "-module-name",
        "Kindling", "-I", str(folder), "-I", str(root / "Tools/CZlib"), str(folder / "resources.swift"), *map(str, library)]
    commands = [swift] + [
        ["clang", "-fsyntax-only", "-w", "-I", os.path.dirname(HEADER), str(file)]
        for file in sorted((package / "Sources/Engine").glob("*.c"))]

    def refused(command):
        result = subprocess.run(command, capture_output=True, text=True, cwd=package)
        numbers = {int(number) for number in re.findall(r"fault-(\d+):\d+(?::\d+)?: (?:fatal )?error", result.stderr)}
        # What is missing at the end (a return, a property without a value) is missed there: behind the faults of that body.
        for name, line in re.findall(r"^(.+?):(\d+)(?::\d+)?: error", result.stderr, re.MULTILINE):
            numbers |= {number for number, fault in faults.items() if name == str(package / fault.file) and holds(fault.body, int(line))}
        if result.returncode and not numbers:
            raise SystemExit(f"mutate: the copy of the package doesn't compile without its faults, either:\n{result.stderr[:4000]}")
        return numbers

    def holds(body, line):
        text = (root / body.file).read_text()
        return text.count("\n", 0, body.start) < line <= text.count("\n", 0, body.end) + 1

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return set().union(*pool.map(refused, commands))
