"""Records results, gradients and graphs of torch, for TensorTorchTests and AutogradTorchTests.

    python make_tensor.py        writes torch-tensor.json beside this file; needs torch 2.13.0

Floats are stored as base64 of their little-endian bits. An expression's name is its text in Swift; the test has the
same list. Inputs: a shape, after "+" for numbers in [0.5, 2), else normal numbers; none nearer to 0 than 0.05.
"""

import base64
import json
import math
import pathlib
import random
import struct

import torch

torch.manual_seed(20260102)
random.seed(20260102)
inf, nan = math.inf, math.nan


def packed(values):
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def tensor(t):
    return {"shape": list(t.shape), "values": packed(t.detach().reshape(-1).tolist())}


def graph(node, depth=0):
    name = node.name().removeprefix("torch::autograd::") if node else "None"
    below = [graph(following, depth + 1) for following, _ in node.next_functions] if node else []
    return "\n".join(["  " * depth + name] + below)


def drawn(spec):
    shape = [int(n) for n in spec.strip("+").split(",") if n]
    x = torch.rand(shape) * 1.5 + 0.5 if spec.startswith("+") else torch.randn(shape)
    return torch.where(x.abs() < 0.05, x.sign() * 0.05, x)


T, I = torch.tensor, lambda *rows: torch.tensor(list(rows))

