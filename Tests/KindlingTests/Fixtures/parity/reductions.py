"""Sums, means, variances, extremes."""

import torch

from recording import N, Topic, V

topic = Topic(1102)
case = topic.case
inf, nan = float("inf"), float("nan")
cubes = [N(2, 3, 4), N(2, 3, 4).t, N(2, 2, 3).s, N(3, 1, 2)]
matrices = [N(3, 4), N(3, 4).t, N(3, 4).s, N(1, 5), N(5, 1), N(2, 19)]
all_shapes = [N(5), N(3, 4).t, N(2, 3, 4).s, N(), N(1), N(100)]
# Powers of two: every sum of some of them is exact, in whatever order.
exact = V([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]])
special = V([[1.0, inf, 2.0], [nan, 1.0, 2.0], [-inf, inf, 0.0]]).plain

for name in ["sum", "mean"]:
    function = getattr(torch, name)
    case(f"a.{name}()", lambda a: function(a), *all_shapes, exact, special, N(0, 3))
    case(f"a.{name}(0)", lambda a: function(a, 0), *matrices, *cubes, N(), N(5), exact, special, N(0, 3))
    case(f"a.{name}(-1)", lambda a: function(a, -1), *matrices, *cubes, N(), N(5), special, N(3, 0))
    case(f"a.{name}(0, -1)", lambda a: function(a, (0, -1)), *matrices, *cubes)
    case(f"a.{name}(1, keepDim: true)", lambda a: function(a, 1, keepdim=True), *matrices, *cubes)
    case(f"a.{name}([0, 2], keepDim: true)", lambda a: function(a, [0, 2], keepdim=True), *cubes)
    case(f"a.{name}([])", lambda a: function(a, []), *matrices[:2], N())
    case(f"a.{name}(0, keepDim: true) of a number", lambda a: function(a, 0, keepdim=True), N())

for name, function in [("variance", torch.var), ("std", torch.std)]:
    case(f"a.{name}()", lambda a: function(a), *all_shapes[:3], N(100))
    case(f"a.{name}([0])", lambda a: function(a, 0), N(3, 4), N(3, 4).t, N(3, 4).s, *cubes[:3])
    case(f"a.{name}([-1], correction: 0)", lambda a: function(a, -1, correction=0), N(3, 4), N(3, 4).t, *cubes[:3])
    case(f"a.{name}([0, 2], keepDim: true)", lambda a: function(a, [0, 2], keepdim=True), *cubes)
    case(f"a.{name}(nil, correction: 2, keepDim: true)", lambda a: function(a, None, correction=2, keepdim=True), N(3, 4), *cubes[:2])
    # Of one number there is no unbiased estimate: nan, and so are the gradients.
    case(f"a.{name}() of one number", lambda a: function(a), N(1), N())
    case(f"a.{name}([0], correction: 0) of a number", lambda a: function(a, 0, correction=0), N())

# With equal ones, the first is found; max() and min() of all share the gradient among them.
equal = V([[1.0, 3.0, 3.0, 0.0], [0.0, 0.0, -1.0, -1.0], [2.0, 2.0, 2.0, 2.0]])
for name in ["max", "min"]:
    function = getattr(torch, name)
    case(f"a.{name}()", lambda a: function(a), *all_shapes, equal, special)
    case(f"a.{name}(0)", lambda a: function(a, 0), *matrices, *cubes, N(5), N(), equal, special)
    case(f"a.{name}(-1)", lambda a: function(a, -1), *matrices, *cubes, equal, special)
    case(f"a.{name}(1, keepDim: true)", lambda a: function(a, 1, keepdim=True), *matrices, *cubes, equal)
case("a.argmax()", lambda a: a.argmax(), *all_shapes, equal, special)
for name in ["argmax", "argmin"]:
    function = getattr(torch, name)
    case(f"a.{name}(0)", lambda a: function(a, 0), *matrices, *cubes, N(), equal, special)
    case(f"a.{name}(-1)", lambda a: function(a, -1), *matrices, *cubes, equal, special)
    case(f"a.{name}(1, keepDim: true)", lambda a: function(a, 1, keepdim=True), *matrices, *cubes, equal)
