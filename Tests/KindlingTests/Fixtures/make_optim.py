"""Records optimizers, schedulers, clipping, batch normalization and trainings of torch, for OptimTests, SchedulerTests,
NormalizationTests and TrainingTests.

    python make_optim.py        writes torch-optim.json beside this file; needs torch 2.13.0

Floats are stored as base64 of their little-endian bits. The tests give the same options under the same names.
"""

import base64
import json
import math
import pathlib
import struct

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.optim.lr_scheduler import CosineAnnealingLR, LambdaLR, OneCycleLR, StepLR
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)
torch.manual_seed(20260108)


def packed(values):
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()


def tensor(t):
    return {"shape": list(t.shape), "values": packed(t.detach().reshape(-1).tolist())}


# Optimizers: three parameters, of which the last has no gradient in every third step.
shapes, steps, shown = [(5, 7), (4,), (3,)], 50, (1, 2, 10, 50)
initial = [torch.randn(shape) for shape in shapes]
gradients = [[torch.randn(shape) * (0.3 + 0.1 * i) for i, shape in enumerate(shapes)] for _ in range(steps)]

options = []
for momentum in (0, 0.9):
    for dampening in (0, 0.3):
        for weight_decay in (0, 0.05):
            for nesterov in (False, True):
                # torch refuses Nesterov's momentum without momentum or with dampening.
                if not (nesterov and (momentum == 0 or dampening != 0)):
                    options.append(("SGD", dict(
                        lr=0.05, momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov)))
for kind in ("Adam", "AdamW"):
    options += [
        (kind, dict()),
        (kind, dict(lr=0.01, weight_decay=0.1)),
        (kind, dict(lr=0.01, betas=(0.5, 0.9), eps=1e-3)),
        (kind, dict(lr=0.01, betas=(0.3, 0.0), eps=1e-8, weight_decay=0.02)),
        (kind, dict(lr=0.002, betas=(0.0, 0.99))),
    ]
for centered in (False, True):
    for momentum in (0, 0.9):
        for weight_decay in (0, 0.05):
            options.append(("RMSprop", dict(lr=0.003, momentum=momentum, weight_decay=weight_decay, centered=centered)))
options.append(("RMSprop", dict()))
options.append(("RMSprop", dict(lr=0.01, alpha=0.4, eps=1e-2, centered=True)))

# Parameter groups: the settings that each of the three parameters' groups has of its own.
own = [dict(), dict(lr=0.2), dict(lr=0.01, weight_decay=0.3)]
grouped = [
    ("SGD", dict(lr=0.05, momentum=0.9), [own[0], {**own[1], "momentum": 0.5}, {**own[2], "momentum": 0}]),
    ("Adam", dict(lr=0.01), [own[0], {**own[1], "betas": (0.5, 0.999)}, own[2]]),
    ("AdamW", dict(lr=0.01), own),
    ("RMSprop", dict(lr=0.01, momentum=0.5), [own[0], own[1], {**own[2], "momentum": 0}]),
]


def trained(kind, given, groups=None, make_scheduler=None):
    parameters = [nn.Parameter(p.clone()) for p in initial]
    if groups:
        optimizer = getattr(optim, kind)([dict(params=[p], **g) for p, g in zip(parameters, groups)], **given)
    else:
        optimizer = getattr(optim, kind)(parameters, **given)
    scheduler = make_scheduler(optimizer) if make_scheduler else None
    after = []
    for step in range(steps):
        for i, (p, g) in enumerate(zip(parameters, gradients[step])):
            p.grad = None if i == 2 and step % 3 == 1 else g.clone()
        optimizer.step()
        if scheduler: scheduler.step()
        if step + 1 in shown:
            after.append(packed(torch.cat([p.detach().reshape(-1) for p in parameters]).tolist()))
    swift = {{"weight_decay": "weightDecay", "eps": "epsilon"}.get(name, name): value for name, value in given.items()}
    row = {"kind": kind, "options": swift, "after": after}
    if groups:
        # Adam's momentum is its first beta.
        renamed = {"weight_decay": lambda v: ("weightDecay", v), "betas": lambda v: ("momentum", v[0])}
        row["groups"] = [dict(renamed.get(n, lambda v: (n, v))(v) for n, v in g.items()) for g in groups]
    return row


optimizers = [trained(kind, given) for kind, given in options]
optimizers += [trained(*arguments) for arguments in grouped]
one_cycle = lambda o: OneCycleLR(o, max_lr=0.1, total_steps=steps)
scheduled = [
    trained("SGD", dict(lr=0.1, momentum=0.9), None, one_cycle),
    trained("Adam", dict(), None, one_cycle),
    trained("RMSprop", dict(lr=0.1, momentum=0.9), None, one_cycle),
]


