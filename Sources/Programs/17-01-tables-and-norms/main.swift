// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-01-tables-and-norms.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: eba7ccd4137870ca

import Checkpoint

_program("Chapters/Workshop/17-01-tables-and-norms.md", code: "4da7b239035328c1")
#sourceLocation(file: "Chapters/Workshop/17-01-tables-and-norms.md", line: 8)
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/17-01-tables-and-norms.md", line: 98)
let table = Tensor([[1, 2], [3, 4], [5, 6]])
table.requiresGrad = true
let looked = F.embedding(IntTensor([[2, 0, 2]]), table)
print(looked)
(looked * Tensor([[1], [10], [100]])).sum().backward()
print(table.grad!)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/17-01-tables-and-norms.md", line: 181)
manualSeed(1)
let words = Embedding(4, 3, paddingIndex: 0)
print(words)
let sentence = words(IntTensor([2, 3, 0, 0]))
print(sentence)
sentence.sum().backward()
print(words.weight.grad!)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/17-01-tables-and-norms.md", line: 281)
let samples = Tensor([[1, 2, 3, 6], [100, 200, 300, 600]])
let norm = LayerNorm(4)
print(norm)
print(norm(samples))
print(LayerNorm([2, 2], elementwiseAffine: false)(samples.view(2, 2, 2)))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/17-01-tables-and-norms.md", line: 382)
print(PositionalEncoding.waves(4, 6))
let placed = PositionalEncoding(dModel: 6, dropout: 0, maxLength: 10)
print(placed(Tensor.zeros(2, 1, 6)))
#sourceLocation()
_checkpoint(4)
