// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-08-download.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c5473c62c5546359

import Checkpoint

_program("Chapters/Workshop/03-08-download.md", code: "8d650fe2ecdfa7c1")
#sourceLocation(file: "Chapters/Workshop/03-08-download.md", line: 385)
import Foundation
import Kindling

let fetched = try MNIST.download(to: MNIST.find())
print("files fetched:", fetched.count)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/03-08-download.md", line: 408)
for expected in [9_912_422, nil] {
    let progress = Download.Progress(file: "train-images-idx3-ubyte.gz", received: 4_800_000, expected: expected, seconds: 2)
    print(ProgressBar.line(for: progress))
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/03-08-download.md", line: 425)
let nowhere = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
let local = ["http://127.0.0.1:9/one/", "http://127.0.0.1:9/two/"].compactMap { URL(string: $0) }
do {
    try MNIST.download(to: nowhere, from: local, patience: 5, progress: nil)
} catch let error as DataError {
    print(error.problem)
}
try FileManager.default.removeItem(at: nowhere)
#sourceLocation()
_checkpoint(3)
