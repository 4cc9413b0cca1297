// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/07-01-starting-weights.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c579cee4fe1ed4c7

import Checkpoint

_program("Chapters/Workshop/07-01-starting-weights.md", code: "3c354d29fc794f23")
#sourceLocation(file: "Chapters/Workshop/07-01-starting-weights.md", line: 212)
import Foundation
import Kindling

let weight = Tensor.zeros(10, 784)
manualSeed(1)
print(Init.xavierNormal(weight).std(), Init.kaimingNormal(weight).std(), Init.xavierUniform(weight).max())
print(Init.kaimingUniform(Tensor.zeros(2, 3), nonlinearity: .tanh))
print(Init.gain(.relu), Init.gain(.tanh), Init.fans(of: Tensor.zeros(16, 8, 3, 3)))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/07-01-starting-weights.md", line: 248)
print(Init.constant(.zeros(3), 0.1), Init.zeros(.ones(2)), Init.ones(.zeros(2)))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/07-01-starting-weights.md", line: 265)
let rules: [(name: String, fill: (Tensor) -> Tensor)] = [
    ("normal, 1", { Init.normal($0) }),
    ("Kaiming", { Init.kaimingNormal($0) }),
    ("Xavier", { Init.xavierNormal($0) }),
    ("torch's Linear", { Init.kaimingUniform($0, a: sqrt(5)) }),
]
var curves: [LineChart.Series] = []
for (name, fill) in rules {
    manualSeed(1)
    var x = Tensor.randn(64, 256)
    var sizes: [Double] = []
    for _ in 0..<16 {
        x = F.relu(F.linear(x, fill(Tensor.zeros(256, 256))))
        sizes.append((x * x).mean().item().squareRoot())
    }
    // The chart ends at 10¹³.
    curves.append(.init(name, sizes.enumerated().map { (x: Double($0 + 1), y: $1 > 1e13 ? .nan : log10($1)) }))
    print(name, String(format: "%.2e %.2e %.2e", sizes[0], sizes[7], sizes[15]))
}
let chart = LineChart(title: "Sixteen layers with relu", xLabel: "layer", yLabel: "log10 of the numbers' size", series: curves)
try Figure.write(chart.svg, to: "07-depth.svg", in: .book)
#sourceLocation()
_checkpoint(3)
