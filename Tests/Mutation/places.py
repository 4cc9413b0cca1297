"""The places of Kindling where a fault can be planted: the bodies of its functions, and what may be changed in them."""

import json
import re
import subprocess
from dataclasses import dataclass

from tokens import partners, tokens

COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
ARITHMETIC = {
    "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "&&": "||", "||": "&&",
    "&": "|", "|": "&", "<<": ">>", ">>": "<<", "&+": "&-", "&-": "&+", "&*": "&+", ".<": ".<=", ".>": ".>=", ".==": ".!="}
RANGES = {"..<": "...", "...": "..<"}
NO_STATEMENT = set(
    "let var if guard for while return switch case default func class struct enum else do repeat catch defer throw throws import "
    "break continue fallthrough static const struct typedef goto extern in where unsigned signed long int float double char "
    "lanes void uint32_t uint64_t size_t fatalError precondition preconditionFailure".split())
# An initializer without these doesn't compile, and the compiler says so at the initializer, not at the fault.
DELEGATIONS = [["self", ".", "init"], ["super", ".", "init"]]
ONLY_FASTER = {"reserveCapacity", "__builtin_prefetch"}
# Their arguments may stand in either order. (Of Floats one may be not a number; the engine has functions of its own for those.)
SYMMETRIC = {"min", "max", "swapAt"}


@dataclass(frozen=True)
class Body:
    """What stands between the braces of a function, `text[start:end]`. `returns` says how it ends: "void", "value", or "implicit", if its
    one expression is what it returns."""
    file: str
    start: int
    end: int
    returns: str


@dataclass(frozen=True)
class Fault:
    """`text[start:end]` of a file replaced by `replacement`."""
    file: str
    kind: str
    start: int
    end: int
    replacement: str
    body: Body


def swift_bodies(root, file):
    """The bodies as the compiler's parser sees them. Its places count bytes, ours characters."""
    parse = subprocess.run(
        ["swiftc", "-frontend", "-dump-parse", "-dump-ast-format", "json", str(root / file)], capture_output=True, text=True, check=True)
    data = (root / file).read_bytes()

    def place(byte):
        return len(data[:byte].decode())

    found = []

    def walk(node):
        if isinstance(node, list):
            for part in node:
                walk(part)
            return
        if not isinstance(node, dict):
            return
        kind = node.get("_kind", "")
        if kind in ("func_decl", "accessor_decl", "constructor_decl", "destructor_decl") and isinstance(node.get("body"), dict):
            body = node["body"]
            elements = body.get("elements", [])
            has_value = "result" in node or node.get("get") is True
            inner = data[body["range"]["start"]:body["range"]["end"]]
            is_expression = len(elements) == 1 and (
                elements[0]["_kind"].endswith("_expr") or elements[0]["_kind"] in ("switch_stmt", "if_stmt") and b"return" not in inner)
            ends = "value" if has_value else "void"
            if has_value and is_expression:
                ends = "implicit"
            found.append(Body(file, place(body["range"]["start"]) + 1, place(body["range"]["end"]), ends))
            return
        for part in node.values():
            walk(part)

    walk(json.loads(parse.stdout)["items"])
    return found


def c_bodies(file, text):
    """The bodies of a C file's functions: in its layout, what follows `) {` outside all braces."""
    found, all_tokens = [], tokens(text)
    pairs = partners(all_tokens)
    index = 0
    while index < len(all_tokens):
        token = all_tokens[index]
        if token.text == "{" and token.kind == "mark" and index in pairs:
            close = pairs[index]
            if all_tokens[index - 1].text == ")":
                head = re.split(r"[;}]|\*/|^#[^\n]*|^//[^\n]*", text[:all_tokens[index - 1].start], flags=re.MULTILINE)[-1]
                is_void = re.search(r"\bvoid\s+\w+\s*\(", head) is not None
                # `#pragma STDC` may only begin a body.
                first = all_tokens[index + 1]
                start = first.end if first.kind == "directive" and "#pragma STDC" in first.text else token.end
                found.append(Body(file, start, all_tokens[close].start, "void" if is_void else "value"))
            index = close
        index += 1
    return found


