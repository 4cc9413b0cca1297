"""torch.nn.functional."""

import torch
import torch.nn.functional as F

from recording import B, I, N, P, Topic, U, V

topic = Topic(1106)
case = topic.case
inf, nan = float("inf"), float("nan")
shapes = [N(5), N(3, 4).t, N(2, 5).s, N(), N(2, 3, 4)]
far = V([-100.0, -20.25, -5.0, -1e-3, 0.0, 1e-3, 5.0, 20.25, 88.0])
special = V([inf, -inf, nan]).plain
REDUCTIONS = ["none", "mean", "sum"]

for name in ["relu", "sigmoid", "tanh"]:
    case(f"F.{name}(a)", getattr(torch, name), *shapes, far, special)
case("F.gelu(a)", lambda a: F.gelu(a), *shapes, far, special)
case("F.gelu(a, approximate: .tanh)", lambda a: F.gelu(a, approximate="tanh"), *shapes, far, special)
wide = V([[1000.0, 1001.0, 999.5], [-1e4, 0.0, 3.0], [-inf, 0.0, 1.0]])
for name in ["softmax", "log_softmax"]:
    swift = {"softmax": "softmax", "log_softmax": "logSoftmax"}[name]
    case(f"F.{swift}(a, -1)", lambda a: getattr(F, name)(a, -1), N(3, 4), N(3, 4).t, N(3, 4).s, N(2, 3, 4), N(5), N(), N(2, 40), wide)
    case(f"F.{swift}(a, 1)", lambda a: getattr(F, name)(a, 1), N(2, 3, 4), N(2, 3, 4).t, N(2, 3, 2, 2), N(0, 3))
    case(f"F.{swift}(a, 0)", lambda a: getattr(F, name)(a, 0), N(3, 4), N(3, 4).t, N(2, 3, 4).s)
case("F.dropout(a, training: false)", lambda a: F.dropout(a, training=False), N(3, 4), N(3, 4).t)
case("F.dropout(a, p: 0)", lambda a: F.dropout(a, p=0.0), N(3, 4))
case("F.dropout(a, p: 1)", lambda a: F.dropout(a, p=1.0), N(3, 4), special)
case("F.linear(a, w)", lambda a, w: F.linear(a, w), (N(3, 4), N(2, 4)), (N(3, 4).t, N(2, 4).t), (N(4), N(2, 4)), (N(2, 3, 4), N(5, 4)), (N(2, 3, 4).t, N(5, 4)))
case("F.linear(a, w, b)", lambda a, w, b: F.linear(a, w, b),
     (N(3, 4), N(2, 4), N(2)), (N(3, 4).t, N(2, 4).t, N(2).s), (N(4), N(2, 4), N(2)), (N(2, 3, 4), N(5, 4), N(5)), (N(2, 3, 4).t, N(5, 4), N(5)), (N(0, 4), N(2, 4), N(2)))

