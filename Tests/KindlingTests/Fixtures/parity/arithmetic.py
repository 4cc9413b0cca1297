"""Arithmetic, mathematical functions, comparisons, changes in place, and the making of tensors."""

import torch

from recording import B, I, N, P, Topic, U, V

topic = Topic(1101)
case = topic.case
inf, nan = float("inf"), float("nan")

# Broadcast from either side, non-contiguous on either side, single numbers, nothing.
pairs = [
    (N(3, 4), N(3, 4)), (N(3, 4), N(4)), (N(3, 1), N(1, 4)), (N(2, 3, 4), N(3, 1)), (N(4), N(2, 1, 4)),
    (N(3, 4).t, N(3, 4)), (N(3, 4), N(3, 4).t), (N(3, 4).s, N(3, 4).t), (N(2, 3, 4).t, N(3, 4).s), (N(), N(3)), (N(3), N()), (N(), N()),
    (N(0, 3), N(3)), (N(1), N(5, 1)), (N(19), N(19)),
]
divided = [(a, P(*b.shape).t if b.layout == "t" else P(*b.shape).s if b.layout == "s" else P(*b.shape)) for a, b in pairs]
case("a + b", lambda a, b: a + b, *pairs)
case("a - b", lambda a, b: a - b, *pairs)
case("a * b", lambda a, b: a * b, *pairs)
case("a / b", lambda a, b: a / b, *divided)
case("a / b of special numbers", lambda a, b: a / b, (V([1.0, -1.0, 0.0, inf, 3.0, nan]).plain, V([0.0, 0.0, 0.0, inf, inf, 1.0]).plain))

shapes = [N(5), N(3, 4).t, N(2, 5).s, N(), N(0, 3), N(2, 3, 4), N(19)]
positive = [P(5), P(3, 4).t, P(2, 5).s, P(), P(0, 3), P(2, 3, 4), P(19)]
for text, function in {
    "a + 2.5": lambda a: a + 2.5, "2.5 + a": lambda a: 2.5 + a, "a - 0.1": lambda a: a - 0.1, "0.1 - a": lambda a: 0.1 - a,
    "a * 1.7": lambda a: a * 1.7, "1.7 * a": lambda a: 1.7 * a, "a / 3": lambda a: a / 3, "-a": lambda a: -a,
}.items():
    case(text, function, *shapes)
case("3 / a", lambda a: 3 / a, *positive)
case("a.reciprocal()", lambda a: a.reciprocal(), *positive)

# Mathematical functions: in the middle, far out, and where they end.
special = V([0.0, -0.0, inf, -inf, nan]).plain
far = V([-100.0, -50.5, -20.25, -5.0, -1e-3, -1e-20, 1e-20, 1e-3, 5.0, 20.25, 50.5, 88.0])
far_positive = V([1e-30, 1e-10, 1e-3, 0.999, 1.001, 10.0, 1e5, 1e10, 1e30])
case("a.exp()", lambda a: a.exp(), *shapes, far, special)
case("a.log()", lambda a: a.log(), *positive, far_positive, special)
case("a.log1p()", lambda a: a.log1p(), *positive, far_positive, special, V([-0.999, -0.5, -1e-3, -1e-10]))
case("a.sqrt()", lambda a: a.sqrt(), *positive, far_positive, special)
case("a.sin()", lambda a: a.sin(), *shapes, far, special)
case("a.cos()", lambda a: a.cos(), *shapes, far, special)
case("a.tanh()", lambda a: a.tanh(), *shapes, far, special)
case("a.sigmoid()", lambda a: a.sigmoid(), *shapes, far, special)
case("a.relu()", lambda a: a.relu(), *shapes, far, special, V([0.0, -0.0, 1.0]))
case("a.abs()", lambda a: a.abs(), *shapes, far, special, V([0.0, -0.0, 1.0]))
case("a.erf()", lambda a: a.erf(), *shapes, far, special)
for exponent in [0, 1, 2, 3]:
    case(f"a.pow({exponent})", lambda a: a.pow(exponent), *shapes, special, V([0.0, -2.0]))
case("a.pow(-1)", lambda a: a.pow(-1), *positive, special)
case("a.pow(-2)", lambda a: a.pow(-2), *positive, special)
case("a.pow(0.5)", lambda a: a.pow(0.5), *positive, special)
case("a.pow(2.5)", lambda a: a.pow(2.5), *positive, V([0.0]))
# Of 16 elements: torch's vectorised loop takes the exponent as a Float, as Kindling does; its scalar one, for fewer, as a Double.
case("a.pow(-0.7)", lambda a: a.pow(-0.7), *positive, V([1e-30, 1e-20, 1e-10, 1e-5, 1e-3, 0.1, 0.999, 1.001, 3.0, 10.0, 1e3, 1e5, 1e8, 1e10, 1e20, 1e30]))
edges = V([-0.5, 0.5, -0.6, 0.6, 0.0])
case("a.clamp(min: -0.5, max: 0.5)", lambda a: a.clamp(-0.5, 0.5), *shapes, edges, special)
case("a.clamp(min: 0.25)", lambda a: a.clamp(min=0.25), *shapes, edges)
case("a.clamp(max: 0.25)", lambda a: a.clamp(max=0.25), *shapes, edges)
case("a.clamp(min: 1, max: -1)", lambda a: a.clamp(1, -1), N(5))

# Comparisons, of numbers that are equal now and then.
small = lambda *shape: V((torch.arange(torch.Size(shape).numel()).mul(7).remainder(5).float() - 2).reshape(shape).tolist()).plain
compared = [(small(3, 4), small(4)), (small(3, 4).t, small(3, 4)), (small(2, 1, 3), small(3, 1)), (small(), small(5)),
            (special, special), (special, V(0.0).plain)]
