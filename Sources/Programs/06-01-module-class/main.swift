// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-01-module-class.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5f5d98ef2fd7383b

import Checkpoint

_program("Chapters/Workshop/06-01-module-class.md", code: "79d83c0d27dc3660")
#sourceLocation(file: "Chapters/Workshop/06-01-module-class.md", line: 71)
import Kindling

let p = Parameter([1, 2, 3])
print(p)
print(p * 2)
print(Parameter(Tensor.zeros(2), requiresGrad: false))
print(Buffer(Tensor.zeros(2)))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/06-01-module-class.md", line: 527)
final class Scale: Module {
    let factor = Parameter(Tensor.ones(1))
}

final class Everything: Module {
    let firstScale = Scale()
    let hiddenScales = [Scale(), Scale()]
    let heads = ["parity": Scale(), "digit": Scale()]
    var shortcut: Scale?
    let again: Scale
    let meanOfAll = Buffer(Tensor.zeros(4))

    override init() { again = firstScale }
}

let everything = Everything()
print(everything.namedParameters.map(\.name).joined(separator: " "))
print(everything.namedBuffers.map(\.name), everything.namedChildren.map(\.name))
print(everything.modules.count)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/06-01-module-class.md", line: 586)
everything.requiresGrad(false)
everything.heads["digit"]!.requiresGrad()
print(everything.namedParameters.filter { $0.parameter.requiresGrad }.map(\.name).joined(separator: " "))
print(everything.buffers.map(\.shape))
#sourceLocation()
_checkpoint(3)
