// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-04-drawing.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3ed2c3d3725f3889

import Checkpoint

_program("Chapters/Workshop/02-04-drawing.md", code: "20fee0869fe9ef9a")
#sourceLocation(file: "Chapters/Workshop/02-04-drawing.md", line: 9)
import Foundation
import Kindling

/// Boxes and arrows, put together as SVG.
struct Drawing {
    private var shapes = ""

    static let boxSize = (width: 118, height: 62)

    /// A value with its gradient, its upper left corner at (x, y). `turn` says when the sweep visits it.
    mutating func box(_ name: String, _ value: String, gradient: String?, turn: Int?, x: Int, y: Int) {
        let (width, height) = Self.boxSize
        shapes += "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" rx=\"6\" fill=\"#f4f7fa\" stroke=\"#555\"/>\n"
        text(name, x: x + width / 2, y: y - 7, color: "#222", weight: "bold")
        text(value, x: x + width / 2, y: y + 24, color: "#222")
        if let gradient { text(gradient, x: x + width / 2, y: y + 50, color: "#b2182b") }
        if let turn {
            shapes += "<circle cx=\"\(x + width)\" cy=\"\(y)\" r=\"11\" fill=\"#b2182b\"/>\n"
            text(String(turn), x: x + width, y: y + 5, color: "#fff")
        }
    }

    mutating func text(_ words: String, x: Int, y: Int, color: String, weight: String = "normal") {
        shapes += "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"middle\" fill=\"\(color)\" font-weight=\"\(weight)\">\(words)</text>\n"
    }

    mutating func arrow(_ from: (x: Int, y: Int), _ to: (x: Int, y: Int), color: String = "#555") {
        shapes += "<line x1=\"\(from.x)\" y1=\"\(from.y)\" x2=\"\(to.x)\" y2=\"\(to.y)\" stroke=\"\(color)\" stroke-width=\"1.5\" marker-end=\"url(#tip)\"/>\n"
    }

    /// The whole picture.
    func svg(width: Int, height: Int) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" font-family="sans-serif" font-size="14">
        <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>
        \(shapes)</svg>

        """
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/02-04-drawing.md", line: 57)
let p = Tensor(2)
p.requiresGrad = true
let u = 3 * p
u.retainGrad()
let q = u * u
q.backward()
print(q.item(), u.grad!.item(), p.grad!.item())

func number(_ tensor: Tensor) -> String { String(format: "%g", tensor.item()) }

var chain = Drawing()
chain.box("3", "3", gradient: nil, turn: nil, x: 20, y: 140)
chain.box("p", number(p), gradient: number(p.grad!), turn: 3, x: 20, y: 40)
chain.box("u = 3 · p", number(u), gradient: number(u.grad!), turn: 2, x: 220, y: 90)
chain.box("q = u · u", number(q), gradient: "1", turn: 1, x: 420, y: 90)
chain.arrow((138, 71), (218, 108))
chain.arrow((138, 171), (218, 134))
chain.arrow((338, 112), (418, 112))
chain.arrow((338, 130), (418, 130))
chain.text("values →", x: 380, y: 205, color: "#222")
chain.text("← gradients", x: 380, y: 227, color: "#b2182b")
try Figure.write(chain.svg(width: 570, height: 240), to: "02-chain.svg", in: .book)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/02-04-drawing.md", line: 103)
var node = Drawing()
let gradientColor = "#b2182b"
node.box("f", "z = f(x, y)", gradient: nil, turn: nil, x: 240, y: 80)
node.text("x", x: 118, y: 62, color: "#222", weight: "bold")
node.text("y", x: 118, y: 172, color: "#222", weight: "bold")
node.text("z", x: 468, y: 100, color: "#222", weight: "bold")
node.arrow((130, 66), (238, 98))
node.arrow((130, 160), (238, 126))
node.arrow((360, 104), (456, 104))
node.text("∂L/∂z", x: 408, y: 132, color: gradientColor)
node.text("∂L/∂x = ∂L/∂z · ∂z/∂x", x: 110, y: 38, color: gradientColor)
node.text("∂L/∂y = ∂L/∂z · ∂z/∂y", x: 110, y: 200, color: gradientColor)
try Figure.write(node.svg(width: 520, height: 220), to: "02-node.svg", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/02-04-drawing.md", line: 125)
let x = Tensor([[1, -1]])
let weights = Tensor([[0.5, -0.25], [0.25, 0.75]])
let bias = Tensor([0.25, 0.75])
weights.requiresGrad = true
bias.requiresGrad = true

let product = x • weights
let sum = product + bias
let squeezed = sum.tanh()
for result in [product, sum, squeezed] { result.retainGrad() }
let mean = squeezed.mean()
mean.backward()
print(mean.item())
print(squeezed.grad!, sum.grad!)
print(weights.grad!)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/02-04-drawing.md", line: 169)
func row(_ tensor: Tensor) -> String {
    let rows = tensor.ndim == 2 ? (0..<tensor.size(0)).map { tensor[$0].array } : [tensor.array]
    return rows.map { $0.map { String(format: "%.2f", $0) }.joined(separator: ", ") }.joined(separator: "; ")
}

var layer = Drawing()
let width = Drawing.boxSize.width
layer.box("x", row(x), gradient: nil, turn: nil, x: 20, y: 30)
layer.box("W", row(weights[0]) + "; …", gradient: row(weights.grad![0]) + "; …", turn: 5, x: 20, y: 130)
layer.box("b", row(bias), gradient: row(bias.grad!), turn: 5, x: 190, y: 180)
layer.box("x • W", row(product), gradient: row(product.grad!), turn: 4, x: 190, y: 80)
layer.box("x • W + b", row(sum), gradient: row(sum.grad!), turn: 3, x: 360, y: 130)
layer.box("tanh", row(squeezed), gradient: row(squeezed.grad!), turn: 2, x: 530, y: 130)
layer.box("mean", row(mean.view(1)), gradient: "1.00", turn: 1, x: 700, y: 130)
layer.arrow((20 + width, 61), (188, 98))
layer.arrow((20 + width, 161), (188, 124))
layer.arrow((190 + width, 111), (358, 148))
layer.arrow((190 + width, 211), (358, 174))
layer.arrow((360 + width, 161), (528, 161))
layer.arrow((530 + width, 161), (698, 161))
try Figure.write(layer.svg(width: 840, height: 260), to: "02-layer.svg", in: .book)
#sourceLocation()
