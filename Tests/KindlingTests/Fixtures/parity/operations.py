"""The operations of workshop pages 01-12 and 02-06, writing into a part, and gradients where something is equal, infinite or nan."""

import torch

from recording import B, I, N, P, Topic, V

topic = Topic(1107)
case = topic.case
inf, nan = float("inf"), float("nan")
I64, BOOL = torch.int64, torch.bool
matrices = [N(3, 4), N(3, 4).t, N(3, 4).s]
cubes = [N(2, 3, 4), N(2, 3, 4).t, N(2, 3, 4).s]
special = V([1.5, -2.0, 0.0, -0.0, nan, inf, -inf])
partner = V([1.5, 3.0, -0.0, 0.0, 1.0, inf, nan])

# The larger and the smaller of two.
pairs = [(N(3, 4), N(3, 4)), (N(3, 4), N(4)), (N(3, 1), N(1, 4)), (N(3, 4).t, N(3, 4).s), (N(), N(3)), (N(2, 3, 4).t, N(3, 1)), (N(0, 3), N(3)),
         (V([[1.0, 2.0], [3.0, 4.0]]), V([1.0, 4.0])), (special, partner), (partner, special)]
case("maximum(a, b)", torch.maximum, *pairs)
case("minimum(a, b)", torch.minimum, *pairs)
whole = [(I(-9, 9, 3, 4), I(-9, 9, 4)), (I(-9, 9, 3, 4).t, I(-9, 9, 3, 1)), (I(-9, 9), I(-9, 9, 3).s)]
case("maximum(i, j)", torch.maximum, *whole)
case("minimum(i, j)", torch.minimum, *whole)
case("i .<= j", lambda i, j: i <= j, *whole)
case("i .>= j", lambda i, j: i >= j, *whole)
case("i .<= 1", lambda i: i <= 1, I(-3, 4, 3, 4), I(-3, 4, 3, 4).t)
case("i .>= 1", lambda i: i >= 1, I(-3, 4, 3, 4), I(-3, 4, 3, 4).t)

case("a.sign()", lambda a: a.sign(), *matrices, N(), N(0, 3), special)
case("i.sign()", lambda i: i.sign(), I(-2, 3, 3, 4), I(-2, 3, 3, 4).t, I(-2**62, 2**62, 3))
case("a.isInf()", lambda a: a.isinf(), *[one.plain for one in matrices + [special]], V([3e38, -3e38, 1e-45]).plain)
case("a.isFinite()", lambda a: a.isfinite(), *[one.plain for one in matrices + [special]], V([3e38, -3e38, 1e-45]).plain)

# Norms. At 0, at equal ones, and with what isn't finite.
edges = [V([[3.0, -4.0, 0.0], [0.0, 0.0, 0.0]]), V([[2.0, -2.0, 1.0], [0.0, -0.0, 5.0]]), V([[1.0, nan, 2.0], [inf, 1.0, -inf]])]
norms = {"2": 2, "1": 1, "0": 0, ".infinity": inf, "-.infinity": -inf, "3": 3, "1.5": 1.5, "0.5": 0.5, "-1": -1, "-2.5": -2.5}
for text, p in norms.items():
    case(f"a.norm({text})", lambda a: a.norm(p), *matrices, *cubes[:2], N(5), N(), P(19))
    # Without a gradient where torch's own is a quotient of zeros that depends on how it is written.
    case(f"a.norm({text}, -1)", lambda a: a.norm(p, -1), *matrices, cubes[1], N(5), *(edges if p >= 0 else []))
    case(f"a.norm({text}, 0, 1, keepDim: true)", lambda a: a.norm(p, (0, 1), keepdim=True), *matrices, *cubes, *(edges[:2] if p >= 0 else []))
case("a.norm()", lambda a: a.norm(), *matrices, N(0, 3), N(0), *edges)
case("a.norm(1, [0, -1])", lambda a: a.norm(1, [0, -1]), *cubes)
case("a.norm(2, [])", lambda a: a.norm(2, []), *matrices)
case("a.norm(2, 0) of nothing", lambda a: a.norm(2, 0), N(0, 3))

case("a.variance(-1)", lambda a: a.var(-1), *matrices, *cubes)
case("a.variance(0, 1, correction: 0, keepDim: true)", lambda a: a.var((0, 1), correction=0, keepdim=True), *matrices, *cubes)
case("a.variance(1) of one", lambda a: a.var(1), N(3, 1))
case("a.std(-1)", lambda a: a.std(-1), *matrices, *cubes)
case("a.std(0, 1, correction: 0, keepDim: true)", lambda a: a.std((0, 1), correction=0, keepdim=True), *matrices, *cubes)
case("a.std(1) of equal ones", lambda a: a.std(1), V([[2.0, 2.0, 2.0], [1.0, 2.0, 3.0]]))

