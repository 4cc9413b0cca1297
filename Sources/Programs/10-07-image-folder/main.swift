// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-07-image-folder.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d37d6314ab8908fa

import Checkpoint

_program("Chapters/Workshop/10-07-image-folder.md", code: "568b1d45eb80fb55")
#sourceLocation(file: "Chapters/Workshop/10-07-image-folder.md", line: 160)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)

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
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/10-07-image-folder.md", line: 240)
let digits = try ImageFolder(root: folder.appendingPathComponent("data/digits")) { picture in
    picture.grey().tensor(dividedBy: 256).view(784)
}
print(digits.count, digits.classes.joined(separator: " "))
for file in digits.skipped {
    print("skipped:", file.reason)
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/10-07-image-folder.md", line: 314)
manualSeed(1)
let model = Linear(784, 10)
let opt = SGD(model.parameters, lr: 0.5)
for _ in 0..<2 {
    for (xb, yb) in DataLoader(TensorDataset(xTrain, yTrain), batchSize: 64) {
        F.crossEntropy(model(xb), yb).backward()
        opt.step()
        opt.zeroGrad()
    }
}

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
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/10-07-image-folder.md", line: 375)
let grid = figure!.view(8, 8, 28, 28).permute(0, 2, 1, 3).reshape(224, 224)
try Figure.write(PNG.grey(grid, scale: 2), to: "10-batch.png", in: .book)
try FileManager.default.removeItem(at: folder)
#sourceLocation()
