"""Records how torch prints tensors of many kinds, and modules, for PrintingTests.

    python make_printing.py        writes torch-printing.json beside this file; needs torch 2.13.0

Floats are stored as base64 of their little-endian bits, so that NaN and infinity survive JSON. A case with fewer
values than elements repeats them in row-major order. What operations and modules are called is Swift: PrintingTests has
the same names with what stands there.
"""

import base64
import json
import math
import pathlib
import random

import torch
import torch.nn.functional as F
from torch import nn

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

# Without elements, of more shapes; a threshold of 0 summarizes everything, but not these.
for kind in ["float", "int", "bool"]:
    for shape in [(1, 0), (0, 1), (0, 2, 3), (2, 3, 0), (1, 0, 1, 5), (0, 0, 0)]:
        record(kind, shape, [])
    record(kind, (0,), [], threshold=0)
    record(kind, (2, 0), [], linewidth=10)
record("float", (2, 0), [], "neg")
record("float", (0,), [], "exp")

# Very large and very small whole numbers, side by side and alone.
for numbers in [[2**63 - 1, -(2**63)], [0, -1, 2**62], [10**18, 1, -10**17], [-(2**63)], [999999999, 1000000000]]:
    record("int", (len(numbers),), numbers)
    record("int", (len(numbers), 1, 2), numbers)
record("int", (1001,), [2**63 - 1, 0, -(2**63)])

# Floats at the ends of their range, and zeros with a sign.
for numbers in [[3.4028235e38, 1e-45], [-3.4028235e38, -1e-45, 0.0], [1.1754944e-38, 1.0], [-0.0], [-0.0, -0.0, 0.0], [-0.0, 0.25],
                [-0.0, 1e-5], [-0.0, 1e9], [1e-45], [-1e-45, math.nan], [math.inf, 1e-5], [math.nan, 1e9, -math.inf], [math.nan] * 3,
                [-math.inf] * 2, [math.inf, 3.0], [math.nan, -12345.0, 0.0], [0.1, math.inf, -math.inf, math.nan, -0.0],
                [16777216.0, 16777215.0], [99999.5, 0.5], [123456789.0], [1e8], [100000008.0, 1.0], [0.00011, 0.09], [9.9999e-5, 0.01],
                [999.99995, 1.0], [0.99999, 0.000999], [-1000.0, 1.0], [-1001.0, 1.0], [1e7, 1e4], [1e7, 9999.0]]:
    record("float", (len(numbers),), numbers)
    record("float", (2, len(numbers), 1), numbers)
    record("float", (1, 2, 2, len(numbers)), numbers, "requires_grad=True")

# Lines that wrap: every width of an element against the width of the page.
for digits in range(1, 10):
    record("float", (2, 41), [10.0**digits, 1.0, -(10.0**(digits - 1))])
    record("float", (23,), [10.0**digits - 0.5, 10.0**(digits - 1) + 0.25])
    record("int", (3, 33), [10**digits, -7])
    record("float", (2, 2, 31), [10.0**-digits, 1.5 * 10.0**-digits])

# Summaries in every dimension, and of everything at once.
for shape in [(7, 200), (200, 7), (6, 200), (7, 7, 30), (30, 7, 7), (7, 30, 7), (6, 6, 6, 6), (7, 6, 7, 6), (1, 1001, 1), (1001, 1, 1),
              (2, 1, 1, 600), (3, 3, 3, 3, 3, 5)]:
    record("float", shape, floats(13))
    record("int", shape, values("int", 13))
    record("float", shape, [0.5, math.nan, -math.inf, 1e-6], "requires_grad=True")
    record("bool", shape, [True, False, False])