numbers = [small(3, 4), small(3, 4).t, small(5).s, special]
for text, function in {
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}.items():
    case(f"a .{text} b", function, *compared)
    case(f"a .{text} 1", lambda a: function(a, 1), *numbers)
case("a.isNaN()", lambda a: a.isnan(), *numbers)
case("a.isEqual(to: b)", lambda a, b: torch.equal(a, b),
     (small(3, 4), small(3, 4)), (small(3, 4), small(4, 3)), (small(5), V([-2.0, 0.0, 2.0, -1.0, 2.0]).plain), (special, special))
near = V([1.0, 2.0, 1e-9, inf]).plain
for other in [V([1.00001, 2.0, 0.0, inf]).plain, V([1.0001, 2.0, 0.0, inf]).plain, V([1.0, 2.0, 1e-7, inf]).plain, V([1.0, 2.0, 0.0, -inf]).plain,
              V([nan, 2.0, 0.0, inf]).plain]:
    number = len([one for one in topic.names if one.startswith("a.isClose(to: b)")])
    case(f"a.isClose(to: b) {number}", lambda a, b: torch.allclose(a, b), (near, other), (other, near))
case("a.isClose(to: b, relativeTolerance: 1e-2, absoluteTolerance: 1e-3)",
     lambda a, b: torch.allclose(a, b, rtol=1e-2, atol=1e-3), (near, V([1.009, 2.02, 1e-3, inf]).plain), (near, V([1.012, 2.0, 0.0, inf]).plain))


# In place, on a tensor that a graph has made: gradients flow through what was and what came.
def in_place(change):
    def function(a, b):
        x = a * 1
        change(x, b)
        return x
    return function


def divided_by(x, b):
    x /= b


into = [(N(3, 4), P(3, 4)), (N(3, 4), P(4)), (N(2, 3, 4), P(3, 1)), (N(3, 4).t, P(3, 4).t), (N(3, 4), P())]
case("x += b", in_place(lambda x, b: x.add_(b)), *into)
case("x -= b", in_place(lambda x, b: x.sub_(b)), *into)
case("x *= b", in_place(lambda x, b: x.mul_(b)), *into)
case("x /= b", in_place(lambda x, b: x.div_(b)), *into)
case("x.copy(b)", in_place(lambda x, b: x.copy_(b)), *into)
case("x += 2.5", in_place(lambda x, b: x.add_(2.5)), (N(3, 4), P()))
case("x -= 2.5", in_place(lambda x, b: x.sub_(2.5)), (N(3, 4), P()))
case("x *= 2.5", in_place(lambda x, b: x.mul_(2.5)), (N(3, 4), P()))
case("x /= 2.5", in_place(lambda x, b: x.div_(2.5)), (N(3, 4), P()))
case("x.fill(0.3)", in_place(lambda x, b: x.fill_(0.3)), (N(3, 4), P()))
case("x.zero()", in_place(lambda x, b: x.zero_()), (N(3, 4), P()))
# Through a view: without gradients, which chapter 02 doesn't let through there.
case("x[1] += b", in_place(lambda x, b: x[1].add_(b)), (N(3, 4).plain, P(4).plain), (N(3, 2, 4).plain, P(2, 4).plain))
case("x.T *= b", in_place(lambda x, b: x.T.mul_(b)), (N(3, 4).plain, P(3).plain), (N(3, 4).t.plain, P(4, 3).plain))

# New tensors.
case("Tensor.zeros(2, 3)", lambda: torch.zeros(2, 3))
case("Tensor.zeros([2, 0])", lambda: torch.zeros([2, 0]))
case("Tensor.ones(2, 3)", lambda: torch.ones(2, 3))
case("Tensor.ones([3])", lambda: torch.ones([3]))
case("Tensor.full([2, 2], 0.1)", lambda: torch.full([2, 2], 0.1))
case("Tensor.eye(3)", lambda: torch.eye(3))
case("Tensor.zeros(like: a)", lambda a: torch.zeros_like(a), N(2, 3).t.plain, N().plain)
case("Tensor.ones(like: a)", lambda a: torch.ones_like(a), N(2, 3).s.plain, N().plain)
case("Tensor.arange(7)", lambda: torch.arange(7.0))
for start, end, step in [(0, 1, 0.1), (5, -5, -0.75), (1, 2, 0.3), (0, 0, 1), (-3.5, 40, 1.1)]:
    case(f"Tensor.arange({start}, {end}, step: {step})", lambda: torch.arange(start, end, step, dtype=torch.float32))
for start, end, count in [(0, 1, 5), (0, 1, 1), (-1, 1, 11), (3, -7, 40), (0.1, 0.7, 17), (0, 10, 0)]:
    case(f"Tensor.linspace({start}, {end}, {count})", lambda: torch.linspace(start, end, count))
case("Tensor(0.1)", lambda: torch.tensor(0.1))
case("Tensor([0.1, 2, -3e-8])", lambda: torch.tensor([0.1, 2, -3e-8]))
case("Tensor([[0.1, 2], [3, 4]])", lambda: torch.tensor([[0.1, 2], [3, 4]]))
case("Tensor([[[0.1], [2]], [[3], [4]]])", lambda: torch.tensor([[[0.1], [2]], [[3], [4]]]))
case("Tensor([[[[0.1, 2]], [[3, 4]]]])", lambda: torch.tensor([[[[0.1, 2]], [[3, 4]]]]))
case("a.item()", lambda a: a.item(), N().plain, N(1).plain, N(1, 1).t.plain)
case("a.detach()", lambda a: a.detach(), N(3, 4), N(3, 4).t)
case("noGrad", lambda a: (a * 2).detach() + a, N(3))
