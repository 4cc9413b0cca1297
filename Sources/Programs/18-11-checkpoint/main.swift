// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-11-checkpoint.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ef5a0571e208ebba

import Checkpoint

_program("Chapters/Workshop/18-11-checkpoint.md", code: "f339f15cb7b30f24")
#sourceLocation(file: "Chapters/Workshop/18-11-checkpoint.md", line: 372)
import Foundation
import Kindling

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

let model = Linear(3, 1)
let optimizer = Adam(model.parameters)
let checkpoint = Checkpoint(in: folder, model: model, optimizer: optimizer)
print(try checkpoint.restore() as Any)
for number in 1...4 {
    model(Tensor.ones(2, 3)).mean().backward()
    optimizer.step()
    optimizer.zeroGrad()
    checkpoint["epoch"] = number
    checkpoint["name"] = "a line"
    checkpoint["best"] = 0.25 / Double(number)
    checkpoint["order"] = IntTensor([3, 1, 2])
    checkpoint["sums"] = Tensor([1, 2, 3]) * Double(number)
    print(try checkpoint.save().lastPathComponent, try files())
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-11-checkpoint.md", line: 408)
func restored(_ optimizer: (Linear) -> Optimizer, note: @escaping (String) -> Void = { print("note:", $0) }) {
    let model = Linear(3, 1)
    let checkpoint = Checkpoint(in: folder, model: model, optimizer: optimizer(model))
    do {
        guard let file = try checkpoint.restore(note: note) else { return print("nothing there") }
        let epoch: Int? = checkpoint["epoch"]
        let name: String? = checkpoint["name"]
        let best: Double? = checkpoint["best"]
        print(file.lastPathComponent, epoch ?? 0, name ?? "", best ?? 0, checkpoint["sums"] ?? Tensor(0))
    } catch {
        print(error)
    }
}
restored { Adam($0.parameters) }
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/18-11-checkpoint.md", line: 434)
func damage(_ name: String, _ change: (inout Data) -> Void) throws {
    let file = folder.appendingPathComponent(name)
    var bytes = try Data(contentsOf: file)
    change(&bytes)
    try bytes.write(to: file)
}
try damage("checkpoint-000004.safetensors") { $0[$0.count - 5115] ^= 1 }
restored { Adam($0.parameters) }
try damage("checkpoint-000003.safetensors") { $0.removeLast(100) }
restored { Adam($0.parameters) }
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/18-11-checkpoint.md", line: 459)
print(try checkpoint.save().lastPathComponent, try checkpoint.files.map(\.lastPathComponent))
try checkpoint.save(to: folder.appendingPathComponent("best.safetensors"))
checkpoint["best"] = 0.0
try checkpoint.restore(from: folder.appendingPathComponent("best.safetensors"))
let best: Double = checkpoint["best"] ?? 1
let order: IntTensor? = checkpoint["order"]
print(best, order?.array ?? [])
restored { SGD($0.parameters, lr: 0.1) }
try FileManager.default.removeItem(at: folder)
restored { Adam($0.parameters) }
#sourceLocation()
_checkpoint(4)
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/18-11-checkpoint.md", line: 485)
_ = Checkpoint(in: folder, model: model, also: ["model": optimizer])
#sourceLocation()
}
_survived(1)
}
