// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-06-zip.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 879d336a20f36060

import Checkpoint

_program("Chapters/Workshop/18-06-zip.md", code: "a682210a5794b775")
#sourceLocation(file: "Chapters/Workshop/18-06-zip.md", line: 438)
import Foundation
import Kindling

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let file = folder.appendingPathComponent("state.npz")

var state: StateDict = ["weight": Tensor.zeros(100, 100)]
state[stored: "labels"] = StoredTensor(IntTensor([5, 0, 4]))
state[stored: "half"] = StoredTensor(Tensor([0.5]), as: .float16)
for compressed in [false, true] {
    try state.write(npz: file, compressed: compressed)
    let again = try StateDict(npz: file)
    print(try Data(contentsOf: file).count < 1000, again.keys, again.keys.map { again[stored: $0]!.description })
    print(try again[stored: "labels"]!.intTensor(), again["weight"]!.sum().item())
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-06-zip.md", line: 481)
func attempt(_ limit: Int = 1 << 30) {
    do { print(try StateDict(npz: file, limit: limit).count) } catch { print(error) }
}
attempt(10_000)
try state.write(npz: file)
var bytes = [UInt8](try Data(contentsOf: file))
bytes[5000] ^= 1
try Data(bytes).write(to: file)
attempt()
try Data(bytes.dropLast(100)).write(to: file)
attempt()
try FileManager.default.removeItem(at: folder)
#sourceLocation()
_checkpoint(2)
