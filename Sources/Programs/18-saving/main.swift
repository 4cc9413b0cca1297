// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/18-saving.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 40a27d505a933d35

import Checkpoint

_program("Chapters/18-saving.md", code: "9bab5a9e46c45a77")
#sourceLocation(file: "Chapters/18-saving.md", line: 10)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (trainLoader, validLoader) = getData(
    TensorDataset(mnist.train.images, mnist.train.labels), TensorDataset(mnist.valid.images, mnist.valid.labels), batchSize: 64)

manualSeed(1)
let model = Linear(784, 10)
fit(epochs: 5, model, F.crossEntropy, SGD(model.parameters, lr: 0.5), trainLoader, validLoader, quiet: true)
print(accuracy(model, validLoader))
print(model.stateDict)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/18-saving.md", line: 85)
func writeByHand(_ state: StateDict, to file: URL) throws {
    var (entries, numbers): ([String], [Float]) = ([], [])
    for (name, tensor) in state {
        let start = numbers.count * 4
        numbers += tensor.array
        entries.append(#""\#(name)": {"dtype": "F32", "shape": \#(tensor.shape), "data_offsets": \#([start, numbers.count * 4])}"#)
    }
    let header = Data("{\(entries.joined(separator: ", "))}".utf8)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    try (length + header + numbers.withUnsafeBytes { Data($0) }).write(to: file)
}

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let file = folder.appendingPathComponent("small.safetensors")
try writeByHand(["weight": Tensor([[1, 2, 3], [4, 5, 6]]), "bias": Tensor([0.5, -0.5])], to: file)

let bytes = [UInt8](try Data(contentsOf: file))
print(bytes.count, bytes[..<8])
print(String(decoding: bytes[8..<bytes.count - 32], as: UTF8.self))
print(bytes.suffix(8))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/18-saving.md", line: 139)
struct Entry: Decodable { let dtype: String, shape: [Int], data_offsets: [Int] }

func readByHand(_ file: URL) throws -> StateDict {
    let data = [UInt8](try Data(contentsOf: file))
    let length = data[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    var state = StateDict()
    for (name, entry) in try JSONDecoder().decode([String: Entry].self, from: Data(data[8..<8 + length])) {
        let bytes = Array(data[(8 + length + entry.data_offsets[0])..<(8 + length + entry.data_offsets[1])])
        state[name] = Tensor(shape: entry.shape, values: stride(from: 0, to: bytes.count, by: 4).map { i in
            bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: i, as: Float.self) }
        })
    }
    return state
}

print(try readByHand(file)["weight"]!)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/18-saving.md", line: 183)
let weights = folder.appendingPathComponent("linear.safetensors")
try model.save(to: weights, metadata: ["epochs": "5"])

manualSeed(2)
let fresh = Linear(784, 10)
print(accuracy(fresh, validLoader))
try fresh.load(from: weights)
print(accuracy(fresh, validLoader))

let state = try StateDict(contentsOf: weights)
print(state.metadata["epochs"]!, state.keys)
print(state["weight"]!.isEqual(to: model.weight), state["bias"]!.isEqual(to: model.bias!))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/18-saving.md", line: 228)
let ours = URL(fileURLWithPath: "Chapters/Data/linear.safetensors")
let torchs = URL(fileURLWithPath: "Chapters/Data/linear.pt")
print(try Data(contentsOf: weights) == Data(contentsOf: ours))
for state in [try StateDict(contentsOf: ours), try StateDict(torch: torchs)] {
    try fresh.loadStateDict(state)
    print(state.keys, accuracy(fresh, validLoader))
}
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/18-saving.md", line: 307)
do {
    try (["weight": Tensor.zeros(10, 784), "__metadata__": Tensor(1)] as StateDict).write(to: weights)
} catch {
    print(error)
}
print(try Data(contentsOf: weights) == Data(contentsOf: ours), try FileManager.default.contentsOfDirectory(atPath: folder.path).count)
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/18-saving.md", line: 339)
let checkpoint = Checkpoint(in: folder, model: model, optimizer: Adam(model.parameters))
checkpoint["epoch"] = 3
let names = checkpoint.stateDict.keys
print(names.count, names.filter { !$0.hasPrefix("optimizer.") })
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/18-saving.md", line: 356)
func train(in folder: URL, killedAfter last: Int = .max) throws -> [Double] {
    let model = Sequential(Linear(784, 32), ReLU(), Dropout(p: 0.2), Linear(32, 10))
    let optimizer = Adam(model.parameters)
    let digits = TensorDataset(mnist.train.images[0..<6400], mnist.train.labels[0..<6400])
    let loader = DataLoader(digits, batchSize: 64, shuffle: true)
    let checkpoint = Checkpoint(in: folder, keepLast: 2, model: model, optimizer: optimizer, loader: loader)

    try checkpoint.restore()
    var losses: [Double] = []
    for epoch in (checkpoint["epoch"] ?? 0)..<2 {
        checkpoint["epoch"] = epoch
        for (xb, yb) in loader {
            losses.append(lossBatch(model, F.crossEntropy, xb, yb, optimizer).loss)
            if loader.position % 25 == 0 { try checkpoint.save() }
            if losses.count == last { return losses }
        }
    }
    return losses
}

let trainings = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
manualSeed(1)
let whole = try train(in: trainings.appendingPathComponent("whole"))
print(whole.count, [0, 129, 199].map { String(format: "%.4f", whole[$0]) })
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/18-saving.md", line: 408)
let stopped = trainings.appendingPathComponent("stopped")
manualSeed(1)
print(try train(in: stopped, killedAfter: 130).count)
manualSeed(20261129)
let rest = try train(in: stopped)
print(rest.count, rest == Array(whole.suffix(75)))
print(try FileManager.default.contentsOfDirectory(atPath: stopped.path).sorted())
try FileManager.default.removeItem(at: trainings)
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/18-saving.md", line: 441)
func forge(_ header: String, length: Int? = nil) {
    let forged = folder.appendingPathComponent("forged.safetensors")
    let size = withUnsafeBytes(of: UInt64(length ?? header.utf8.count).littleEndian) { Data($0) }
    do {
        try (size + Data(header.utf8) + Data(count: 8)).write(to: forged)
        print(try StateDict(contentsOf: forged).keys)
    } catch {
        print(error)
    }
}
forge("{}", length: 1 << 56)
forge(#"{"a": {"dtype": "F32", "shape": [1000000000], "data_offsets": [0, 4000000000]}}"#)
forge(#"{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "b": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}"#)
forge(#"{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "a": {"dtype": "U8", "shape": [8], "data_offsets": [0, 8]}}"#)
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/18-saving.md", line: 476)
let full = try StateDict(contentsOf: ours)
for dtype in [StoredTensor.DType.float32, .float16, .bfloat16] {
    var state = StateDict()
    for (name, tensor) in full { state[stored: name] = StoredTensor(tensor, as: dtype) }
    try state.write(to: weights)
    try fresh.load(from: weights)
    print(state[stored: "weight"]!, state[stored: "weight"]!.bytes.count, accuracy(fresh, validLoader))
}
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/18-saving.md", line: 523)
print(try StateDict(torch: torchs)[stored: "weight"]!)
try FileManager.default.removeItem(at: folder)
#sourceLocation()
_checkpoint(12)
