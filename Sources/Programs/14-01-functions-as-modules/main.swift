// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/14-01-functions-as-modules.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 672f82cc3e9e97e7

import Checkpoint

_program("Chapters/Workshop/14-01-functions-as-modules.md", code: "c615aa05c6685c17")
#sourceLocation(file: "Chapters/Workshop/14-01-functions-as-modules.md", line: 8)
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/14-01-functions-as-modules.md", line: 152)
print(Sequential(Sigmoid(), Tanh(), GELU(), GELU(approximate: .tanh), Softmax(1), LogSoftmax(-1)))
print(Sequential(AvgPool2d(4), AvgPool2d(kernelSize: [2, 3], stride: 1, padding: 1), AdaptiveAvgPool2d(1), AdaptiveAvgPool2d([1, 4])))
let x = Tensor.arange(8).view(1, 2, 2, 2) - 4
print(AvgPool2d(2)(x).view(2), AdaptiveAvgPool2d(1)(x).view(2))
print(GELU()((x / 4).view(8)))
print(Softmax(1)(x).view(8))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/14-01-functions-as-modules.md", line: 196)
print(Sigmoid()(x.view(8)))
print(Tanh()(x.view(8)))
print(LogSoftmax(1)(x).view(8))
let layers = Sequential(Flatten(), Sigmoid())
layers[1] = AdaptiveAvgPool2d(outputSize: 1)
layers.append(Tanh())
print(layers)
layers[0] = Identity()
print(layers(x).view(2))
#sourceLocation()
_checkpoint(2)
