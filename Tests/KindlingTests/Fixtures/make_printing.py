"""Records how torch prints tensors of many kinds, for PrintingTests.

    python make_printing.py        writes torch-printing.json beside this file; needs torch 2.13.0

Floats are stored as base64 of their little-endian bits, so that NaN and infinity survive JSON. A case with fewer
values than elements repeats them in row-major order.
"""

import base64
import json
import math
import pathlib
import random

import torch

random.seed(20260101)
torch.manual_seed(20260101)
cases = []


def record(kind, shape, values, suffix="", **options):
    count = math.prod(shape)
    dtype = {"float": torch.float32, "int": torch.int64, "bool": torch.bool}[kind]
    flat = torch.tensor(values, dtype=dtype)
    if count and len(values):
        flat = flat.repeat(-(-count // len(values)))[:count]
    tensor = flat[:count].reshape(shape)
    if suffix == "requires_grad=True":
        tensor.requires_grad_()
    elif suffix:
        tensor = getattr(tensor.requires_grad_(), suffix)()
        values = tensor.detach().reshape(-1).tolist()
        suffix = f"grad_fn=<{tensor.grad_fn.name()}>"
    case = {"shape": list(shape), "text": None}
    if suffix:
        case["suffix"] = suffix
    if options:
        case["options"] = options
    old = torch._tensor_str.get_printoptions()
    torch.set_printoptions(**options)
    case["text"] = str(tensor)
    torch.set_printoptions(**old)
    if kind == "float":
        bits = torch.tensor(values, dtype=torch.float32).numpy().astype("<f4").tobytes()
        case["floats"] = base64.b64encode(bits).decode()
    elif kind == "int":
        case["ints"] = [int(value) for value in values]
    else:
        case["bools"] = [bool(value) for value in values]
    cases.append(case)


def floats(count):
    """Values of one of the kinds that the rules of printing tell apart."""
    kind = random.randrange(12)
    scale = 10 ** random.uniform(-7, 11)
    normal = torch.randn(count)
    if kind == 0:
        return normal.tolist()
    if kind == 1:
        return (normal * scale).tolist()
    if kind == 2:
        return (normal * 10).round().tolist()
    if kind == 3:
        return (normal * scale).round().tolist()
    if kind == 4:
        return [random.choice([1, -1]) * 10 ** random.uniform(-6, 9) for _ in range(count)]
    if kind == 5:
        return [random.choice([0.0, -0.0, 1.0, 0.5]) for _ in range(count)]
    if kind == 6:
        return [random.choice([math.nan, math.inf, -math.inf, value]) for value in normal.tolist()]
    if kind == 7:
        return [random.choice([math.nan, math.inf, -math.inf, 0.0]) for _ in range(count)]
    if kind == 8:
        return [random.choice([math.nan, math.inf, -math.inf, round(value * 20)]) for value in normal.tolist()]
    if kind == 9:
        return (torch.rand(count) * 1.1e-4).tolist()
    if kind == 10:
        return [random.choice([1.0, 1000.0, 1001.0, 0.5, 1e8, 1e-4, 99999.0]) for _ in range(count)]
    return (torch.rand(count) + random.choice([0, 9, 99, 999])).tolist()


def values(kind, count):
    if kind == "float":
        return floats(count)
    if kind == "int":
        top = 10 ** random.randint(0, 18)
        return [random.randint(-top if random.random() < 0.5 else 0, top) for _ in range(count)]
    return [random.random() < 0.5 for _ in range(count)]


def kind_of_elements():
    return random.choices(["float", "int", "bool"], [6, 2, 1])[0]


# Scalars, at every border of the rules.
for value in [0, -0.0, 1, -1, 0.5, 2.5, 1e8, 100000008.0, 99999999.0, 1e-4, 9.9999e-5, 1.0001e-4, 1e10, 123456.789, 3.4e38,
              1e-45, 1e-38, math.nan, math.inf, -math.inf, 0.00005, 0.99995, 0.999949, 12345678, 16777216, 0.0001221]:
    record("float", (), [value])
for value in [0, 7, -7, 2**63 - 1, -(2**63)]:
    record("int", (), [value])
for value in [True, False]:
    record("bool", (), [value])

# Pairs on both sides of a ratio of 1000.
for pair in [[1, 1000], [1, 1001], [0.1, 100], [0.1, 100.5], [1e-4, 0.1], [1e8, 1e6], [1.00000008e8, 1e6], [0.5, 500], [0.5, 501],
             [-1, 1001], [1, math.nan], [1, math.inf], [10, -math.inf, 0], [0, 0], [math.nan, 0], [-0.0, 3], [1e10, math.nan, 0.0]]:
    record("float", (len(pair),), pair)

# Without elements.
for kind in ["float", "int", "bool"]:
    for shape in [(0,), (0, 3), (3, 0), (2, 0, 4), (0, 0)]:
        record(kind, shape, [])
record("float", (0,), [], "requires_grad=True")
record("float", (0, 3), [], "requires_grad=True")

# Vectors of every length around the width of a line.
for length in range(1, 24):
    kind = kind_of_elements()
    record(kind, (length,), values(kind, length))

# Every rank.
for _ in range(150):
    shape = tuple(random.randint(1, 4) for _ in range(random.randint(1, 5)))
    if math.prod(shape) > 100:
        continue
    kind = kind_of_elements()
    record(kind, shape, values(kind, min(math.prod(shape), 40)))
for shape in [(2, 17), (3, 30), (1, 1, 40), (2, 2, 12), (60,)]:
    for kind in ["float", "int", "bool"]:
        record(kind, shape, values(kind, 30))

# Summaries, and the tensors that are just not summarized.
for shape in [(1001,), (5000,), (50, 21), (7, 143), (6, 167), (6, 7, 24), (8, 8, 16), (2, 3, 200), (1001, 1), (1, 1001), (1, 1, 1, 1002),
              (7, 7, 7, 7), (100, 3, 4), (50000, 784), (2, 2, 2, 2, 100), (3, 400), (4, 5, 60), (501, 2), (1, 1, 28, 40)]:
    for kind in ["float", "int", "bool"]:
        record(kind, shape, values(kind, random.choice([1, 7, 29])))
record("float", (1000,), [0.5, 1.5, 2])
record("int", (10, 100), list(range(7)))
record("float", (50000,), [5, 0, 4])

# Suffixes: on the same line, on the next, at the very border.
for length in range(1, 20):
    record("float", (length,), floats(length), "requires_grad=True")
for length in range(1, 20):
    record("float", (length,), torch.rand(length).tolist(), random.choice(["neg", "exp", "sigmoid", "sqrt", "clone"]))
for shape in [(), (2, 3), (3, 9), (2, 2, 2), (40, 40), (1, 7), (2, 8)]:
    record("float", shape, torch.rand(max(1, min(30, math.prod(shape)))).tolist(), "requires_grad=True")
    record("float", shape, torch.rand(max(1, min(math.prod(shape), 1600))).tolist() if math.prod(shape) < 100 else [0.5], "neg")

# Options.
for _ in range(70):
    options = {}
    if random.random() < 0.6:
        options["precision"] = random.randint(0, 8)
    if random.random() < 0.5:
        options["threshold"] = random.randint(0, 60)
    if random.random() < 0.5:
        options["edgeitems"] = random.randint(1, 5)
    if random.random() < 0.5:
        options["linewidth"] = random.randint(5, 130)
    if random.random() < 0.3:
        options["sci_mode"] = random.random() < 0.5
    shape = tuple(random.randint(1, 12) for _ in range(random.randint(0, 3)))
    kind = kind_of_elements()
    suffix = "requires_grad=True" if kind == "float" and random.random() < 0.4 else ""
    record(kind, shape, values(kind, min(max(1, math.prod(shape)), 17)), suffix, **options)

path = pathlib.Path(__file__).with_name("torch-printing.json")
lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
path.write_text(f'{{"torch":"{torch.__version__}","cases":[\n{lines}\n]}}\n')
print(f"{len(cases)} cases, {path.stat().st_size} bytes")
