"""Records torch's modules, for ModuleTests: starting weights, names and printed text.

    python make_module.py        writes torch-module.json beside this file; needs torch 2.13.0

Floats are stored as base64 of their little-endian bits.
"""

import base64
import json
import math
import pathlib

import torch
from torch import nn


def pack(tensor):
    values = tensor.detach().contiguous().numpy().astype("<f4").tobytes()
    return {"shape": list(tensor.shape), "values": base64.b64encode(values).decode()}


linear = []
for seed in [0, 1, 7, 2**63 - 1]:
    for inputs, outputs, bias in [(3, 2, True), (7, 12, True), (1, 1, True), (50, 9, False), (784, 3, True)]:
        torch.manual_seed(seed)
        layer = nn.Linear(inputs, outputs, bias=bias)
        linear.append({"seed": seed, "in": inputs, "out": outputs, "weight": pack(layer.weight),
                       "bias": pack(layer.bias) if bias else None})

init = []
for shape in [(4, 6), (3, 2, 3, 3), (5, 1)]:
    for name, fill in {
        "uniform": lambda t: nn.init.uniform_(t, -0.3, 0.7),
        "normal": lambda t: nn.init.normal_(t, 0.5, 2.0),
        "xavierUniform": lambda t: nn.init.xavier_uniform_(t, gain=1.5),
        "xavierNormal": nn.init.xavier_normal_,
        "kaimingUniform": lambda t: nn.init.kaiming_uniform_(t, a=math.sqrt(5)),
        "kaimingUniform relu fanOut": lambda t: nn.init.kaiming_uniform_(t, mode="fan_out", nonlinearity="relu"),
        "kaimingNormal": nn.init.kaiming_normal_,
        "kaimingNormal tanh": lambda t: nn.init.kaiming_normal_(t, nonlinearity="tanh"),
        "constant": lambda t: nn.init.constant_(t, 0.25),
    }.items():
        torch.manual_seed(11)
        init.append({"name": name, "result": pack(fill(torch.empty(shape)))})


class Block(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.first_layer = nn.Linear(2, 3)
        self.layers = nn.ModuleList(layers)
        self.heads = nn.ModuleDict({"a": nn.Linear(3, 1, bias=False), "b": nn.Identity()})
        self.scale = nn.Parameter(torch.ones(3))
        self.register_buffer("mean", torch.zeros(2))
        self.register_buffer("scratch", torch.zeros(2), persistent=False)


class Outer(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = Block([nn.Linear(3, 3), nn.Linear(3, 3), nn.Linear(3, 4), nn.Identity(), nn.Identity()])
        self.two = Block([Block([nn.Identity()]), Block([nn.Identity()])])
        self.again = self.one
        self.offset = nn.Parameter(torch.zeros(1))


class Talker(nn.Module):
    def __init__(self, text, child):
        super().__init__()
        self.text = text
        if child:
            self.child = nn.Identity()

    def extra_repr(self):
        return self.text


def tree(module):
    return {
        "text": repr(module),
        "parameters": [name for name, _ in module.named_parameters()],
        "buffers": [name for name, _ in module.named_buffers()],
        "state": list(module.state_dict()),
    }


# Tables, norms, attention, and what is built with it.
blocks = [
    nn.Embedding(10, 4), nn.Embedding(10, 4, padding_idx=-1), nn.LayerNorm(4), nn.LayerNorm([3, 4], 1e-6, bias=False),
    nn.LayerNorm(4, 0.5, elementwise_affine=False), nn.MultiheadAttention(4, 2), nn.MultiheadAttention(4, 1, 0.1, bias=False),
    nn.TransformerEncoderLayer(4, 2, 5), nn.TransformerEncoderLayer(4, 2, 5, 0.25, bias=False, norm_first=True),
    nn.TransformerDecoderLayer(4, 2, 5), nn.TransformerDecoderLayer(4, 2, 5, 0.0, layer_norm_eps=0.001, batch_first=True, bias=False),
    nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 5), 2), nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 5), 1, nn.LayerNorm(4)),
    nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 5), 2, nn.LayerNorm(4)), nn.Transformer(4, 2, 1, 2, 5),
]
outer = Outer()
record = {
    "torch": torch.__version__,
    "linear": linear,
    "init": init,
    "outer": tree(outer),
    "blocks": [tree(block) for block in blocks],
    "texts": [repr(Talker(text, child)) for text in ["", "one=1", "one=1\ntwo=2"] for child in [False, True]]
    + [repr(nn.ModuleList()), repr(nn.ModuleList([nn.Identity()])), repr(nn.ModuleList([nn.Linear(1, 2), Talker("x\ny", True), Talker("x\ny", True)]))],
}
path = pathlib.Path(__file__).with_name("torch-module.json")
path.write_text(json.dumps(record, separators=(",", ":")).replace('{"seed"', '\n{"seed"').replace('{"name"', '\n{"name"').replace('{"text"', '\n{"text"') + "\n")
print(path.stat().st_size, "bytes")