# Schedulers: the learning rates and the momenta of two groups before the first step and after each.
def rates(make, count):
    weights = [nn.Parameter(torch.zeros(1)) for _ in range(2)]
    optimizer = optim.SGD([dict(params=[weights[0]]), dict(params=[weights[1]], lr=0.5)], lr=0.1, momentum=0.7)
    scheduler = make(optimizer)
    lrs, momenta = [], []
    for step in range(count):
        if step > 0:
            optimizer.step()
            scheduler.step()
        lrs.append([group["lr"] for group in optimizer.param_groups])
        momenta.append([group["momentum"] for group in optimizer.param_groups])
    return lrs, momenta


def warmup_cosine(warmup, total):
    """Rises evenly to 1, and falls along half a cosine wave."""
    def factor(step):
        if step < warmup:
            return (step + 1) / warmup
        return (1 + math.cos(math.pi * min((step - warmup) / (total - warmup), 1))) / 2
    return factor


schedules = []
for name, make, count, arguments in [
    ("StepLR", lambda o, size, gamma: StepLR(o, int(size), gamma), 25, [(1, 0.9), (4, 0.5), (7, 0.1), (30, 0.1), (3, 1.5)]),
    ("CosineAnnealingLR", lambda o, t, low: CosineAnnealingLR(o, int(t), low), 45, [(9, 0), (10, 0.01), (1, 0), (2, 0.02), (60, 0)]),
    ("OneCycleLR", lambda o, total, rise, div, final: OneCycleLR(o, 0.3, int(total), pct_start=rise, div_factor=div, final_div_factor=final),
        None, [(10, 0.3, 25, 1e4), (50, 0.3, 25, 1e4), (7, 0.5, 10, 100), (4, 0.0, 25, 1e4), (5, 1.0, 25, 1e4), (1, 0.3, 25, 1e4), (33, 0.21, 4, 10)]),
    ("OneCycleLR without momentum", lambda o, total, rise: OneCycleLR(o, 0.3, int(total), pct_start=rise, cycle_momentum=False),
        None, [(12, 0.4)]),
    ("LambdaLR", lambda o, gamma, shift: LambdaLR(o, lambda step: gamma ** step + shift), 20, [(0.9, 0), (0.5, 0.25), (1.5, -1)]),
    ("warmupCosine", lambda o, warmup, total: LambdaLR(o, warmup_cosine(warmup, total)), 30, [(5, 20), (0, 10), (1, 2), (10, 60)]),
]:
    for given in arguments:
        # A loop that steps the scheduler after every batch goes one step past the cycle's last; torch can't where nothing falls.
        lrs, momenta = rates(lambda o: make(o, *given), count or given[0] + (given[1] < 1))
        schedules.append({"name": name, "arguments": given, "lrs": lrs, "momenta": momenta})


# Clipping: gradients of several shapes, with a limit below and above their length.
clipping = []
for shapes_, scale, limit in [
    ([(3, 4), (5,), ()], 1, 1), ([(3, 4), (5,)], 1, 100), ([(7,)], 1e-3, 0.5), ([(40, 30), (30,)], 10, 2.5), ([(3,), (2,)], 1, 0),
    ([(4,)], 0, 1),
]:
    for what in ("norm", "value"):
        weights = [nn.Parameter(torch.zeros(shape)) for shape in shapes_]
        for w in weights: w.grad = torch.randn(w.shape) * scale
        before = [tensor(w.grad) for w in weights]
        # One without a gradient.
        weights.append(nn.Parameter(torch.zeros(2)))
        if what == "norm":
            norm = nn.utils.clip_grad_norm_(weights, limit).item()
        else:
            norm = None
            nn.utils.clip_grad_value_(weights, limit)
        clipping.append({
            "what": what, "limit": limit, "norm": norm, "before": before, "after": [tensor(w.grad) for w in weights[:-1]]})


def weights_for(t):
    return torch.tensor([((i * 7 + 3) % 11) / 11 + 0.25 for i in range(t.numel())]).reshape(t.shape)


