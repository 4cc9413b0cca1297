// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-03-gzip.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7971988569d0dd82

import Checkpoint

_program("Chapters/Workshop/03-03-gzip.md", code: "d36e606c466b64eb")
#sourceLocation(file: "Chapters/Workshop/03-03-gzip.md", line: 7)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/03-03-gzip.md", line: 203)
let text = Array(String(repeating: "seven ", count: 1000).utf8)
let packed = try Gzip.deflate(text)
print(packed.count < 100, try Gzip.inflate(packed, limit: 6000) == text)

func attempt(_ bytes: [UInt8], limit: Int) {
    do { _ = try Gzip.inflate(bytes, limit: limit, source: "seven.gz") } catch { print(error) }
}
attempt(Array(packed.dropLast(3)), limit: 6000)
attempt(text, limit: 6000)
attempt(packed, limit: 5000)
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/03-03-gzip.md", line: 362)
let labelFile = try MNIST.find().appendingPathComponent("train-labels-idx1-ubyte.gz")
let labelBytes = try Gzip.inflate(readBytes(of: labelFile, limit: 1 << 20), limit: 1 << 20)
print(Array(labelBytes[..<8]))

let idx = try IDX(labelBytes)
print(idx.shape, Array(idx.elements.prefix(10)))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/03-03-gzip.md", line: 394)
do {
    _ = try IDX([0, 0, 8, 1, 255, 255, 255, 255, 5, 0, 4], source: "lies.idx")
} catch {
    print(error)
}
#sourceLocation()
_checkpoint(3)
