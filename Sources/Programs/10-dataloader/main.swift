// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/10-dataloader.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 6a88fcb341f89a7d

import Checkpoint

#sourceLocation(file: "Chapters/10-dataloader.md", line: 246)
import Foundation
import Kindling

let ten = Array(0..<10)
print(Array(SequentialSampler(ten)))
manualSeed(1)
let shuffled = RandomSampler(ten)
print(Array(shuffled))
print(Array(shuffled))
print(Array(RandomSampler(ten, replacement: true)))
print(Array(RandomSampler(ten, numSamples: 4, generator: Generator(seed: 7))))
print(Array(SubsetRandomSampler([5, 6, 7, 8])))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 308)
manualSeed(1)
print(Array(WeightedRandomSampler([0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 10)))
print(Array(WeightedRandomSampler([0.9, 0.4, 0.05, 0.2, 0.3, 0.1], 5, replacement: false)))

let many = Array(WeightedRandomSampler([1, 2, 7], 10_000))
print((0..<3).map { number in many.filter { $0 == number }.count })
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 341)
print(Array(BatchSampler(SequentialSampler(ten), batchSize: 4, dropLast: false)))
print(Array(BatchSampler(SequentialSampler(ten), batchSize: 4, dropLast: true)))
print(BatchSampler(RandomSampler(Array(0..<50_000)), batchSize: 64, dropLast: false).count)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 491)
print(defaultCollate([0, 1, 2, 3]))
print(defaultCollate([Tensor([1, 2]), Tensor([3, 4])]))
let (numbers, words) = defaultCollate([(7, "seven"), (8, "eight")])
print(numbers, words.joined(separator: " "))
let byKey = defaultCollate([["a": 0, "b": 1], ["a": 100, "b": 101]])
print(byKey["a"]!, byKey["b"]!)
print(defaultCollate([[0, 1], [2, 3], [4, 5]]))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 528)
let texts = ["Happy", "Amazing", "Sad", "Unhapy", "Glum"]
let labels = ["Positive", "Positive", "Negative", "Negative", "Negative"]

func letters(_ text: String) -> IntTensor {
    IntTensor(text.lowercased().utf8.map { Int($0) - 96 })
}
let spelled = texts.transformed { (letters($0), $0) }
print(spelled[2])
#sourceLocation()
_checkpoint(5)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/10-dataloader.md", line: 554)
for _ in DataLoader(spelled, batchSize: 2) {}
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/10-dataloader.md", line: 609)
func pad(_ samples: [(IntTensor, String)?]) -> (IntTensor, IntTensor) {
    let present = samples.compactMap { $0 }
    if present.isEmpty { return (IntTensor(shape: [0, 0], values: []), IntTensor([Int]())) }
    return (
        padSequence(present.map { $0.0 }, batchFirst: true),
        IntTensor(present.map { $0.0.count })
    )
}

let troubled: [String?] = texts + ["", nil, "Fine"]
let optional = troubled.transformed { text in text.map { (letters($0), $0) } }
for (padded, lengths) in DataLoader(optional, batchSize: 4, collate: pad) {
    print(padded)
    print(lengths)
}
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 981)
struct TextDataset: Dataset {
    let texts: [String]
    let labels: [String]
    var count: Int { labels.count }
    subscript(index: Int) -> [String: String] { ["Text": texts[index], "Class": labels[index]] }
}
let feelings = TextDataset(texts: texts, labels: labels)

func show(_ batch: [String: [String]]) {
    print("Text:", batch["Text"]!.joined(separator: ", "), "| Class:", batch["Class"]!.joined(separator: ", "))
}

manualSeed(1)
for size in [2, 3] {
    print("by \(size):")
    for batch in DataLoader(feelings, batchSize: size, shuffle: true) { show(batch) }
}
print(DataLoader(feelings, batchSize: 2).count, DataLoader(feelings).count)
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 1053)
manualSeed(1)
print(Tensor.rand(5))
for shuffle in [false, true] {
    manualSeed(1)
    for _ in DataLoader(ten, batchSize: 5, shuffle: shuffle) {}
    print(Tensor.rand(1))
}
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 1085)
let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let trainSet = TensorDataset(xTrain, yTrain)
let trainLoader = DataLoader(trainSet, batchSize: 64)

func getModel() -> (Linear, SGD) {
    manualSeed(1)
    let model = Linear(784, 10)
    return (model, SGD(model.parameters, lr: 0.5))
}

func train(_ loader: DataLoader<(Tensor, IntTensor)>) -> (model: Linear, loss: Tensor) {
    let (model, opt) = getModel()
    var last: (Tensor, IntTensor)?
    for _ in 0..<2 {
        for (xb, yb) in loader {
            let loss = F.crossEntropy(model(xb), yb)
            loss.backward()
            opt.step()
            opt.zeroGrad()
            last = (xb, yb)
        }
    }
    let (xb, yb) = last!
    return (model, F.crossEntropy(model(xb), yb))
}

let (model, loss) = train(trainLoader)
print(loss)
print(trainLoader.count)
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 1162)
print(train(DataLoader(trainSet, batchSize: 64, shuffle: true)).loss)
print(train(DataLoader(trainSet, batchSize: 64, dropLast: true)).loss)
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 1313)
let thousand = TensorDataset(xTrain[0..<1000], yTrain[0..<1000])
let noisy = thousand.transformed { x, y in (x + 0.1 * Tensor.randn(784), y) }