def compiled_lines(root, engine, flags):
    """For each of the engine's files, the lines that the compiler sees on this machine: no other instruction set's."""
    seen = {}
    for file in sorted(engine.glob("*.c")):
        output = subprocess.run(["clang", "-E", *flags, str(file)], capture_output=True, text=True, check=True).stdout
        name, line = None, 0
        for row in output.splitlines():
            mark = re.match(r'# (\d+) "([^"]*)"', row)
            if mark:
                line, name = int(mark[1]), mark[2]
                continue
            if row.strip() and name and name.startswith(str(engine)):
                seen.setdefault(str((engine / name).relative_to(root)), set()).add(line)
            line += 1
    return seen


def faults_in(text, body):
    """Every fault that may be planted in a body."""
    found = tokens(text, body.start, body.end)
    pairs = partners(found)
    is_c = not body.file.endswith(".swift")
    # What stands inside a call that only makes things faster.
    idle = {
        part for index, token in enumerate(found) if token.text in ONLY_FASTER and index + 1 in pairs
        for part in range(index, pairs[index + 1] + 1)}
    sizes = sizes_of_arrays(found, pairs) if is_c else set()

    def fault(kind, start, end, replacement):
        return Fault(body.file, kind, start, end, replacement, body)

    for index, token in enumerate(found):
        if index in idle:
            continue
        before = found[index - 1] if index else None
        after = found[index + 1] if index + 1 < len(found) else None
        if token.kind == "operator" and before and after:
            is_binary = before.kind in ("word", "number", "string") or before.text in ")]}"
            spaced = text[token.start - 1].isspace() and text[token.end].isspace()
            for kind, table in (("comparison", COMPARISONS), ("operator", ARITHMETIC)):
                if is_binary and spaced and token.text in table:
                    yield fault(kind, token.start, token.end, table[token.text])
            if is_binary and token.text in RANGES and after.text not in ")]," and before.text != ".":
                yield fault("range", token.start, token.end, RANGES[token.text])
        if token.kind == "number" and index not in sizes and not (before and before.text == "."):
            number = token.text.rstrip("uUlLf") if not token.text.startswith("0x") else token.text
            suffix = token.text[len(number):]
            is_whole = re.fullmatch(r"[0-9_]+", number) is not None
            if is_whole:
                changed = str(int(number.replace("_", "")) + 1) + suffix
            elif re.fullmatch(r"0\.0+", number):
                changed = "1.0" + suffix
            else:
                changed = f"({number}{suffix} * 2)"
            yield fault("constant", token.start, token.end, changed)
        if token.text in ("true", "false"):
            yield fault("constant", token.start, token.end, "false" if token.text == "true" else "true")
        if token.text == "[" and index not in sizes and before and (before.kind == "word" or before.text in ")]") and index in pairs \
                and text[token.start - 1] not in " \n":
            inside = found[index + 1:pairs[index]]
            # A subscript, x[i], and no list and no slice.
            if inside and not any(part.text in (",", ":") or part.kind == "operator" and part.text in RANGES for part in inside):
                end = found[pairs[index]].start
                yield fault("index", token.end, end, f"({text[token.end:end]}) + 1")
            commas = [part for part in top_level(found, pairs, index) if part.text == ","]
            if len(commas) == 1:
                yield swapped(text, found, pairs, index, commas[0], fault)
        if token.text == "(" and before and before.kind == "word" and before.text not in NO_STATEMENT | SYMMETRIC and index in pairs:
            # Two arguments without labels, the other way round.
            commas = [part for part in top_level(found, pairs, index) if part.text == ","]
            if len(commas) == 1 and not any(part.text == ":" for part in top_level(found, pairs, index)):
                yield swapped(text, found, pairs, index, commas[0], fault)
        if token.text in ("if", "guard", "while") and token.kind == "word" and after:
            condition = condition_after(text, found, pairs, index, is_c)
            if condition:
                start, end = condition
                yield fault("guard", start, end, f"!({text[start:end]})")
        end = statement_at(text, found, pairs, index, is_c)
        if end and not ONLY_FASTER.intersection(part.text for part in found if token.start <= part.start < end):
            yield fault("statement", token.start, end, ";" if is_c else "")


