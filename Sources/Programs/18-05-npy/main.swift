// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-05-npy.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c015405d0a7c91eb

import Checkpoint

_program("Chapters/Workshop/18-05-npy.md", code: "a1cfc71a56a9e2bf")
#sourceLocation(file: "Chapters/Workshop/18-05-npy.md", line: 265)
import Foundation
import Kindling

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let file = folder.appendingPathComponent("a.npy")

func npy(_ header: String, _ elements: [UInt8]) throws {
    try Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + elements).write(to: file)
}
let doubles = [1.5, 4, 2, 5, 3, 6].flatMap { withUnsafeBytes(of: $0.bitPattern.bigEndian, Array.init) }
try npy("{'descr': '>f8', 'fortran_order': True, 'shape': (2, 3), }\n", doubles)
let array = try StoredTensor(npy: file)
print(array)
print(array.tensor())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-05-npy.md", line: 305)
try array.write(npy: file)
let written = [UInt8](try Data(contentsOf: file))
print(String(decoding: written[10..<73], as: UTF8.self).trimmingCharacters(in: .whitespaces))
print(written.count, try StoredTensor(npy: file) == array)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/18-05-npy.md", line: 326)
func attempt(_ header: String, _ elements: [UInt8] = []) {
    do {
        try npy(header, elements)
        print(try StoredTensor(npy: file))
    } catch {
        print(error)
    }
}
attempt("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", Array("cos\nsystem\n".utf8))
attempt("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", [0, 0, 0, 0])
attempt("{'descr': '<f4', 'fortran_order': False, 'shape': (1 << 40,), }")
attempt("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000, 1000000000000), }")
attempt("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'shape': (1,), }", [0, 0, 0, 0])
attempt("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", [0, 0, 0, 0])
do { try StoredTensor(Tensor([1]), as: .bfloat16).write(npy: file) } catch { print(error) }
try FileManager.default.removeItem(at: folder)
#sourceLocation()
_checkpoint(3)
