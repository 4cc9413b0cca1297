// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-04-sha256.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: cda60d84dec14769

import Checkpoint

_program("Chapters/Workshop/03-04-sha256.md", code: "b6ef1227535e0047")
#sourceLocation(file: "Chapters/Workshop/03-04-sha256.md", line: 7)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/03-04-sha256.md", line: 148)
let labelFile = try MNIST.find().appendingPathComponent("train-labels-idx1-ubyte.gz")
let labelBytes = try Gzip.inflate(readBytes(of: labelFile, limit: 1 << 20), limit: 1 << 20)

print(SHA256.hex(Array("abc".utf8)))
print(SHA256.hex(labelBytes))
var flipped = labelBytes
flipped[60_007] ^= 1
print(SHA256.hex(flipped))
#sourceLocation()
_checkpoint(1)
