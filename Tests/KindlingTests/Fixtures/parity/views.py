"""Views, picking and joining: what moves numbers and computes none, so that all of it is exact."""

import torch

from recording import B, I, N, Topic, V

topic = Topic(1103)
case = topic.case
matrices = [N(3, 4), N(3, 4).t, N(3, 4).s]
cubes = [N(2, 3, 4), N(2, 3, 4).t, N(2, 3, 4).s]
I64 = torch.int64

case("a.view(2, 6)", lambda a: a.view(2, 6), N(3, 4), N(12), N(2, 3, 2))
case("a.view(-1, 4)", lambda a: a.view(-1, 4), N(3, 4), N(2, 2, 4))
case("a.view([3, -1])", lambda a: a.view([3, -1]), N(3, 4), N(3, 2, 2))
case("a.view(1, 3, 4, 1)", lambda a: a.view(1, 3, 4, 1), *matrices)
case("a.reshape(2, -1)", lambda a: a.reshape(2, -1), *matrices, *cubes)
case("a.reshape([4, 3])", lambda a: a.reshape([4, 3]), *matrices)
case("a.flatten()", lambda a: a.flatten(), *matrices, *cubes, N(), N(5))
case("a.flatten(1)", lambda a: a.flatten(1), *matrices, *cubes)
case("a.flatten(0, 1)", lambda a: a.flatten(0, 1), *cubes)
case("a.permute(2, 0, 1)", lambda a: a.permute(2, 0, 1), *cubes)
case("a.permute([-1, 0, 1])", lambda a: a.permute([-1, 0, 1]), *cubes)
case("a.transpose(0, -1)", lambda a: a.transpose(0, -1), *matrices, *cubes)
case("a.t()", lambda a: a.t(), *matrices)
case("a.T", lambda a: a.T, *matrices)
case("a.T of three dimensions", lambda a: a.permute(2, 1, 0), *cubes)
case("a.unsqueeze(0)", lambda a: a.unsqueeze(0), *matrices, N())
case("a.unsqueeze(-1)", lambda a: a.unsqueeze(-1), *matrices, N())
case("a.unsqueeze(1)", lambda a: a.unsqueeze(1), *matrices)
case("a.squeeze()", lambda a: a.squeeze(), N(1, 3, 1, 2), N(3, 4), N(1, 1))
case("a.squeeze(1)", lambda a: a.squeeze(1), N(3, 1, 4), N(3, 2, 4).t)
case("a.squeeze(-1)", lambda a: a.squeeze(-1), N(3, 1), N(3, 4), N())
case("a.expand(2, 3, 4)", lambda a: a.expand(2, 3, 4), N(3, 1), N(4), N(1, 3, 4).t, N())
case("a.expand([-1, 5])", lambda a: a.expand([-1, 5]), N(3, 1), N(3, 1).t)
case("a.narrow(1, start: 1, length: 2)", lambda a: a.narrow(1, 1, 2), *matrices, *cubes)
case("a.narrow(-1, start: 0, length: 3)", lambda a: a.narrow(-1, 0, 3), *matrices)
case("a.split(2)", lambda a: a.split(2), N(5, 2), N(4).s)
case("a.split(3, 1)", lambda a: a.split(3, 1), *matrices)
case("a.clone()", lambda a: a.clone(), *matrices, N(), N(0, 2))
case("a.contiguous()", lambda a: a.contiguous() * 1, *matrices, *cubes)

