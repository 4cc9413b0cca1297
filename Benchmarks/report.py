"""RESULTS.md and growth.svg, out of results.json."""

import math

from work import TRAININGS, best_of

ORDER = "cabdejfghi"


def seconds(value):
    if value >= 0.1:
        return f"{value:.2f} s"
    return f"{value * 1e3:.1f} ms" if value >= 1e-3 else f"{value * 1e6:.1f} µs"


def times(value):
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def table(header, rows):
    numbers = ["---" if i == 0 else "---:" for i in range(len(header))]
    return "\n".join("| " + " | ".join(row) + " |" for row in [header, numbers, *rows]) + "\n"


def verdict(reached):
    return "reached" if reached else "not reached"


def absent(rows):
    """The families of peers that a run left out."""
    return [family for family in ("PyTorch eager", "torch.compile", "JAX") if not any(row["name"].startswith(family) for row in rows)]


def geometric(values):
    return math.exp(sum(math.log(value) for value in values) / len(values))


def share_of_peak(section, peak):
    return section["flops"] / section["rows"][0]["median"] * 1e-9 / peak


def summary(results):
    sections, rows = results["sections"], []
    for letter, (_, title, target, *_) in TRAININGS.items():
        section = sections.get(letter)
        best = section and best_of(section["rows"])
        if best:
            rows.append([
                f"({letter}) {title}", seconds(section["rows"][0]["median"]), f"{best['name']}, {seconds(best['median'])}",
                f"{times(best['ratio'])} times as fast", f"{target} times",
                verdict(best["ratio"] >= target) + "".join(f", without {family}" for family in absent(section["rows"]))])
    if "c" in sections:
        share = share_of_peak(sections["c"], results["peak"]["all"])
        rows.append(["(c) as a share of the cores' multiply-adds", f"{share:.0%}", "", "", "40%", verdict(share >= 0.4)])
    for convolutions, target, what in ((False, 10, "without"), (True, 5, "with")):
        chosen = [row for row in sections.get("e", {"rows": []})["rows"] if row["convolutions"] == convolutions]
        if chosen:
            ratios = [row["ratio"] for row in chosen]
            count = sum(ratio >= target for ratio in ratios)
            rows.append([
                f"(e) Chapters {what} convolutions", seconds(sum(row["kindling"] for row in chosen)),
                f"their PyTorch columns, {seconds(sum(row['torch'] for row in chosen))}",
                f"{times(geometric(ratios))} times as fast in the geometric mean, {times(min(ratios))} at least",
                f"{target} times", "reached" if count == len(ratios) else f"reached by {count} of {len(ratios)}"])
    peers = sections.get("f", {"rows": {}})["rows"]
    if len(peers) > 1:
        for letter, own in peers["Kindling"].items():
            least = min((values[letter], name) for name, values in peers.items() if name != "Kindling" and letter in values)
            rows.append([
                f"(f) Memory of ({letter})", f"{own:.0f} MB", f"{least[1]}, {least[0]:.0f} MB", f"{own / least[0]:.0%}",
                "at most a third", verdict(own * 3 <= least[0])])
    return table(["work", "Kindling", "best of the others", "", "target", ""], rows) if rows else ""


def training(letter, section, results):
    header = ["", "median", "from", "to", "times Kindling's", "validation loss"]
    if "flops" in section:
        header += ["GFLOP/s", "of the peak"]
    rows = []
    for row in section["rows"]:
        cells = [
            row["name"], seconds(row["median"]), seconds(row["min"]), seconds(row["max"]), times(row["ratio"]), f"{row['loss']:.3f}"]
        if "flops" in section:
            rate = section["flops"] / row["median"] * 1e-9
            cells += [f"{rate:.1f}", f"{rate / results['peak']['one' if '1 ' in row['name'] else 'all']:.0%}"]
        rows.append(cells)
    text = table(header, rows)
    count = section["rows"][0]["rounds"]
    text += f"\nMedians of {count} rounds.\n" if count > 1 else "\nOne round.\n"
    if missing := absent(section["rows"]):
        text += f"\nNot in this run: {', '.join(missing)}.\n"
    if "flops" in section:
        text += f"""
The epoch is {section['flops'] * 1e-9:.1f} GFLOP: a multiply-add counts as two, the three convolutions count forward, for the weights'
gradients and for the inputs' gradients (but not the images', which nobody needs), and 10,000 validation images forward. What
runs on one thread or core is compared with the peak of one core, the rest with that of all.
"""
    return text


