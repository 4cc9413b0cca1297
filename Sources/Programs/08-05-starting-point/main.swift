// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-05-starting-point.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: dab1cdf4893a17d2

import Checkpoint

_program("Chapters/Workshop/08-05-starting-point.md", code: "15999c5be61ef33f")
#sourceLocation(file: "Chapters/Workshop/08-05-starting-point.md", line: 17)
import Foundation

/// The mean squared error of the line with this weight and bias.
func loss(_ w: Double, _ b: Double) -> Double {
    (0...10).reduce(0) { $0 + pow((w - 2) * Double($1) + b - 1, 2) } / 11
}

/// One step of gradient descent.
func step(_ w: Double, _ b: Double) -> (Double, Double) {
    let dw = (0...10).reduce(0.0) { $0 + 2 * ((w - 2) * Double($1) + b - 1) * Double($1) } / 11
    let db = (0...10).reduce(0.0) { $0 + 2 * ((w - 2) * Double($1) + b - 1) } / 11
    return (w - 0.01 * dw, b - 0.01 * db)
}

/// The errors that the two losses leave at (w, b): both are 0 where they come out right.
func residuals(_ w: Double, _ b: Double) -> (Double, Double) {
    let (w1, b1) = step(w, b)
    return (loss(w, b) - 250.6361846923828, loss(w1, b1) - 20.5625)
}

var solutions: [(w: Double, b: Double)] = []
for start in [(-1.0, 0.0), (-1, 20), (5, 2), (5, 0)] {
    var (w, b) = start
    for _ in 0..<50 {
        let (r, s) = residuals(w, b)
        let h = 1e-6
        let (rw, sw) = residuals(w + h, b)
        let (rb, sb) = residuals(w, b + h)
        let (a, c, d, e) = ((rw - r) / h, (rb - r) / h, (sw - s) / h, (sb - s) / h)
        let determinant = a * e - c * d
        w -= (e * r - c * s) / determinant
        b -= (a * s - d * r) / determinant
    }
    solutions.append((w, b))
    print(String(format: "weight %8.4f, bias %8.4f", w, b))
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/08-05-starting-point.md", line: 97)
for (w0, b0) in solutions {
    var (w, b) = (w0, b0)
    var shown: [String] = []
    for epoch in 0..<1000 {
        if epoch == 2 { shown.append(String(format: "loss 2: %.4f", loss(w, b))) }
        if epoch == 517 { shown.append(String(format: "loss 517: %.7f", loss(w, b))) }
        (w, b) = step(w, b)
    }
    print(shown.joined(separator: ", "), String(format: "at 0: %.4f", b))
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/08-05-starting-point.md", line: 138)
import Kindling

let line = Linear(1, 1)
noGrad {
    line.weight.fill(-0.52364557)
    line.bias!.fill(-0.05467653)
}
let x = Tensor.arange(11).view(-1, 1)
let y = 2 * x + 1
let optimizer = SGD(line.parameters, lr: 0.01)
for epoch in 0..<3 {
    optimizer.zeroGrad()
    let loss = F.mseLoss(line(x), y)
    print(epoch, String(format: "%.7f", loss.item()))
    loss.backward()
    optimizer.step()
}
#sourceLocation()
_checkpoint(3)
