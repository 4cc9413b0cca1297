// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/03-mnist.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 06efff849dcbad73

import Checkpoint

_program("Chapters/03-mnist.md", code: "2cda15ad7af7cf67")
#sourceLocation(file: "Chapters/03-mnist.md", line: 37)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)

print(xTrain, yTrain)
print(xTrain.shape, yTrain.shape)
print(xValid.shape, yValid.shape)
print(yTrain.min(), yTrain.max())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/03-mnist.md", line: 115)
let digit = xTrain[0].view(28, 28)
print(yTrain[0].item(), xTrain[0].shape, digit.shape)
print(asciiArt(digit))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/03-mnist.md", line: 169)
try Figure.write(PNG.grey(digit, scale: 8), to: "03-digit.png", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/03-mnist.md", line: 181)
print(xTrain.min(), xTrain.max())
print(xTrain.max().item(), 255.0 / 256)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/03-mnist.md", line: 215)
let pictures = xTrain.view(-1, 28, 28)
let mean = pictures.mean(0)
let rows = mean.mean(1)
print(pictures.shape, rows[4..<12])

func curve(_ name: String, _ values: Tensor) -> LineChart.Series {
    LineChart.Series(name, values.array.map { Double($0) })
}
let chart = LineChart(
    title: "Where the ink is", xLabel: "row or column", yLabel: "mean of 50,000 digits",
    series: [curve("rows, from the top", rows), curve("columns, from the left", mean.mean(0))])
try Figure.write(chart.svg, to: "03-ink.svg", in: .book)
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/03-mnist.md", line: 285)
do {
    _ = try Pickle.load(Array("cbuiltins\nprint\n(S'You opened me, so I ran.'\ntR.".utf8))
} catch {
    print(error)
}
#sourceLocation()
_checkpoint(5)
