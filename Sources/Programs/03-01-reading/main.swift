// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-01-reading.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 41e1723a85bbfdc0

import Checkpoint

_program("Chapters/Workshop/03-01-reading.md", code: "89c920f4097d8e7e")
#sourceLocation(file: "Chapters/Workshop/03-01-reading.md", line: 99)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/03-01-reading.md", line: 116)
let xTrain = try MNIST.load().train.images
#sourceLocation()
if _trapping(1) {
do {
#sourceLocation(file: "Chapters/Workshop/03-01-reading.md", line: 120)
_ = xTrain.view(-1, 28, 27)
#sourceLocation()
}
_survived(1)
}
#sourceLocation(file: "Chapters/Workshop/03-01-reading.md", line: 131)
func attempt(_ body: () throws -> [UInt8]) {
    do { print("\(try body().count) bytes") } catch { print(error) }
}
let missing = URL(fileURLWithPath: "/no/such/digits.gz")
let labels = try MNIST.find().appendingPathComponent("t10k-labels-idx1-ubyte.gz")
attempt { try readBytes(of: missing, limit: 5_000) }
attempt { try readBytes(of: labels, limit: 5_000) }
attempt { try readBytes(of: labels, limit: 4_000) }
#sourceLocation()
_checkpoint(1)
