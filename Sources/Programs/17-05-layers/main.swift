// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-05-layers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: df3e6c05b04f6d5c

import Checkpoint

_program("Chapters/Workshop/17-05-layers.md", code: "0b9520a900fcb3e8")
#sourceLocation(file: "Chapters/Workshop/17-05-layers.md", line: 8)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/17-05-layers.md", line: 150)
manualSeed(1)
let layer = TransformerEncoderLayer(dModel: 8, nhead: 2, dimFeedforward: 16, batchFirst: true)
print(layer)
layer.eval()
let x = Tensor.randn(2, 3, 8)
print(layer(x)[0])
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/17-05-layers.md", line: 191)
let padding = BoolTensor([[false, false, true], [false, false, false]])
let padded = noGrad { layer(x, keyPaddingMask: padding) }
print(padded[0][0..<2])
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/17-05-layers.md", line: 322)
manualSeed(1)
let writer = TransformerDecoderLayer(
    dModel: 8, nhead: 2, dimFeedforward: 16, dropout: 0, activation: { F.gelu($0) }, normFirst: true)
let (target, memory) = (Tensor.randn(2, 1, 8), Tensor.randn(3, 1, 8))
print(writer(target, memory: memory, mask: Transformer.causalMask(2)).squeeze(1))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/17-05-layers.md", line: 568)
manualSeed(1)
let original = Sequential(Linear(2, 2), ReLU())
let twin = original.copy()
noGrad { original.parameters[0].fill(0) }
print(original.parameters[0], twin.parameters[0])
print(Tensor.rand(1))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/17-05-layers.md", line: 598)
let line = Linear(4, 4, bias: false)
let vectors: [Module] = [
    LayerNorm(4, epsilon: 1e-3), PositionalEncoding(dModel: 4, dropout: 0), BatchNorm1d(4, momentum: 0.5), Dropout(p: 0),
    Sigmoid(), Tanh(), GELU(approximate: .tanh), Softmax(0), LogSoftmax(0), Identity(), Flatten(0), Lambda { $0 * 2 },
]
let pictures: [Module] = [
    Conv2d(4, 2, kernelSize: 3, padding: 1), BatchNorm2d(4), MaxPool2d(3, stride: 1), AvgPool2d(2, stride: 1), AdaptiveAvgPool2d(3),
]
let others: [Module] = [
    ModuleList([line, line]), Embedding(5, 4, paddingIndex: 0), MultiheadAttention(embedDim: 4, numHeads: 2),
    Transformer(dModel: 4, nhead: 2, numEncoderLayers: 1, numDecoderLayers: 1), MnistCNN(),
]
func isCopied(_ module: Module, _ x: Tensor) -> Bool { module.copy()(x).array == module(x).array }
print(vectors.allSatisfy { isCopied($0, .randn(4, 4)) }, pictures.allSatisfy { isCopied($0, .randn(2, 4, 8, 8)) })
print((vectors + pictures + others).filter { "\($0.copy())" != "\($0)" })
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/Workshop/17-05-layers.md", line: 798)
manualSeed(1)
let transformer = Transformer(
    dModel: 8, nhead: 2, numEncoderLayers: 1, numDecoderLayers: 2, dimFeedforward: 16, dropout: 0, batchFirst: true)
let (source, written) = (Tensor.randn(2, 5, 8), Tensor.randn(2, 3, 8))
let result = transformer(source, written, targetMask: Transformer.causalMask(3))
print(result[0])
(result * result * result).sum().backward()
print(transformer.encoder.layers[0].linear1.weight.grad!.abs().sum(1))
print(transformer.decoder.layers[0].linear1.weight.isEqual(to: transformer.decoder.layers[1].linear1.weight))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/Workshop/17-05-layers.md", line: 875)
let optimizer = Adam(original.parameters, lr: 0.01, betas: (0.9, 0.98))
let scheduler = LambdaLR(optimizer, LambdaLR.warmupCosine(warmup: 4, total: 10))
for _ in 0..<10 {
    print(String(format: "%.5f", scheduler.lastLRs[0]), terminator: " ")
    scheduler.step()
}
print()
#sourceLocation()
_checkpoint(7)