# What operations call themselves, on tensors and parameters.
x = torch.tensor([[0.5, -1.0, 2.0], [1.5, 0.25, -3.0]], requires_grad=True)
square = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
images = torch.arange(18.0).view(1, 2, 3, 3).requires_grad_()
classes = torch.tensor([2, 0])
tensors = {
    "x": x, "x.detach()": x.detach(), "x + 1": x + 1, "1 - x": 1 - x, "x - x": x - x, "x * 2": x * 2, "x * x": x * x, "x / x": x / x,
    "-x": -x, "x.exp()": x.exp(), "x.abs()": x.abs(), "x.pow(2)": x.pow(2), "x.sigmoid()": x.sigmoid(), "x.tanh()": x.tanh(),
    "x.relu()": x.relu(), "x.abs().sqrt()": x.abs().sqrt(), "x.abs().log()": x.abs().log(), "x.sin()": x.sin(), "x.cos()": x.cos(),
    "x.clamp(min: 0, max: 1)": x.clamp(0, 1), "x.sum()": x.sum(), "x.sum(0)": x.sum(0), "x.mean()": x.mean(), "x.mean(1)": x.mean(1),
    "x.max()": x.max(), "x.t()": x.t(), "x.view(3, 2)": x.view(3, 2), "x.reshape(6)": x.reshape(6), "x.unsqueeze(0)": x.unsqueeze(0),
    "x.unsqueeze(0).squeeze(0)": x.unsqueeze(0).squeeze(0), "x.permute(1, 0)": x.permute(1, 0), "x[0]": x[0], "x[0..<1]": x[0:1],
    "x.flatten()": x.flatten(), "x.clone()": x.clone(), "square • square": square @ square, "cat([x, x], 0)": torch.cat([x, x], 0),
    "F.softmax(x, 1)": F.softmax(x, 1), "F.logSoftmax(x, 1)": F.log_softmax(x, 1), "F.gelu(x)": F.gelu(x),
    "F.crossEntropy(x, classes)": F.cross_entropy(x, classes), "F.nllLoss(x, classes)": F.nll_loss(x, classes),
    "F.mseLoss(x, zeros)": F.mse_loss(x, torch.zeros(2, 3)), "F.l1Loss(x, zeros)": F.l1_loss(x, torch.zeros(2, 3)),
    "F.linear(x, ones, bias)": F.linear(x, torch.ones(4, 3), torch.ones(4)), "F.linear(x, ones)": F.linear(x, torch.ones(4, 3)),
    "F.conv2d(images, kernel)": F.conv2d(images, torch.ones(1, 2, 2, 2)), "F.maxPool2d(images, 2)": F.max_pool2d(images, 2),
    "F.avgPool2d(images, 2, stride: 1)": F.avg_pool2d(images, 2, stride=1), "F.pad(x, [1, 1])": F.pad(x, (1, 1)),
    "Parameter([1, 2.5])": nn.Parameter(torch.tensor([1, 2.5])), "Parameter(ones)": nn.Parameter(torch.ones(4, 3)),
    "Parameter(0)": nn.Parameter(torch.tensor(0.0)), "Parameter([])": nn.Parameter(torch.tensor([])),
    "Parameter(long)": nn.Parameter(torch.arange(1001.0)), "Parameter(frozen)": nn.Parameter(torch.ones(2), requires_grad=False),
    "Parameter([1, 2.5]) * 2": nn.Parameter(torch.tensor([1, 2.5])) * 2, "x.requiresGrad, no graph": x.detach().requires_grad_(),
}


class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, kernel_size=3, stride=2, padding=1)
        self.conv2 = nn.Conv2d(16, 16, kernel_size=3, stride=2, padding=1)
        self.conv3 = nn.Conv2d(16, 10, kernel_size=3, stride=2, padding=1)


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(16 * 6 * 6, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)


class Plain(nn.Module):
    pass


