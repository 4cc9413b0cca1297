// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/17-blocks.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 02f0027b0ec8638f

import Checkpoint

_program("Chapters/17-blocks.md", code: "b3720e08ee685e8d")
#sourceLocation(file: "Chapters/17-blocks.md", line: 15)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/17-blocks.md", line: 35)
let prices = ["apple": 3.0, "pear": 4.0, "cherry": 9.0]
print(prices["pear"]!)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/17-blocks.md", line: 56)
/// What a query finds in a soft dictionary: the mean of the values, weighted by how well their keys fit.
func lookUp(_ query: Tensor, _ keys: Tensor, _ values: Tensor) -> Tensor {
    let scores = keys • query            // (S): one score for each key
    let weights = F.softmax(scores, 0)   // (S): shares, which add up to 1
    print("weights:", weights)
    return weights • values              // (V): the mean of the values
}

let keys = Tensor([[4, 2], [1, 3], [4, 4]])       // apple, pear, cherry: round, sweet
let values = Tensor([[3], [4], [9]])              // their prices
print(lookUp(Tensor([1, -1]), keys, values))      // round, and rather not sweet
print(lookUp(Tensor([10, -10]), keys, values))    // the same, and quite sure of it
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/17-blocks.md", line: 112)
func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor) -> (output: Tensor, weights: Tensor) {
    let scores = q • k.transpose(-2, -1) / Double(q.size(-1)).squareRoot()
    let weights = F.softmax(scores, -1)
    return (weights • v, weights)
}

manualSeed(1)
let (q, k, v) = (Tensor.randn(4, 64), Tensor.randn(6, 64), Tensor.randn(6, 2))
print((q • k.t()).std(), F.softmax(q • k.t(), -1).max(1).values)
let (found, weights) = attention(q, k, v)
print(found.shape, weights.shape, weights.max(1).values)
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/17-blocks.md", line: 148)
print(F.scaledDotProductAttention(q, k, v).isClose(to: found, absoluteTolerance: 1e-6))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/17-blocks.md", line: 177)
let blocked = Transformer.causalMask(4)
print(blocked)
let scores = Tensor.zeros(4, 4).maskedFill(blocked, -.infinity)
print(F.softmax(scores, -1))
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/17-blocks.md", line: 220)
final class Heads: Module {
    let heads: Int
    let q, k, v, out: Linear

    init(_ width: Int, _ heads: Int) {
        self.heads = heads
        (q, k, v, out) = (Linear(width, width), Linear(width, width), Linear(width, width), Linear(width, width))
        super.init()
    }

    override func forward(_ x: Tensor) -> Tensor {
        let parts = [q, k, v].map { $0(x).view(x.size(0), x.size(1), heads, -1).transpose(1, 2) }
        return out(attention(parts[0], parts[1], parts[2]).output.transpose(1, 2).reshape(x.shape))
    }
}

manualSeed(1)
let look = Heads(8, 2)
let rows = Tensor.randn(3, 5, 8)
print(look(rows).shape)
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/17-blocks.md", line: 268)
let library = MultiheadAttention(embedDim: 8, numHeads: 2, batchFirst: true)
try library.loadStateDict([
    "in_proj_weight": cat([look.q.weight, look.k.weight, look.v.weight]),
    "in_proj_bias": cat([look.q.bias!, look.k.bias!, look.v.bias!]),
    "out_proj.weight": look.out.weight, "out_proj.bias": look.out.bias!,
])
print(library(rows, rows, rows).output.isClose(to: look(rows), absoluteTolerance: 1e-6))
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/17-blocks.md", line: 297)
let turned = look(rows.flip(1)).flip(1)
print(turned.isClose(to: look(rows), absoluteTolerance: 1e-6))
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/17-blocks.md", line: 328)
func normalized(_ x: Tensor) -> Tensor {
    let centered = x - x.mean(-1, keepDim: true)
    let variance = (centered * centered).mean(-1, keepDim: true)
    return centered / (variance + 1e-5).sqrt()
}

final class Block: Module {
    let look: Heads
    let think: Sequential

    init(_ width: Int, _ heads: Int, inside: Int) {
        look = Heads(width, heads)
        think = Sequential(Linear(width, inside), ReLU(), Linear(inside, width))
        super.init()
    }

