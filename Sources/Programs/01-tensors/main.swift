// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 6bd4b215dbb54a9d

import Checkpoint

#sourceLocation(file: "Chapters/01-tensors.md", line: 16)
import Kindling

let x = Tensor([[1, 2, 3], [4, 5, 6]])
print(x)
print(x.shape)
print(x.sum(0))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/01-tensors.md", line: 545)
let ramp = Tensor.arange(0, 1, step: 0.25)
print(ramp)
print(Tensor.linspace(0, 1, 5))
print(Tensor.eye(3))
print(Tensor([0.1]).item())
#sourceLocation()
_checkpoint(2)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/01-tensors.md", line: 573)
_ = Tensor([[1, 2], [3]])
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/01-tensors.md", line: 1101)
let table = Tensor([[1, 2, 3], [4, 5, 6]])
let transposed = table.T
print(table.strides, transposed.strides)
print(table.sharesStorage(with: transposed))
transposed[0, 1] = Tensor(40)
print(table)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/01-tensors.md", line: 1191)
let colors = ["#f4a582", "#fddbc7", "#f7e6b5", "#d1e5f0", "#92c5de", "#b8a9d9"]

func cell(_ value: Int, x: Int, y: Int) -> String {
    """
    <rect x="\(x)" y="\(y)" width="44" height="36" fill="\(colors[value - 1])" stroke="#555"/>
    <text x="\(x + 22)" y="\(y + 23)" text-anchor="middle" fill="#222">\(value)</text>

    """
}

func caption(_ text: String, x: Int, y: Int) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" fill=\"#888\">\(text)</text>\n"
}

/// The table that a layout reads from the six numbers: element (i, j) is number i · strides[0] + j · strides[1].
func picture(of tensor: Tensor, x: Int, y: Int) -> String {
    var svg = ""
    for i in 0..<tensor.size(0) {
        for j in 0..<tensor.size(1) {
            svg += cell(1 + i * tensor.strides[0] + j * tensor.strides[1], x: x + 44 * j, y: y + 36 * i)
        }
    }
    return svg + caption("shape \(tensor.shape), strides \(tensor.strides)", x: x, y: y + 36 * tensor.size(0) + 22)
}

