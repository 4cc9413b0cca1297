"""Records how tree-sitter reads pieces of code, for HighlighterTests.

    python make_highlight.py                        writes highlight.json beside this file
    python make_highlight.py --book Chapters OUT    writes the same of every block of the book; the test compares that
                                                    with KINDLING_HIGHLIGHT=OUT

Needs tree-sitter 0.26.1, tree-sitter-swift 0.7.4, tree-sitter-c 0.24.2 and tree-sitter-python 0.25.0.

A leaf of the tree is recorded as its first byte, the byte after its last, and the kind of token that it stands for.
Where the grammar doesn't say what a token of ours says, our own rule decides, which is stated here:
- In Swift and Python, a name is a type where it's declared as one or capitalised (`Tensor`, not `MAX_SIZE`); in C,
  where the grammar says so.
- `_`, `self` and `init` are keywords in Swift, the last two even as members.
- What begins with `@` or `#` is one attribute, with its name.
What the grammar leaves open (the body of a C macro) isn't recorded.
"""

import collections
import json
import pathlib
import re
import sys

import tree_sitter
import tree_sitter_c
import tree_sitter_python
import tree_sitter_swift

from highlight_snippets import SNIPPETS

KINDS = ["comment", "string", "number", "keyword", "type", "function", "attribute", "identifier", "operator", "plain"]
PARSERS = {
    name: tree_sitter.Parser(tree_sitter.Language(module.language()))
    for name, module in [("swift", tree_sitter_swift), ("c", tree_sitter_c), ("python", tree_sitter_python)]
}


def is_capitalised(text):
    name = text.lstrip("_`")
    return name[:1].isascii() and name[:1].isupper() and ("_" not in name or any("a" <= x <= "z" for x in name))


def is_name_of(node, parent, *types):
    return parent.type in types and parent.child_by_field_name("name") == node


def name_kind(text):
    return "type" if is_capitalised(text) else "identifier"


def mark_kind(text):
    """What a piece of punctuation is."""
    return "plain" if text.strip("()[]{},;:.\\#`$") == "" and text not in ("...", ":=") else "operator"