# Differentiable expressions of a, b, c (all want gradients): name, function, inputs.
expressions = [
    ("a + b", lambda a, b: a + b, "3,4 4"),
    ("a - b", lambda a, b: a - b, "3,1 1,4"),
    ("a * b", lambda a, b: a * b, "2,3,4 3,1"),
    ("a / b", lambda a, b: a / b, "3,4 +4"),
    ("a + 2", lambda a: a + 2, "3"),
    ("2 + a", lambda a: 2 + a, "3"),
    ("a - 2", lambda a: a - 2, "3"),
    ("2 - a", lambda a: 2 - a, "3"),
    ("a * 2", lambda a: a * 2, "3"),
    ("2 * a", lambda a: 2 * a, "3"),
    ("a / 2", lambda a: a / 2, "3"),
    ("2 / a", lambda a: 2 / a, "+3"),
    ("-a", lambda a: -a, "3"),
    ("a.reciprocal()", lambda a: a.reciprocal(), "+3"),
    ("a.exp()", lambda a: a.exp(), "2,3"),
    ("a.log()", lambda a: a.log(), "+2,3"),
    ("a.log1p()", lambda a: a.log1p(), "+2,3"),
    ("a.sqrt()", lambda a: a.sqrt(), "+2,3"),
    ("a.sin()", lambda a: a.sin(), "2,3"),
    ("a.cos()", lambda a: a.cos(), "2,3"),
    ("a.tanh()", lambda a: a.tanh(), "2,3"),
    ("a.sigmoid()", lambda a: a.sigmoid(), "2,3"),
    ("a.relu()", lambda a: a.relu(), "4,5"),
    ("a.abs()", lambda a: a.abs(), "4,5"),
    ("a.erf()", lambda a: a.erf(), "2,3"),
    ("a.pow(2)", lambda a: a.pow(2), "5"),
    ("a.pow(3)", lambda a: a.pow(3), "5"),
    ("a.pow(0)", lambda a: a.pow(0), "5"),
    ("a.pow(1)", lambda a: a.pow(1), "5"),
    ("a.pow(-1)", lambda a: a.pow(-1), "+5"),
    ("a.pow(0.5)", lambda a: a.pow(0.5), "+5"),
    ("a.pow(2.5)", lambda a: a.pow(2.5), "+5"),
    ("a.clamp(min: -0.5, max: 0.5)", lambda a: a.clamp(-0.5, 0.5), "4,5"),
    ("a.clamp(min: 0)", lambda a: a.clamp(min=0), "4,5"),
    ("a.clamp(max: 0)", lambda a: a.clamp(max=0), "4,5"),
    ("a.sum()", lambda a: a.sum(), "3,4"),
    ("a.sum(1)", lambda a: a.sum(1), "3,4"),
    ("a.sum(0, 2, keepDim: true)", lambda a: a.sum((0, 2), keepdim=True), "2,3,4"),
    ("a.mean()", lambda a: a.mean(), "3,4"),
    ("a.mean(-1, keepDim: true)", lambda a: a.mean(-1, keepdim=True), "3,4"),
    ("a.variance()", lambda a: a.var(), "3,4"),
    ("a.variance([0], correction: 0)", lambda a: a.var(0, correction=0), "3,4"),
    ("a.std([1], keepDim: true)", lambda a: a.std(1, keepdim=True), "3,4"),
    ("a.std()", lambda a: a.std(), "3,4"),
    ("a.max()", lambda a: a.max(), "3,4"),
    ("a.min()", lambda a: a.min(), "3,4"),
    ("a.relu().max()", lambda a: (a - 9).relu().max(), "3,4"),
    ("a.max(1).values", lambda a: a.max(1).values, "3,4"),
    ("a.min(0, keepDim: true).values", lambda a: a.min(0, keepdim=True).values, "3,4"),
    ("a.view(2, 6)", lambda a: a.view(2, 6), "3,4"),
    ("a.reshape(2, 6)", lambda a: a.reshape(2, 6), "3,4"),
    ("a.T.reshape(2, 6)", lambda a: a.T.reshape(2, 6), "3,4"),
    ("a.flatten()", lambda a: a.flatten(), "2,3,4"),
    ("a.flatten(1)", lambda a: a.flatten(1), "2,3,4"),
    ("a.T", lambda a: a.T, "3,4"),
    ("a.t()", lambda a: a.t(), "3,4"),
    ("a.transpose(0, -1)", lambda a: a.transpose(0, -1), "2,3,4"),
    ("a.permute(2, 0, 1)", lambda a: a.permute(2, 0, 1), "2,3,4"),
    ("a.unsqueeze(1)", lambda a: a.unsqueeze(1), "3,4"),
    ("a.squeeze()", lambda a: a.squeeze(), "3,1,4,1"),
    ("a.squeeze(1)", lambda a: a.squeeze(1), "3,1,4"),
    ("a.expand(2, 3, 4)", lambda a: a.expand(2, 3, 4), "3,1"),
    ("a[1]", lambda a: a[1], "3,4"),
    ("a[1, 2]", lambda a: a[1, 2], "3,4"),
    ("a[1..<3]", lambda a: a[1:3], "4,2"),
    ("a[1..., ..<2]", lambda a: a[1:, :2], "3,4"),
    ("a[0..., 1]", lambda a: a[:, 1], "3,4"),
    ("a[0..., 1..<3]", lambda a: a[:, 1:3], "3,4"),
    ("a[0..<9, 1]", lambda a: a[0:9, 1], "3,4"),
    ("a[0...]", lambda a: a[:], "3,4"),
    ("a[0..., 0...]", lambda a: a[:, :], "3,4"),
    ("a.narrow(1, start: 1, length: 2)", lambda a: a.narrow(1, 1, 2), "3,4"),
    ("a.clone()", lambda a: a.clone(), "3"),
    ("a.T.contiguous()", lambda a: a.T.contiguous(), "2,3"),
    ("a.contiguous() * 2", lambda a: a.contiguous() * 2, "2,3"),
    ("a[rows]", lambda a: a[I(2, 0, -1, 2)], "3,2"),
    ("a[rows, columns]", lambda a: a[I(0, 1, 1, -1), I(1, 0, 0, 1)], "3,2"),
    ("a[mask]", lambda a: a[T([[True, False, True], [False, False, True]])], "2,3"),
    ("a.gather(1, index)", lambda a: a.gather(1, I([1, 1], [0, 2], [2, 0])), "3,3"),
    ("where(mask, a, b)", lambda a, b: torch.where(T([True, False, True]), a, b), "2,3 3"),
    ("a.maskedFill(mask, 0)", lambda a: a.masked_fill(T([True, False, True]), 0), "2,3"),
    ("cat([a, b], 1)", lambda a, b: torch.cat([a, b], 1), "2,3 2,1"),
    ("stack([a, b, a])", lambda a, b: torch.stack([a, b, a]), "2,3 2,3"),
    ("a • b", lambda a, b: a @ b, "3,4 4,2"),
    ("a • b.t()", lambda a, b: a @ b.t(), "3,4 2,4"),
    ("matrix • row", lambda a, b: a @ b, "3,4 4"),
    ("row • matrix", lambda a, b: a @ b, "3 3,4"),
    ("row • row", lambda a, b: a @ b, "5 5"),
    ("batch • matrix", lambda a, b: a @ b, "2,3,4 4,2"),
    ("batch • batch", lambda a, b: a @ b, "2,3,4 2,4,2"),
    ("batch • broadcast batch", lambda a, b: a @ b, "2,1,3,4 3,4,2"),
    ("batch • row", lambda a, b: a @ b, "2,3,4 4"),
    ("row • batch", lambda a, b: a @ b, "3 2,3,4"),
    ("a * a", lambda a: a * a, "4"),
    ("diamond", lambda a: a.exp() * a.sin() + a.exp(), "4"),
    ("layer", lambda a, b, c: (a @ b + c).tanh().mean(), "4,3 3,2 2"),
    ("log softmax", lambda a: a - a.exp().sum(-1, keepdim=True).log().expand(-1, 5), "3,5"),
    ("cross-entropy", lambda a: -(a - a.exp().sum(-1).log().unsqueeze(-1))[torch.arange(3), I(0, 4, 2)].mean(), "3,5"),
    ("standardised", lambda a: (a - a.mean(0)) / a.std(0), "6,3"),
    ("logistic", lambda a, b: -((a @ b).sigmoid().log() * 0.3 + (1 - (a @ b).sigmoid()).log() * 0.7).mean(), "5,3 3"),
    ("squared views", lambda a: (a[1:] - a[:-1]).pow(2).sum() + a.T[0].abs().max(), "5,2"),
    ("in place", lambda a, b: in_place(a, b), "2,3 3"),
    ("copied over", lambda a, b: copied_over(a, b), "2,3 3"),
]


