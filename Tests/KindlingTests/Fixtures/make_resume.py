"""Records what torch's optimizers, schedulers and generators remember, for OptimizerStateTests and SchedulerStateTests.

    python make_resume.py          writes torch-resume.json beside this file; needs torch 2.13.0

Each optimizer takes three steps on a small problem, and three more. Its state after the first three is recorded under our names: torch's, joined
by dots. Floats are stored as base64 of their little-endian bits.
"""

import base64
import json
import pathlib

import torch
import torch.nn.functional as F
from torch import optim
from torch.optim import lr_scheduler

torch.set_num_threads(1)


def packed(tensor):
    codes = {torch.float32: ("F32", "<f4"), torch.float64: ("F64", "<f8"), torch.int64: ("I64", "<i8"), torch.bool: ("BOOL", "|u1")}
    name, code = codes[tensor.dtype]
    return {"dtype": name, "shape": list(tensor.shape), "bytes": base64.b64encode(tensor.detach().numpy().astype(code).tobytes()).decode()}


def number(value):
    """A setting: a number, a truth value, or several numbers."""
    if isinstance(value, (list, tuple)):
        whole = all(isinstance(v, int) for v in value)
        return packed(torch.tensor(value, dtype=torch.int64 if whole else torch.float64))
    if isinstance(value, bool):
        return packed(torch.tensor(value))
    return packed(torch.tensor(value, dtype=torch.int64 if isinstance(value, int) else torch.float64))


def flat(optimizer):
    result = {}
    state = optimizer.state_dict()
    for index, memory in state["state"].items():
        for name, tensor in memory.items():
            if tensor is not None:
                result[f"state.{index}.{name}"] = packed(tensor)
    for index, group in enumerate(state["param_groups"]):
        for name, value in group.items():
            if value is not None:
                result[f"param_groups.{index}.{name}"] = number(value)
    return result


def problem():
    generator = torch.Generator().manual_seed(7)
    x = torch.randn(8, 3, generator=generator)
    y = torch.randn(8, 2, generator=generator)
    w = torch.randn(2, 3, generator=generator).requires_grad_()
    b = torch.randn(2, generator=generator).requires_grad_()
    return x, y, w, b


OPTIMIZERS = {
    "SGD": lambda w, b: optim.SGD([w, b], lr=0.05, momentum=0.9, weight_decay=0.01),
    "nesterov": lambda w, b: optim.SGD([{"params": [w], "lr": 0.02}, {"params": [b]}], lr=0.05, momentum=0.9, nesterov=True),
    "Adam": lambda w, b: optim.Adam([w, b], lr=0.05, betas=(0.8, 0.99)),
    "AdamW": lambda w, b: optim.AdamW([{"params": [w]}, {"params": [b], "weight_decay": 0.0}], lr=0.05),
    "RMSprop": lambda w, b: optim.RMSprop([w, b], lr=0.01, momentum=0.5, centered=True),
}


def record(make):
    x, y, w, b = problem()
    optimizer = make(w, b)

    def steps():
        for _ in range(3):
            optimizer.zero_grad()
            F.mse_loss(x @ w.T + b, y).backward()
            optimizer.step()
        return {"weight": packed(w), "bias": packed(b)}

    before = steps()
    state = flat(optimizer)
    return {"before": before, "state": state, "after": steps()}


def scheduler(make):
    optimizer = optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1, momentum=0.9)
    result = make(optimizer)
    for _ in range(4):
        optimizer.step()
        result.step()
    return {name: number(value) for name, value in result.state_dict().items() if isinstance(value, (int, float, list)) and not name.startswith("_schedule")}


def stream(seed, uniform, normal, more):
    generator = torch.Generator().manual_seed(seed)
    torch.rand(uniform, generator=generator)
    torch.randn(normal, generator=generator)
    torch.rand(more, generator=generator)
    state = generator.get_state()
    return {
        "seed": seed, "uniform": uniform, "normal": normal, "more": more,
        "bytes": base64.b64encode(state.numpy().tobytes()).decode(),
        "next": packed(torch.cat([torch.randn(5, generator=generator), torch.rand(700, generator=generator)[-5:]])),
    }


STREAMS = [
    (1, 0, 0, 0), (1, 5, 0, 0), (1, 0, 3, 0), (2, 5, 3, 700), (3, 624, 0, 0), (3, 623, 0, 0), (3, 0, 1, 620), (3, 0, 1, 621),
    (2**32 - 1, 1, 1, 0), (2**40 + 5, 0, 0, 0), (2**40 + 5, 10, 7, 1243), (2**63 - 1, 0, 5, 0),
]

x, y, w, b = problem()
content = {
    "torch": torch.__version__,
    "problem": {"x": packed(x), "y": packed(y), "weight": packed(w), "bias": packed(b)},
    "optimizers": {name: record(make) for name, make in OPTIMIZERS.items()},
    "schedulers": {
        "StepLR": scheduler(lambda o: lr_scheduler.StepLR(o, step_size=3, gamma=0.5)),
        "CosineAnnealingLR": scheduler(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=7, eta_min=0.001)),
    },
    "streams": [stream(*arguments) for arguments in STREAMS],
}
path = pathlib.Path(__file__).with_name("torch-resume.json")
path.write_text(json.dumps(content, indent=1) + "\n")
print(path.name, path.stat().st_size)
