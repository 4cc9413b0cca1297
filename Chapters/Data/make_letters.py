"""Makes letters.tar.gz: the capitals A to J in sixty made-up fonts, laid out like NotMNIST.

    python3 Chapters/Data/make_letters.py Chapters/Data/letters.tar.gz

A letter is a list of strokes, lines through points in the unit square. A font is a handful of random numbers: how wide, how slanted, how thick its
strokes are, whether they have feet. As in NotMNIST, each picture has 28 by 28 grey pixels, and its name is the base64 of its font's file name.
Two files are empty, under the names of the two that are empty in NotMNIST's small archive, and one is cut in half.
"""
import base64, gzip, io, math, random, struct, sys, tarfile, zlib
import numpy as np

FONTS = 60

def arc(x, y, rx, ry, start, end, steps=12):
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]

LETTERS = {
    "A": [[(0, 1), (0.5, 0), (1, 1)], [(0.18, 0.64), (0.82, 0.64)]],
    "B": [[(0, 1), (0, 0), *arc(0.55, 0.24, 0.35, 0.24, -90, 90), (0, 0.48)], [(0, 0.48), *arc(0.6, 0.74, 0.4, 0.26, -90, 90), (0, 1)]],
    "C": [arc(0.55, 0.5, 0.55, 0.5, -50, -310, 20)],
    "D": [[(0, 0), *arc(0.35, 0.5, 0.65, 0.5, -90, 90, 16), (0, 1), (0, 0)]],
    "E": [[(0.9, 0), (0, 0), (0, 1), (0.9, 1)], [(0, 0.5), (0.75, 0.5)]],
    "F": [[(0.9, 0), (0, 0), (0, 1)], [(0, 0.5), (0.75, 0.5)]],
    "G": [[*arc(0.55, 0.5, 0.55, 0.5, -50, -350, 22), (1.05, 0.55), (0.65, 0.55)]],
    "H": [[(0, 0), (0, 1)], [(1, 0), (1, 1)], [(0, 0.5), (1, 0.5)]],
    "I": [[(0.5, 0), (0.5, 1)]],
    "J": [[(0.8, 0), (0.8, 0.7), *arc(0.45, 0.7, 0.35, 0.3, 0, 150)]],
}
FEET = {"A": [(0, 1), (1, 1)], "F": [(0, 1)], "H": [(0, 0), (0, 1), (1, 0), (1, 1)], "I": [(0.5, 0), (0.5, 1)], "J": [(0.8, 0)]}

def font(number):
    r = random.Random(number)
    def between(low, high): return low + (high - low) * r.random()
    return dict(
        width=between(10, 19), height=between(15, 21), slant=between(-0.1, 0.35), turn=math.radians(between(-9, 9)),
        thickness=between(0.6, 2.2), contrast=between(0.55, 1.5), feet=r.random() < 0.4, ink=between(190, 255),
        hollow=r.random() < 0.15, x=between(-1.5, 1.5), y=between(-1.5, 1.5), wobble=between(0, 0.05), random=r)

def draw(letter, f):
    strokes = [list(s) for s in LETTERS[letter]]
    if f["feet"]: strokes += [[(x - 0.17, y), (x + 0.17, y)] for x, y in FEET.get(letter, [])]
    rows, columns = np.mgrid[0:28, 0:28].astype(np.float64)
    distance = np.full((28, 28), 99.0)
    for stroke in strokes:
        points = []
        for x, y in stroke:
            x += f["wobble"] * (f["random"].random() - 0.5)
            y += f["wobble"] * (f["random"].random() - 0.5)
            x, y = (x - 0.5) * f["width"], (y - 0.5) * f["height"]
            x -= f["slant"] * y
            c, s = math.cos(f["turn"]), math.sin(f["turn"])
            points.append((13.5 + f["x"] + c * x - s * y, 13.5 + f["y"] + s * x + c * y))
        for (ax, ay), (bx, by) in zip(points, points[1:]):
            dx, dy = bx - ax, by - ay
            length = dx * dx + dy * dy
            t = np.clip(((columns - ax) * dx + (rows - ay) * dy) / length, 0, 1) if length else 0
            # Strokes that lie down may be thinner or thicker than those that stand.
            lying = abs(dx) / math.sqrt(length) if length else 0
            thickness = f["thickness"] * (1 + (f["contrast"] - 1) * lying)
            distance = np.minimum(distance, np.hypot(columns - ax - t * dx, rows - ay - t * dy) - thickness)
    if f["hollow"]: distance = np.abs(distance) - 0.6
    return np.rint(np.clip(0.5 - distance, 0, 1) * f["ink"]).astype(np.uint8)

def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

def png(pixels):
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", 28, 28, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")

def name(text): return base64.b64encode(text.encode()).decode().replace("/", "_") + ".png"

def main():
    files = {}
    for number in range(FONTS):
        f = font(number)
        for letter in LETTERS: files[f"letters/{letter}/{name(f'Kindling {number:02}.ttf')}"] = png(draw(letter, f))
    files["letters/A/" + name("DemocraticaBoldOldstyle Bold.ttf")] = b""
    files["letters/F/" + name("Crossover BoldOblique.ttf")] = b""
    whole = files["letters/C/" + name("Kindling 00.ttf")]
    files["letters/C/" + name("Half.ttf")] = whole[:len(whole) // 2]
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted(files):
            info = tarfile.TarInfo(path)
            info.size = len(files[path])
            tar.addfile(info, io.BytesIO(files[path]))
    with open(sys.argv[1], "wb") as out: out.write(gzip.compress(buffer.getvalue(), 9, mtime=0))

if __name__ == "__main__": main()