far = [V([[1000.0, 1001.0, 999.0], [-1000.0, -1001.0, -999.0]]), V([[-inf, 0.0, 1.0], [-inf, -inf, -inf]]), V([[inf, 1.0, -inf], [inf, inf, 0.0]]),
       V([[nan, 1.0, 2.0], [nan, inf, -inf]])]
case("a.logsumexp(-1)", lambda a: a.logsumexp(-1), *matrices, *cubes, N(5), N(), N(2, 0), *far)
case("a.logsumexp(0)", lambda a: a.logsumexp(0), *matrices, *cubes, N(0, 3), N(1, 3))
case("a.logsumexp(0, 1, keepDim: true)", lambda a: a.logsumexp((0, 1), keepdim=True), *matrices, *cubes, *far)
case("a.logsumexp()", lambda a: a.logsumexp((0, 1)), *matrices)
case("a.logsumexp([0, -1])", lambda a: a.logsumexp([0, -1]), *cubes)

case("a.flip(0)", lambda a: a.flip(0), *matrices, *cubes, N(5), N(), N(0, 3), N(1, 3))
case("a.flip(-1, 0)", lambda a: a.flip(-1, 0), *matrices, *cubes)
case("a.flip([1])", lambda a: a.flip([1]), *matrices, *cubes)
case("a.flip([])", lambda a: a.flip([]), *matrices)
case("i.flip(0)", lambda i: i.flip(0), I(0, 9, 5), I(0, 9, 3, 4).t, I(0, 9, 2, 3).s)
case("m.flip([0, 1])", lambda m: m.flip([0, 1]), B(3, 4), B(3, 4).t, B(3, 4).s)

# Steps.
case("a[.every(2)]", lambda a: a[::2], *matrices, *cubes, N(5), N(0, 3), N(1))
case("a[.every(3, from: 1, to: 8)]", lambda a: a[1:8:3], N(10), N(9, 2).t, N(5, 2).s, N(1))
case("a[.every(2, from: 7, to: 3)]", lambda a: a[7:3:2], N(10))
case("a[.every(100)]", lambda a: a[::100], N(10), N(3, 4).t)
case("a[0..., .every(2, from: 1)]", lambda a: a[:, 1::2], *matrices, *cubes)
case("a[.every(2), -1]", lambda a: a[::2, -1], *matrices)
case("a[.every(1), .every(2)][.every(2)]", lambda a: a[::1, ::2][::2], *matrices)
case("i[.every(2)]", lambda i: i[::2], I(0, 9, 5), I(0, 9, 3, 4).t)

# Picked by a mask of the first dimensions, or of none; whole numbers and truth values.
case("a[mask of the first dimensions]", lambda a, m: a[m], (N(3, 4), B(3)), (N(3, 4).t, B(3)), (N(2, 3, 4).t, B(2, 3)), (N(2, 3, 4).s, B(2)),
     (N(3, 4), V([False] * 3, BOOL)))
case("a[mask without dimensions]", lambda a, m: a[m], (N(3), V(True, BOOL)), (N(3), V(False, BOOL)), (N(), V(True, BOOL)))
case("i[j]", lambda i, j: i[j], (I(-9, 9, 5), I(-5, 5, 7)), (I(-9, 9, 3, 4).t, I(-3, 3, 2, 2)))
case("i[rows, columns]", lambda i, j, k: i[j, k], (I(-9, 9, 3, 4), I(-3, 3, 6), I(-4, 4, 6)))
case("i[m]", lambda i, m: i[m], (I(-9, 9, 3, 4), B(3, 4)), (I(-9, 9, 3, 4).t, B(3)))
case("m[i]", lambda m, i: m[i], (B(5), I(-5, 5, 7)))


# Written to a tensor that a graph has made.
def assigned(change):
    def function(a, *others):
        x = a * 1
        change(x, *others)
        return x
    return function


def put(x, place, values):
    x[place] = values


def added(x, place, values):
    x[place] += values


masks = [(N(3, 4), B(3, 4)), (N(3, 4).t, B(3, 4).t), (N(3, 4), B(3)), (N(2, 3, 4), B(2, 3)), (N(3, 4), V([False] * 3, BOOL))]
mask = V([[True, False, True, True], [False, False, False, True], [False, True, True, False]], BOOL)
first = V([True, False, True], BOOL)
case("x[m] = 0.5", assigned(lambda x, m: put(x, m, 0.5)), *masks)
case("x[m] = -.infinity", assigned(lambda x, m: put(x, m, -inf)), *masks[:2])
case("x[m] = b", assigned(lambda x, b, m: put(x, m, b)), (N(3, 4), N(6), mask), (N(3, 4).t, N(1), mask), (N(3, 4), N(), mask), (N(3, 4), N(1, 1, 6), mask),
     (N(3, 4), N(2, 4), first), (N(3, 4), N(4), first), (N(3, 4).t, N(2, 1), first), (N(3, 4), N(0), V([[False] * 4] * 3, BOOL)),
     (N(3, 4), N(1, 4), V([False] * 3, BOOL)))
