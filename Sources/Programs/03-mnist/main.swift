// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/03-mnist.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 8a8c9f7db0d8cdd2

import Checkpoint

#sourceLocation(file: "Chapters/03-mnist.md", line: 125)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/03-mnist.md", line: 150)
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
let deep = folder.appendingPathComponent("data/mnist", isDirectory: true)

func make(_ name: String, parents: Bool) {
    do {
        try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: parents)
        print("\(name): made")
    } catch {
        print("\(name): an error")
    }
    print("there:", FileManager.default.fileExists(atPath: deep.path) ? "yes" : "no")
}
make("without parents", parents: false)
make("with parents", parents: true)
make("once more", parents: true)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/03-mnist.md", line: 216)
try FileManager.default.removeItem(at: folder)
#sourceLocation()
#sourceLocation(file: "Chapters/03-mnist.md", line: 379)
do {
    _ = try MNIST.load(from: URL(fileURLWithPath: "/no/such/folder"))
} catch {
    print(error)
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/03-mnist.md", line: 565)
let text = Array(String(repeating: "seven ", count: 1000).utf8)
let packed = try Gzip.deflate(text)
print(packed.count < 100, try Gzip.inflate(packed, limit: 6000) == text)

func attempt(_ bytes: [UInt8], limit: Int) {
    do { _ = try Gzip.inflate(bytes, limit: limit, source: "seven.gz") } catch { print(error) }
}
attempt(Array(packed.dropLast(3)), limit: 6000)
attempt(text, limit: 6000)
attempt(packed, limit: 5000)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/03-mnist.md", line: 722)
let labelFile = try MNIST.find().appendingPathComponent("train-labels-idx1-ubyte.gz")
let labelBytes = try Gzip.inflate(readBytes(of: labelFile, limit: 1 << 20), limit: 1 << 20)
print(Array(labelBytes[..<8]))

let idx = try IDX(labelBytes)
print(idx.shape, Array(idx.elements.prefix(10)))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/03-mnist.md", line: 752)
do {
    _ = try IDX([0, 0, 8, 1, 255, 255, 255, 255, 5, 0, 4], source: "lies.idx")
} catch {
    print(error)
}
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/03-mnist.md", line: 902)
print(SHA256.hex(Array("abc".utf8)))
print(SHA256.hex(labelBytes))
var flipped = labelBytes
flipped[60_007] ^= 1
print(SHA256.hex(flipped))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/03-mnist.md", line: 1069)
let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)

print(xTrain, yTrain)
print(xTrain.shape, yTrain.shape)
print(xValid.shape, yValid.shape)
print(yTrain.min(), yTrain.max())
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/03-mnist.md", line: 1153)
let digit = xTrain[0].view(28, 28)
print(yTrain[0].item(), xTrain[0].shape, digit.shape)
print(asciiArt(digit))
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/03-mnist.md", line: 1298)
try Figure.write(PNG.grey(digit, scale: 8), to: "03-digit.png", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/03-mnist.md", line: 1311)
print(xTrain.min(), xTrain.max())
print(xTrain.max().item(), 255.0 / 256)
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/03-mnist.md", line: 1342)
let pictures = xTrain.view(-1, 28, 28)
print(pictures.shape)
#sourceLocation()
_checkpoint(10)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/03-mnist.md", line: 1359)
_ = xTrain.view(-1, 28, 27)
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/03-mnist.md", line: 1532)
let mean = xTrain.mean(0).view(28, 28)
func curve(_ name: String, _ values: Tensor) -> LineChart.Series {
    LineChart.Series(name, values.array.map { Double($0) })
}
let chart = LineChart(
    title: "Where the ink is", xLabel: "row or column", yLabel: "mean of 50,000 digits",
    series: [curve("rows, from the top", mean.mean(1)), curve("columns, from the left", mean.mean(0))])
try Figure.write(chart.svg, to: "03-ink.svg", in: .book)

let rows = mean.mean(1)
print(rows[4..<12])
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/03-mnist.md", line: 2234)
func inspect(_ pickle: String) {
    do {
        print(try Pickle.load(Array(pickle.utf8)))
    } catch {
        print(error)
    }
}
if case .tuple(let values) = try Pickle.load(Array("(I1\nS'ink'\nt.".utf8)) { print(values.count) }
inspect("cbuiltins\nprint\n(S'You opened me, so I ran.'\ntR.")
inspect("cos\nsystem\n(S'rm -r data'\ntR.")
#sourceLocation()
_checkpoint(12)
#sourceLocation(file: "Chapters/03-mnist.md", line: 2286)
let sample = URL(fileURLWithPath: "Chapters/Data/mnist-sample.pkl.gz")
let (sampleTrain, sampleValid, sampleTest) = try MNIST.load(pickle: sample)
print(sampleTrain.images.shape, sampleValid.images.shape, sampleTest.images.shape)
print(sampleTrain.labels[0..<10])
print(sampleTrain.images.isEqual(to: xTrain[0..<800]), sampleTrain.labels.isEqual(to: yTrain[0..<800]))
print(sampleValid.images.isEqual(to: xValid[0..<100]), sampleValid.labels.isEqual(to: yValid[0..<100]))
#sourceLocation()
_checkpoint(13)
#sourceLocation(file: "Chapters/03-mnist.md", line: 2636)
let fetched = try MNIST.download(to: MNIST.find())
print("files fetched:", fetched.count)
#sourceLocation()
_checkpoint(14)
#sourceLocation(file: "Chapters/03-mnist.md", line: 2653)
let nowhere = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
let local = ["http://127.0.0.1:9/one/", "http://127.0.0.1:9/two/"].compactMap { URL(string: $0) }
do {
    try MNIST.download(to: nowhere, from: local, patience: 5, progress: nil)
} catch let error as DataError {
    print(error.problem)
}
try FileManager.default.removeItem(at: nowhere)
#sourceLocation()
_checkpoint(15)