class Told(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(1, 1)

    def extra_repr(self):
        return "width=3"


class Everything(nn.Module):
    def __init__(self):
        super().__init__()
        self.first_layer = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
        self.weight = nn.Parameter(torch.ones(2))
        self.blocks = nn.ModuleList([nn.Sequential(nn.Linear(4, 4), nn.Tanh()) for _ in range(3)] + [nn.Identity()])
        self.heads = nn.ModuleDict({"large": nn.Linear(4, 10), "small": nn.Linear(4, 2, bias=False)})
        self.told = Told()
        self.plain = Plain()
        self.loss = nn.CrossEntropyLoss()


modules = {
    "Linear(3, 2)": nn.Linear(3, 2), "Linear(3, 2, bias: false)": nn.Linear(3, 2, bias=False), "Identity()": nn.Identity(),
    "Conv2d(1, 6, kernelSize: 3)": nn.Conv2d(1, 6, 3), "Conv2d(1, 6, kernelSize: [3, 3])": nn.Conv2d(1, 6, (3, 3)),
    "Conv2d(2, 4, kernelSize: [3, 5], stride: 2)": nn.Conv2d(2, 4, (3, 5), stride=2),
    "Conv2d(2, 4, kernelSize: 3, stride: [1, 1])": nn.Conv2d(2, 4, 3, stride=(1, 1)),
    "Conv2d(2, 4, kernelSize: 3, padding: [0, 0])": nn.Conv2d(2, 4, 3, padding=(0, 0)),
    "Conv2d(2, 4, kernelSize: 3, padding: [0, 1])": nn.Conv2d(2, 4, 3, padding=(0, 1)),
    "Conv2d(2, 4, kernelSize: 3, padding: .same)": nn.Conv2d(2, 4, 3, padding="same"),
    "Conv2d(2, 4, kernelSize: 3, padding: .valid)": nn.Conv2d(2, 4, 3, padding="valid"),
    "Conv2d(2, 4, kernelSize: 3, dilation: 2)": nn.Conv2d(2, 4, 3, dilation=2),
    "Conv2d(2, 4, kernelSize: 3, dilation: [1, 1], groups: 2)": nn.Conv2d(2, 4, 3, dilation=(1, 1), groups=2),
    "Conv2d(4, 4, kernelSize: 3, stride: 2, padding: 1, dilation: [2, 1], groups: 4, bias: false)":
        nn.Conv2d(4, 4, 3, stride=2, padding=1, dilation=(2, 1), groups=4, bias=False),
    "MaxPool2d(2)": nn.MaxPool2d(2), "MaxPool2d([2, 2])": nn.MaxPool2d((2, 2)), "MaxPool2d(3, stride: 2)": nn.MaxPool2d(3, stride=2),
    "MaxPool2d(3, stride: [2, 1], padding: [1, 0])": nn.MaxPool2d(3, stride=(2, 1), padding=(1, 0)),
    "MaxPool2d(2, dilation: [1, 2], ceilMode: true)": nn.MaxPool2d(2, dilation=(1, 2), ceil_mode=True),
    "AvgPool2d(4)": nn.AvgPool2d(4), "AvgPool2d([4, 4])": nn.AvgPool2d((4, 4)), "AvgPool2d(3, stride: 1)": nn.AvgPool2d(3, stride=1),
    "AvgPool2d(3, padding: 1, ceilMode: true, countIncludePad: false, divisorOverride: 2)":
        nn.AvgPool2d(3, padding=1, ceil_mode=True, count_include_pad=False, divisor_override=2),
    "AdaptiveAvgPool2d(1)": nn.AdaptiveAvgPool2d(1), "AdaptiveAvgPool2d([1, 1])": nn.AdaptiveAvgPool2d((1, 1)),
    "AdaptiveAvgPool2d([2, 3])": nn.AdaptiveAvgPool2d((2, 3)),
    "BatchNorm1d(3)": nn.BatchNorm1d(3), "BatchNorm2d(8)": nn.BatchNorm2d(8),
    "BatchNorm1d(3, epsilon: 0.001)": nn.BatchNorm1d(3, eps=0.001), "BatchNorm2d(3, epsilon: 1e-8)": nn.BatchNorm2d(3, eps=1e-8),
    "BatchNorm2d(3, momentum: nil)": nn.BatchNorm2d(3, momentum=None), "BatchNorm2d(3, momentum: 0.01)": nn.BatchNorm2d(3, momentum=0.01),
    "BatchNorm2d(3, affine: false)": nn.BatchNorm2d(3, affine=False), "BatchNorm2d(3, bias: false)": nn.BatchNorm2d(3, bias=False),
    "BatchNorm2d(3, affine: false, bias: false)": nn.BatchNorm2d(3, affine=False, bias=False),
    "BatchNorm1d(3, trackRunningStats: false)": nn.BatchNorm1d(3, track_running_stats=False),
    "Dropout()": nn.Dropout(), "Dropout(p: 0.25)": nn.Dropout(0.25), "Dropout(p: 0.0)": nn.Dropout(0.0), "Dropout(p: 1.0)": nn.Dropout(1.0),
    "ReLU()": nn.ReLU(), "Sigmoid()": nn.Sigmoid(), "Tanh()": nn.Tanh(), "GELU()": nn.GELU(),
    "GELU(approximate: .tanh)": nn.GELU(approximate="tanh"), "Softmax(1)": nn.Softmax(dim=1), "Softmax(-1)": nn.Softmax(dim=-1),
    "LogSoftmax(0)": nn.LogSoftmax(dim=0), "Flatten()": nn.Flatten(), "Flatten(0)": nn.Flatten(0), "Flatten(1, 2)": nn.Flatten(1, 2),
    "L1Loss(reduction: .sum)": nn.L1Loss(reduction="sum"), "MSELoss()": nn.MSELoss(), "SmoothL1Loss(beta: 0.5)": nn.SmoothL1Loss(beta=0.5),
    "BCEWithLogitsLoss(weight: ones)": nn.BCEWithLogitsLoss(weight=torch.ones(3)), "NLLLoss(ignoreIndex: 1)": nn.NLLLoss(ignore_index=1),
    "CrossEntropyLoss(weight: ones, labelSmoothing: 0.1)": nn.CrossEntropyLoss(weight=torch.ones(3), label_smoothing=0.1),
    "Sequential()": nn.Sequential(), "Sequential(ReLU())": nn.Sequential(nn.ReLU()),
    "Sequential(ReLU(), ReLU(), ReLU())": nn.Sequential(nn.ReLU(), nn.ReLU(), nn.ReLU()),
    "Sequential in Sequential": nn.Sequential(
        nn.Sequential(nn.Conv2d(1, 2, 3), nn.Sequential(nn.BatchNorm2d(2), nn.ReLU()), nn.Sequential()), nn.Flatten(), nn.Linear(8, 1)),
    "Sequential of 11": nn.Sequential(*[nn.Identity() for _ in range(11)]),
    "ModuleList()": nn.ModuleList(), "ModuleList([Linear(1, 2)])": nn.ModuleList([nn.Linear(1, 2)]),
    "ModuleList of equal ones": nn.ModuleList([nn.Linear(1, 2) for _ in range(4)]),
    "ModuleList of runs": nn.ModuleList([nn.ReLU(), nn.ReLU(), nn.Tanh(), nn.ReLU(), nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 2)]),
    "ModuleList of networks": nn.ModuleList([nn.Sequential(nn.Linear(1, 1), nn.ReLU()) for _ in range(2)] + [nn.Sequential()]),
    "CNN()": CNN(), "LeNet()": LeNet(), "Plain()": Plain(), "Told()": Told(), "Everything()": Everything(),
    "Sequential(LeNet())": nn.Sequential(nn.Identity(), LeNet()),
}

path = pathlib.Path(__file__).with_name("torch-printing.json")
lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
named = {name: {key: str(value) for key, value in group.items()} for name, group in [("tensors", tensors), ("modules", modules)]}
named = ",\n".join(f"{json.dumps(name)}:{json.dumps(group, indent=0, ensure_ascii=False)}" for name, group in named.items())
path.write_text(f'{{"torch":"{torch.__version__}","cases":[\n{lines}\n],\n{named}}}\n')
print(f"{len(cases)} cases, {len(tensors)} tensors, {len(modules)} modules, {path.stat().st_size} bytes")
