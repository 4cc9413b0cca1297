"""torch.nn: layers and losses. A layer's parameters are inputs, so that their gradients are recorded like any other."""

import torch
from torch import nn
from torch.func import functional_call

from recording import B, I, N, P, Topic, U, V

topic = Topic(1107)
case = topic.case
REDUCTIONS = ["none", "mean", "sum"]


def layer(make, *names, evaluated=False):
    """What a module computes with the given parameters, and after two calls its buffers."""
    def function(x, *parameters):
        module = make()
        if evaluated:
            module.eval()
        result = functional_call(module, dict(zip(names, parameters)), (x,))
        return (result, *[buffer for _, buffer in module.named_buffers()])
    return function


x = [N(3, 4), N(3, 4).t, N(2, 3, 4)]
for name, text in [("Linear", "Linear(4, 2)"), ("Linear", "Linear(4, 2, bias: false)")]:
    bias = "false" not in text
    case(text, layer(lambda: nn.Linear(4, 2, bias=bias), "weight", *["bias"] * bias), *[(a, N(2, 4), *[N(2)] * bias) for a in x])
image = [N(2, 4, 3, 4), N(1, 4, 4, 3).t, N(4, 3, 3)]
convolutions = {
    "Conv2d(4, 6, kernelSize: 3)": (lambda: nn.Conv2d(4, 6, 3), (6, 4, 3, 3)),
    "Conv2d(4, 6, kernelSize: [3, 2], stride: 2, padding: [1, 0], bias: false)": (lambda: nn.Conv2d(4, 6, (3, 2), 2, (1, 0), bias=False), (6, 4, 3, 2)),
    "Conv2d(4, 6, kernelSize: 2, padding: .same, dilation: 2, groups: 2)": (lambda: nn.Conv2d(4, 6, 2, padding="same", dilation=2, groups=2), (6, 2, 2, 2)),
    "Conv2d(4, 4, kernelSize: 3, padding: .valid, groups: 4)": (lambda: nn.Conv2d(4, 4, 3, padding="valid", groups=4), (4, 1, 3, 3)),
}
for text, (make, shape) in convolutions.items():
    biased = "bias: false" not in text
    case(text, layer(make, "weight", *["bias"] * biased), *[(a, N(*shape), *[N(shape[0])] * biased) for a in image])

for text, make in {
    "ReLU()": nn.ReLU, "Sigmoid()": nn.Sigmoid, "Tanh()": nn.Tanh, "GELU()": nn.GELU, "GELU(approximate: .tanh)": lambda: nn.GELU("tanh"),
    "Softmax(-1)": lambda: nn.Softmax(-1), "LogSoftmax(0)": lambda: nn.LogSoftmax(0), "Flatten()": nn.Flatten, "Flatten(0, 1)": lambda: nn.Flatten(0, 1),
    "Identity()": nn.Identity,
}.items():
    case(text, layer(make), *x)
for text, make in {
    "MaxPool2d(2)": lambda: nn.MaxPool2d(2),
    "MaxPool2d(3, stride: [2, 1], padding: 1, ceilMode: true)": lambda: nn.MaxPool2d(3, (2, 1), 1, ceil_mode=True),
    "MaxPool2d(2, stride: 1, dilation: 2)": lambda: nn.MaxPool2d(2, 1, dilation=2),
    "AvgPool2d(2)": lambda: nn.AvgPool2d(2),
    "AvgPool2d([2, 3], stride: 2, padding: 1, ceilMode: true, countIncludePad: false)": lambda: nn.AvgPool2d((2, 3), 2, 1, True, False),
    "AvgPool2d(2, divisorOverride: 5)": lambda: nn.AvgPool2d(2, divisor_override=5),
    "AdaptiveAvgPool2d(1)": lambda: nn.AdaptiveAvgPool2d(1),
    "AdaptiveAvgPool2d([3, 2])": lambda: nn.AdaptiveAvgPool2d((3, 2)),
}.items():
    case(text, layer(make), *image)


def batch_norm(make, *names):
    """Two calls while training and one in evaluation: results and the buffers after each."""
    def function(a, b, *parameters):
        module = make()
        for name, parameter in zip(names, parameters):
            del module._parameters[name]
            setattr(module, name, parameter)
        outputs = []
        for x in [a, b]:
            outputs += [module(x), *[buffer.clone() for _, buffer in module.named_buffers()]]
        module.eval()
        return outputs + [module(a)]
    return function


flat, deep, pictures = (N(4, 3), N(5, 3).t), (N(2, 3, 4), N(3, 3, 2)), (N(2, 3, 2, 2), N(2, 3, 3, 2).t)
for text, make, names in [
    ("BatchNorm1d(3)", lambda: nn.BatchNorm1d(3), ["weight", "bias"]),
    ("BatchNorm1d(3, epsilon: 1e-2, momentum: 0.3)", lambda: nn.BatchNorm1d(3, 1e-2, 0.3), ["weight", "bias"]),
    ("BatchNorm1d(3, momentum: nil)", lambda: nn.BatchNorm1d(3, momentum=None), ["weight", "bias"]),
    ("BatchNorm1d(3, affine: false)", lambda: nn.BatchNorm1d(3, affine=False), []),
    ("BatchNorm1d(3, trackRunningStats: false)", lambda: nn.BatchNorm1d(3, track_running_stats=False), ["weight", "bias"]),
]:
    case(text, batch_norm(make, *names), *[(a, b, *[N(3)] * len(names)) for a, b in [flat, deep]])