def sizes_of_arrays(found, pairs):
    """What stands in the brackets of C's declarations, `float lane[2][16]`: a larger array does the same."""
    sizes, start = set(), 0
    for index, token in enumerate(found):
        if token.text in (";", "{", "}"):
            start = index + 1
        if token.text != "[" or index not in pairs:
            continue
        head = [part.text for part in found[start:index]]
        kinds = [part.kind for part in found[start:start + 2]]
        is_declared = kinds == ["word", "word"] and head[0] not in ("return", "else", "goto", "case") and not {"=", "("} & set(head)
        if is_declared:
            sizes |= set(range(index, pairs[index] + 1))
    return sizes


def top_level(found, pairs, opening):
    """The tokens directly inside a pair of brackets."""
    index = opening + 1
    while index < pairs[opening]:
        yield found[index]
        index = pairs[index] + 1 if index in pairs and found[index].text in "([{" else index + 1


def swapped(text, found, pairs, opening, comma, fault):
    start, end = found[opening].end, found[pairs[opening]].start
    first, second = text[start:comma.start].strip(), text[comma.end:end].strip()
    return fault("order", start, end, f"{second}, {first}")


def condition_after(text, found, pairs, index, is_c):
    """From where to where an `if`, `guard` or `while` tests something that can be negated, which `let` can't."""
    first = index + 1
    if is_c:
        return (found[first].start, found[pairs[first]].end) if found[first].text == "(" and first in pairs else None
    position = first
    while position < len(found):
        token = found[position]
        if token.text in ("let", "var", "case", ",", "#available", ";"):
            return None
        if token.text in ("else", "{"):
            return (found[first].start, found[position - 1].end) if position > first else None
        position = pairs[position] + 1 if position in pairs and token.text in "([" else position + 1
    return None


def statement_at(text, found, pairs, index, is_c):
    """Where the assignment or the call that begins with this token ends, or None if none does."""
    token, before = found[index], found[index - 1] if index else None
    if token.text in NO_STATEMENT or [part.text for part in found[index:index + 3]] in DELEGATIONS or token.kind != "word" and token.text not in ("*", "("):
        return None
    return c_statement(found, pairs, index, before) if is_c else swift_statement(text, found, pairs, index, before)


def c_statement(found, pairs, index, before):
    if before and before.text not in ";{}" or index + 1 == len(found) or found[index].kind == found[index + 1].kind == "word":
        return None
    position, does_something = index, False
    while position < len(found) and found[position].text not in (";", "{", "}"):
        token = found[position]
        does_something |= token.text == "(" or token.kind == "operator" and (token.text.endswith("=") or token.text in ("++", "--"))
        if token.kind == "directive" or token.text in (")", "]"):
            return None
        position = pairs[position] + 1 if token.text in ("(", "[") and position in pairs else position + 1
    return found[position].end if does_something and position < len(found) and found[position].text == ";" else None


def swift_statement(text, found, pairs, index, before):
    """A statement has its lines for itself; the line before doesn't end in the middle of one, and the next doesn't go on with it."""
    start = found[index].start
    line_start = text.rfind("\n", 0, start) + 1
    if text[line_start:start].strip() or before and (before.kind == "operator" or before.text in ",([:"):
        return None
    position = index
    while position < len(found):
        end = pairs.get(position, position) if found[position].text in ("(", "[", "{") else position
        following = found[end + 1] if end + 1 < len(found) else None
        if following is None or "\n" in text[found[end].end:following.start]:
            goes_on = following is not None and (following.text in (".", "{", "?", ":", "else") or following.kind == "operator")
            return None if goes_on else found[end].end
        position = end + 1
    return None