class Leaves:
    """The leaves of a tree, by kind."""

    def __init__(self, language, code):
        self.code = code
        self.found = []
        self.shapes = set()
        self.language = language
        tree = PARSERS[language].parse(code)
        self.has_error = tree.root_node.has_error
        self.visit(tree.root_node)
        self.found.sort()

    def text(self, node):
        return self.code[node.start_byte:node.end_byte].decode()

    def add(self, kind, start, end):
        if start < end:
            self.found.append((start, end, kind))

    def visit(self, root):
        pending = [root]
        while pending:
            node = pending.pop()
            if node.is_error or node.is_missing:
                continue
            read = getattr(self, self.language)(node, node.parent)
            if read is None:
                pending += node.children
            else:
                self.shapes.add((node.type, node.parent.type if node.parent else None))
                for kind, start, end in read:
                    self.add(kind, start, end)

    # One for each language: the kinds of a node and where they stand, or None for those of its children.

    def swift(self, node, parent):
        start, end, text = node.start_byte, node.end_byte, self.text(node)
        whole = lambda kind: [(kind, start, end)]
        type_, is_leaf = node.type, node.child_count == 0
        if type_ in ("comment", "multiline_comment", "shebang_line"):
            return whole("comment")
        if type_ in ("line_str_text", "multi_line_str_text", "str_escaped_char", "raw_str_part", "raw_str_end_part"):
            return whole("string")
        if type_ == "regex_literal":
            return whole("string")
        if type_ in ('"', '"""'):
            return whole("string")
        if type_ in ("attribute", "macro_invocation"):
            # The mark and the name are one token. What follows are arguments.
            name = node.children[1]
            self.add("attribute", start, name.end_byte)
            for child in node.children[2:]:
                self.visit(child)
            return []
        if is_leaf and text.startswith("@"):
            return whole("attribute")
        if is_leaf and re.fullmatch("#[a-z]\\w*", text):
            return whole("attribute")
        if type_ == "special_literal":
            return whole("attribute")
        if parent is not None and parent.type == "directive" and is_leaf and re.match("[A-Za-z]", text):
            return whole(name_kind(text))
        if type_ == "statement_label":
            name = text.rstrip(": \t")
            return [("identifier", start, start + len(name.encode())), ("plain", end - 1, end)]
        if type_ == "simple_identifier":
            if text in ("_", "Self") or text in ("self", "init") and self.code[:start].endswith(b"."):
                return whole("keyword")
            if text == "self" and parent.type == "capture_list_item":
                return whole("keyword")
            if text in ("defer", "return"):
                # The grammar has no `defer`, and takes `return (a)` for a call.
                return whole("keyword")
            if is_name_of(node, parent, "function_declaration", "protocol_function_declaration", "macro_declaration"):
                return whole("function")
            return whole(name_kind(text))
        if type_ == "type_identifier":
            is_declared = parent.child_by_field_name("name") == node
            return whole("keyword" if text == "Self" else "type" if is_declared else name_kind(text))
        if type_ == "wildcard_pattern":
            return whole("keyword")
        if not is_leaf:
            return None
        if re.search("(integer|hex|oct|bin|real)_literal", type_):
            return whole("number")
        if text in ("as?", "as!", "try?", "try!"):
            return [("keyword", start, end - 1), ("operator", end - 1, end)]
        if type_ == "raw_str_interpolation_start":
            return whole("plain")
        if type_ == "copy" and self.code[end:end + 1] == b".":
            # The grammar takes a variable of this name for the operator.
            return whole("identifier")
        if re.fullmatch("\\w+", text):
            return whole("keyword")
        return whole(mark_kind(text))

    def c(self, node, parent):
        start, end, text = node.start_byte, node.end_byte, self.text(node)
        whole = lambda kind: [(kind, start, end)]
        type_, is_leaf = node.type, node.child_count == 0
        if type_ == "comment":
            return whole("comment")
        if type_ in ("string_literal", "char_literal", "system_lib_string"):
            return whole("string")
        if type_ == "preproc_arg":
            call = parent.child_by_field_name("directive")
            name = self.text(call) if call is not None else ""
            return whole("attribute") if name == "#pragma" else whole("string") if name == "#error" else []
        if type_ == "number_literal":
            # The grammar counts the sign in.
            sign = 1 if text[0] in "+-" else 0
            return [("operator", start, start + sign), ("number", start + sign, end)]
        if not is_leaf:
            return None
        if text.startswith("#"):
            return whole("attribute" if len(text) > 1 else "plain")
        if type_ == "identifier":
            holder = parent
            while holder.type == "parenthesized_declarator":
                holder = holder.parent
            if holder.type == "function_declarator" and holder.parent.type == "function_declarator":
                # `NAME(add)(long n)` declares `add`, not NAME.
                return whole("identifier")
            if holder.type == "function_declarator" and not self.is_pointer(holder, node):
                return whole("function")
            return whole("function" if is_name_of(node, parent, "preproc_function_def") else "identifier")
        if type_ in ("field_identifier", "statement_identifier"):
            return whole("identifier")
        if type_ == "type_identifier" and self.is_inner_name(parent):
            return whole("function")
        if type_ == "type_identifier" and text.isupper() and parent.type != "struct_specifier":
            # The grammar takes a macro for a type.
            return whole("identifier")
        if type_ in ("type_identifier", "primitive_type") or parent.type == "sized_type_specifier":
            return whole("type")
        if text.strip() == "":
            return []
        return whole("keyword" if re.fullmatch("\\w+", text) else "plain" if text == "..." else mark_kind(text))

    def is_inner_name(self, parent):
        """Whether this stands in the first parentheses of `NAME(add)(long n)`."""
        inner = parent.parent.parent if parent.type == "parameter_declaration" else None
        return inner is not None and inner.type == "function_declarator" and inner.parent.type == "function_declarator"

    def is_pointer(self, declarator, node):
        return declarator.child_by_field_name("parameters").start_byte < node.start_byte

    def python(self, node, parent):
        start, end, text = node.start_byte, node.end_byte, self.text(node)
        whole = lambda kind: [(kind, start, end)]
        type_, is_leaf = node.type, node.child_count == 0
        if type_ == "comment":
            return whole("comment")
        if type_ in ("string_start", "string_end", "string_content", "type_conversion", "escape_interpolation"):
            return whole("string")
        if type_ == "format_specifier":
            place = start
            for child in node.children:
                if child.type in ("interpolation", "format_expression"):
                    self.add("string", place, child.start_byte)
                    self.visit(child)
                    place = child.end_byte
            return [("string", place, end)]
        if type_ == "decorator":
            return self.decorator(node)
        if type_ in ("integer", "float"):
            return whole("number")
        if type_ == "identifier":
            if is_name_of(node, parent, "function_definition"):
                return whole("function")
            if is_name_of(node, parent, "class_definition"):
                return whole("type")
            return whole(name_kind(text))
        if not is_leaf:
            return None
        if type_ == "line_continuation" or text.strip() == "":
            return []
        if text == "_":
            return whole("identifier")
        if re.fullmatch("\\w+", text):
            return whole("keyword")
        return whole("plain" if text == "..." else mark_kind(text))

    def decorator(self, node):
        called = node.children[1]
        name = called.child_by_field_name("function") if called.type == "call" else called
        words = re.split("(\\.)", self.text(name))
        self.add("attribute", node.start_byte, name.start_byte + len(words[0].encode()))
        place = name.start_byte + len(words[0].encode())
        for word in words[1:]:
            self.add("attribute", place, place + len(word.encode()))
            place += len(word.encode())
        if called.type == "call":
            self.visit(called.child_by_field_name("arguments"))
        return []


