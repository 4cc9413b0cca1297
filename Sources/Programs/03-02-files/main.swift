// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-02-files.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 0d388292ce6eaef6

import Checkpoint

_program("Chapters/Workshop/03-02-files.md", code: "081bf0789422dcd5")
#sourceLocation(file: "Chapters/Workshop/03-02-files.md", line: 8)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/03-02-files.md", line: 23)
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
let deep = folder.appendingPathComponent("data/mnist", isDirectory: true)

func make(_ name: String, parents: Bool) {
    do {
        try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: parents)
        print("\(name): made")
    } catch {
        print("\(name): an error")
    }
    print("there:", FileManager.default.fileExists(atPath: deep.path) ? "yes" : "no")
}
make("without parents", parents: false)
make("with parents", parents: true)
make("once more", parents: true)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/03-02-files.md", line: 89)
try FileManager.default.removeItem(at: folder)
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/03-02-files.md", line: 257)
do {
    _ = try MNIST.load(from: URL(fileURLWithPath: "/no/such/folder"))
} catch {
    print(error)
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/03-02-files.md", line: 427)
let mnist = try MNIST.load()
print(mnist.train.images.storage === mnist.valid.images.storage)
print(mnist.train.images.layout.offset, mnist.valid.images.layout.offset, 50_000 * 784)
#sourceLocation()
_checkpoint(3)
