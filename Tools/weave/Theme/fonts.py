#!/usr/bin/env python3
"""Remakes the theme's fonts: subsets of four free families, cut to what the book's pages and the interface need.

    apt-get download fonts-sil-charis fonts-inter fonts-jetbrains-mono fonts-stix
    for package in *.deb; do dpkg-deb -x "$package" unpacked; done
    pip install fonttools brotli
    python3 fonts.py --source unpacked --pages ../../../Chapters

`--check` writes nothing, and fails where a character of the pages is in none of the fonts that are there.
The families are licensed under the SIL Open Font License 1.1, two of them with reserved names. A subset is a modified
version and may not carry such a name, so all of them are renamed. The licences stand beside the fonts.
"""

import argparse
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).resolve().parent

ASCII = range(0x20, 0x7F)
LATIN_1 = range(0xA0, 0x100)
PUNCTUATION = "‐‑–—‘’‚“”„†‡•…‰′″‹›⁄€™"
ARROWS = "←↑→↓↔↦⇐⇒⇔↩►▸▾"
SIGNS = "−×÷·∂∆∇∏∑√∝∞∫≈≠≡≤≥⌈⌉⌊⌋⋮⋯✓✗"
GREEK = "".join(map(chr, [*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA)])) + "ϵϑϕ"
SCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₙₖᵀᵗˣˢᶻ"
COMBINING = "\u0302\u0304\u0303"

# What MathML's single-letter identifiers become: the slanted letters of the mathematical block, and ℎ, which Unicode
# keeps among the letter-like symbols.
SLANTED = "".join(map(chr, [*range(0x1D434, 0x1D455), *range(0x1D456, 0x1D468), *range(0x1D6E2, 0x1D71C)])) + "\u210e"
MATHEMATICS = (
    SIGNS + GREEK + SLANTED + COMBINING + "ˆˉ˜′″‴‖∈∉∀∃∘∙⋅⋆∗∼±∓⊙⊕⊗⊤⟨⟩→←↔⇒↦⋱∣∥√∛ℝℕℤℓ…\u2061\u2062\u2063\u2064\u200b"
    + "".join(map(chr, range(0x2000, 0x200B)))
)

TEXT = "kern liga mark mkmk ccmp locl"
INTERFACE = "kern mark ccmp tnum case"
CODE = "mark ccmp"
FORMULAS = "ssty dtls flac mark ccmp"

# file, family and weight here; where the original stands; layout features; whether it is for text, code or formulas
FONTS = [
    ("text-regular", "Kindling Text", "truetype/charis/CharisSIL-Regular.ttf", TEXT, "text"),
    ("text-italic", "Kindling Text", "truetype/charis/CharisSIL-Italic.ttf", TEXT, "text"),
    ("text-bold", "Kindling Text", "truetype/charis/CharisSIL-Bold.ttf", TEXT, "text"),
    ("text-bolditalic", "Kindling Text", "truetype/charis/CharisSIL-BoldItalic.ttf", TEXT, "text"),
    ("sans-regular", "Kindling Sans", "opentype/inter/Inter-Regular.otf", INTERFACE, "interface"),
    ("sans-semibold", "Kindling Sans", "opentype/inter/Inter-SemiBold.otf", INTERFACE, "interface"),
    ("code-regular", "Kindling Code", "truetype/jetbrains-mono/JetBrainsMono-Regular.ttf", CODE, "text"),
    ("code-bold", "Kindling Code", "truetype/jetbrains-mono/JetBrainsMono-Bold.ttf", CODE, "ascii"),
    ("math-regular", "Kindling Math", "opentype/stix-word/STIXMath-Regular.otf", FORMULAS, "formulas"),
]


def characters(pages: pathlib.Path) -> set[int]:
    """Every character of the book's pages, but for those that end lines."""
    found = set()
    for page in [*pages.rglob("*.md"), *pages.parent.glob("*.md")]:
        found.update(map(ord, page.read_text(encoding="utf-8")))
    return found - {0x09, 0x0A, 0x0D}


def wanted(use: str, book: set[int]) -> set[int]:
    """The characters that a font of this use should hold."""
    if use == "ascii":
        return set(ASCII) | set(map(ord, "…•·×√"))
    if use == "formulas":
        return set(ASCII) | set(map(ord, MATHEMATICS)) | {ord(c) for c in "±²³µ·×÷"}
    common = set(ASCII) | set(LATIN_1) | set(map(ord, PUNCTUATION + ARROWS + SIGNS))
    return common if use == "interface" else common | book | set(map(ord, GREEK + SCRIPTS + COMBINING))


def rename(font: TTFont, family: str, style: str) -> None:
    """Gives the font its own name, and keeps its copyright and licence."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    postscript = f"{family}-{style}".replace(" ", "")
    for number, value in ((1, family), (2, style), (3, postscript), (4, f"{family} {style}"), (6, postscript)):
        names.setName(value, number, 3, 1, 0x409)
    for record in names.names:
        # The files hold the copyright; the licence's whole text stands beside them.
        if record.nameID == 13:
            record.string = "SIL Open Font License, Version 1.1"
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = postscript
        top = cff.topDictIndex[0]
        top.FullName, top.FamilyName = f"{family} {style}", family


def cut(source: pathlib.Path, target: pathlib.Path, family: str, features: str, keep: set[int]) -> None:
    """Writes a font's subset as WOFF2."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = features.split()
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["Silt", "FFTM", "DSIG"]
    options.recalc_timestamp = False
    with TTFont(source, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=keep)
        cutter.subset(font)
        rename(font, family, source.stem.split("-")[-1])
        subset.save_font(font, str(target), options)


def check(folder: pathlib.Path, book: set[int]) -> list[str]:
    """What the pages hold and none of the fonts does. (The style sheet lets each family fall back on the others.)"""
    held = set()
    for name, *_ in FONTS:
        with TTFont(folder / f"{name}.woff2") as font:
            held.update(font.getBestCmap())
    return [f"no font holds {chr(c)} (U+{c:04X})" for c in sorted(book - held)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--source", type=pathlib.Path, default="/", help="where the Debian packages are unpacked")
    parser.add_argument("--pages", type=pathlib.Path, required=True, help="the folder of the book's pages")
    parser.add_argument("--check", action="store_true", help="only look whether every character is there")
    arguments = parser.parse_args()
    folder, book = HERE / "fonts", characters(arguments.pages)
    if not arguments.check:
        folder.mkdir(exist_ok=True)
        total = 0
        for name, family, original, features, use in FONTS:
            target = folder / f"{name}.woff2"
            cut(arguments.source / "usr/share/fonts" / original, target, family, features, wanted(use, book))
            total += target.stat().st_size
            print(f"{target.name:22} {target.stat().st_size:7,}")
        print(f"{'all':22} {total:7,}")
    missing = check(folder, book)
    print("\n".join(missing), file=sys.stderr, end="\n" if missing else "")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
