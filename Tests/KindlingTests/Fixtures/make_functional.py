"""Records what torch.nn.functional gives, for FunctionalTests.

    python make_functional.py        writes torch-functional.json beside this file; needs torch 2.13.0

Each case holds inputs, options, the output, the gradient that is sent back, and the inputs' gradients. Floats are
stored as base64 of their little-endian bits, so that NaN and infinity survive JSON.
"""

import base64
import json
import pathlib

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(20260102)
cases = []


def pack(tensor):
    if tensor is None:
        return None
    values = tensor.detach().contiguous().numpy().astype("<f4").tobytes()
    return {"shape": list(tensor.shape), "values": base64.b64encode(values).decode()}


def graph(node, depth=0):
    lines = ["  " * depth + (node.name() if node else "None").removeprefix("torch::autograd::")]
    for following, _ in node.next_functions if node else []:
        lines += graph(following, depth + 1)
    return lines


def record(op, function, inputs, target=None, check_graph=False, weight=None, pos_weight=None, **options):
    """`inputs` want gradients unless they are None; `target` holds whole numbers."""
    inputs = [None if x is None else x.clone().requires_grad_() for x in inputs]
    arguments = list(inputs) + ([target] if target is not None else [])
    keywords = dict(options)
    if weight is not None:
        keywords["weight"] = weight
    if pos_weight is not None:
        keywords["pos_weight"] = pos_weight
    output = function(*arguments, **keywords)
    upstream = torch.randn(output.shape)
    output.backward(upstream)
    cases.append({
        "op": op,
        "inputs": [pack(x) for x in inputs],
        "target": None if target is None else {"shape": list(target.shape), "values": target.flatten().tolist()},
        "weight": pack(weight),
        "positive": pack(pos_weight),
        "options": {name: str(value) for name, value in options.items()},
        "output": pack(output),
        "upstream": pack(upstream),
        "gradients": [None if x is None else pack(x.grad) for x in inputs],
        "graph": "\n".join(graph(output.grad_fn)) if check_graph else None,
    })


r = torch.randn
for shape in [(4,), (3, 5), (2, 3, 4), (7, 1), (1, 9)]:
    for dim in range(len(shape)):
        record("log_softmax", F.log_softmax, [r(*shape) * 3], dim=dim, check_graph=True)
        record("softmax", F.softmax, [r(*shape) * 3], dim=dim, check_graph=True)
large = torch.tensor([[1000.0, 0, -1000], [-1000, -1001, -1002], [88, 89, 90], [0, float("-inf"), 1]])
record("log_softmax", F.log_softmax, [large], dim=1)
record("softmax", F.softmax, [large], dim=1)