case("x[m] += b", assigned(lambda x, b, m: added(x, m, b)), (N(3, 4), N(6), mask), (N(3, 4).t, N(), mask), (N(3, 4), N(2, 4), first))
case("x[m] -= b", assigned(lambda x, b, m: put(x, m, x[m] - b)), (N(3, 4), N(6), mask), (N(3, 4).t, N(), mask))
case("x[m] /= b", assigned(lambda x, b, m: put(x, m, x[m] / b)), (N(3, 4), P(6), mask), (N(3, 4).t, P(2, 4), first))
case("x[m] += 2.5", assigned(lambda x, m: put(x, m, x[m] + 2.5)), (N(3, 4), B(3, 4)), (N(3, 4).t, B(3)))
case("x[m] -= 2.5", assigned(lambda x, m: put(x, m, x[m] - 2.5)), (N(3, 4), B(3, 4)), (N(3, 4).t, B(3)))
case("x[m] /= 2.5", assigned(lambda x, m: put(x, m, x[m] / 2.5)), (N(3, 4), B(3, 4)), (N(3, 4).t, B(3)))
rows = V([2, 0], I64)
case("x[i] = b", assigned(lambda x, b, i: put(x, i, b)), (N(3, 4), N(2, 4), rows), (N(3, 4).t, N(4), rows), (N(3, 4), N(), rows), (N(3, 4), N(2, 1), rows),
     (N(3, 4), N(1, 2, 4), V([-1, 0], I64)), (N(4, 2), N(2, 2, 2), V([[0, 1], [3, 2]], I64)), (N(5), N(2).s, rows))
case("x[i] = 2", assigned(lambda x, i: put(x, i, 2)), (N(3, 4), V([2, 0, 2], I64)), (N(3), V([], I64)))
case("x[i] *= b", assigned(lambda x, b, i: put(x, i, x[i] * b)), (N(3, 4), N(2, 4), rows), (N(3, 4), N(4), rows))
case("x[i, j] = b", assigned(lambda x, b, i, j: put(x, (i, j), b)), (N(3, 4), N(3), V([2, 0, 1], I64), V([-1, 1, 1], I64)), (N(3, 4).t, N(), V([2, 0], I64), V([0, 0], I64)))
case("x[i, j] = 7", assigned(lambda x, i, j: put(x, (i, j), 7)), (N(3, 4), V([2, 0, 1], I64), V([-1, 1, 1], I64)))
# Through views: without gradients, which chapter 02 doesn't let through there.
case("x[.every(2)] = b", assigned(lambda x, b: put(x, slice(None, None, 2), b)), (N(3, 4).plain, N(4).plain), (N(3, 4).t.plain, N(2, 1).plain), (N(5).plain, N(3).plain))
case("x[0..., .every(2, from: 1)] = 3", assigned(lambda x: put(x, (slice(None), slice(1, None, 2)), 3)), N(3, 4).plain, N(3, 4).t.plain)
case("x[1..., 0] = -2.5", assigned(lambda x: put(x, (slice(1, None), 0), -2.5)), N(3, 4).plain, N(2, 3, 4).plain)
case("x[0..<2] = 4", assigned(lambda x: put(x, slice(0, 2), 4)), N(3, 4).plain, N(5).plain)
case("x[1] += b, then x[0..., 0] *= 3", assigned(lambda x, b: (added(x, 1, b), put(x, (slice(None), 0), x[:, 0] * 3))), (N(3, 4).plain, N(4).plain))
case("part of x[m] = 1", lambda x, m: (put(x[1:], m, 1), x)[1], (N(3, 4).plain, B(2, 4)), (N(3, 4).t.plain, B(2)))


def changed(change):
    def function(i, *others):
        x = i.clone()
        change(x, *others)
        return x
    return function


