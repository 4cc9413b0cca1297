"""Records what torch's convolutions, poolings and layers give, for ConvolutionTests, PoolingTests and LayersTests.

    python make_convolution.py       writes torch-convolution.json beside this file; needs torch 2.13.0

Floats are stored as base64 of their little-endian bits.
"""

import base64
import json
import pathlib

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(20260103)


def pack(tensor):
    values = tensor.detach().contiguous().numpy().astype("<f4").tobytes()
    return {"shape": list(tensor.shape), "values": base64.b64encode(values).decode()}


def record(op, function, inputs, **options):
    inputs = [x.clone().requires_grad_() for x in inputs]
    output = function(*inputs, **options)
    upstream = torch.randn(output.shape)
    output.backward(upstream)
    return {
        "op": op,
        "node": output.grad_fn.name(),
        "inputs": [pack(x) for x in inputs],
        "options": {name: [value] if isinstance(value, str) else [str(int(v)) for v in (value if isinstance(value, tuple) else (value,))]
                    for name, value in options.items()},
        "output": pack(output),
        "upstream": pack(upstream),
        "gradients": [pack(x.grad) for x in inputs],
    }


def conv(images, weight, bias=True, **options):
    inputs = [torch.randn(images), torch.randn(weight)] + ([torch.randn(weight[0])] if bias else [])
    return record("conv2d", F.conv2d, inputs, **options)


def pool(op, function, images, **options):
    return record(op, function, [torch.randn(images)], **options)


cases = [
    conv((2, 1, 8, 8), (3, 1, 3, 3)),
    conv((2, 3, 9, 7), (5, 3, 3, 3), stride=2, padding=1),
    conv((1, 4, 8, 10), (6, 2, 2, 3), stride=(2, 1), padding=(1, 2), groups=2),
    conv((2, 2, 11, 12), (4, 2, 3, 2), dilation=(2, 3), padding=(2, 1), bias=False),
    conv((1, 6, 7, 7), (6, 1, 3, 3), groups=6, padding=1, stride=3),
    conv((1, 2, 6, 6), (3, 2, 1, 1), stride=2),
    conv((1, 2, 6, 7), (3, 2, 4, 2), padding="same"),
    conv((1, 2, 6, 7), (3, 2, 2, 3), padding="same", dilation=(3, 2)),
    conv((1, 2, 6, 7), (20, 2, 2, 3), padding="valid"),
    conv((3, 9, 8), (2, 3, 3, 3), padding=1),
    pool("max_pool2d", F.max_pool2d, (2, 3, 8, 7), kernel_size=2),
    pool("max_pool2d", F.max_pool2d, (1, 2, 13, 11), kernel_size=2, ceil_mode=True),
    pool("max_pool2d", F.max_pool2d, (1, 2, 9, 10), kernel_size=3, stride=2, padding=1),
    pool("max_pool2d", F.max_pool2d, (1, 2, 12, 14), kernel_size=(3, 2), stride=(1, 3), padding=(1, 0), dilation=(2, 1)),
    pool("max_pool2d", F.max_pool2d, (2, 9, 9), kernel_size=3, stride=3, padding=1, ceil_mode=True),
    pool("avg_pool2d", F.avg_pool2d, (2, 3, 8, 8), kernel_size=4),
    pool("avg_pool2d", F.avg_pool2d, (1, 2, 9, 10), kernel_size=3, stride=2, padding=1),
    pool("avg_pool2d", F.avg_pool2d, (1, 2, 9, 10), kernel_size=3, stride=2, padding=1, count_include_pad=False),
    pool("avg_pool2d", F.avg_pool2d, (1, 2, 10, 11), kernel_size=(3, 2), stride=2, ceil_mode=True),
    pool("avg_pool2d", F.avg_pool2d, (1, 2, 10, 10), kernel_size=3, stride=2, padding=1, ceil_mode=True),
    pool("avg_pool2d", F.avg_pool2d, (1, 2, 10, 10), kernel_size=3, stride=2, padding=1, ceil_mode=True,
         count_include_pad=False),
    pool("avg_pool2d", F.avg_pool2d, (1, 1, 6, 6), kernel_size=2, divisor_override=3),
    pool("adaptive_avg_pool2d", F.adaptive_avg_pool2d, (2, 3, 7, 5), output_size=1),
    pool("adaptive_avg_pool2d", F.adaptive_avg_pool2d, (2, 3, 7, 5), output_size=(3, 4)),
    pool("adaptive_avg_pool2d", F.adaptive_avg_pool2d, (2, 4, 4), output_size=(6, 2)),
]

layers = [
    (1, 16, dict(kernel_size=3, stride=2, padding=1)), (6, 16, dict(kernel_size=3)),
    (4, 8, dict(kernel_size=(3, 5), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=4, bias=False)),
    (2, 3, dict(kernel_size=2, padding="same")), (2, 3, dict(kernel_size=2, padding="valid")),
]
inits = []
for i, (inputs, outputs, options) in enumerate(layers):
    torch.manual_seed(i)
    layer = nn.Conv2d(inputs, outputs, **options)
    inits.append({"seed": i, "text": str(layer), "weight": pack(layer.weight),
                  "bias": None if layer.bias is None else pack(layer.bias)})

texts = [str(m) for m in [
    nn.ReLU(), nn.Sigmoid(), nn.Tanh(), nn.GELU(), nn.GELU(approximate="tanh"), nn.Softmax(dim=1), nn.LogSoftmax(dim=-1),
    nn.Flatten(), nn.Flatten(0, 2), nn.MaxPool2d(2), nn.MaxPool2d((2, 3), stride=1, padding=1, dilation=2, ceil_mode=True),
    nn.AvgPool2d(4), nn.AvgPool2d((2, 3), stride=(1, 2), padding=1), nn.AdaptiveAvgPool2d(1), nn.AdaptiveAvgPool2d((2, 3)),
    nn.L1Loss(), nn.MSELoss(), nn.SmoothL1Loss(), nn.CrossEntropyLoss(), nn.NLLLoss(), nn.BCEWithLogitsLoss(),
    nn.Sequential(), nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.ReLU(), nn.Linear(3, 1))),
]]
state = list(nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.ReLU(), nn.Conv2d(3, 1, 1))).state_dict())

path = pathlib.Path(__file__).with_name("torch-convolution.json")
recording = {"torch": torch.__version__, "cases": cases, "inits": inits, "texts": texts, "state": state}
path.write_text(json.dumps(recording) + "\n")