for reduction in ["none", "mean", "sum"]:
    for op, function in [("nll_loss", F.nll_loss), ("cross_entropy", F.cross_entropy)]:
        flat = op == "cross_entropy"
        record(op, function, [r(5)], torch.tensor(3), reduction=reduction, check_graph=True)
        target = torch.tensor([0, 4, 2, 2, 1, 3])
        record(op, function, [r(6, 5)], target, reduction=reduction, check_graph=True)
        weight = torch.rand(5) + 0.5
        ignored = torch.tensor([0, -100, 2, 2, 4, -100])
        record(op, function, [r(6, 5)], ignored, reduction=reduction, weight=weight, check_graph=True)
        record(op, function, [r(6, 5)], target, reduction=reduction, ignore_index=2)
        record(op, function, [r(2, 5, 3)], target.view(2, 3), reduction=reduction, weight=weight)
        record(op, function, [r(2, 5, 3, 1)], target.view(2, 3, 1), reduction=reduction, ignore_index=4, check_graph=True)
        record(op, function, [r(0, 5)], target[:0], reduction=reduction)
        if flat:
            record(op, function, [large], torch.tensor([0, 2, 1, 2]), reduction=reduction)
            for smoothing in [0.1, 1.0]:
                record(op, function, [r(6, 5)], target, reduction=reduction, label_smoothing=smoothing)
                record(op, function, [r(6, 5)], ignored, reduction=reduction, label_smoothing=smoothing, weight=weight)
            record(op, function, [r(2, 5, 3)], target.view(2, 3), reduction=reduction, label_smoothing=0.2, weight=weight)
            record(op, function, [r(5)], torch.tensor(3), reduction=reduction, label_smoothing=0.2)

    for shape in [(5,), (4, 5), (2, 5, 3)]:
        dim = 0 if len(shape) == 1 else 1
        for smoothing in [0.0, 0.1]:
            for weight in [None, torch.rand(5) + 0.5]:
                record("cross_entropy_probabilities", F.cross_entropy, [r(*shape), r(*shape).softmax(dim)],
                       reduction=reduction, label_smoothing=smoothing, weight=weight)

    for shape in [(3,), (4, 3), (), (0, 3)]:
        a, b = r(shape) * 2, r(shape) * 2
        record("mse_loss", F.mse_loss, [a, b], reduction=reduction, check_graph=True)
        record("l1_loss", F.l1_loss, [a, b], reduction=reduction, check_graph=True)
        for beta in [0.0, 0.5, 1.0, 3.0]:
            record("smooth_l1_loss", F.smooth_l1_loss, [a, b], reduction=reduction, beta=beta, check_graph=True)
        record("bce_with_logits", F.binary_cross_entropy_with_logits, [a, torch.rand(shape)], reduction=reduction,
               check_graph=True)
    for weight, positive in [(torch.rand(3), None), (None, torch.rand(3) * 3), (torch.rand(4, 1), torch.rand(3) * 3)]:
        record("bce_with_logits", F.binary_cross_entropy_with_logits, [r(4, 3) * 5, torch.rand(4, 3)],
               reduction=reduction, weight=weight, pos_weight=positive)
    record("bce_with_logits", F.binary_cross_entropy_with_logits,
           [torch.tensor([1000.0, -1000, 0, 90, -90]), torch.tensor([0.0, 1, 1, 0.5, 1])], reduction=reduction)

points = torch.tensor([-1e4, -20, -6, -2, -0.5, 0.1, 0.5, 2, 6, 20, 1e4])
for op, function in [("relu", F.relu), ("sigmoid", F.sigmoid), ("tanh", F.tanh)]:
    record(op, function, [points], check_graph=op == "relu")
    record(op, function, [r(3, 4)])
for approximate in ["none", "tanh"]:
    record("gelu", F.gelu, [points], approximate=approximate, check_graph=True)
    record("gelu", F.gelu, [r(3, 4)], approximate=approximate)

for shape in [(3,), (2, 3), (0, 3), (4, 2, 3), (2, 1, 2, 3)]:
    for bias in [r(5), None]:
        record("linear", F.linear, [r(*shape), r(5, 3), bias], check_graph=len(shape) == 2)

for padding in [(1, 2), (0, 0, 1, 0), (2, 1, 3, 0), (-1, 2), (0, -2, -1, 1), (1, 0, 0, 1, 2, 2)]:
    record("pad", F.pad, [r(2, 3, 4)], pad=padding, value=1.5, check_graph=True)
for mode in ["reflect", "replicate", "circular"]:
    record("pad", F.pad, [r(2, 3, 4)], pad=(2, 1), mode=mode, check_graph=mode != "circular")
    record("pad", F.pad, [r(1, 2, 3, 4)], pad=(1, 3, 2, 0), mode=mode)

one_hot = []
for values, classes in [([2, 0, 1], -1), ([[0, 3], [1, 1]], 5), ([], 3)]:
    target = torch.tensor(values, dtype=torch.long)
    result = F.one_hot(target, classes)
    one_hot.append({"target": {"shape": list(target.shape), "values": target.flatten().tolist()}, "classes": classes,
                    "output": {"shape": list(result.shape), "values": result.flatten().tolist()}})

path = pathlib.Path(__file__).with_name("torch-functional.json")
text = json.dumps({"torch": torch.__version__, "cases": cases, "one_hot": one_hot}, separators=(",", ":"))
path.write_text(text.replace('{"op"', '\n{"op"') + "\n")
print(len(cases), "cases", path.stat().st_size, "bytes")