    override func forward(_ x: Tensor) -> Tensor {
        let seen = normalized(x + look(x))
        return normalized(seen + think(seen))
    }
}

manualSeed(1)
let block = Block(8, 2, inside: 16)
let out = block(rows)
print(out.shape, out.mean(-1).abs().max().item() < 1e-6)
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/17-blocks.md", line: 401)
final class WritingBlock: Module {
    let look, read: MultiheadAttention
    let think: Sequential

    init(_ width: Int, _ heads: Int, inside: Int) {
        look = MultiheadAttention(embedDim: width, numHeads: heads, batchFirst: true)
        read = MultiheadAttention(embedDim: width, numHeads: heads, batchFirst: true)
        think = Sequential(Linear(width, inside), ReLU(), Linear(inside, width))
        super.init()
    }

    func callAsFunction(_ x: Tensor, _ memory: Tensor) -> Tensor {
        let before = Transformer.causalMask(x.size(1))
        let seen = normalized(x + look(x, x, x, mask: before).output)
        let informed = normalized(seen + read(seen, memory, memory).output)
        return normalized(informed + think(informed))
    }
}

let writer = WritingBlock(8, 2, inside: 16)
print(writer(Tensor.randn(3, 4, 8), out).shape)
#sourceLocation()
_checkpoint(10)
#sourceLocation(file: "Chapters/17-blocks.md", line: 451)
print(Transformer(dModel: 64, nhead: 4, numEncoderLayers: 2, numDecoderLayers: 2, dimFeedforward: 128, batchFirst: true).decoder)
#sourceLocation()
_checkpoint(11)
#sourceLocation(file: "Chapters/17-blocks.md", line: 493)
let mnist = try MNIST.load()
let testSet = try MNIST.test()
let trainLoader = DataLoader(
    TensorDataset(mnist.train.images, mnist.train.labels), batchSize: 64 * 5, shuffle: true, dropLast: true)

/// The digits of each five images, in ascending order.
func sorted(_ labels: IntTensor) -> [[Int]] {
    stride(from: 0, to: labels.count, by: 5).map { labels[$0..<$0 + 5].array.sorted() }
}

print(mnist.train.labels[0..<10].array, sorted(mnist.train.labels[0..<10]))
#sourceLocation()
_checkpoint(12)
#sourceLocation(file: "Chapters/17-blocks.md", line: 546)
let nothingYet = 10

final class Sorter: Module {
    let eyes = Sequential(
        Conv2d(1, 8, kernelSize: 3, padding: 1), MaxPool2d(2), ReLU(),
        Conv2d(8, 16, kernelSize: 3, padding: 1), MaxPool2d(2), ReLU(), Flatten(), Linear(784, 64))
    let digits = Embedding(11, 64)
    let transformer = Transformer(
        dModel: 64, nhead: 4, numEncoderLayers: 2, numDecoderLayers: 2, dimFeedforward: 128, dropout: 0, batchFirst: true)
    let out = Linear(64, 10)

    /// What the eyes and the encoder make of rows of images: (N, 5, 64).
    func read(_ images: Tensor) -> Tensor {
        transformer.encoder(eyes(images.view(-1, 1, 28, 28)).view(-1, 5, 64))
    }

    /// A score for each digit that may come next, after each that is written: (N, L, 10).
    func scores(_ seen: Tensor, _ written: IntTensor) -> Tensor {
        let mask = Transformer.causalMask(written.size(1))
        return out(transformer.decoder(digits(written), memory: seen, mask: mask))
    }

    func callAsFunction(_ images: Tensor, _ written: IntTensor) -> Tensor { scores(read(images), written) }
}

manualSeed(1)
let model = Sorter()
print(model.parameters.reduce(0) { $0 + $1.count })
#sourceLocation()
_checkpoint(13)
#sourceLocation(file: "Chapters/17-blocks.md", line: 611)
var (batchLosses, epochLosses) = ([Double](), [Double]())

