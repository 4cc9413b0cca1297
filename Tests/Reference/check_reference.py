#!/usr/bin/env python3
"""Whether Chapters/TORCH.md, Chapters/torch-names.json and Chapters/GLOSSARY.md say what is so.

    check_reference.py [--build .build/release]

Every link leads to a page and a heading. Every expression in the left column of TORCH.md runs in torch, every one in the right column is accepted
by the compiler, and each name in it stands in INDEX.md. Then both sides of each row are run, from the same numbers, and tensors, numbers, shapes
and modules must print the same, except where DIFFERENT has a reason. The glossary's entries are in order, each in its section, and end with a link.
"""
import argparse
import ast
import builtins
import collections
import contextlib
import importlib
import inspect
import io
import itertools
import json
import os
import pathlib
import pickle
import re
import subprocess
import sys
import tempfile
import warnings

import torch

HERE = pathlib.Path(__file__).resolve().parent
HEADER = ["torch", "Kindling", "page"]
# What a heading of the table "Not in Kindling" has in the middle.
ADVICE = ["torch", "what to do instead", "page"]
# Results that may differ, and why.
DIFFERENT = {
    "attention(q, q, q)[0]": "the graph's last node has another name",
    "attention.out_proj": "a Linear has no other name here",
    "nn.Transformer.generate_square_subsequent_mask(4)": "truth values here, numbers there; the page says so",
    "nn.utils.clip_grad_norm_(net.parameters(), max_norm=1)": "a Double here, a tensor there",
    "norm.num_batches_tracked": "Floats here, whole numbers there; the page says so",
}
# Packages whose names are checked only where they are installed.
OPTIONAL = {"torchvision", "safetensors"}
# Names of the language and of its library that stand in the right column, and the parts of tuples that the library gives.
SWIFT = set("AnyIterator Double Int class final for func in let nil print sorted squareRoot struct subscript true false try var".split())
PARTS = {"values", "indices", "output", "weights"}


class Page:
    """A page's headings and links, as GitHub sees them."""

    def __init__(self, path):
        self.path, self.anchors, self.links = path, set(), []
        in_code = False
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.startswith("```"):
                in_code = not in_code
            elif not in_code:
                if heading := re.match(r"#{1,6} (.*)", line):
                    self.anchors.add(self.unused(anchor(heading[1].strip())))
                without_code = re.sub(r"`[^`]*`", "", line)
                self.links += [(number, target) for target in re.findall(r"\]\(([^)\s]+)\)", without_code)]

    def unused(self, name):
        for candidate in itertools.chain([name], (f"{name}-{i}" for i in itertools.count(1))):
            if candidate not in self.anchors:
                return candidate


def anchor(heading):
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return "".join(c for c in text.lower().replace(" ", "-") if c.isalnum() or c in "-_")


class Row:
    """A line of a table: what stands in code in its first two cells, and its page."""

    def __init__(self, number, cells, header):
        self.number, self.is_advice = number, header == ADVICE
        self.torch, self.kindling = ([span.replace(r"\|", "|") for span in re.findall(r"`([^`]+)`", cell)] for cell in cells[:2])
        self.page = cells[2]

    @property
    def pairs(self):
        return list(zip(self.torch, self.kindling)) if len(self.torch) == len(self.kindling) else []


def tables(path):
    """All rows of a page's tables."""
    header = None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.startswith("|"):
            header = None
            continue
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if header is None:
            header = cells
        elif not all(set(cell) <= set("-: ") for cell in cells):
            yield Row(number, cells, header)


def check_links(pages, chapters):
    known = {}
    for page in pages:
        for number, target in page.links:
            if "://" in target:
                yield f"{page.path.name}:{number}: {target} leads out of the book"
                continue
            way, _, place = target.partition("#")
            path = (chapters / way).resolve() if way else page.path
            if not path.exists():
                yield f"{page.path.name}:{number}: there is no {target}"
                continue
            other = page if path == page.path else known.setdefault(path, Page(path))
            if place and place not in other.anchors:
                yield f"{page.path.name}:{number}: there is no heading for {target}"


# torch -------------------------------------------------------------------------------------------------------------


def python_code(span):
    """A span as a program: a statement's first line gets an empty body."""
    return f"{span}\n    pass" if span.endswith(":") else span


def loaded(span):
    """The first names of a span's expressions."""
    return {node.id for node in ast.walk(ast.parse(python_code(span))) if isinstance(node, ast.Name)}