case("i[m] = -1", changed(lambda x, m: put(x, m, -1)), (I(0, 9, 3, 4), B(3, 4)), (I(0, 9, 3, 4).t, B(3)))
case("i[m] = j", changed(lambda x, j, m: put(x, m, j)), (I(0, 9, 3, 4), I(10, 19, 6), mask), (I(0, 9, 3, 4).t, I(10, 19), mask), (I(0, 9, 3, 4), I(10, 19, 4), first))
case("i[j] = k", changed(lambda x, j, k: put(x, j, k)), (I(0, 9, 3, 4), rows, I(10, 19, 4)), (I(0, 9, 5), rows, I(10, 19, 2)))
case("i[j] = 7", changed(lambda x, j: put(x, j, 7)), (I(0, 9, 3, 4), rows), (I(0, 9, 5), V([-1, 0, -1], I64)))
case("i[rows, columns] = k", changed(lambda x, r, c, k: put(x, (r, c), k)), (I(0, 9, 3, 4), rows, V([3, -4], I64), I(10, 19, 2)))
case("i[rows, columns] = 7", changed(lambda x, r, c: put(x, (r, c), 7)), (I(0, 9, 3, 4), rows, V([3, -4], I64)))
case("i[1] = j", changed(lambda x, j: put(x, 1, j)), (I(0, 9, 3, 4), I(10, 19, 4)), (I(0, 9, 3, 4).t, I(10, 19, 1, 4)), (I(0, 9, 5), I(10, 19)))
case("i[1] = 7", changed(lambda x: put(x, 1, 7)), I(0, 9, 3, 4), I(0, 9, 3, 4).t, I(0, 9, 5))
case("i[1, -2] = j", changed(lambda x, j: put(x, (1, -2), j)), (I(0, 9, 3, 4), I(10, 19)), (I(0, 9, 3, 4).t, I(10, 19, 1)))
case("i[1, -2] = 7", changed(lambda x: put(x, (1, -2), 7)), I(0, 9, 3, 4), I(0, 9, 3, 4).t)
case("i[1..<3] = j", changed(lambda x, j: put(x, slice(1, 3), j)), (I(0, 9, 3, 4), I(10, 19, 2, 4)), (I(0, 9, 3, 4).t, I(10, 19, 4)), (I(0, 9, 5), I(10, 19)))
case("i[1..<3] = 7", changed(lambda x: put(x, slice(1, 3), 7)), I(0, 9, 3, 4), I(0, 9, 5))
case("i[.every(2)] = j", changed(lambda x, j: put(x, slice(None, None, 2), j)), (I(0, 9, 3, 4), I(10, 19, 4)), (I(0, 9, 5), I(10, 19, 3)))
case("i[.every(2)] = 7", changed(lambda x: put(x, slice(None, None, 2), 7)), I(0, 9, 3, 4), I(0, 9, 5))
case("m[n] = true", changed(lambda x, n: put(x, n, True)), (B(3, 4), B(3, 4)), (B(3, 4).t, B(3)))
case("m[0..<2] = n", changed(lambda x, n: put(x, slice(0, 2), n)), (B(3, 4), B(4)), (B(5), B(2)))

# Where something is equal, infinite or nan: who gets the gradient?
extremes = [V([1.0, nan, 3.0]), V([nan, 1.0, nan]), V([2.0, 3.0, 3.0]), V([inf, inf, 1.0]), V([-inf, -inf]), V([0.0, -0.0, -1.0])]
tables = [V([[1.0, nan, 3.0], [nan, 1.0, nan]]), V([[3.0, 3.0, 1.0], [0.0, -0.0, 0.0]])]
for name in ["max", "min"]:
    case(f"a.{name}() at the edge", lambda a: getattr(a, name)(), *extremes)
    case(f"a.{name}(-1) at the edge", lambda a: getattr(a, name)(-1), *extremes, *tables)
case("a.argmax(-1) with nan", lambda a: a.argmax(-1), *[one.plain for one in extremes[:3]], tables[0].plain)
case("a.argmin(-1) with nan", lambda a: a.argmin(-1), *[one.plain for one in extremes[:3]], tables[0].plain)
case("a.abs() at the edge", lambda a: a.abs(), special)
case("a.relu() at the edge", lambda a: a.relu(), special)
case("a.clamp(min: 0, max: 1) at the edge", lambda a: a.clamp(0, 1), special, V([0.0, 1.0, 2.0, -1.0]))
case("a.clamp(min: 0) at the edge", lambda a: a.clamp(min=0), special)
case("a.sqrt() at the edge", lambda a: a.sqrt(), V([0.0, inf, nan, -1.0]))
case("a.log() at the edge", lambda a: a.log(), V([0.0, inf, nan, -1.0]))
case("a.exp() at the edge", lambda a: a.exp(), special)
case("a.tanh() at the edge", lambda a: a.tanh(), special)
case("a.sigmoid() at the edge", lambda a: a.sigmoid(), special)
for exponent in [0, 1, 2, 3]:
    case(f"a.pow({exponent}) at the edge", lambda a: a.pow(exponent), special)
