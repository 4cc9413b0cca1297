// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-03-views.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: fa4398de5ace88c5

import Checkpoint

_program("Chapters/Workshop/01-03-views.md", code: "c771ab8bcaf9c6cf")
#sourceLocation(file: "Chapters/Workshop/01-03-views.md", line: 488)
import Kindling

let table = Tensor([[1, 2, 3], [4, 5, 6]])
let transposed = table.T
print(table.strides, transposed.strides)
print(table.sharesStorage(with: transposed))
transposed[0, 1] = Tensor(40)
print(table)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/01-03-views.md", line: 520)
let batch = Tensor.arange(24).view(2, 3, 4)
print(batch.view(-1, 4).shape, batch.view(2, -1).shape, batch.flatten(1).shape)
print(batch.permute(2, 0, 1).shape, batch.unsqueeze(-1).shape, batch[1].shape)
print(batch[1, 0...1])
print(batch.view(6, 4)[4..<100])
#sourceLocation()
_checkpoint(2)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/01-03-views.md", line: 548)
_ = table.T.view(6)
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Workshop/01-03-views.md", line: 556)
print(table.reshape(6).sharesStorage(with: table), table.T.reshape(6).sharesStorage(with: table))
print(table.T.reshape(6))
print(table.split(2, 1).map(\.shape), table.narrow(1, start: 1, length: 2).offset)
print(table.unsqueeze(0).expand(2, -1, -1).strides, table.unsqueeze(1).squeeze().shape)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/01-03-views.md", line: 682)
let grid = Tensor.arange(12).view(3, 4)
print(grid[1, 2].item(), grid[-1].shape, grid[0..., 1].strides)
print(grid[1..., ..<2])
grid[0] = Tensor([9, 9, 9, 9])
grid[0..., 3] = Tensor(0)
print(grid)
print(grid[...1, 1...2])
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/01-03-views.md", line: 791)
do {
    try Figure.write("", to: "empty.svg", in: "Package.swift")
} catch {
    print("\(error)".contains("Package.swift/empty.svg: the picture can't be written: "))
}
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/Workshop/01-03-views.md", line: 808)
let x = Tensor([[1, 2, 3], [4, 5, 6]])
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
