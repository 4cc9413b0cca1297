"""Tensors of whole numbers and of truth values."""

import torch
from torch.nn.utils.rnn import pad_sequence

from recording import B, I, N, Topic, V

topic = Topic(1105)
case = topic.case
pairs = [(I(-9, 9, 3, 4), I(-9, 9, 4)), (I(-9, 9, 3, 4).t, I(-9, 9, 3, 1)), (I(-9, 9), I(-9, 9, 3)), (I(-2**62, 2**62, 3), I(-2**62, 2**62, 3))]
ints = [I(-9, 9, 3, 4), I(-9, 9, 3, 4).t, I(-9, 9, 5).s, I(-9, 9)]
matrices = ints[:2]
# torch too wraps around at 2^63.
for text, function in {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}.items():
    case(f"i {text} j", function, *pairs)
    case(f"i {text} 7", lambda a: function(a, 7), *ints)
near = [(I(0, 3, 3, 4), I(0, 3, 4)), (I(0, 3, 3, 4).t, I(0, 3, 3, 1)), (I(0, 3), I(0, 3, 3))]
for text, function in {"==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, ">": lambda a, b: a > b}.items():
    case(f"i .{text} j", function, *near)
    case(f"i .{text} 1", lambda a: function(a, 1), I(0, 3, 3, 4), I(0, 3, 3, 4).t)
same = V([1, 2], torch.int64)
case("i.isEqual(to: j)", lambda a, b: torch.equal(a, b), (same, same), (same, V([1, 3], torch.int64)), (same, V([[1, 2]], torch.int64)))
for name in ["min", "max", "sum"]:
    case(f"i.{name}()", lambda a: getattr(a, name)(), *ints)
case("i.float()", lambda a: a.float(), *ints, V([2**24 + 1, 2**53 + 1, -2**62 + 1], torch.int64))
case("IntTensor.arange(5)", lambda: torch.arange(5))
case("IntTensor.arange(7, -3, step: -2)", lambda: torch.arange(7, -3, -2))
case("IntTensor.zeros(2, 3)", lambda: torch.zeros(2, 3, dtype=torch.int64))
case("IntTensor.ones(2, 3)", lambda: torch.ones(2, 3, dtype=torch.int64))
case("IntTensor.full([2, 3], 7)", lambda: torch.full([2, 3], 7))
case("IntTensor(7)", lambda: torch.tensor(7))
case("IntTensor([7, -1])", lambda: torch.tensor([7, -1]))
case("IntTensor([[7, -1], [2, 3]])", lambda: torch.tensor([[7, -1], [2, 3]]))
case("i.item()", lambda a: a.item(), I(-9, 9), I(-9, 9, 1, 1))
case("i[1]", lambda a: a[1], *ints[:3])
case("i[1, -2]", lambda a: a[1, -2], *matrices)
case("i[1..<3]", lambda a: a[1:3], *ints[:3])
case("i.reshape(2, -1)", lambda a: a.reshape(2, -1), *matrices)
case("i.view(4, 1, -1)", lambda a: a.view(4, 1, -1), I(0, 9, 4, 3), I(0, 9, 12))
case("i.unsqueeze(-1)", lambda a: a.unsqueeze(-1), *ints)
case("i.squeeze(0)", lambda a: a.squeeze(0), I(0, 9, 1, 3), I(0, 9, 3, 1))
case("i.gather([2, 0, -1])", lambda a: a[[2, 0, -1]], *matrices)
case("i.row(1)", lambda a: a[1], *matrices)
case("i.rows(1..<3)", lambda a: a[1:3], *matrices)
case("i.gather([2, 0, 2])", lambda a: a[[2, 0, 2]], *matrices)
case("a.row(1)", lambda a: a[1], N(3, 4).plain, N(3, 4).t.plain)
case("a.rows(1..<3)", lambda a: a[1:3], N(3, 4).plain, N(3, 4).t.plain)
case("a.gather([2, 0, 2])", lambda a: a[[2, 0, 2]], N(3, 4).plain, N(3, 4).t.plain, N(3).s.plain, N(3, 2, 4).t.plain)

bools = [B(3, 4), B(3, 4).t, B(5).s, B()]
case("m.float()", lambda m: m.float(), *bools)
case("m.int()", lambda m: m.long(), *bools)
case("m.sum()", lambda m: m.sum(), *bools)
case("m.all()", lambda m: m.all().item(), *bools, V([True, True], torch.bool), V([], torch.bool))
case("m.any()", lambda m: m.any().item(), *bools, V([False, False], torch.bool), V([], torch.bool))
case("!m", lambda m: ~m, *bools)
case("m .& n", lambda m, n: m & n, (B(3, 4), B(4)), (B(3, 4).t, B(3, 1)), (B(), B(2)))
case("m .| n", lambda m, n: m | n, (B(3, 4), B(4)), (B(3, 4).t, B(3, 1)), (B(), B(2)))

case("padSequence([a, b, c])", lambda a, b, c: pad_sequence([a, b, c]), (N(3, 2).plain, N(1, 2).plain, N(4, 2).t.plain), (N(2).plain, N(0).plain, N(3).plain))
case("padSequence([a, b], batchFirst: true, paddingValue: -1)", lambda a, b: pad_sequence([a, b], True, -1), (N(3, 2).plain, N(1, 2).plain))
case("padSequence([i, j])", lambda a, b: pad_sequence([a, b]), (I(0, 9, 3), I(0, 9, 5)))
case("padSequence([i, j], batchFirst: true, paddingValue: 7)", lambda a, b: pad_sequence([a, b], True, 7), (I(0, 9, 3, 2), I(0, 9, 1, 2)))