case("a[1]", lambda a: a[1], *matrices, *cubes, N(5))
case("a[-1]", lambda a: a[-1], *matrices, *cubes, N(5))
case("a[1, -2]", lambda a: a[1, -2], *matrices, *cubes)
case("a[1..<3]", lambda a: a[1:3], *matrices, N(2, 5))
case("a[1...2]", lambda a: a[1:3], *matrices)
case("a[1...]", lambda a: a[1:], *matrices, *cubes)
case("a[..<2]", lambda a: a[:2], *matrices)
case("a[...1]", lambda a: a[:2], *matrices)
case("a[0..<99]", lambda a: a[0:99], *matrices)
case("a[2..<2]", lambda a: a[2:2], *matrices)
case("a[0..., 0...]", lambda a: a[:, :], *matrices)
case("a[0..., 1..<3]", lambda a: a[:, 1:3], *matrices, *cubes)
case("a[1..., 0..., -1]", lambda a: a[1:, :, -1], *cubes)
case("a[0..., 1]", lambda a: a[:, 1], *matrices, *cubes)
case("a[IntTensor]", lambda a, i: a[i], *[(a, I(-2, 2, 5)) for a in matrices + cubes], (N(3, 2), I(0, 3, 2, 3)), (N(4), I(-4, 4, 6)), (N(3, 2), I(0, 3)))
case("a[rows, columns]", lambda a, i, j: a[i, j], *[(a, I(-3, 3, 6), I(-4, 4, 6)) for a in matrices])
case("a[mask]", lambda a, m: a[m], (N(3, 4), B(3, 4)), (N(3, 4).t, B(3, 4)), (N(3, 4), B(3, 4).t), (N(7).s, B(7)))
case("a.gather(0, index)", lambda a, i: a.gather(0, i), (N(3, 4), I(0, 3, 2, 4)), (N(3, 4).t, I(0, 3, 5, 4)), (N(2, 3, 4), I(0, 2, 3, 3, 4)))
case("a.gather(-1, index)", lambda a, i: a.gather(-1, i), (N(3, 4), I(0, 4, 3, 2)), (N(3, 4).s, I(0, 4, 3, 6)), (N(2, 3, 4), I(0, 4, 2, 3, 1).t))
case("Tensor.where(mask, a, b)", lambda m, a, b: torch.where(m, a, b),
     (B(3, 4), N(3, 4), N(3, 4)), (B(4), N(3, 1), N()), (B(3, 1), N(4), N(3, 4).t), (B(3, 4).t, N(), N(3, 4).s), (B(2, 3, 4), N(3, 4), N(4)))
case("a.maskedFill(mask, 0.1)", lambda a, m: a.masked_fill(m, 0.1), (N(3, 4), B(3, 4)), (N(3, 4).t, B(4)), (N(3, 4), B(3, 1)), (N(2, 5).s, B(2, 5)))
case("cat([a, b, a])", lambda a, b: torch.cat([a, b, a]), (N(2, 3), N(1, 3)), (N(2, 3).t, N(4, 3).s), (N(2), N(0)))
case("cat([a, b], -1)", lambda a, b: torch.cat([a, b], -1), (N(2, 3), N(2, 1)), (N(2, 3).t, N(2, 4).t), (N(2, 2, 3), N(2, 2, 1)))
case("stack([a, b, a])", lambda a, b: torch.stack([a, b, a]), (N(2, 3), N(2, 3).t), (N(), N()))
case("stack([a, b], 1)", lambda a, b: torch.stack([a, b], 1), (N(2, 3), N(2, 3).s))
case("stack([a, b], -1)", lambda a, b: torch.stack([a, b], -1), (N(2, 3), N(2, 3).t))


# Written through a view: without gradients, which chapter 02 doesn't let through there.
def assigned(place):
    def function(a, b):
        x = a * 1
        x[place] = b
        return x
    return function


case("x[1] = b", assigned(1), (N(3, 4).plain, N(4).plain), (N(3, 4).t.plain, N().plain), (N(3).plain, N().plain))
case("x[0..., 1] = b", assigned((slice(None), 1)), (N(3, 4).plain, N(3).plain), (N(3, 4).t.plain, N().plain))
case("x[1..<3, 0..<2] = b", assigned((slice(1, 3), slice(0, 2))), (N(3, 4).plain, N(2, 2).plain), (N(3, 4).plain, N(2).plain))
case("x[0, 0] = Tensor([7])", lambda a: assigned((0, 0))(a, torch.tensor([7.0])), N(3, 4).plain)
case("x[0, 0] = b", assigned((0, 0)), (N(3, 4).plain, N().plain), (N(3, 4).plain, N(1).plain), (N(3, 4).plain, N(1, 1).plain))
case("x[1] = b with dimensions of size 1 in front", assigned(1), (N(3, 4).plain, N(1, 4).plain), (N(3, 4).plain, N(1, 1, 1).plain))