func train(_ model: Sorter, epochs: Int) {
    let steps = 156 * epochs
    let optimizer = Adam(model.parameters, lr: 3e-3, betas: (0.9, 0.98))
    let scheduler = LambdaLR(optimizer, LambdaLR.warmupCosine(warmup: 100, total: steps))
    for _ in 0..<epochs {
        for (xb, yb) in trainLoader {
            let digits = sorted(yb)
            let written = IntTensor(digits.map { [nothingYet] + $0.dropLast() })
            let loss = F.crossEntropy(model(xb, written).view(-1, 10), IntTensor(digits.flatMap { $0 }))
            loss.backward()
            optimizer.step()
            optimizer.zeroGrad()
            scheduler.step()
            batchLosses.append(loss.item())
        }
        epochLosses.append(batchLosses.suffix(156).reduce(0, +) / 156)
    }
}

train(model, epochs: 5)
print(batchLosses.prefix(5).map { String(format: "%.4f", $0) })
#sourceLocation()
_checkpoint(14)
#sourceLocation(file: "Chapters/17-blocks.md", line: 670)
print(epochLosses.map { String(format: "%.4f", $0) })
#sourceLocation()
_checkpoint(15)
#sourceLocation(file: "Chapters/17-blocks.md", line: 691)
func write(_ model: Sorter, _ images: Tensor) -> [[Int]] {
    model.eval()
    let seen = noGrad { model.read(images) }
    var written = [[Int]](repeating: [nothingYet], count: images.size(0) / 5)
    for _ in 0..<5 {
        let scores = noGrad { model.scores(seen, IntTensor(written)) }
        let next = scores[0..., -1].argmax(-1).array
        for (i, digit) in next.enumerated() { written[i].append(digit) }
    }
    return written.map { Array($0.dropFirst()) }
}

let answers = write(model, testSet.images)
let right = zip(answers, sorted(testSet.labels)).filter { $0 == $1 }.count
print(String(format: "%.1f of 100 rows are right", Double(right) / Double(answers.count) * 100))
print(answers[0..<3])
#sourceLocation()
_checkpoint(16)
#sourceLocation(file: "Chapters/17-blocks.md", line: 743)
/// Where the last layer looked while it wrote: (rows, 5 digits, 5 images).
func looked(_ model: Sorter, _ images: Tensor, _ answers: [[Int]]) -> Tensor {
    noGrad {
        let written = model.digits(IntTensor(answers.map { [nothingYet] + $0.dropLast() }))
        return model.transformer.decoder.withWeights(
            written, memory: model.read(images), mask: Transformer.causalMask(5)).weights.last!.mean(1)
    }
}

let shares = looked(model, testSet.images, answers)
print(testSet.labels[0..<5].array, answers[0])
print(shares[0])
#sourceLocation()
_checkpoint(17)
#sourceLocation(file: "Chapters/17-blocks.md", line: 771)
let strongest = shares.argmax(-1)
var hits = 0
for (row, answer) in answers.enumerated() {
    for (place, digit) in answer.enumerated() {
        if testSet.labels[row * 5 + strongest[row, place].item()].item() == digit { hits += 1 }
    }
}
print(String(format: "%.1f of 100 digits", Double(hits) / Double(answers.count * 5) * 100))
#sourceLocation()
_checkpoint(18)
#sourceLocation(file: "Chapters/17-blocks.md", line: 792)
func drawing(_ rows: [Int]) -> String {
    var svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 720 250' font-family='sans-serif' font-size='18'>\n"
    svg += "<rect width='720' height='250' rx='6' fill='#ffffff'/>\n"
    for (n, row) in rows.enumerated() {
        let left = 44 + n * 236
        for column in 0..<5 {
            let png = PNG.grey(1 - testSet.images[row * 5 + column].view(28, 28)).base64EncodedString()
            svg += "<image x='\(left + column * 36)' y='14' width='34' height='34' href='data:image/png;base64,\(png)'/>\n"
            for (place, digit) in answers[row].enumerated() {
                let (y, share) = (58 + place * 36, shares[row, place, column].item())
                svg += "<rect x='\(left + column * 36)' y='\(y)' width='34' height='34' fill='#1f5fa8' "
                svg += "fill-opacity='\(String(format: "%.2f", share))' stroke='#d0d0d0'/>\n"
                if column == 0 { svg += "<text x='\(left - 20)' y='\(y + 24)' fill='#222222'>\(digit)</text>\n" }
            }
        }
    }
    return svg + "</svg>\n"
}

try Figure.write(drawing([0, 1, 2]), to: "17-looked.svg", in: .book)
#sourceLocation()
