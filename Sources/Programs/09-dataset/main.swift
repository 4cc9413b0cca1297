// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/09-dataset.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 800f3b4db1be07da

import Checkpoint

_program("Chapters/09-dataset.md", code: "616e05df7ed374f9")
#sourceLocation(file: "Chapters/09-dataset.md", line: 61)
import Foundation
import Kindling

struct TextDataset: Dataset {
    let texts: [String]
    let labels: [String]

    var count: Int { labels.count }

    subscript(index: Int) -> [String: String] {
        ["Text": texts[index], "Class": labels[index]]
    }
}

let texts = ["Happy", "Amazing", "Sad", "Unhapy", "Glum"]
let labels = ["Positive", "Positive", "Negative", "Negative", "Negative"]
let feelings = TextDataset(texts: texts, labels: labels)

print(type(of: feelings), feelings.count)
for i in 0..<feelings.count {
    print(feelings[i]["Text"]!, feelings[i]["Class"]!)
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/09-dataset.md", line: 128)
/// Pictures and their labels.
struct Pairs: Dataset {
    let x: Tensor
    let y: IntTensor

    var count: Int { x.size(0) }
    subscript(index: Int) -> (Tensor, IntTensor) { (x[index], y[index]) }
    subscript(range: Range<Int>) -> (Tensor, IntTensor) { (x[range], y[range]) }
}
#sourceLocation()
#sourceLocation(file: "Chapters/09-dataset.md", line: 161)
let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)

let trainSet = TensorDataset(xTrain, yTrain)
print(trainSet.count)

let (x, y) = trainSet[0]
print(x.shape, y)
let (xb, yb) = trainSet[0..<64]
print(xb.shape, yb.shape)
print(yb[0..<8])

let pairs = Pairs(x: xTrain, y: yTrain)
print(pairs.count == trainSet.count, pairs[0..<64].0.isEqual(to: xb), pairs[0..<64].1.isEqual(to: yb))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/09-dataset.md", line: 225)
let (xLast, yLast) = trainSet[781 * 64..<782 * 64]
print(xLast.shape, yLast.shape)
print(xLast.sharesStorage(with: xTrain))
#sourceLocation()
_checkpoint(3)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/09-dataset.md", line: 245)
_ = TensorDataset(xTrain, mnist.valid.labels)
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/09-dataset.md", line: 257)
func getModel() -> (Linear, SGD) {
    manualSeed(1)
    let model = Linear(784, 10)
    return (model, SGD(model.parameters, lr: 0.5))
}

let (model, opt) = getModel()
for _ in 0..<2 {
    for i in 0..<(trainSet.count - 1) / 64 + 1 {
        let (xb, yb) = trainSet[i * 64..<i * 64 + 64]
        let loss = F.crossEntropy(model(xb), yb)
        loss.backward()
        opt.step()
        opt.zeroGrad()
    }
}
print(F.crossEntropy(model(xLast), yLast))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/09-dataset.md", line: 357)
struct Feeling {
    let text: String
    let label: String
}
let typed = feelings.transformed { Feeling(text: $0["Text"] ?? "", label: $0["Class"] ?? "") }
print(typed[2].text, typed[2].label)
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/09-dataset.md", line: 397)
var calls = 0
let square: (Tensor) -> Tensor = { x in
    calls += 1
    return x.view(1, 28, 28)
}
let scale: (Tensor) -> Tensor = { $0 * 2 - 1 }
let prepare = compose(square, scale)

let pictures = trainSet.transformed { x, y in (prepare(x), y) }
print("made:", calls)
let (picture, label) = pictures[0]
print(picture.shape, picture.min().item(), picture.max().item(), label)
print("one access:", calls)
_ = pictures[0]
print("the same again:", calls)
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/09-dataset.md", line: 507)
let numbers = Array(0..<10)
manualSeed(1)
let parts = randomSplit(numbers, [7, 3])
print(parts[0].indices, parts[1].indices)
print(parts[0].count, parts[1][0])