# Batch normalization: three batches while training, then one in evaluation, with all gradients.
normalization = []
for kind, shape, given in [
    ("BatchNorm1d", (6, 4), {}), ("BatchNorm1d", (2, 3), {}), ("BatchNorm1d", (4, 3, 5), dict(momentum=0.3, eps=1e-3)),
    ("BatchNorm2d", (3, 4, 5, 6), {}), ("BatchNorm2d", (1, 2, 3, 3), dict(momentum=None)), ("BatchNorm2d", (2, 3, 4, 4), dict(affine=False)),
    ("BatchNorm2d", (2, 3, 4, 4), dict(track_running_stats=False)), ("BatchNorm1d", (5, 3), dict(momentum=None, affine=False)),
    ("BatchNorm1d", (5, 3), dict(bias=False)), ("BatchNorm2d", (2, 2, 3, 3), dict(momentum=1.0)),
    ("BatchNorm2d", (2, 2, 3, 3), dict(affine=False, track_running_stats=False)), ("BatchNorm1d", (7, 2), dict(momentum=0.0)),
]:
    layer = getattr(nn, kind)(shape[1], **given)
    if layer.affine:
        with torch.no_grad():
            layer.weight.copy_(torch.rand(shape[1]) + 0.5)
            if layer.bias is not None: layer.bias.copy_(torch.randn(shape[1]))
    row = {
        "kind": kind, "channels": shape[1], "text": str(layer),
        "options": {{"eps": "epsilon", "track_running_stats": "trackRunningStats"}.get(n, n): v for n, v in given.items()},
        "isCumulative": layer.momentum is None,
        "weights": [tensor(p) for p in layer.parameters()], "runs": [],
    }
    for run in range(4):
        layer.train(run < 3)
        x = (torch.randn(shape) * 2 + torch.arange(shape[1]).reshape([1, -1] + [1] * (len(shape) - 2))).requires_grad_()
        layer.zero_grad()
        y = layer(x)
        y.backward(weights_for(y))
        row["runs"].append({
            "x": tensor(x), "y": tensor(y), "gradients": [tensor(x.grad)] + [tensor(p.grad) for p in layer.parameters()],
            "state": {name: tensor(t.float()) for name, t in layer.state_dict().items()}, "node": y.grad_fn.name()})
    row["names"] = list(layer.state_dict())
    normalization.append(row)


# Trainings, as chapter 12 does them.
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        # Without bias: a shift before the normalization has the gradient 0, of which Adam would see the rounding only.
        self.hidden = nn.Linear(6, 16, bias=False)
        self.norm = nn.BatchNorm1d(16)
        self.output = nn.Linear(16, 3)

    def forward(self, x):
        return self.output(F.relu(self.norm(self.hidden(x))))


def training(seed, kind):
    torch.manual_seed(seed)
    train = DataLoader(TensorDataset(x[:50], y[:50]), batch_size=8, shuffle=True)
    valid = DataLoader(TensorDataset(x[50:], y[50:]), batch_size=16)
    model = nn.Linear(6, 3) if kind == "linear" else Net()
    opt = optim.SGD(model.parameters(), lr=0.5) if kind == "linear" else optim.Adam(model.parameters(), lr=0.01)
    batches, epochs = [], []
    for _ in range(3):
        model.train()
        for xb, yb in train:
            loss = F.cross_entropy(model(xb), yb)
            batches.append(loss.item())
            loss.backward()
            opt.step()
            opt.zero_grad()
        model.eval()
        with torch.no_grad():
            losses = [(F.cross_entropy(model(xb), yb).item(), len(yb)) for xb, yb in valid]
        epochs.append(sum(loss * n for loss, n in losses) / sum(n for _, n in losses))
    return {"seed": seed, "kind": kind, "batches": batches, "epochs": epochs, "next": torch.randn(1).item()}


# 50 samples to train, in batches of 8 and a last one of 2; 23 to validate, in batches of 16 and 7.
x = torch.randn(73, 6)
y = (x @ torch.randn(6, 3) + 0.5 * torch.randn(73, 3)).argmax(1)
trainings = [training(seed, kind) for seed in (0, 1, 42, 2**63 - 1) for kind in ("linear", "net")]

path = pathlib.Path(__file__).with_name("torch-optim.json")
lines = lambda rows: "[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]"
path.write_text(
    f'{{"torch":"{torch.__version__}","initial":{lines(map(tensor, initial))},"gradients":'
    f'{lines([tensor(g) for g in row] for row in gradients)},"optimizers":{lines(optimizers)},"scheduled":{lines(scheduled)},'
    f'"schedules":{lines(schedules)},"clipping":{lines(clipping)},"normalization":{lines(normalization)},'
    f'"samples":{lines([tensor(x)])},"labels":{json.dumps(y.tolist())},"trainings":{lines(trainings)}}}\n')
print(f"{len(optimizers)} optimizers, {len(schedules)} schedules, {path.stat().st_size} bytes")