def in_place(a, b):
    x = a * 2
    x += b
    x *= 3
    x -= a
    x /= b
    return x


def copied_over(a, b):
    x = a * 2
    x.copy_(b)
    return x * a


def weights(shape):
    count = math.prod(shape)
    return torch.tensor([((i * 7 + 3) % 11) / 11 + 0.25 for i in range(count)]).reshape(shape)


cases = []
for name, function, specs in expressions:
    inputs = [drawn(spec).requires_grad_() for spec in specs.split()]
    result = function(*inputs)
    result.backward(weights(result.shape))
    cases.append({
        "name": name, "inputs": [tensor(x) for x in inputs], "result": tensor(result),
        "gradients": [tensor(x.grad) for x in inputs], "graph": graph(result.grad_fn),
    })

# Which views are possible: a base, its dimensions permuted, one cut, and a shape to view that as.
views = []
while len(views) < 300:
    shape = [random.randint(1, 4) for _ in range(random.randint(1, 4))]
    order = random.sample(range(len(shape)), len(shape)) if random.random() < 0.6 else list(range(len(shape)))
    x = torch.zeros(shape).permute(order)
    d = random.randrange(len(shape))
    start = random.randint(0, x.shape[d] - 1)
    length = random.randint(1, x.shape[d] - start) if random.random() < 0.4 else x.shape[d]
    start = min(start, x.shape[d] - length)
    x = x.narrow(d, start, length)
    target, rest = [], x.numel()
    while rest > 1:
        factor = random.choice([n for n in range(2, rest + 1) if rest % n == 0])
        target.append(factor)
        rest //= factor
    if random.random() < 0.4:
        target.insert(random.randint(0, len(target)), 1)
    random.shuffle(target)
    try:
        x.view(target)
        possible = True
    except RuntimeError:
        possible = False
    views.append([shape, order, [d, start, length], target, [int(possible)]])

ranges = [("arange", *r) for r in [(0, 10, 1), (0, 1, 0.1), (5, -5, -0.75), (1, 2, 0.3), (0, 0, 1), (-3.5, 40, 1.1), (0, 1000, 37.5)]]
ranges += [("linspace", *r) for r in [(0, 1, 5), (0, 1, 1), (0, 1, 2), (-1, 1, 11), (3, -7, 40), (0.1, 0.7, 100), (5, 5, 3), (0, 10, 0), (-2, 2, 33)]]
recorded = []
for kind, start, end, third in ranges:
    values = getattr(torch, kind)(start, end, third, dtype=torch.float32).tolist()
    recorded.append({"kind": kind, "arguments": [start, end, third], "values": packed(values)})

path = pathlib.Path(__file__).with_name("torch-tensor.json")
lines = lambda rows: ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
path.write_text(
    f'{{"torch":"{torch.__version__}","expressions":[\n{lines(cases)}\n],"views":[\n{lines(views)}\n],'
    f'"ranges":[\n{lines(recorded)}\n]}}\n')
print(f"{len(cases)} expressions, {len(views)} views, {path.stat().st_size} bytes")
