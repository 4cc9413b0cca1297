// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-02-convolution-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 47128f4443119a04

import Checkpoint

_program("Chapters/Workshop/13-02-convolution-loops.md", code: "51d3ca3f6fd01ad1")
#sourceLocation(file: "Chapters/Workshop/13-02-convolution-loops.md", line: 8)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/13-02-convolution-loops.md", line: 134)
let image = Tensor.arange(9).view(1, 1, 3, 3)
let (kernel, bias) = (Tensor.ones(1, 1, 2, 2), Tensor.zeros(1))
for tensor in [image, kernel, bias] { tensor.requiresGrad = true }
F.conv2d(image, kernel, bias).sum().backward()
for tensor in [image, kernel, bias] { print(tensor.grad!) }
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/13-02-convolution-loops.md", line: 188)
let (pixels, outputs, stride, padding) = (7, 4, 2, 1)
let colours = ["#e58a3c", "#3c78b4", "#3c9a5f"]
func x(ofPixel i: Int) -> Int { 60 + i * 80 }
func x(ofOutput i: Int) -> Int { x(ofPixel: 0) + i * 160 }

var shapes = ""
for i in 0..<pixels {
    for a in 0..<3 where (i + padding - a) % stride == 0 {
        let output = (i + padding - a) / stride
        guard 0..<outputs ~= output else { continue }
        let (from, to) = (x(ofPixel: i), x(ofOutput: output))
        shapes += "<line x1='\(from)' y1='180' x2='\(to)' y2='60' stroke='\(colours[a])' stroke-width='3'/>\n"
    }
}
for (count, y, place) in [(pixels, 180, x(ofPixel:)), (outputs, 60, x(ofOutput:))] {
    for i in 0..<count {
        shapes += "<circle cx='\(place(i))' cy='\(y)' r='17' fill='#d5dfe8' stroke='#5d6f80'/>\n"
        shapes += "<text x='\(place(i))' y='\(y + 5)' text-anchor='middle'>\(i)</text>\n"
    }
}
let lines = """
    <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 600 240' font-family='sans-serif' font-size='14'>
    <rect width='600' height='240' rx='6' fill='#ffffff'/>
    <text x='24' y='28'>outputs</text><text x='24' y='226'>pixels</text>
    \(shapes)</svg>

    """
try Figure.write(lines, to: "13-back.svg", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/13-02-convolution-loops.md", line: 305)
manualSeed(4)
let checked = [Tensor.randn(2, 4, 7, 6), Tensor.randn(6, 2, 3, 2), Tensor.randn(6)]
let error = gradientError(at: checked) {
    F.conv2d($0[0], $0[1], $0[2], stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 2)
}
print(error < 1e-3)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/13-02-convolution-loops.md", line: 327)
/// Squares of a grid, as SVG: `fill` gives each its colour, by row and column.
func grid(_ rows: Int, _ columns: Int, x: Int, y: Int, _ fill: (Int, Int) -> String) -> String {
    (0..<rows * columns).map { place in
        let (row, column) = (place / columns, place % columns)
        return "<rect x='\(x + column * 26)' y='\(y + row * 26)' width='24' height='24' rx='3' fill='\(fill(row, column))'/>\n"
    }.joined()
}

/// A padded 6 × 6 image with a kernel on it, and the output, whose square (0, step) it makes.
func drawing(step: Int, x: Int) -> String {
    grid(8, 8, x: x, y: 44) { row, column in
        let isCovered = row < 3 && step * 2 <= column && column < step * 2 + 3
        let isPadding = row == 0 || row == 7 || column == 0 || column == 7
        return isCovered ? (isPadding ? "#f3c9a5" : "#e58a3c") : (isPadding ? "#eeeeee" : "#b9c9d9")
    } + grid(3, 3, x: x + 230, y: 109) { row, column in
        row == 0 && column == step ? "#e58a3c" : row == 0 && column < step ? "#f3c9a5" : "#d5dfe8"
    }
}
let drawn = """
    <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 700 270' font-family='sans-serif' font-size='13'>
    <rect width='700' height='270' rx='6' fill='#ffffff'/>
    <text x='24' y='28'>first position</text><text x='374' y='28'>second position, stride 2</text>
    \(drawing(step: 0, x: 24))\(drawing(step: 1, x: 374))</svg>

    """
try Figure.write(drawn, to: "13-sliding.svg", in: .book)
#sourceLocation()
