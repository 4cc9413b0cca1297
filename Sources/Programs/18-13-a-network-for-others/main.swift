// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-13-a-network-for-others.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 8b54764d4c2f3926

import Checkpoint

_program("Chapters/Workshop/18-13-a-network-for-others.md", code: "dbe0333598d1047a")
#sourceLocation(file: "Chapters/Workshop/18-13-a-network-for-others.md", line: 8)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/18-13-a-network-for-others.md", line: 17)
final class LeNet: Module {
    let conv1 = Conv2d(1, 6, kernelSize: 3)
    let conv2 = Conv2d(6, 16, kernelSize: 3)
    let fc1 = Linear(16 * 6 * 6, 120)
    let fc2 = Linear(120, 84)
    let fc3 = Linear(84, 10)

    override func forward(_ x: Tensor) -> Tensor {
        let first = F.maxPool2d(F.relu(conv1(x)), 2)
        let second = F.maxPool2d(F.relu(conv2(first)), 2)
        return fc3(F.relu(fc2(F.relu(fc1(second.flatten(1))))))
    }
}

let mnist = try MNIST.load()
let (trainLoader, validLoader) = getData(
    TensorDataset(mnist.train.images, mnist.train.labels), TensorDataset(mnist.valid.images, mnist.valid.labels),
    batchSize: 64)
let withMargin = Lambda { F.pad($0.view(-1, 1, 28, 28), [2, 2, 2, 2]) }

manualSeed(1)
let model = LeNet()
let network = Sequential(withMargin, model)
fit(epochs: 2, network, F.crossEntropy, Adam(model.parameters, lr: 1e-3), trainLoader, validLoader)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-13-a-network-for-others.md", line: 52)
let test = try MNIST.test()
let testLoader = DataLoader(TensorDataset(test.images, test.labels), batchSize: 500)
func accuracy(_ model: Module) -> String {
    let network = Sequential(withMargin, model)
    let right = noGrad { testLoader.map { xb, yb in (network(xb).argmax(1) .== yb).float().sum().item() } }
    return String(format: "%.2f of 100", right.reduce(0, +) / 100)
}
model.eval()
print(accuracy(model))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/18-13-a-network-for-others.md", line: 74)
var state = StateDict()
for (name, tensor) in model.stateDict { state[stored: name] = StoredTensor(tensor, as: .float16) }
let file = FileManager.default.temporaryDirectory.appendingPathComponent("lenet-\(ProcessInfo.processInfo.processIdentifier).safetensors")
try state.write(to: file, metadata: [
    "model": "LeNet, chapter 15 of Kindling", "input": "(N, 1, 32, 32), MNIST's images with a margin of 2, 0 to 255/256",
])
let bytes = try Data(contentsOf: file)
print(bytes.count, model.parameters.reduce(0) { $0 + $1.count })
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/18-13-a-network-for-others.md", line: 94)
manualSeed(2)
let received = LeNet()
print(accuracy(received))
try received.load(from: file)
print(accuracy(received))
let moved = zip(model.parameters, received.parameters).map { ($0 - $1).abs().max().item() }.max()!
print(String(format: "%.6f", moved))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/18-13-a-network-for-others.md", line: 115)
try Figure.write(bytes, to: "18-lenet.safetensors", in: .book)
try FileManager.default.removeItem(at: file)
#sourceLocation()
