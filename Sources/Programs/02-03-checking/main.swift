// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-03-checking.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 4ea8ae52b705f760

import Checkpoint

_program("Chapters/Workshop/02-03-checking.md", code: "3b68a5133fc3922f")
#sourceLocation(file: "Chapters/Workshop/02-03-checking.md", line: 85)
import Kindling

let places = Tensor([0.3, 1.1, 2])
for step in [1, 0.1, 0.01, 0.001, 0.0001, 0.00001] {
    let error = gradientError(at: [places], step: step) { $0[0].exp() * $0[0].sin() }
    print(step, (error * 1e6).rounded() / 1e6)
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/02-03-checking.md", line: 114)
manualSeed(3)
let m = Tensor.rand(3, 4) + 0.5
let n = Tensor.rand(3, 4) + 0.5
let row = Tensor.rand(4) + 0.5
let square = Tensor.randn(4, 4)
typealias Check = (name: String, inputs: [Tensor], function: ([Tensor]) -> Tensor)
let elementwise: [Check] = [
    ("a + b", [m, row], { $0[0] + $0[1] }),
    ("a - b", [m, row], { $0[0] - $0[1] }),
    ("2 - a", [m], { 2 - $0[0] }),
    ("a * b", [m, row], { $0[0] * $0[1] }),
    ("a / b", [m, row], { $0[0] / $0[1] }),
    ("1 / a", [m], { 1 / $0[0] }),
    ("-a", [m], { -$0[0] }),
    ("exp", [m], { $0[0].exp() }),
    ("log", [m], { $0[0].log() }),
    ("log1p", [m], { $0[0].log1p() }),
    ("sqrt", [m], { $0[0].sqrt() }),
    ("sin", [m], { $0[0].sin() }),
    ("cos", [m], { $0[0].cos() }),
    ("tanh", [m], { $0[0].tanh() }),
    ("sigmoid", [m], { $0[0].sigmoid() }),
    ("relu", [m - 1], { $0[0].relu() }),
    ("abs", [m - 1], { $0[0].abs() }),
    ("erf", [m], { $0[0].erf() }),
    ("pow", [m], { $0[0].pow(2.5) }),
    ("clamp", [m], { $0[0].clamp(min: 0.7, max: 1.2) }),
]
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/02-03-checking.md", line: 147)
let others: [Check] = [
    ("sum", [m], { $0[0].sum(0) }),
    ("mean", [m], { $0[0].mean(1) }),
    ("variance", [m], { $0[0].variance([1]) }),
    ("std", [m], { $0[0].std([0]) }),
    ("max", [m], { $0[0].max() + $0[0].max(1).values.sum() }),
    ("min", [m], { $0[0].min() + $0[0].min(0).values.sum() }),
    ("view", [m], { $0[0].view(2, 6) * 2 }),
    ("permute", [m], { $0[0].permute(1, 0) * row.unsqueeze(-1) }),
    ("transpose", [m], { $0[0].transpose(0, 1) * row.unsqueeze(-1) }),
    ("expand", [row], { $0[0].unsqueeze(0).expand(3, -1) * m }),
    ("squeeze", [row], { $0[0].unsqueeze(0).squeeze() * row }),
    ("slice", [m], { $0[0][1..<3, 0...2] * 3 }),
    ("select", [m], { $0[0][1] * row }),
    ("clone", [m], { $0[0].T.contiguous() * row.unsqueeze(-1) }),
    ("rows", [m], { $0[0][IntTensor([2, 0, 2])] * row }),
    ("pairs", [m], { $0[0][.arange(3), IntTensor([1, 0, 3])] }),
    ("mask", [m], { $0[0][n .> 1] * 2 }),
    ("gather", [m], { $0[0].gather(1, IntTensor([[1, 1], [0, 3], [2, 2]])) }),
    ("where", [m, row], { .where(n .> 1, $0[0], $0[1]) }),
    ("cat", [m, n], { cat([$0[0], $0[1]], 1) * 2 }),
    ("stack", [m, n], { stack([$0[0], $0[1]], 1) * row }),
    ("matmul", [m, square], { $0[0] • $0[1] }),
    ("matrix • row", [m, row], { $0[0] • $0[1] }),
    ("row • row", [row, row], { $0[0] • $0[1] }),
    ("batch matmul", [m.view(3, 1, 4), square.view(1, 4, 4)], { $0[0] • $0[1] }),
]
let checks = elementwise + others
for (name, inputs, function) in checks {
    let error = gradientError(at: inputs, of: function)
    if error > 1e-3 { print("\(name) is wrong by \(error)") }
}
print("\(checks.count) gradients checked")
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/02-03-checking.md", line: 191)
struct WrongCube: Function {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
        context.save(inputs[0])
        return inputs[0].pow(3)
    }

    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [gradient * context.saved(0).pow(2)]
    }
}
print(gradientError(at: [m]) { WrongCube()($0[0]) } > 0.5)
#sourceLocation()
_checkpoint(3)