def run_torch(rows):
    """Runs each row's left side on its own; gives what its expressions print, by row and place."""
    program = compile((HERE / "fixtures.py").read_text(), "fixtures.py", "exec")
    mistakes, results, skipped = [], {}, 0
    for row in rows:
        scope = {}
        torch.set_printoptions(profile="default")
        exec(program, scope)
        for place, span in enumerate(row.torch):
            try:
                names = loaded(span)
                for package in names & OPTIONAL:
                    scope[package] = __import__(package)
                    for module in re.findall(rf"{package}\.([a-z]+)\.", span):
                        __import__(f"{package}.{module}")
                if names & {"pictures", "device"}:
                    raise ImportError
                with contextlib.redirect_stdout(io.StringIO()):
                    try:
                        code = compile(span, "TORCH.md", "eval")
                    except SyntaxError:
                        exec(python_code(span), scope)
                    else:
                        results[row.number, place] = printed(eval(code, scope))
            except ImportError:
                skipped += 1
            except (OSError, EOFError, ValueError, LookupError, pickle.UnpicklingError) as error:
                # A file that isn't there, or is another's: the name is right.
                if "file" not in span:
                    mistakes.append(f"TORCH.md:{row.number}: {span}: {error}")
            except Exception as error:
                if "CUDA" not in str(error):
                    mistakes.append(f"TORCH.md:{row.number}: {span}: {type(error).__name__}: {error}")
    return mistakes, results, skipped


def printed(value):
    """What Swift should print for the value; None for what isn't compared."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple) and all(isinstance(size, int) for size in value):
        return str(list(value))
    return str(value) if isinstance(value, (int, float, torch.Tensor, torch.nn.Module)) else None


# Kindling ----------------------------------------------------------------------------------------------------------


def swift_code(span):
    """A span as statements: a declaration gets a body, an expression is thrown away."""
    bodies = {
        "Module": "{}", "Optimizer": "{}", "LRScheduler": "{}",
        "Function": "{ func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { inputs[0] } }"}
    if declaration := re.fullmatch(r"(?:final )?(?:class|struct) \w+: (\w+)", span):
        return f"{span} {bodies[declaration[1]]}"
    span = span.replace("{ … }", "{ }")
    if re.match(r"(let|var|for|struct|final class|class) ", span) or re.search(r" [-+*/]?= ", span):
        return span
    return f"_ = {span}"


def swift_program(rows, is_shown):
    """The fixtures, and a function for each row."""
    lines = [(HERE / "fixtures.swift").read_text()]
    if is_shown:
        lines.append(SHOW)
    for row in rows:
        needs_context = any("context" in span for span in row.kindling)
        lines.append(f"func row{row.number}({'_ context: Context' if needs_context else ''}) throws {{")
        for place, span in enumerate(row.kindling):
            # In a sentence, a name may stand alone.
            if row.is_advice and not re.search(r"[. ]", span):
                continue
            code = swift_code(span)
            if is_shown and code.startswith("_ = "):
                code = f"show({row.number}, {place}, {code[4:]})"
            lines.append(f"    {code}")
        lines.append("}")
    return "\n".join(lines) + "\n"


SHOW = """
// What is printed stands behind a line with the row and its place.
func show(_ row: Int, _ place: Int, _ value: Tensor) { print("@", row, place); print(value) }
func show(_ row: Int, _ place: Int, _ value: IntTensor) { print("@", row, place); print(value) }
func show(_ row: Int, _ place: Int, _ value: BoolTensor) { print("@", row, place); print(value) }
func show<Value>(_ row: Int, _ place: Int, _ value: Value?) { if let value { show(row, place, value) } }
func show<Value>(_ row: Int, _ place: Int, _ value: Value) {
    if let tensor = value as? Tensor { return show(row, place, tensor) }
    if value is Int || value is Double || value is Bool || value is [Int] || value is Module { print("@", row, place); print(value) }
}
"""


def module_flags(build, root):
    """Where the compiler finds the library and its C parts."""
    return ["-I", build / "Modules", "-I", root / "Tools/CZlib", "-Xcc", f"-fmodule-map-file={build}/KindlingEngine.build/module.modulemap"]


def check_swift(rows, flags):
    """What the compiler says about the right sides."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "main.swift"
        file.write_text(swift_program(rows, is_shown=False))
        result = subprocess.run(["swiftc", "-typecheck", "-swift-version", "5", *map(str, flags), str(file)], capture_output=True, text=True)
        lines = file.read_text().splitlines()
    for error in re.finditer(r"main\.swift:(\d+):\d+: error: (.*)", result.stderr):
        number = int(error[1])
        row = next((m[1] for line in reversed(lines[:number]) if (m := re.match(r"func row(\d+)", line))), "?")
        yield f"TORCH.md:{row}: {lines[number - 1].strip()}: {error[2]}"
    if result.returncode and "error:" not in result.stderr:
        yield result.stderr


