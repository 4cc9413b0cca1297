// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/09-dataset.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 0d43ec0a467c5fd6

import Checkpoint

_program("Chapters/Solutions/09-dataset.md", code: "a9fb442bc34cf096")
#sourceLocation(file: "Chapters/Solutions/09-dataset.md", line: 10)
import Foundation
import Kindling

struct Windows: Dataset {
    let series: Tensor
    let width: Int

    var count: Int { max(0, series.count - width) }

    subscript(index: Int) -> (Tensor, Tensor) {
        (series[index..<index + width], series[index + width])
    }
}

let windows = Windows(series: Tensor.arange(10) * 10, width: 3)
print(windows.count)
print(windows[0])
print(windows[6])
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/09-dataset.md", line: 64)
final class Remembered<Source: Dataset>: Dataset {
    let dataset: Source
    private var samples: [Int: Source.Sample] = [:]

    init(_ dataset: Source) { self.dataset = dataset }

    var count: Int { dataset.count }

    subscript(index: Int) -> Source.Sample {
        if let sample = samples[index] { return sample }
        let sample = dataset[index]
        samples[index] = sample
        return sample
    }
}

var calls = 0
let costly = Array(0..<5).transformed { number in
    calls += 1
    return number * number
}
let remembered = Remembered(costly)
for _ in 0..<3 {
    print((0..<remembered.count).map { remembered[$0] }, calls)
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/09-dataset.md", line: 136)
let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let shifted = TensorDataset(xTrain[0..<49_999], yTrain[1..<50_000])
let right = TensorDataset(xTrain, yTrain)

func train(_ dataset: TensorDataset<(Tensor, IntTensor)>) -> Double {
    manualSeed(1)
    let model = Linear(784, 10)
    let opt = SGD(model.parameters, lr: 0.05)
    var sum = 0.0
    let batches = (dataset.count - 1) / 64 + 1
    for i in 0..<batches {
        let (xb, yb) = dataset[i * 64..<i * 64 + 64]
        let loss = F.crossEntropy(model(xb), yb)
        sum += loss.item()
        loss.backward()
        opt.step()
        opt.zeroGrad()
    }
    return sum / Double(batches)
}
print(String(format: "right: %.3f", train(right)))
print(String(format: "slipped: %.3f", train(shifted)))
print(String(format: "ln 10: %.3f", log(10.0)))
#sourceLocation()
_checkpoint(3)