func epoch(workers: Int) -> [Float] {
    manualSeed(1)
    let loader = DataLoader(noisy, batchSize: 64, shuffle: true, workers: workers)
    return loader.flatMap { xb, yb in xb.array + yb.float().array }
}
let alone = epoch(workers: 0)
print(alone.count, [1, 2, 4].map { epoch(workers: $0) == alone })

manualSeed(1)
var taken = 0
for _ in DataLoader(noisy, batchSize: 64, workers: 2) {
    taken += 1
    if taken == 3 { break }
}
print("left after", taken)
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 1375)
struct Countdown: IterableDataset {
    let start: Int
    func makeIterator() -> AnyIterator<Int> { AnyIterator(stride(from: start, to: 0, by: -1).makeIterator()) }
}
print(DataLoader(Countdown(start: 7), batchSize: 3).map(\.array))
print(DataLoader(Countdown(start: 7), batchSize: 3, dropLast: true, workers: 2).map(\.array))
#sourceLocation()
_checkpoint(12)
if _trapping(2) {
do {
#sourceLocation(file: "Chapters/10-dataloader.md", line: 1405)
_ = DataLoader(ten, shuffle: true, sampler: SequentialSampler(ten))
#sourceLocation()
}
_survived(2)
}
if _trapping(3) {
do {
#sourceLocation(file: "Chapters/10-dataloader.md", line: 1413)
_ = DataLoader(ten, batchSize: 2, batchSampler: BatchSampler(SequentialSampler(ten), batchSize: 2, dropLast: false))
#sourceLocation()
}
_survived(3)
}
#sourceLocation(file: "Chapters/10-dataloader.md", line: 1743)
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)

var entries = (0..<10).map { Tar.Entry("digits/\($0)", nil) }
for i in 0..<200 {
    let picture = [UInt8](PNG.grey(xTrain[i].view(28, 28)))
    entries.append(Tar.Entry("digits/\(yTrain[i].item())/\(1000 + i).png", picture))
}
let whole = [UInt8](PNG.grey(xTrain[0].view(28, 28)))
entries.append(Tar.Entry("digits/3/empty.png", []))
entries.append(Tar.Entry("digits/5/half.png", Array(whole.prefix(whole.count / 2))))
entries.append(Tar.Entry("digits/7/RGVtb2NyYXRpY2FCb2xkT2xkc3R5bGUgQm9sZC50dGY=.png", Array("not a picture".utf8)))

let archive = folder.appendingPathComponent("digits.tar.gz")
try Data(Gzip.deflate(Tar.pack(entries))).write(to: archive)
let unpacked = try Tar.unpack(archive, to: folder.appendingPathComponent("data"))
print(unpacked.count, unpacked[0], unpacked[202])
#sourceLocation()
_checkpoint(13)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 1805)
func attempt(_ entry: Tar.Entry) {
    do {
        try Data(Tar.pack([entry])).write(to: archive)
        try Tar.unpack(archive, to: folder.appendingPathComponent("bad"))
    } catch { print(error) }
}
attempt(Tar.Entry("../outside.txt", [1]))
attempt(Tar.Entry("/etc/passwd", [1]))
print(FileManager.default.fileExists(atPath: folder.appendingPathComponent("bad").path))
#sourceLocation()
_checkpoint(14)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 2259)
let digits = try ImageFolder(root: folder.appendingPathComponent("data/digits")) { picture in
    picture.grey().tensor(dividedBy: 256).view(784)
}
print(digits.count, digits.classes.joined(separator: " "))
for file in digits.skipped {
    print("skipped:", file.reason)
}
#sourceLocation()
_checkpoint(15)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 2328)
let first = digits.samples.firstIndex { $0.path == "5/1000.png" }!
print(digits[first].0.isEqual(to: xTrain[0]), digits[first].1)

manualSeed(1)
var right = 0
var figure: Tensor?
for (xb, yb) in DataLoader(digits, batchSize: 64, shuffle: true, workers: 2) {
    right += (noGrad { model(xb) }.argmax(1) .== yb).sum().item()
    figure = figure ?? xb
    print(xb.shape, yb[0..<8])
}
print("\(right) of \(digits.count)")
#sourceLocation()
_checkpoint(16)
#sourceLocation(file: "Chapters/10-dataloader.md", line: 2366)
let grid = figure!.view(8, 8, 28, 28).permute(0, 2, 1, 3).reshape(224, 224)
try Figure.write(PNG.grey(grid, scale: 2), to: "10-batch.png", in: .book)
try FileManager.default.removeItem(at: folder)
#sourceLocation()
#sourceLocation(file: "Chapters/10-dataloader.md", line: 2378)
func notMNIST(in folder: URL, sha256: String? = nil) throws -> ImageFolder {
    let root = folder.appendingPathComponent("notMNIST_small")
    if !FileManager.default.fileExists(atPath: root.path) {
        let archive = folder.appendingPathComponent("notMNIST_small.tar.gz")
        let mirrors = ["http://yaroslavvb.com/upload/notMNIST/notMNIST_small.tar.gz"].compactMap { URL(string: $0) }
        try Download.fetch(from: mirrors, to: archive, limit: 1 << 26) { file in
            if let sha256, try SHA256.hex(readBytes(of: file, limit: 1 << 26)) != sha256 {
                throw DataError(.checksum, file.lastPathComponent, "it is not the file that was asked for")
            }
        }
        try Tar.unpack(archive, to: folder.appendingPathComponent("unpacked"))
        try FileManager.default.moveItem(at: folder.appendingPathComponent("unpacked/notMNIST_small"), to: root)
    }
    return try ImageFolder(root: root)
}
#sourceLocation()