def declarations(index):
    """INDEX.md's declarations: "name", "owner" and "owner.name"."""
    owner = None
    for line in index.read_text().splitlines():
        if line.startswith("## "):
            owner = None if line == "## Functions and operators" else line[3:]
        elif line.startswith("- "):
            for name in re.sub(r"^- \[.*?\]\(.*?\): ", "", line).split(", "):
                name = name.strip("`")
                if name == "the type":
                    yield owner
                else:
                    yield f"{owner}.{name}" if owner else name


def check_names(rows, known):
    """Names of the right sides that are neither declared by the library nor by the fixtures."""
    words = {part for name in known for part in re.findall(r"\w+", name)}
    fixtures = set(re.findall(r"\w+", (HERE / "fixtures.swift").read_text()))
    for row in rows:
        codes = [re.sub(r'"[^"]*"', "", span) for span in row.kindling]
        own = {name for code in codes for name in re.findall(r"(?:struct|class|let|var|func) (\w+)|\b(\w+)(?=[^{}]* in\b)", code) for name in name}
        for span, code in zip(row.kindling, codes):
            # A label ends with a colon, and is the compiler's business; a word in capitals is a variable of the environment.
            for name in re.findall(r"(?<![\w$])[A-Za-z]\w*(?![\w:])", code):
                if name not in words | SWIFT | PARTS | own | fixtures and not name.isupper():
                    yield f"TORCH.md:{row.number}: {span}: INDEX.md has no {name}"


# The glossary ------------------------------------------------------------------------------------------------------


def check_glossary(path):
    letter, last, text = None, "", path.read_text()
    body = re.split(r"^## ", text, flags=re.M)
    for section in body[1:]:
        letter, _, entries = section.partition("\n")
        for entry in filter(None, (part.strip() for part in entries.split("\n\n"))):
            term = re.match(r"\*\*(.+?)\*\*", entry)
            if not term:
                yield f"GLOSSARY.md: no term begins: {entry[:60]}"
                continue
            key = re.sub(r"[^a-z0-9 ]", "", term[1].lower().replace("-", " "))
            if not key.startswith(letter.lower()):
                yield f"GLOSSARY.md: {term[1]} stands under {letter}"
            if key <= last:
                yield f"GLOSSARY.md: {term[1]} comes too late"
            last = key
            if not re.search(r"\[[^\]]+\]\([^)]+\)$", entry):
                yield f"GLOSSARY.md: {term[1]} doesn't end with a link"


def build_program(rows, build, flags, program):
    """The fixtures and all rows, as a program that runs the row whose number it is given."""
    source = program.with_name("main.swift")
    source.write_text(swift_program(rows, is_shown=True) + calls(rows))
    objects = [file for part in ("Kindling", "KindlingEngine") for file in (build / f"{part}.build").rglob("*.o")]
    command = ["swiftc", "-swift-version", "5", "-suppress-warnings", *flags, source, *objects, "-lz", "-o", program]
    subprocess.run(list(map(str, command)), check=True)


def calls(rows):
    """The end of the program. Rows that need the network or an operation's notepad aren't run."""
    runnable = [row for row in rows if not any("context" in span or "download" in span for span in row.kindling)]
    cases = "".join(f"case {row.number}: try row{row.number}()\n" for row in runnable)
    return f"switch Int(CommandLine.arguments[1])! {{\n{cases}default: break\n}}\n"


