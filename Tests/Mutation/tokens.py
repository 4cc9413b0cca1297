"""The tokens of a piece of Swift or C: just enough to find operators, numbers, brackets and statements inside a body."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""
      (?P<comment> //[^\n]* | /\*.*?\*/ )
    | (?P<directive> ^[ \t]*\#(?:\\\n|[^\n])* )
    | (?P<string> \"\"\".*?\"\"\" | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])' )
    | (?P<number> 0x[0-9a-fA-F_]+(?:\.[0-9a-fA-F]+)?(?:p[+-]?[0-9]+)?[uUlLf]*
                | [0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?[uUlLf]* )
    | (?P<word> [A-Za-z_$\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]* | `[^`]+` )
    | (?P<operator> \.\.[.<] | [-+*/%<>=!&|^~?•]+ )
    | (?P<mark> [^\s] )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE)

OPEN, CLOSED = "([{", ")]}"


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


def tokens(text, start=0, end=None):
    """The tokens of text[start:end], at their places in the whole text; without comments. A Swift string with an interpolation that
    holds a string of its own falls to pieces: then what comes of it doesn't compile, and isn't counted."""
    return [
        Token(match.lastgroup, match[0], match.start(), match.end())
        for match in TOKEN.finditer(text, start, len(text) if end is None else end)
        if match.lastgroup != "comment"]


def partners(found):
    """Where each bracket's other half is, by index; a half without another is left out."""
    pairs, waiting = {}, []
    for index, token in enumerate(found):
        if token.kind != "mark":
            continue
        if token.text in OPEN:
            waiting.append(index)
        elif token.text in CLOSED and waiting and OPEN.index(found[waiting[-1]].text) == CLOSED.index(token.text):
            pairs[waiting[-1]] = index
            pairs[index] = waiting.pop()
    return pairs
