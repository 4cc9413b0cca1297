"""Makes PNG files of every kind with Python's zlib and struct, for ImageFolderTests, with the samples that they must decode to.

    python make_pngs.py          writes pngs.json beside this file; needs nothing but Python

The encoder is independent of Kindling's reader: it filters each row with a given or a mixed filter, packs samples below 8 bits, and
interlaces (Adam7). `samples` are what a reader should give: palettes as red, green and blue, small grey levels spread to 0...255,
transparent colours as alpha.
"""

import base64
import json
import pathlib
import random
import struct
import zlib

random.seed(20260103)
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def packed(row, depth):
    """The samples of a row as bytes."""
    if depth == 16:
        return b"".join(struct.pack(">H", sample) for sample in row)
    if depth == 8:
        return bytes(row)
    bits = "".join(format(sample, f"0{depth}b") for sample in row)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(rows, step, kind):
    out, above = b"", None
    for number, row in enumerate(rows):
        f = number % 5 if kind == "mixed" else kind
        above = above or bytes(len(row))
        line = bytearray()
        for i, byte in enumerate(row):
            left, up = row[i - step] if i >= step else 0, above[i]
            corner = above[i - step] if i >= step else 0
            guess = [0, left, up, (left + up) // 2, paeth(left, up, corner)][f]
            line.append((byte - guess) % 256)
        out += bytes([f]) + bytes(line)
        above = row
    return out


def png(name, width, height, colour, depth, kind="mixed", interlaced=False, trns=None, entries=None, idats=1, level=6):
    channels = CHANNELS[colour]
    top = len(entries) - 1 if entries else 2**depth - 1
    pixels = [[[random.randint(0, top) for _ in range(channels)] for _ in range(width)] for _ in range(height)]
    if trns and colour in (0, 2):
        pixels[0][0] = list(trns)
    step = max(1, channels * depth // 8)
    if interlaced:
        data = b""
        for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
            part = [[pixels[y][x] for x in range(x0, width, dx)] for y in range(y0, height, dy)]
            if part and part[0]:
                data += filtered([packed([s for p in row for s in p], depth) for row in part], step, kind)
    else:
        data = filtered([packed([s for p in row for s in p], depth) for row in pixels], step, kind)
    compressed = zlib.compress(data, level)
    body = b"\x89PNG\r\n\x1a\n"
    body += chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced)))
    body += chunk(b"tEXt", b"Comment\0to be ignored")
    if entries:
        body += chunk(b"PLTE", bytes(v for entry in entries for v in entry))
    if trns:
        body += chunk(b"tRNS", bytes(trns) if colour == 3 else b"".join(struct.pack(">H", v) for v in trns))
    size = -(-len(compressed) // idats)
    for i in range(0, len(compressed), size):
        body += chunk(b"IDAT", compressed[i:i + size])
    body += chunk(b"IEND", b"")

    samples = []
    for row in pixels:
        for pixel in row:
            if colour == 3:
                samples += entries[pixel[0]]
                if trns:
                    samples.append(trns[pixel[0]] if pixel[0] < len(trns) else 255)
            else:
                spread = 255 // (2**depth - 1) if depth < 8 else 1
                samples += [s * spread for s in pixel]
                if trns:
                    samples.append(0 if pixel == list(trns) else (65535 if depth == 16 else 255))
    return {"name": name, "png": base64.b64encode(body).decode(), "width": width, "height": height,
            "channels": len(samples) // width // height, "depth": 16 if depth == 16 else 8, "samples": samples}


def palette(count):
    return [[random.randint(0, 255) for _ in range(3)] for _ in range(count)]


pictures = [png(f"filter {kind}", 7, 6, 2, 8, kind) for kind in [0, 1, 2, 3, 4, "mixed"]]
pictures += [png(f"grey {depth}", 9, 6, 0, depth) for depth in (1, 2, 4, 8, 16)]
pictures += [png(f"colour {depth}", 5, 6, 2, depth) for depth in (8, 16)]
pictures += [png(f"grey and alpha {depth}", 5, 6, 4, depth) for depth in (8, 16)]
pictures += [png(f"colour and alpha {depth}", 5, 6, 6, depth) for depth in (8, 16)]
pictures += [png(f"palette {depth}", 9, 5, 3, depth, entries=palette(min(2**depth, 20))) for depth in (1, 2, 4, 8)]
pictures += [png("palette with alpha", 9, 5, 3, 4, entries=palette(9), trns=[0, 100, 200])]
pictures += [png("grey with a transparent level", 6, 4, 0, 4, trns=[7]), png("grey 16 transparent", 4, 4, 0, 16, trns=[40000])]
pictures += [png("colour with a transparent one", 6, 4, 2, 8, trns=[1, 2, 3])]
pictures += [png(f"interlaced {w} x {h}", w, h, 2, 8, interlaced=True) for w, h in [(8, 8), (1, 1), (3, 2), (13, 9), (5, 1), (1, 7)]]
pictures += [png("interlaced 1 bit", 11, 10, 0, 1, interlaced=True), png("interlaced palette", 10, 9, 3, 2, interlaced=True, entries=palette(4))]
pictures += [png("many IDAT", 12, 12, 6, 8, idats=7), png("stored", 5, 5, 0, 8, level=0), png("one pixel", 1, 1, 0, 8), png("wide", 300, 1, 0, 8)]
pathlib.Path(__file__).with_name("pngs.json").write_text(json.dumps(pictures, separators=(",", ":")) + "\n")