def compare(rows, expected, program, root):
    """What both sides of each row print; gives the mistakes, and how many were compared."""
    mistakes, count = [], 0
    environment = os.environ | {"KINDLING_DATA": str(root / "Sources/Kindling/Resources/MNIST")}
    for row in rows:
        result = subprocess.run([program, str(row.number)], capture_output=True, text=True, env=environment)
        if "Fatal error" in result.stderr and "file" not in str(row.kindling):
            mistakes.append(f"TORCH.md:{row.number}: {row.kindling}: {result.stderr.strip().splitlines()[0]}")
        found = dict((tuple(map(int, part.split("\n", 1)[0].split())), part.split("\n", 1)[1].rstrip("\n"))
                     for part in re.split(r"^@ ", result.stdout, flags=re.M)[1:])
        for place, (left, right) in enumerate(row.pairs):
            ours, torchs = found.get((row.number, place)), expected.get((row.number, place))
            if ours is None or torchs is None:
                continue
            count += 1
            if left in DIFFERENT:
                if is_same(ours, torchs):
                    mistakes.append(f"TORCH.md:{row.number}: {left} gives the same; take it out of DIFFERENT")
            elif not is_same(ours, torchs):
                mistakes.append(f"TORCH.md:{row.number}: {left} gives {torchs}, and {right} gives {ours}")
    return mistakes, count


def is_same(a, b):
    """Whether two texts are equal, but for a unit of the last digit shown."""
    number = r"-?\d+\.\d*(?:e[-+]\d+)?"
    if re.sub(r"\s+", " ", re.sub(number, "#", a)) != re.sub(r"\s+", " ", re.sub(number, "#", b)):
        return False
    pairs = zip(re.findall(number, a), re.findall(number, b))
    return all(abs(float(one) - float(two)) <= 1.01e-4 * max(1, abs(float(one))) for one, two in pairs)


def resolves(name):
    """Whether torch, NumPy or Python has a name, perhaps as what an object of a class has."""
    head, *rest = name.split(".")
    known = {"nn": torch.nn, "F": torch.nn.functional, "optim": torch.optim, "Tensor": torch.Tensor,
             "ctx": torch.autograd.function.BackwardCFunction, "OrderedDict": collections.OrderedDict}
    try:
        found = known.get(head) or getattr(builtins, head, None) or importlib.import_module("numpy" if head == "np" else head)
    except ImportError:
        return False
    for word in rest:
        if hasattr(found, word):
            found = getattr(found, word)
        elif inspect.isclass(found):
            # Its objects get it when they are made, or it is declared for them.
            sources = [inspect.getsource(kind) for kind in found.__mro__ if kind.__module__.startswith("torch")]
            return any(re.search(rf"self\.{word}\b|^    {word}:|[\"']{word}[\"']", text, re.M) for text in sources)
        else:
            return False
    return True


def check_table(path, declared):
    """The table of names for the index: both sides of each pair are there."""
    names = json.loads(path.read_text())
    for ours, theirs in names.items():
        if ours not in declared:
            yield f"{path.name}: {ours} isn't in INDEX.md"
        is_optional = theirs.split(".")[0] in OPTIONAL
        if re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*", theirs) and not is_optional and not resolves(theirs):
            yield f"{path.name}: {ours}: there is no {theirs}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chapters", type=pathlib.Path, default=HERE.parents[1] / "Chapters", help="the book's pages, with INDEX.md")
    parser.add_argument("--pages", type=pathlib.Path, help="where TORCH.md and GLOSSARY.md are, if not there")
    parser.add_argument("--build", type=pathlib.Path, default=HERE.parents[1] / ".build/release", help="the library's build")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    folder = (options.pages or options.chapters).resolve()
    torch_page, glossary = folder / "TORCH.md", folder / "GLOSSARY.md"
    everything = list(tables(torch_page))
    rows = [row for row in everything if not row.is_advice]

    mistakes = list(check_links([Page(path) for path in (torch_page, glossary)], options.chapters.resolve()))
    mistakes += check_glossary(glossary)
    mistakes += check_names(everything, set(declarations(options.chapters / "INDEX.md")))
    mistakes += check_table(options.chapters / "torch-names.json", set(declarations(options.chapters / "INDEX.md")))
    root = options.chapters.resolve().parent
    flags = module_flags(options.build, root)
    mistakes += check_swift(everything, flags)
    wrong, expected, skipped = run_torch(everything)
    compared = 0
    if not mistakes:
        with tempfile.TemporaryDirectory() as scratch:
            program = pathlib.Path(scratch) / "rows"
            build_program(rows, options.build, flags, program)
            different, compared = compare(rows, expected, program, root)
        wrong += different
    mistakes += wrong
    print("\n".join(mistakes))
    spans = sum(len(row.torch) for row in everything), sum(len(row.kindling) for row in everything)
    print(f"{len(everything)} rows: {spans[0]} expressions of torch ({skipped} not run), {spans[1]} of Kindling, {compared} results compared")
    print(f"{len(mistakes)} mistakes")
    sys.exit(1 if mistakes else 0)


if __name__ == "__main__":
    main()