case("BatchNorm1d(3, bias: false)", batch_norm(lambda: nn.BatchNorm1d(3, bias=False), "weight"), (*flat, N(3)))
case("BatchNorm2d(3)", batch_norm(lambda: nn.BatchNorm2d(3), "weight", "bias"), (*pictures, N(3), N(3)))
case("BatchNorm2d(3, momentum: nil)", batch_norm(lambda: nn.BatchNorm2d(3, momentum=None), "weight", "bias"), (*pictures, N(3), N(3)))
case("Dropout(p: 0.3).eval()", layer(lambda: nn.Dropout(0.3), evaluated=True), *x)


def sequential():
    return nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 2))


case("Sequential(Linear(4, 5), ReLU(), Linear(5, 2))", layer(sequential, "0.weight", "0.bias", "2.weight", "2.bias"), *[(a, N(5, 4), N(5), N(2, 5), N(2)) for a in x])
case("Sequential(…)[1..<3]", lambda a, *p: (sequential()[1:3][0](a), len(sequential()[1:3]), len(sequential().append(nn.ReLU()))), N(2, 3))
case("Lambda { $0 * 2 }", lambda a: a * 2, N(3))


class MnistCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, 2, 1)
        self.conv2 = nn.Conv2d(16, 16, 3, 2, 1)
        self.conv3 = nn.Conv2d(16, 10, 3, 2, 1)

    def forward(self, x):
        x = x.view(-1, 1, 28, 28)
        for convolution in [self.conv1, self.conv2, self.conv3]:
            x = convolution(x).relu()
        return nn.functional.avg_pool2d(x, 4).view(-1, 10)


# Its own first numbers, from seed 1; the gradients' sums, since there are 3978 of them.
def cnn(seed, inputs):
    state = torch.get_rng_state()
    torch.manual_seed(seed)
    model = MnistCNN()
    torch.set_rng_state(state)
    result = model(inputs)
    result.pow(2).sum().backward()
    gradients = [parameter.grad for parameter in model.parameters()]
    return (result.detach(), *[gradient if gradient.ndim == 1 else gradient.sum(tuple(range(1, gradient.ndim))) for gradient in gradients])


case("MnistCNN()", lambda a: cnn(1, a), U(1, 784).plain)

# Losses as modules.
same = [(N(3, 4), N(3, 4)), (N(3, 4).t, N(3, 4))]
classes = [(N(3, 5), I(0, 5, 3)), (N(2, 5, 4), I(0, 5, 2, 4))]
for r in REDUCTIONS:
    case(f"L1Loss(reduction: .{r})", lambda a, b: nn.L1Loss(reduction=r)(a, b), *same)
    case(f"MSELoss(reduction: .{r})", lambda a, b: nn.MSELoss(reduction=r)(a, b), *same)
    case(f"SmoothL1Loss(reduction: .{r}, beta: 0.5)", lambda a, b: nn.SmoothL1Loss(reduction=r, beta=0.5)(a, b), *same)
    case(f"BCEWithLogitsLoss(weight: w, reduction: .{r}, positiveWeight: p)",
         lambda a, b, w, p: nn.BCEWithLogitsLoss(w, reduction=r, pos_weight=p)(a, b), (N(3, 4), U(3, 4), P(4).plain, P(4).plain))
    case(f"NLLLoss(weight: w, ignoreIndex: 1, reduction: .{r})",
         lambda a, i, w: nn.NLLLoss(w, ignore_index=1, reduction=r)(a, i), *[(a, i, P(5).plain) for a, i in classes])
    case(f"CrossEntropyLoss(weight: w, ignoreIndex: 1, reduction: .{r}, labelSmoothing: 0.1)",
         lambda a, i, w: nn.CrossEntropyLoss(w, ignore_index=1, reduction=r, label_smoothing=0.1)(a, i), *[(a, i, P(5).plain) for a, i in classes])
    case(f"CrossEntropyLoss(weight: w, reduction: .{r}) of probabilities",
         lambda a, b, w: nn.CrossEntropyLoss(w, reduction=r)(a, b), (N(3, 5), U(3, 5), P(5).plain))
for text, loss in {"L1Loss()": nn.L1Loss, "MSELoss()": nn.MSELoss, "SmoothL1Loss()": nn.SmoothL1Loss}.items():
    case(text, lambda a, b: loss()(a, b), same[0])
case("BCEWithLogitsLoss()", lambda a, b: nn.BCEWithLogitsLoss()(a, b), (N(3, 4), U(3, 4)))
case("NLLLoss()", lambda a, i: nn.NLLLoss()(a, i), classes[0])
case("CrossEntropyLoss()", lambda a, i: nn.CrossEntropyLoss()(a, i), classes[0])