var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 560 270\" font-family=\"sans-serif\" font-size=\"15\">\n"
svg += caption("storage", x: 20, y: 45)
for place in 0..<6 {
    svg += cell(1 + place, x: 110 + 44 * place, y: 22)
    svg += caption(String(place), x: 128 + 44 * place, y: 76)
}
svg += picture(of: x, x: 40, y: 110)
svg += picture(of: x.T, x: 340, y: 110)
svg += "</svg>\n"
try Figure.write(svg, to: "01-strides.svg", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/01-tensors.md", line: 1234)
let batch = Tensor.arange(24).view(2, 3, 4)
print(batch.view(-1, 4).shape, batch.view(2, -1).shape, batch.flatten(1).shape)
print(batch.permute(2, 0, 1).shape, batch.unsqueeze(-1).shape, batch[1].shape)
print(batch[1, 0...1])
print(batch.view(6, 4)[4..<100])
#sourceLocation()
_checkpoint(4)
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/01-tensors.md", line: 1261)
_ = table.T.view(6)
#sourceLocation()
}
_survived(2)
}
#sourceLocation(file: "Chapters/01-tensors.md", line: 1310)
let scores = Tensor([[1, 2, 3], [4, 5, 6]])
print(scores + Tensor([10, 20, 30]))
print(scores - scores.mean(1).unsqueeze(-1))
#sourceLocation()
_checkpoint(5)
if _trapping(3) {
do {
#sourceLocation(file: "Chapters/01-tensors.md", line: 1332)
_ = scores - scores.mean(1)
#sourceLocation()
}
_survived(3)
}
#sourceLocation(file: "Chapters/01-tensors.md", line: 1724)
let v = Tensor([-1, 0, 1, 2])
print(v.exp())
print(v.pow(2), v.relu(), v.clamp(min: 0, max: 1))
print(1 - 2 / v.exp())
print(v.log())
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/01-tensors.md", line: 1841)
let counter = Tensor.zeros(2, 3)
let firstRow = counter[0]
firstRow += 5
counter *= 2
print(counter, firstRow)
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/01-tensors.md", line: 1869)
let big: Float = 100_000_000
print((big + 1) - big, (big - big) + 1)
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/01-tensors.md", line: 2157)
let marks = Tensor([[3, 9, 1], [7, 2, 7]])
print(marks.sum(), marks.sum(0), marks.sum(-1, keepDim: true).shape)
print(marks.mean(), marks.std(), marks.max())
let best = marks.max(1)
print(best.values, best.indices)
print(marks.argmax(1), marks.argmax())
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/01-tensors.md", line: 2557)
let predictions = IntTensor([7, 2, 1, 0, 4])
let labels = IntTensor([7, 2, 1, 9, 4])
print(predictions .== labels)
print((predictions .== labels).float().mean())
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/01-tensors.md", line: 2582)
let table2 = Tensor([[0.1, 0.7, 0.2], [0.8, 0.1, 0.1], [0.3, 0.3, 0.4]])
let target = IntTensor([1, 0, 2])
print(table2[.arange(3), target])
print(table2[IntTensor([2, 0])])
print(table2[table2 .> 0.35])
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/01-tensors.md", line: 2867)
let a = Tensor([1, 2, 3])
let b = Tensor([-4, -5, -6])
print(cat([a, b]), stack([a, b]).shape, stack([a, b], 1).shape)
print(Tensor.where(a .> 1.5, a, b))
#sourceLocation()
_checkpoint(12)
#sourceLocation(file: "Chapters/01-tensors.md", line: 2897)
/// The product of two matrices by its definition.
func naiveMatmul(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
    let (left, right) = (a.array, b.array)
    return Tensor(shape: [m, n]) { c in
        for i in 0..<m {
            for j in 0..<n {
                var sum: Float = 0
                for l in 0..<k {
                    sum.addProduct(left[i * k + l], right[l * n + j])
                }
                c[i * n + j] = sum
            }
        }
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/01-tensors.md", line: 3041)
manualSeed(1)
let left = Tensor.randn(13, 37)
let right = Tensor.randn(21, 37).T
print(naiveMatmul(left, right).isEqual(to: left • right))
#sourceLocation()
_checkpoint(13)
#sourceLocation(file: "Chapters/01-tensors.md", line: 3056)
print((left • right).shape, (Tensor.ones(5, 2, 3) • Tensor.ones(3, 4)).shape)
#sourceLocation()
_checkpoint(14)
if _trapping(4) {
do {
#sourceLocation(file: "Chapters/01-tensors.md", line: 3073)
_ = left • right.T
#sourceLocation()
}
_survived(4)
}
#sourceLocation(file: "Chapters/01-tensors.md", line: 3374)
print(Tensor([1, 2, 3]))
print(Tensor([1, -2.5, 100]))
print(Tensor([1, 1000, 0.5]))
print(Tensor([1, 1001]))
print(Tensor([0.5, .infinity, -.infinity, .nan, 0]))
#sourceLocation()
_checkpoint(15)
#sourceLocation(file: "Chapters/01-tensors.md", line: 3400)
print(Tensor.arange(2000).view(2, 1000))
print(Tensor.arange(8).view(2, 2, 2))
print(Tensor.zeros(0, 3))
print(IntTensor([5, 0, 4, -12]))
print(BoolTensor([true, false, true]))
print(Tensor([0.12345, 2]).description(PrintOptions(precision: 2)))
#sourceLocation()
_checkpoint(16)
#sourceLocation(file: "Chapters/01-tensors.md", line: 3542)
var twister = MersenneTwister(seed: 1)
for _ in 0..<3 {
    let bits = twister.next32() & 0xff_ffff
    print(bits, Double(bits) / 0x1p24)
}
#sourceLocation()
_checkpoint(17)
#sourceLocation(file: "Chapters/01-tensors.md", line: 3920)
manualSeed(1)
print(Tensor.rand(3))
print(IntTensor.randperm(10))
print(IntTensor.randint(0..<100, 2, 5))
#sourceLocation()
_checkpoint(18)
#sourceLocation(file: "Chapters/01-tensors.md", line: 3943)
manualSeed(1)
print(Tensor.randn(3))
manualSeed(1)
print(Tensor.randn(20))
#sourceLocation()
_checkpoint(19)
#sourceLocation(file: "Chapters/01-tensors.md", line: 3968)
manualSeed(1)
print(Tensor.randn(1), Tensor.rand(1), Tensor.randn(1))
#sourceLocation()
_checkpoint(20)
#sourceLocation(file: "Chapters/01-tensors.md", line: 3985)
manualSeed(1)
let many = Tensor.randn(100_000)
print(many.mean(), (many * many).mean())
#sourceLocation()
_checkpoint(21)
#sourceLocation(file: "Chapters/01-tensors.md", line: 4003)
let generator = Generator(seed: 7)
let bookmark = generator.state
print(Tensor.rand(2, generator: generator), Tensor.rand(2, generator: generator))
generator.state = bookmark
print(Tensor.rand(2, generator: generator))
print(generator.initialSeed)
#sourceLocation()
_checkpoint(22)