# Losses.
same = [(N(3, 4), N(3, 4)), (N(3, 4).t, N(3, 4)), (N(3, 4), N(3, 4).s), (N(5), N(5)), (N(), N())]
bounds = V([[-2.0, -1.0, -0.5, 0.0], [0.5, 1.0, 2.0, 0.3]]), V([[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
for r in REDUCTIONS:
    case(f"F.mseLoss(a, b, reduction: .{r})", lambda a, b: F.mse_loss(a, b, reduction=r), *same)
    case(f"F.l1Loss(a, b, reduction: .{r})", lambda a, b: F.l1_loss(a, b, reduction=r), *same, bounds)
    for beta in [1, 0.5, 0]:
        case(f"F.smoothL1Loss(a, b, reduction: .{r}, beta: {beta})", lambda a, b: F.smooth_l1_loss(a, b, reduction=r, beta=beta), *same[:3], bounds)
    sure = (V([-100.0, -20.0, 0.0, 20.0, 100.0]), V([0.0, 1.0, 0.5, 0.0, 1.0]))
    case(f"F.binaryCrossEntropyWithLogits(a, b, reduction: .{r})", lambda a, b: F.binary_cross_entropy_with_logits(a, b, reduction=r),
         (N(3, 4), U(3, 4)), (N(3, 4).t, U(3, 4).s), (N(5), U(5)), sure)
    case(f"F.binaryCrossEntropyWithLogits(a, b, weight: w, reduction: .{r}, positiveWeight: p)",
         lambda a, b, w, p: F.binary_cross_entropy_with_logits(a, b, weight=w, reduction=r, pos_weight=p),
         (N(3, 4), U(3, 4), P(4).plain, P(4).plain), (N(3, 4).t, U(3, 4), P(3, 1).plain, P(3, 4).plain))
    classes = [(N(3, 5), I(0, 5, 3)), (N(3, 5).t, I(0, 5, 3)), (N(5), I(0, 5)), (N(2, 3, 4), I(0, 3, 2, 4)), (N(2, 3, 2, 2), I(0, 3, 2, 2, 2))]
    weighted = [(a, i, P(a.shape[1 if len(a.shape) > 1 else 0]).plain) for a, i in classes]
    case(f"F.nllLoss(a, i, reduction: .{r})", lambda a, i: F.nll_loss(a, i, reduction=r), *classes)
    case(f"F.nllLoss(a, i, weight: w, ignoreIndex: 1, reduction: .{r})",
         lambda a, i, w: F.nll_loss(a, i, weight=w, ignore_index=1, reduction=r), *[one for one in weighted if len(one[0].shape) > 1])
    case(f"F.crossEntropy(a, i, reduction: .{r})", lambda a, i: F.cross_entropy(a, i, reduction=r), *classes, (V([[1000.0, 0.0], [-1000.0, 5.0]]), V([1, 1], torch.int64)))
    case(f"F.crossEntropy(a, i, weight: w, ignoreIndex: 1, reduction: .{r})",
         lambda a, i, w: F.cross_entropy(a, i, weight=w, ignore_index=1, reduction=r), *[one for one in weighted if len(one[0].shape) > 1])
    case(f"F.crossEntropy(a, i, weight: w, ignoreIndex: 1, reduction: .{r}, labelSmoothing: 0.1)",
         lambda a, i, w: F.cross_entropy(a, i, weight=w, ignore_index=1, reduction=r, label_smoothing=0.1), *[one for one in weighted if len(one[0].shape) > 1])
    case(f"F.crossEntropy(a, i, reduction: .{r}, labelSmoothing: 0.3)", lambda a, i: F.cross_entropy(a, i, reduction=r, label_smoothing=0.3), *classes)
    shares = [(N(3, 5), U(3, 5)), (N(3, 5).t, U(3, 5).s), (N(5), U(5)), (N(2, 3, 4), U(2, 3, 4))]
    case(f"F.crossEntropy(a, b, reduction: .{r})", lambda a, b: F.cross_entropy(a, b, reduction=r), *shares)
    case(f"F.crossEntropy(a, b, weight: w, reduction: .{r}, labelSmoothing: 0.1)",
         lambda a, b, w: F.cross_entropy(a, b, weight=w, reduction=r, label_smoothing=0.1),
         *[(a, b, P(a.shape[1 if len(a.shape) > 1 else 0]).plain) for a, b in shares])
nobody = V([1, 1], torch.int64)
case("F.crossEntropy(a, i, ignoreIndex: 1) of nobody", lambda a, i: F.cross_entropy(a, i, ignore_index=1), (N(2, 3), nobody))
case("F.oneHot(i)", lambda i: F.one_hot(i), I(0, 4, 5), I(0, 3, 2, 3), I(0, 3, 2, 3).t, I(0, 4))
case("F.oneHot(i, numClasses: 6)", lambda i: F.one_hot(i, 6), I(0, 4, 5), I(0, 6, 2, 3))

# Images.
case("F.pad(a, [1, 2])", lambda a: F.pad(a, [1, 2]), N(4), N(3, 4).t, N(2, 3, 4).s)
case("F.pad(a, [1, 0, 2, 1], value: 0.5)", lambda a: F.pad(a, [1, 0, 2, 1], value=0.5), N(3, 4), N(2, 3, 4).t)
case("F.pad(a, [-1, 2, 1, -2])", lambda a: F.pad(a, [-1, 2, 1, -2]), N(3, 4), N(2, 3, 4).t)
for mode in ["reflect", "replicate", "circular"]:
    case(f"F.pad(a, [1, 2], mode: .{mode})", lambda a: F.pad(a, [1, 2], mode=mode), N(2, 3, 4), N(2, 3, 4).t, N(3, 4))
    case(f"F.pad(a, [1, 2, 2, 0], mode: .{mode})", lambda a: F.pad(a, [1, 2, 2, 0], mode=mode), N(2, 2, 3, 4), N(2, 3, 4).s)
case("F.pad(a, [1, 0, 0, 1, 1, 1], mode: .reflect)", lambda a: F.pad(a, [1, 0, 0, 1, 1, 1], mode="reflect"), N(1, 2, 2, 3, 2))

images = [N(1, 2, 6, 5), N(2, 2, 5, 4).t, N(2, 6, 5).s]
weights = N(4, 2, 3, 2)
biased = [(images[0], weights, N(4)), (images[1], weights.t, N(4)), (images[2], weights, N(4).s)]
case("F.conv2d(a, w)", lambda a, w: F.conv2d(a, w), (N(2, 3, 4, 5), N(4, 3, 3, 3)), (N(2, 3, 2, 3).s, N(4, 3, 1, 1)), (N(3, 4, 3), N(2, 3, 4, 3)), (N(1, 1, 3, 4), N(20, 1, 3, 3)))
case("F.conv2d(a, w, b)", lambda a, w, b: F.conv2d(a, w, b), *biased)
case("F.conv2d(a, w, b, stride: 2, padding: 1)", lambda a, w, b: F.conv2d(a, w, b, stride=2, padding=1), *biased)
case("F.conv2d(a, w, b, stride: [2, 3], padding: [2, 1])", lambda a, w, b: F.conv2d(a, w, b, stride=(2, 3), padding=(2, 1)), *biased)
case("F.conv2d(a, w, b, dilation: [2, 3])", lambda a, w, b: F.conv2d(a, w, b, dilation=(2, 3)), *biased)
case("F.conv2d(a, w, b, padding: .same, dilation: 2)", lambda a, w, b: F.conv2d(a, w, b, padding="same", dilation=2), *biased)
case("F.conv2d(a, w, b, padding: .same)", lambda a, w, b: F.conv2d(a, w, b, padding="same"), *biased)
case("F.conv2d(a, w, b, padding: .valid)", lambda a, w, b: F.conv2d(a, w, b, padding="valid"), biased[0])
case("F.conv2d(a, w, b, padding: 1, groups: 2)", lambda a, w, b: F.conv2d(a, w, b, padding=1, groups=2), (N(2, 4, 3, 4), N(6, 2, 3, 3), N(6)), (N(4, 3, 4), N(2, 2, 3, 3), N(2)))
case("F.conv2d(a, w, b, stride: 2, padding: 1, dilation: 2, groups: 3)", lambda a, w, b: F.conv2d(a, w, b, stride=2, padding=1, dilation=2, groups=3),
     (N(2, 3, 5, 6), N(6, 1, 3, 3), N(6)))

equal = V([[[1.0, 1.0, 0.0, 0.0], [1.0, 1.0, 0.0, 2.0], [2.0, 2.0, 2.0, 2.0]]])
hollow = V([[[1.0, inf, -inf, -inf], [nan, 1.0, -inf, -inf], [2.0, 0.0, 3.0, 1.0]]]).plain
pooled = [N(2, 1, 6, 5), N(1, 2, 5, 4).t, N(1, 5, 6).s, equal]
case("F.maxPool2d(a, 2)", lambda a: F.max_pool2d(a, 2), *pooled, hollow)
case("F.maxPool2d(a, [3, 2], stride: [2, 1], padding: 1)", lambda a: F.max_pool2d(a, (3, 2), stride=(2, 1), padding=1), *pooled, hollow)
case("F.maxPool2d(a, 2, ceilMode: true)", lambda a: F.max_pool2d(a, 2, ceil_mode=True), *pooled, N(1, 7, 7))
case("F.maxPool2d(a, 2, stride: 3, padding: 1, ceilMode: true)", lambda a: F.max_pool2d(a, 2, stride=3, padding=1, ceil_mode=True), *pooled, N(1, 7, 7))
case("F.maxPool2d(a, 2, stride: 1, dilation: 2)", lambda a: F.max_pool2d(a, 2, stride=1, dilation=2), *pooled)
case("F.maxPool2dWithIndices(a, 2, stride: 1, padding: 1)", lambda a: F.max_pool2d(a, 2, stride=1, padding=1, return_indices=True), *pooled, hollow)
case("F.avgPool2d(a, 2)", lambda a: F.avg_pool2d(a, 2), *pooled)
case("F.avgPool2d(a, [3, 2], stride: [2, 1], padding: 1)", lambda a: F.avg_pool2d(a, (3, 2), stride=(2, 1), padding=1), *pooled)
case("F.avgPool2d(a, 3, stride: 2, padding: 1, ceilMode: true)", lambda a: F.avg_pool2d(a, 3, stride=2, padding=1, ceil_mode=True), *pooled, N(1, 7, 7))
case("F.avgPool2d(a, 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false)",
     lambda a: F.avg_pool2d(a, 3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), *pooled)
case("F.avgPool2d(a, 2, divisorOverride: 3)", lambda a: F.avg_pool2d(a, 2, divisor_override=3), *pooled)
case("F.adaptiveAvgPool2d(a, 1)", lambda a: F.adaptive_avg_pool2d(a, 1), *pooled)
case("F.adaptiveAvgPool2d(a, [3, 2])", lambda a: F.adaptive_avg_pool2d(a, (3, 2)), *pooled, N(1, 2, 2))
case("F.adaptiveAvgPool2d(a, [7, 4])", lambda a: F.adaptive_avg_pool2d(a, (7, 4)), *pooled[:3])


# The running statistics are outputs too.
def trained(**options):
    def function(x, mean, variance, weight, bias):
        return F.batch_norm(x, mean, variance, weight, bias, training=True, **options), mean, variance
    return function


normalized = [(x, N(3).plain, P(3).plain, N(3), N(3)) for x in [N(4, 3), N(2, 3, 4), N(2, 3, 2, 2), N(2, 3, 2, 2).t, N(4, 3).s]]
case("F.batchNorm(a, …, training: true)", trained(), *normalized)
case("F.batchNorm(a, …, training: true, momentum: 0.3, epsilon: 1e-2)", trained(momentum=0.3, eps=1e-2), *normalized)
case("F.batchNorm(a, …)", lambda x, m, v, w, b: F.batch_norm(x, m, v, w, b), *normalized)
case("F.batchNorm(a, mean, variance)", lambda x, m, v, w, b: F.batch_norm(x, m, v), *normalized[:2])
case("F.batchNorm(a, nil, nil, training: true)", lambda x: F.batch_norm(x, None, None, training=True), N(4, 3), N(2, 3, 2, 2).t)

rows = [(N(3, 4), N(4), N(4)), (N(2, 3, 5).t, N(5).s, N(5)), (N(2, 3, 17).s, N(17), N(17)), (N(6), N(6), N(6))]
case("F.layerNorm(a, [n], weight: w, bias: b)", lambda a, w, b: F.layer_norm(a, [a.shape[-1]], w, b), *rows)
case("F.layerNorm(a, [n], weight: w, epsilon: 1e-2)", lambda a, w: F.layer_norm(a, [a.shape[-1]], w, eps=1e-2), *[(a, w) for a, w, _ in rows])
case("F.layerNorm(a, [n], bias: b)", lambda a, b: F.layer_norm(a, [a.shape[-1]], None, b), *[(a, b) for a, _, b in rows])
case("F.layerNorm(a, [n])", lambda a: F.layer_norm(a, [a.shape[-1]]), *[a for a, _, _ in rows], N(0, 4), N(300, 20))
case("F.layerNorm(a, [3, 4], weight: w, bias: b)", lambda a, w, b: F.layer_norm(a, [3, 4], w, b), (N(2, 3, 4), N(3, 4), N(3, 4)), (N(2, 2, 3, 4).t, N(3, 4).t, N(3, 4)))
