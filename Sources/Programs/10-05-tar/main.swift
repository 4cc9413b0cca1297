// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-05-tar.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 01ab14b4d6d6fc31

import Checkpoint

_program("Chapters/Workshop/10-05-tar.md", code: "22da465a726e3dd2")
#sourceLocation(file: "Chapters/Workshop/10-05-tar.md", line: 413)
import Foundation
import Kindling

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let archive = folder.appendingPathComponent("letters.tar.gz")

let long = String(repeating: "long", count: 30)
let packed = Tar.pack([Tar.Entry("letters", nil), Tar.Entry("letters/a.txt", Array("alpha".utf8)), Tar.Entry("letters/" + long, [1, 2, 3])])
try Data(Gzip.deflate(packed)).write(to: archive)
for path in try Tar.unpack(archive, to: folder.appendingPathComponent("data")) {
    let file = folder.appendingPathComponent("data/" + path)
    print(path.count, try readBytes(of: file, limit: 100))
}
print(packed.count % 512)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/10-05-tar.md", line: 461)
func attempt(_ entry: Tar.Entry) {
    do {
        try Data(Tar.pack([entry])).write(to: archive)
        try Tar.unpack(archive, to: folder.appendingPathComponent("bad"))
    } catch { print(error) }
}
attempt(Tar.Entry("../outside.txt", [1]))
attempt(Tar.Entry("/etc/passwd", [1]))
print(FileManager.default.fileExists(atPath: folder.appendingPathComponent("bad").path))
try FileManager.default.removeItem(at: folder)
#sourceLocation()
_checkpoint(2)
