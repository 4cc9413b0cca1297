// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-12-resumed.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bd2d9241528b1d96

import Checkpoint

_program("Chapters/Workshop/18-12-resumed.md", code: "3a83fb00d2ce554f")
#sourceLocation(file: "Chapters/Workshop/18-12-resumed.md", line: 13)
import Foundation
import Kindling

let mnist = try MNIST.load()
let digits = TensorDataset(mnist.train.images[0..<6400], mnist.train.labels[0..<6400])
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")

struct Training {
    let model: Module
    let optimizer: Optimizer
    let scheduler: LRScheduler
    let loader: LabelledLoader
    let checkpoint: Checkpoint

    init(in folder: URL) {
        model = Sequential(Linear(784, 64), ReLU(), Dropout(p: 0.2), Linear(64, 10))
        optimizer = Adam(model.parameters, lr: 0.003)
        scheduler = CosineAnnealingLR(optimizer, maxSteps: 200)
        loader = DataLoader(digits, batchSize: 64, shuffle: true, workers: 1)
        checkpoint = Checkpoint(
            in: folder, model: model, optimizer: optimizer, scheduler: scheduler, loader: loader)
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/18-12-resumed.md", line: 42)
struct Killed: Error {}

extension Training {
    /// Two epochs, or less if it's killed after a batch. Returns each batch's number and loss.
    func run(killedAfter last: Int? = nil) throws -> [(batch: Int, loss: Double)] {
        try checkpoint.restore()
        var batch: Int = checkpoint["batch"] ?? 0
        var losses: [(batch: Int, loss: Double)] = []
        model.train()
        for epoch in (checkpoint["epoch"] ?? 0)..<2 {
            checkpoint["epoch"] = epoch
            for (xb, yb) in loader {
                let (loss, _) = lossBatch(model, F.crossEntropy, xb, yb, optimizer)
                scheduler.step()
                batch += 1
                losses.append((batch, loss))
                checkpoint["batch"] = batch
                if batch % 25 == 0 { try checkpoint.save() }
                if batch == last { return losses }
            }
        }
        return losses
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/18-12-resumed.md", line: 74)
func print(_ losses: [(batch: Int, loss: Double)], _ batches: [Int]) {
    print(losses.filter { batches.contains($0.batch) }.map { "\($0.batch): \(String(format: "%.4f", $0.loss))" })
}

manualSeed(1)
let whole = Training(in: folder.appendingPathComponent("whole"))
let losses = try whole.run()
print(losses, [1, 60, 100, 126, 137, 138, 180, 200])
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-12-resumed.md", line: 162)
manualSeed(1)
print(try Training(in: folder).run(killedAfter: 60), [1, 60])
manualSeed(1234)
print(try Training(in: folder).run(killedAfter: 137), [60, 100, 126, 137])
manualSeed(5678)
let resumed = Training(in: folder)
let lastLosses = try resumed.run()
print(lastLosses, [126, 137, 138, 180, 200])
print(lastLosses.count, zip(lastLosses, losses.suffix(75)).allSatisfy { $0 == $1 })
print(zip(resumed.model.parameters, whole.model.parameters).allSatisfy { $0.array == $1.array })
print(Tensor.rand(2))
try FileManager.default.removeItem(at: folder)
#sourceLocation()
_checkpoint(2)
