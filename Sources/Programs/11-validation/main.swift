// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/11-validation.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 673839f3b91d9fbd

import Checkpoint

#sourceLocation(file: "Chapters/11-validation.md", line: 13)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)

func getModel() -> (Linear, SGD) {
    manualSeed(1)
    let model = Linear(784, 10)
    return (model, SGD(model.parameters, lr: 0.5))
}

func loss(_ model: Module, _ x: Tensor, _ y: IntTensor) -> Double {
    noGrad { F.crossEntropy(model(x), y).item() }
}

let few = TensorDataset(xTrain[0..<500], yTrain[0..<500])
let (parrot, parrotOptimizer) = getModel()
var (seen, unseen): ([Double], [Double]) = ([], [])
for epoch in 1...60 {
    for (xb, yb) in DataLoader(few, batchSize: 64) {
        F.crossEntropy(parrot(xb), yb).backward()
        parrotOptimizer.step()
        parrotOptimizer.zeroGrad()
    }
    seen.append(loss(parrot, xTrain[0..<500], yTrain[0..<500]))
    unseen.append(loss(parrot, xValid, yValid))
    if [1, 5, 20, 60].contains(epoch) {
        print("epoch \(epoch):", String(format: "%.4f seen, %.4f unseen", seen.last!, unseen.last!))
    }
}
try Figure.write(
    LineChart(
        title: "500 images, again and again", xLabel: "epochs", yLabel: "loss",
        series: [.init("training images", seen), .init("validation images", unseen)]
    ).svg, to: "11-overfitting.svg", in: .book)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/11-validation.md", line: 121)
/// The most memory that this process has used so far, in MB.
func peakMemory() -> Double {
    #if os(Linux)
        // getrusage would count what the program that started this one had used.
        let words = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?
            .split(whereSeparator: \.isWhitespace) ?? []
        guard let label = words.firstIndex(of: "VmHWM:"), let kilobytes = Double(words[label + 1]) else { return 0 }
        return kilobytes / 1e3
    #else
        var usage = rusage()
        getrusage(RUSAGE_SELF, &usage)
        return Double(usage.ru_maxrss) / 1e6
    #endif
}

let wide = Linear(784, 4096)
let validSet = TensorDataset(xValid, yValid)
let before = peakMemory()
noGrad {
    for (xb, _) in DataLoader(validSet, batchSize: 128) { _ = wide(xb).relu().sum() }
}
let batched = peakMemory() - before
noGrad {
    _ = wide(xValid).relu().sum()
}
let whole = peakMemory() - before
print("in batches less than 30 MB more: \(batched < 30), at once more than 200: \(whole > 200)")
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/11-validation.md", line: 163)
let trainLoader = DataLoader(TensorDataset(xTrain, yTrain), batchSize: 64)
let validLoader = DataLoader(validSet, batchSize: 64 * 2)

let (model, optimizer) = getModel()
for epoch in 1...5 {
    model.train()
    for (xb, yb) in trainLoader {
        F.crossEntropy(model(xb), yb).backward()
        optimizer.step()
        optimizer.zeroGrad()
    }

    model.eval()
    let sum = noGrad {
        validLoader.reduce(0) { sum, batch in sum + F.crossEntropy(model(batch.0), batch.1).item() }
    }
    print(String(format: "epoch: %d, loss: %.4f", epoch, sum / Double(validLoader.count)))
}
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/11-validation.md", line: 218)
let (sumOfMeans, weightedSum) = noGrad {
    validLoader.reduce((0.0, 0.0)) { sums, batch in
        let loss = F.crossEntropy(model(batch.0), batch.1).item()
        return (sums.0 + loss, sums.1 + loss * Double(batch.1.count))
    }
}
print(String(format: "mean of means %.6f", sumOfMeans / Double(validLoader.count)))
print(String(format: "weighted      %.6f", weightedSum / 10_000))
print(String(format: "all at once   %.6f", loss(model, xValid, yValid)))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/11-validation.md", line: 281)
let dropout = Dropout(p: 0.25)
print(dropout)
let dropped = dropout(Tensor.ones(10_000))
print(Set(dropped.array).sorted())
print((dropped.mean() - 1).abs().item() < 0.02)
dropout.eval()
print(dropout(Tensor.ones(5)))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/11-validation.md", line: 489)
let norm = BatchNorm2d(1)
print(norm)
let pictures = Tensor.arange(1, 9).view(2, 1, 2, 2)
print(norm(pictures).detach().view(2, 4))
print(norm.runningMean!, norm.runningVar!)
norm.eval()
print(norm(pictures).detach().view(2, 4))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/11-validation.md", line: 526)
final class Net: Module {
    let hidden = Linear(784, 128)
    let norm = BatchNorm1d(128)
    let dropout = Dropout()
    let output = Linear(128, 10)

    override func forward(_ x: Tensor) -> Tensor {
        output(dropout(norm(hidden(x)).relu()))
    }
}

manualSeed(1)
let net = Net()
let netOptimizer = SGD(net.parameters, lr: 0.1)
net.train()
for (xb, yb) in trainLoader {
    F.crossEntropy(net(xb), yb).backward()
    netOptimizer.step()
    netOptimizer.zeroGrad()
}
net.eval()
print(String(format: "eval:      %.4f", loss(net, xValid, yValid)))
net.train()
print(String(format: "forgotten: %.4f", loss(net, xValid, yValid)))
#sourceLocation()
_checkpoint(7)