def whole_processes(section):
    rows = [[
        row["name"], seconds(row["kindling"]), f"{seconds(row['torch'])}", f"{row['threads']}", times(row["ratio"]),
        f"{row['kindlingMemory']:.0f} MB", f"{row['torchMemory']:.0f} MB"] for row in section["rows"]]
    return table(["chapter", "Kindling", "PyTorch", "threads", "times", "memory", "PyTorch's"], rows) + f"""
The program that `extract` has made of the chapter's Swift, and the script that its `python` blocks are, from start to end, with the number of
threads that is better for PyTorch. The two print the same where they do the same, but they aren't line for line the same work: a
program also draws the chapter's figures and shows what PyTorch can't. Of a script's time and memory, `import torch` takes
{seconds(section['import'])} and {section['importMemory']:.0f} MB.
"""


def memory(section):
    rows = [[name] + [f"{values[letter]:.0f} MB" if letter in values else "" for letter in TRAININGS]
            for name, values in section["rows"].items()]
    return table([""] + [f"({letter})" for letter in TRAININGS], rows) + """
The most memory that a fresh process has had after loading MNIST, one epoch, and a validation. The images alone are 188 MB as Floats.
"""


def growth(section, results):
    text = ""
    for kind, title in (("batch", "images in a batch"), ("channels", "channels")):
        rows = []
        for point in section[kind]:
            rate = point["flops"] / point["kindling"] * 1e-9
            cells = [f"{point[kind]}", seconds(point["kindling"]), f"{rate:.1f}", f"{rate / results['peak']['all']:.0%}"]
            if "torch" in point:
                cells += [seconds(point["torch"]), point["name"].removeprefix("PyTorch eager, "), times(point["ratio"])]
            rows.append(cells)
        header = [title, "Kindling, an image", "GFLOP/s", "of the peak"]
        if any("torch" in point for point in section[kind]):
            header += ["PyTorch eager, an image", "with", "times"]
        text += table(header, rows) + "\n"
    images = sorted({point["images"] for kind in ("batch", "channels") for point in section[kind]}, reverse=True)
    counts = " or ".join(f"{count:,}" for count in images)
    return text + f"""Training of the CNN of chapter 13 with {counts} images, without validation. Batches of 64 where the channels
grow, 16 channels where the batches do.

![Two charts with logarithmic axes: the time for an image falls as the batch grows, and rises with the channels](growth.svg)
"""


def attention(section, results):
    rows = []
    for point in section["points"]:
        for row in point["rows"]:
            rate = point["flops"] / row["median"] * 1e-9
            rows.append([
                f"{point['width']}", row["name"], seconds(row["median"]), seconds(row["min"]), seconds(row["max"]),
                times(row["ratio"]), f"{rate:.1f}", f"{rate / results['peak']['one' if '1 ' in row['name'] else 'all']:.0%}"])
    header = ["width", "", "median", "from", "to", "times Kindling's", "GFLOP/s", "of the peak"]
    return table(header, rows) + """
A step of a layer of a Transformer's encoder: self-attention with 8 heads, a network four times as wide inside, two normalizations, no
dropout; forward, back, and a step of gradient descent, for 32 samples of 64 places. PyTorch's is `nn.TransformerEncoderLayer`, in
training mode. Both start from the same weights, and have the same loss after 20 steps.
"""


def loading(section):
    rows = [[row["name"].split(",")[0], seconds(row["median"]), seconds(row["min"]), seconds(row["max"]), times(row["ratio"])]
            for row in section["rows"]]
    return table(["", "median", "from", "to", "times Kindling's"], rows) + """
60,000 images and labels, from gzipped files to Floats, in a warm process. Kindling checks the files' SHA-256 too. PyTorch loads them
as the chapters' Python columns do, with gzip, `numpy.frombuffer` and `torch.from_numpy`.
"""


def tool(section, results):
    rows = [[row["name"], seconds(row["median"]), seconds(row["min"]), seconds(row["max"]), times(row["ratio"]), f"{row['memory']:.0f} MB"]
            for row in section["rows"]]
    missing = [name for name in ("pandoc", "mdBook", "cmark") if not results["versions"].get(name)]
    return table(["", "median", "from", "to", "times `extract --check`", "memory"], rows) + f"""
A book of {section['chapters']:,} chapters, this book's sections again and again: {section['lines']:,} lines, {section['megabytes']:.1f} MB, of
which `extract` makes {section['files']:,} files. It parses, checks every block, tangles, and compares or writes; the others only parse the Markdown and
write their own form of it.{' Not to be had here: ' + ', '.join(missing) + '.' if missing else ''}
"""


