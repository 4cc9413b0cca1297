"""A large book for the tool, out of the sections of this one."""

import re
import shutil

from measure import ROOT

MANIFEST = """// swift-tools-version: 6.2
let programs: [String] = [
    // extract: programs begin
    // extract: programs end
]
"""


def sections():
    """The chapters cut at their headings of the second level, none of which stands in a fence."""
    for path in sorted((ROOT / "Chapters").glob("*.md")):
        if path.name == "README.md":
            continue
        piece, fence = [], None
        for line in path.read_text().splitlines():
            mark = re.match(r"(`{3,}|~{3,})", line)
            if mark and fence is None:
                fence = mark[1]
            elif fence and line.rstrip() == fence:
                fence = None
            if fence is None and line.startswith("## "):
                yield piece
                piece = []
            # What a section quotes stands in other chapters of this book.
            piece.append(re.sub(r' quotes="[^"]*"', ' why="It is a quotation."', line) if line.startswith("```output") else line)
        yield piece


def write(root, count):
    """Chapters 01 to `count`, in which this book's sections follow one another again and again. Gives the lines and bytes."""
    pieces = [piece for piece in sections() if len(piece) > 3]
    (root / "Chapters").mkdir(parents=True, exist_ok=True)
    lines = size = 0
    for number in range(1, count + 1):
        piece = pieces[(number - 1) % len(pieces)]
        title = re.sub(r"^#+ ", "", piece[0])
        text = f"# {title}\n" + "\n".join(piece[1:]) + f"\n\n```swift\nprint({number})\n```\n"
        (root / f"Chapters/{number:02}-part-{number}.md").write_text(text)
        lines += text.count("\n")
        size += len(text.encode())
    write_manifest(root)
    return lines, size


def write_manifest(root):
    (root / "Package.swift").write_text(MANIFEST)


def write_mdbook(root, files):
    """The same chapters as mdBook wants them."""
    (root / "src").mkdir(parents=True)
    (root / "book.toml").write_text('[book]\ntitle = "Book"\n')
    for file in files:
        shutil.copy(file, root / "src")
    (root / "src/SUMMARY.md").write_text("# Summary\n\n" + "".join(f"- [{file.stem}]({file.name})\n" for file in files))
