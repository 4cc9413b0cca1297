// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/18-saving.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d7d1be88c36e4eb9

import Checkpoint

_program("Chapters/Solutions/18-saving.md", code: "f4c238e4105da750")
#sourceLocation(file: "Chapters/Solutions/18-saving.md", line: 6)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (trainLoader, validLoader) = getData(
    TensorDataset(mnist.train.images, mnist.train.labels), TensorDataset(mnist.valid.images, mnist.valid.labels), batchSize: 64)
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/18-saving.md", line: 60)
func file(_ epoch: Int) -> URL { folder.appendingPathComponent("epoch-\(epoch).safetensors") }

manualSeed(1)
let model = Linear(784, 10)
fit(
    epochs: 6, model, F.crossEntropy, SGD(model.parameters, lr: 0.5), trainLoader, validLoader, quiet: true,
    afterEpoch: { epoch, _ in try! model.save(to: file(epoch), metadata: ["epoch": "\(epoch)"]) })

func compare(_ a: StateDict, _ b: StateDict) {
    for (name, tensor) in a {
        let difference = (tensor - b[name]!).abs()
        print(name, String(format: "%.3f %.2f", difference.max().item(), (difference .> 0).float().mean().item()))
    }
}
compare(try StateDict(contentsOf: file(1)), try StateDict(contentsOf: file(2)))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/18-saving.md", line: 103)
var mean = StateDict()
let three = try (4...6).map { try StateDict(contentsOf: file($0)) }
for name in three[0].keys { mean[name] = (three[0][name]! + three[1][name]! + three[2][name]!) / 3 }
let other = Linear(784, 10)
for state in three + [mean] {
    try other.loadStateDict(state)
    print(accuracy(other, validLoader))
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/18-saving.md", line: 138)
let weight = three[2]["weight"]!
let scale = weight.abs().max(1, keepDim: true).values / 127
let whole = (weight / scale).array.map { Int($0.rounded(.toNearestOrEven)) }
var small = StateDict()
small[stored: "weight"] = StoredTensor(IntTensor(shape: [10, 784], values: whole), as: .int8)
small["scale"] = scale
small["bias"] = three[2]["bias"]!
try small.write(to: file(0))
print(try Data(contentsOf: file(6)).count / 1000, try Data(contentsOf: file(0)).count / 1000)

let packed = try StateDict(contentsOf: file(0))
try other.loadStateDict(["weight": packed["weight"]! * packed["scale"]!, "bias": packed["bias"]!])
print(packed[stored: "weight"]!, accuracy(other, validLoader))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Solutions/18-saving.md", line: 175)
let header = #"{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "b": {"dtype": "F32", "shape": [1], "data_offsets": [8, 12]}}"#
let hole = folder.appendingPathComponent("hole.safetensors")
try (withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) } + Data(header.utf8) + Data("\0\0\0?psst\0\0@@".utf8)).write(to: hole)
do { _ = try StateDict(contentsOf: hole) } catch { print(error) }
try FileManager.default.removeItem(at: folder)
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Solutions/18-saving.md", line: 212)
let digits = TensorDataset(mnist.train.images[0..<6400], mnist.train.labels[0..<6400])
let root = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")

func train(in folder: URL, without part: String = "", killedAfter last: Int = .max) throws -> [Double] {
    let model = Sequential(Linear(784, 32), ReLU(), Dropout(p: 0.2), Linear(32, 10))
    let optimizer = Adam(model.parameters)
    let loader = DataLoader(digits, batchSize: 64, shuffle: true)
    let checkpoint = Checkpoint(
        in: folder, model: model, optimizer: part == "optimizer" ? nil : optimizer,
        loader: part == "loader" ? nil : loader)
    if try checkpoint.restore() != nil, part == "random numbers" { manualSeed(7) }
    var losses: [Double] = []
    for epoch in (checkpoint["epoch"] ?? 0)..<2 {
        checkpoint["epoch"] = epoch
        for (xb, yb) in loader {
            losses.append(lossBatch(model, F.crossEntropy, xb, yb, optimizer).loss)
            if losses.count == 150 { try checkpoint.save() }
            if losses.count == last { return losses }
        }
    }
    return losses
}

manualSeed(1)
let wholeLosses = try train(in: root.appendingPathComponent("whole"))
for part in ["nothing", "optimizer", "loader", "random numbers"] {
    let folder = root.appendingPathComponent(part)
    manualSeed(1)
    _ = try train(in: folder, without: part, killedAfter: 150)
    manualSeed(2)
    let rest = try train(in: folder, without: part)
    let first = zip(rest, wholeLosses[150...]).enumerated().first { $1.0 != $1.1 }.map { "\($0.offset + 1)" } ?? "none"
    let end = rest.suffix(25).reduce(0, +) / 25
    print("\(part): \(rest.count) batches, the first that differs: \(first), the last 25: \(String(format: "%.3f", end))")
}
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/Solutions/18-saving.md", line: 270)
func fitted(in folder: URL, savings limit: Int = .max) throws -> [[Float]] {
    let model = Sequential(Linear(784, 32), ReLU(), Dropout(p: 0.2), Linear(32, 10))
    let optimizer = Adam(model.parameters)
    let valid = TensorDataset(mnist.valid.images[0..<1000], mnist.valid.labels[0..<1000])
    let (trainLoader, validLoader) = getData(digits, valid, batchSize: 64)
    let checkpoint = Checkpoint(in: folder, model: model, optimizer: optimizer, loader: trainLoader)
    try checkpoint.restore()
    let done: Int = checkpoint["epochs"] ?? 0
    var savings = 0
    fit(
        epochs: 3 - done, model, F.crossEntropy, optimizer, trainLoader, validLoader,
        afterBatch: { _, _ in
            guard trainLoader.position % 50 == 0, savings < limit else { return }
            savings += 1
            do { try checkpoint.save() } catch { print(error) }
        },
        afterEpoch: { epoch, _ in checkpoint["epochs"] = done + epoch })
    return model.parameters.map(\.array)
}

manualSeed(1)
let weights = try fitted(in: root.appendingPathComponent("fit"))
manualSeed(1)
_ = try fitted(in: root.appendingPathComponent("fit again"), savings: 3)
manualSeed(2)
print(try fitted(in: root.appendingPathComponent("fit again")) == weights)
try FileManager.default.removeItem(at: root)
#sourceLocation()
_checkpoint(6)
