// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/02-autograd.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: de2365f10a98fd96

import Checkpoint

_program("Chapters/Solutions/02-autograd.md", code: "3c32cc62f22c37d9")
#sourceLocation(file: "Chapters/Solutions/02-autograd.md", line: 10)
import Kindling

let x = Tensor([-1, 0, 2])
x.requiresGrad = true
Tensor.where(x .> 0, x.pow(3), Tensor(0)).sum().backward()
print(x.grad!)

let y = Tensor([-1, 0, 2])
y.requiresGrad = true
y.relu().pow(3).sum().backward()
print(y.grad!)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/02-autograd.md", line: 48)
struct Softplus: Function {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
        context.save(inputs[0])
        return inputs[0].relu() + (-inputs[0].abs()).exp().log1p()
    }

    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [gradient * context.saved(0).sigmoid()]
    }
}

let values = Tensor([-100, -1, 0, 1, 100])
print(values.exp().log1p())
print(Softplus()(values))
print(gradientError(at: [Tensor([-3, -0.5, 0.5, 3])]) { Softplus()($0[0]) } < 1e-3)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/02-autograd.md", line: 99)
manualSeed(2)
let points = Tensor.randn(200, 2)
let classes = (points.sum(1) .> 0).float()
let theta = Tensor.zeros(2)
theta.requiresGrad = true

func loss(_ range: Range<Int>) -> Tensor {
    let (h, t) = ((points[range] • theta).sigmoid(), classes[range])
    return -(t * h.log() + (1 - t) * (1 - h).log()).mean()
}

loss(0..<200).backward()
let whole = theta.grad!.clone()

theta.grad!.zero()
loss(0..<100).backward()
loss(100..<200).backward()
print((theta.grad! / 2).isClose(to: whole))
#sourceLocation()
_checkpoint(3)