def text_of(results):
    found = results["versions"]
    names = ["Swift", "PyTorch", "JAX", "NumPy", "Python", "pandoc", "cmark", "mdBook"]
    sections = results["sections"]
    text = f"""# Benchmark

Written by `make bench`. Times are wall-clock medians of warm processes that take turns, round by round; *times* are medians of the
rounds' ratios. Every library trains the same network from the same weights with batches of 64, and after twenty fixed batches
has the same loss, which the benchmark checks.

- {results['machine']['processor']}, {results['machine']['memory']}; {results['machine']['system']}
- {', '.join(f'{name} {found[name]}' for name in names if found.get(name))}; Kindling at {found['Kindling']}
- fused multiply-adds of Floats at most: {results['peak']['one']:.0f} GFLOP/s on one core, {results['peak']['all']:.0f} on all

{summary(results)}"""
    for letter in ORDER:
        section = sections.get(letter)
        if not section:
            continue
        body = {
            "e": whole_processes, "f": memory, "h": loading,
        }.get(letter)
        if letter in TRAININGS:
            body = training(letter, section, results)
        elif letter == "g":
            body = growth(section, results)
        elif letter == "i":
            body = tool(section, results)
        elif letter == "j":
            body = attention(section, results)
        else:
            body = body(section)
        busy = f" At its start, {section['load']:.1f} other processes were running on average." if section["load"] >= 0.5 else ""
        if section.get("missing"):
            body += f"\nLeft out, since they failed or took minutes: {', '.join(section['missing'])}.\n"
        text += f"\n## ({letter}) {TITLES[letter]}\n\n{body}\n*Measured {section['date']}.{busy}*\n"
    return text


TITLES = {letter: title for letter, (_, title, *_) in TRAININGS.items()} | {
    "e": "Each chapter as a whole process", "f": "Memory", "g": "How the CNN grows", "h": "Loading MNIST",
    "i": "The tool", "j": "A Transformer's layer",
}


def chart(section):
    """Two panels with logarithmic axes: the time for an image against the batch and against the channels."""
    panels = []
    for place, (kind, label) in enumerate((("batch", "images in a batch"), ("channels", "channels"))):
        points = section[kind]
        lines = [("Kindling", "#e58a3c", [(p[kind], p["kindling"] * 1e6) for p in points])]
        if any("torch" in p for p in points):
            lines.append(("PyTorch eager", "#4a6fa5", [(p[kind], p["torch"] * 1e6) for p in points if "torch" in p]))
        every = [y for _, _, line in lines for _, y in line]
        low, high = 10 ** math.floor(math.log10(min(every))), 10 ** math.ceil(math.log10(max(every)))
        first, last = points[0][kind], points[-1][kind]
        left, top, width, height = 60 + place * 370, 40, 290, 220

        def x(value):
            return left + width * math.log(value / first) / math.log(last / first)

        def y(value):
            return top + height * (1 - math.log(value / low) / math.log(high / low))

        tick = low
        while tick <= high:
            panels.append(f"<line x1='{left}' y1='{y(tick):.1f}' x2='{left + width}' y2='{y(tick):.1f}' stroke='#dddddd'/>")
            panels.append(f"<text x='{left - 6}' y='{y(tick) + 4:.1f}' text-anchor='end'>{tick:g}</text>")
            tick *= 10
        for point in points:
            panels.append(f"<text x='{x(point[kind]):.1f}' y='{top + height + 18}' text-anchor='middle'>{point[kind]}</text>")
        panels.append(f"<text x='{left + width / 2}' y='{top + height + 38}' text-anchor='middle'>{label}</text>")
        panels.append(f"<text x='{left}' y='{top - 14}'>µs for an image</text>")
        for row, (name, colour, line) in enumerate(lines):
            path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in line)
            panels.append(f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'/>")
            panels += [f"<circle cx='{x(a):.1f}' cy='{y(b):.1f}' r='3' fill='{colour}'/>" for a, b in line]
            panels.append(f"<text x='{left + width - 4}' y='{top - 14 + row * 15 - (len(lines) - 1) * 8}' text-anchor='end' fill='{colour}'>{name}</text>")
    body = "\n".join(panels)
    return f"""<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 740 310' font-family='sans-serif' font-size='12'>
<rect width='740' height='310' rx='6' fill='#ffffff'/>
{body}
</svg>
"""