let again = randomSplit(numbers, [7, 3], generator: Generator(seed: 42))
print(again.map(\.indices))
#sourceLocation()
_checkpoint(7)
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/09-dataset.md", line: 542)
_ = randomSplit(numbers, [7, 4])
#sourceLocation()
}
_survived(2)
}
#sourceLocation(file: "Chapters/09-dataset.md", line: 556)
let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("kindling-09-\(ProcessInfo.processInfo.processIdentifier)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let header = Array("P5\n28 28\n255\n".utf8)
for i in 0..<6 {
    let (x, y) = trainSet[i]
    var bytes = header + x.array.map { UInt8($0 * 256) }
    if y.item() == 4 { bytes.removeLast(400) }
    try Data(bytes).write(to: folder.appendingPathComponent("\(y.item())-\(i).pgm"))
}
#sourceLocation()
#sourceLocation(file: "Chapters/09-dataset.md", line: 572)
struct PictureFiles: Dataset {
    let folder: URL
    let names: [String]

    init(_ folder: URL) throws {
        self.folder = folder
        names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    var count: Int { names.count }

    subscript(index: Int) -> Result<(Tensor, Int), any Error> {
        Result { (try picture(names[index]), names[index].first?.wholeNumberValue ?? -1) }
    }

    /// A picture of shape (1, 28, 28), with values from 0 to 1.
    func picture(_ name: String) throws -> Tensor {
        let bytes = try readBytes(of: folder.appendingPathComponent(name), limit: 10_000)
        guard bytes.starts(with: header) else {
            throw DataError(.malformed, name, "it isn't a PGM picture of 28 by 28 pixels")
        }
        let pixels = bytes.dropFirst(header.count)
        guard pixels.count == 784 else { throw DataError(.truncated, name, "it has \(pixels.count) of 784 pixels") }
        return Tensor(pixels.map { Float($0) / 255 }).view(1, 28, 28)
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/09-dataset.md", line: 616)
func readable<S>(_ dataset: some Dataset<Result<S, any Error>>) -> [Int] {
    (0..<dataset.count).filter { i in
        switch dataset[i] {
        case .success: return true
        case .failure(let error):
            print("left out:", error)
            return false
        }
    }
}

let files = try PictureFiles(folder)
let good = readable(files)
let digits = Subset(files, good).transformed { sample in
    switch sample {
    case .success(let pair): return pair
    case .failure(let error): fatalError("\(error)")
    }
}
print(digits.count, "of", files.count)
for i in 0..<digits.count {
    let (picture, label) = digits[i]
    print(files.names[good[i]], label, picture.shape, String(format: "%.4f", picture.mean().item()))
}
#sourceLocation()
_checkpoint(8)
if _trapping(3) {
do {
#sourceLocation(file: "Chapters/09-dataset.md", line: 705)
try Data().write(to: folder.appendingPathComponent(files.names[good[0]]))
_ = digits[0]
#sourceLocation()
}
_survived(3)
}
#sourceLocation(file: "Chapters/09-dataset.md", line: 716)
try FileManager.default.removeItem(at: folder)
#sourceLocation()
#sourceLocation(file: "Chapters/09-dataset.md", line: 726)
let letters = feelings.transformed { sample in
    let numbers = sample["Text"]!.lowercased().utf8.map { Int($0) - 96 }
    return (IntTensor(numbers), sample["Class"] == "Positive" ? 1 : 0)
}
print(letters[2].0, letters[2].1)
print((0..<letters.count).map { letters[$0].0.count })
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/09-dataset.md", line: 761)
func littleEndian(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

let rate = 8000
let heights = (0..<rate).map { i in
    Int((20_000 * sin(2 * .pi * (i < rate / 2 ? 440 : 880) * Double(i) / Double(rate))).rounded())
}
let samples = heights.flatMap { littleEndian($0, 2) }
let wav: [[UInt8]] = [
    Array("RIFF".utf8), littleEndian(36 + samples.count, 4), Array("WAVEfmt ".utf8),
    // 16 bytes of format: plain numbers, one channel, the rate, bytes a second, bytes and bits a number.
    littleEndian(16, 4), littleEndian(1, 2), littleEndian(1, 2),
    littleEndian(rate, 4), littleEndian(2 * rate, 4), littleEndian(2, 2), littleEndian(16, 2),
    Array("data".utf8), littleEndian(samples.count, 4), samples,
]
let soundFile = FileManager.default.temporaryDirectory
    .appendingPathComponent("kindling-09-\(ProcessInfo.processInfo.processIdentifier).wav")
try Data(wav.flatMap { $0 }).write(to: soundFile)
#sourceLocation()
#sourceLocation(file: "Chapters/09-dataset.md", line: 785)
struct SoundWindows: Dataset {
    let bytes: Data
    let width: Int

    init(_ file: URL, width: Int) throws {
        bytes = try Data(contentsOf: file, options: .mappedIfSafe)
        self.width = width
        guard bytes.count >= 44, bytes.starts(with: Array("RIFF".utf8)), bytes[34] == 16, bytes[22] == 1 else {
            throw DataError(.malformed, file.lastPathComponent, "it isn't a WAV file with one channel of 16 bits")
        }
    }

    var count: Int { (bytes.count - 44) / 2 / width }

    /// A window of shape (1, width), with values from -1 to 1.
    subscript(index: Int) -> Tensor {
        let start = 44 + 2 * width * index
        let heights = (0..<width).map { Int16(truncatingIfNeeded: Int(bytes[start + 2 * $0]) | Int(bytes[start + 2 * $0 + 1]) << 8) }
        return Tensor(heights.map { Float($0) / 32768 }).view(1, -1)
    }
}

let sound = try SoundWindows(soundFile, width: 400)
print(sound.count, sound[0].shape, String(format: "%.4f", sound[0].max().item()))
for i in [0, 9, 10, 19] {
    let signs = sound[i].view(-1).array.map { $0 < 0 }
    print(i, zip(signs, signs.dropFirst()).filter { $0 != $1 }.count)
}
try FileManager.default.removeItem(at: soundFile)
#sourceLocation()
_checkpoint(10)
