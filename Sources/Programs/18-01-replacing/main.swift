// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-01-replacing.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 00a74dbfab28b91d

import Checkpoint

_program("Chapters/Workshop/18-01-replacing.md", code: "4b4487893e428811")
#sourceLocation(file: "Chapters/Workshop/18-01-replacing.md", line: 169)
import Foundation
import Kindling

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let file = folder.appendingPathComponent("state.safetensors")
func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

let state: StateDict = ["weight": Tensor([1, 2, 3])]
try state.write(to: file)
do {
    try (["weight": Tensor([4, 5, 6]), "__metadata__": Tensor(7)] as StateDict).write(to: file)
} catch {
    print(error)
}
print(try StateDict(contentsOf: file)["weight"]!, try files())
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/18-01-replacing.md", line: 190)
let half = folder.appendingPathComponent(".state.safetensors.9B1C.part")
try Data([0, 1, 2]).write(to: half)
print(try files())
try state.write(to: file)
print(try files())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-01-replacing.md", line: 209)
func attempt(_ file: URL) {
    do { try state.write(to: file) } catch { print("\(error)".replacingOccurrences(of: folder.path, with: "…")) }
}
attempt(folder.appendingPathComponent("weights/state.safetensors"))
attempt(URL(fileURLWithPath: "/dev/null"))
let link = folder.appendingPathComponent("latest")
try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
attempt(link)
print(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
print(try files())
try FileManager.default.removeItem(at: folder)
#sourceLocation()
_checkpoint(2)