def record(language, code):
    leaves = Leaves(language, code.encode())
    return leaves, {
        "language": language, "code": code, "hasError": leaves.has_error,
        "leaves": [x for start, end, kind in leaves.found for x in (start, end, KINDS.index(kind))],
    }


def blocks(folder):
    """The blocks of the book's pages."""
    for page in sorted(pathlib.Path(folder).rglob("*.md")):
        for match in re.finditer("^( *)(`{3,})(swift|c|python)\\b[^\\n]*\\n(.*?)^ *\\2 *$", page.read_text(), re.S | re.M):
            lines = match[4].splitlines(keepends=True)
            yield match[3], "".join(re.sub("^" + match[1], "", line) for line in lines)


def most_varied(folder, count):
    """The blocks that together have the most kinds of nodes for their length."""
    candidates = [(record(*block)) for block in blocks(folder)]
    candidates = [x for x in candidates if not x[0].has_error and len(x[1]["code"]) < 2000]
    seen = collections.defaultdict(set)
    for _ in range(count):
        best = max(candidates, key=lambda x: len(x[0].shapes - seen[x[1]["language"]]) / (200 + len(x[1]["code"])))
        seen[best[1]["language"]] |= best[0].shapes
        yield best[1]


def write(path, snippets):
    text = ",\n".join(json.dumps(x, ensure_ascii=False, separators=(",", ":")) for x in snippets)
    kinds = json.dumps(KINDS)
    pathlib.Path(path).write_text(f'{{"kinds": {kinds}, "snippets": [\n{text}\n]}}\n')


here = pathlib.Path(__file__).resolve().parent
if len(sys.argv) == 4 and sys.argv[1] == "--book":
    read = [record(*block)[1] for block in blocks(sys.argv[2])]
    write(sys.argv[3], read)
    for language in PARSERS:
        of_it = [x for x in read if x["language"] == language]
        print(language, len(of_it), "blocks,", sum(x["hasError"] for x in of_it), "with errors,",
              sum(len(x["leaves"]) // 3 for x in of_it if not x["hasError"]), "leaves without")
else:
    own = [record(language, code)[1] for language, code in SNIPPETS]
    for snippet in own:
        if snippet["hasError"]:
            sys.exit(f"tree-sitter can't read this:\n{snippet['code']}")
    write(here / "highlight.json", own + list(most_varied(here.parents[2] / "Chapters", 30)))
