"""Optimizers, schedulers, clipping: the parameters after each of several steps with random gradients."""

import math

import torch
from torch import optim
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from recording import N, Topic

topic = Topic(1108)
case = topic.case
STEPS = 6
# Two parameters, one of them non-contiguous, and a gradient for each at each step; the second has none at step 3. (16 elements go through
# torch's vectorised loops; the scalar ones, for the rest of fewer, round elsewhere.)
inputs = (N(4, 4), N(2, 8).t, *[N(4, 4).plain if i % 2 == 0 else N(2, 8).plain for i in range(2 * STEPS)])


def steps(make, schedule=None, groups=False):
    def function(a, b, *gradients):
        parameters = [{"params": [a]}, {"params": [b], "lr": 0.05, "weight_decay": 0.2}] if groups else [a, b]
        optimizer = make(parameters)
        scheduler = schedule(optimizer) if schedule else None
        outputs = []
        for step in range(STEPS):
            a.grad = gradients[2 * step].clone()
            b.grad = None if step == 3 else gradients[2 * step + 1].clone()
            optimizer.step()
            if scheduler:
                scheduler.step()
                outputs += [float(group["lr"]) for group in optimizer.param_groups]
            outputs += [a.detach().clone(), b.detach().clone()]
        return outputs
    return function


optimizers = {
    "SGD(p, lr: 0.1)": lambda p: optim.SGD(p, lr=0.1),
    "SGD(p, lr: 0.1, momentum: 0.9)": lambda p: optim.SGD(p, lr=0.1, momentum=0.9),
    "SGD(p, lr: 0.1, momentum: 0.9, dampening: 0.3)": lambda p: optim.SGD(p, lr=0.1, momentum=0.9, dampening=0.3),
    "SGD(p, lr: 0.1, weightDecay: 0.3)": lambda p: optim.SGD(p, lr=0.1, weight_decay=0.3),
    "SGD(p, lr: 0.1, momentum: 0.9, weightDecay: 0.3, nesterov: true)": lambda p: optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.3, nesterov=True),
    "Adam(p)": lambda p: optim.Adam(p),
    "Adam(p, lr: 0.1, betas: (0.8, 0.95), epsilon: 1e-3, weightDecay: 0.3)": lambda p: optim.Adam(p, 0.1, (0.8, 0.95), 1e-3, 0.3),
    "AdamW(p)": lambda p: optim.AdamW(p),
    "AdamW(p, lr: 0.1, betas: (0.8, 0.95), epsilon: 1e-3, weightDecay: 0.3)": lambda p: optim.AdamW(p, 0.1, (0.8, 0.95), 1e-3, 0.3),
    "RMSprop(p)": lambda p: optim.RMSprop(p),
    "RMSprop(p, lr: 0.1, alpha: 0.9, epsilon: 1e-3, weightDecay: 0.3)": lambda p: optim.RMSprop(p, 0.1, 0.9, 1e-3, 0.3),
    "RMSprop(p, lr: 0.1, momentum: 0.5)": lambda p: optim.RMSprop(p, 0.1, momentum=0.5),
    "RMSprop(p, lr: 0.1, momentum: 0.5, centered: true)": lambda p: optim.RMSprop(p, 0.1, momentum=0.5, centered=True),
    "RMSprop(p, lr: 0.1, centered: true)": lambda p: optim.RMSprop(p, 0.1, centered=True),
}
for text, make in optimizers.items():
    case(text, steps(make), inputs)
for text, make in {
    "SGD(groups, lr: 0.1, momentum: 0.9)": lambda p: optim.SGD(p, lr=0.1, momentum=0.9),
    "Adam(groups, lr: 0.1)": lambda p: optim.Adam(p, lr=0.1),
    "AdamW(groups, lr: 0.1)": lambda p: optim.AdamW(p, lr=0.1),
    "RMSprop(groups, lr: 0.1)": lambda p: optim.RMSprop(p, lr=0.1),
}.items():
    case(text, steps(make, groups=True), inputs)

schedulers = {
    "StepLR(o, stepSize: 2, gamma: 0.3)": lambda o: optim.lr_scheduler.StepLR(o, 2, 0.3),
    "CosineAnnealingLR(o, maxSteps: 4, minimum: 0.01)": lambda o: optim.lr_scheduler.CosineAnnealingLR(o, 4, 0.01),
    "OneCycleLR(o, maxLR: 0.5, totalSteps: 7)": lambda o: optim.lr_scheduler.OneCycleLR(o, 0.5, 7),
    "OneCycleLR(o, maxLR: 0.5, totalSteps: 8, rise: 0.5, divFactor: 10, finalDivFactor: 100, momentum: (0.8, 0.99))":
        lambda o: optim.lr_scheduler.OneCycleLR(o, 0.5, 8, pct_start=0.5, div_factor=10, final_div_factor=100, base_momentum=0.8, max_momentum=0.99),
}
for text, schedule in schedulers.items():
    case(text, steps(lambda p: optim.SGD(p, lr=0.1, momentum=0.9), schedule, groups="One" not in text), inputs)


# The length, and the gradients afterwards.
def clipped(clip):
    def function(a, b, *gradients):
        a.grad, b.grad = gradients[0].clone(), gradients[1].clone()
        norm = clip([a, b])
        return [a.grad, b.grad] + ([] if norm is None else [norm])
    return function


case("clipGradNorm(p, maxNorm: 1)", clipped(lambda p: clip_grad_norm_(p, 1.0)), inputs[:4])
case("clipGradNorm(p, maxNorm: 100)", clipped(lambda p: clip_grad_norm_(p, 100.0)), inputs[:4])
case("clipGradValue(p, limit: 0.5)", clipped(lambda p: clip_grad_value_(p, 0.5)), inputs[:4])


def warmup_cosine(warmup, total):
    """A factor that rises evenly to 1 and falls along half a cosine wave."""
    def factor(step):
        if step < warmup:
            return (step + 1) / warmup
        return (1 + math.cos(math.pi * min((step - warmup) / (total - warmup), 1))) / 2
    return factor


for text, factor in {"LambdaLR(o) { 0.5 / (1 + $0) }": lambda step: 0.5 / (1 + step), "LambdaLR(o, warmupCosine(warmup: 2, total: 5))": warmup_cosine(2, 5)}.items():
    case(text, steps(lambda p: optim.SGD(p, lr=0.1, momentum=0.9), lambda o: optim.lr_scheduler.LambdaLR(o, factor), groups=True), inputs)
