// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-02-attention.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: a68501262fa95ee8

import Checkpoint

_program("Chapters/Workshop/17-02-attention.md", code: "65bf16ea48ba1159")
#sourceLocation(file: "Chapters/Workshop/17-02-attention.md", line: 8)
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/17-02-attention.md", line: 132)
manualSeed(1)
let (q, k, v) = (Tensor.randn(2, 4), Tensor.randn(3, 4), Tensor.randn(3, 2))
let blocked = BoolTensor([[false, false, true], [false, false, false]])
print(F.scaledDotProductAttention(q, k, v, mask: blocked))
print(F.scaledDotProductAttention(q, k, v, mask: Tensor([[0, 0, -.infinity], [0, 0, 0]])))
print(F.scaledDotProductAttention(q, k, v, isCausal: true))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/17-02-attention.md", line: 163)
let nothing = BoolTensor([[true, true, true], [false, false, false]])
print(F.scaledDotProductAttention(q, k, v, mask: nothing)[0])
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/17-02-attention.md", line: 358)
manualSeed(1)
let attention = MultiheadAttention(embedDim: 4, numHeads: 2, batchFirst: true)
print(attention)
print(attention.stateDict)
let x = Tensor.randn(2, 3, 4)
let padding = BoolTensor([[false, false, false], [false, false, true]])
let (output, weights) = attention(x, x, x, keyPaddingMask: padding)
print(output.detach())
print(weights.detach())
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/17-02-attention.md", line: 410)
print(attention(x[0], x[0], x[0], mask: Transformer.causalMask(3), averageWeights: false).weights)
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/17-02-attention.md", line: 431)
(output * output).sum().backward()
print(attention.inProjWeight.grad!.abs().sum(1))
print(attention.outProj.bias!.grad!)
#sourceLocation()
_checkpoint(5)
