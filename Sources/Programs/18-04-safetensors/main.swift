// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-04-safetensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bfa1035781a0deee

import Checkpoint

_program("Chapters/Workshop/18-04-safetensors.md", code: "eca5ba78cce5bd94")
#sourceLocation(file: "Chapters/Workshop/18-04-safetensors.md", line: 362)
import Foundation
import Kindling

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let file = folder.appendingPathComponent("net.safetensors")

manualSeed(1)
let net = Sequential(Linear(2, 2), BatchNorm2d(2))
try net.save(to: file, metadata: ["by": "a \"test\"", "at": "once"])
let bytes = [UInt8](try Data(contentsOf: file))
let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
print(length, length % 8, bytes.count - 8 - length)
for line in String(decoding: bytes[8..<8 + length], as: UTF8.self).replacingOccurrences(of: "},\"", with: "},\n\"").split(separator: "\n") {
    print(line.trimmingCharacters(in: .whitespaces))
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-04-safetensors.md", line: 419)
let other = Linear(2, 2)
let before = other.stateDict.clone()
do { try other.load(from: file) } catch { print(error) }
print(other.weight.isEqual(to: before["weight"]!))
let (missing, unexpected) = try net.load(from: file, strict: false)
print(missing, unexpected)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/18-04-safetensors.md", line: 440)
func forge(_ header: String, _ count: Int = 8, length: Int? = nil) {
    let size = (0..<8).map { UInt8(truncatingIfNeeded: (length ?? header.utf8.count) >> (8 * $0)) }
    do {
        try Data(size + Array(header.utf8) + [UInt8](repeating: 0, count: count)).write(to: file)
        let state = try StateDict(contentsOf: file)
        print("read:", state.keys.map { "\($0) \(state[stored: $0]!)" })
    } catch {
        print("\(error)".dropFirst("net.safetensors: ".count))
    }
}
func entry(_ name: String, _ shape: String, _ offsets: String, _ dtype: String = "F32", more: String = "") -> String {
    #""\#(name)":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)\#(more)}"#
}
let whole = entry("a", "[2]", "[0,8]")
forge("{\(whole)}", length: .max)
forge("{\(whole)}", length: 1000)
forge("[\(whole)]")
forge("{\(whole)", 8)
forge("{\(whole),\(whole)}")
forge("{\(entry("a", "[2]", "[0,8]", more: #","x":{"y":1,"y":2}"#))}")
forge("{\(entry("a", "[1]", "[0,4]")),\(entry("b", "[1]", "[2,6]"))}")
forge("{\(entry("a", "[1]", "[0,4]")),\(entry("b", "[1]", "[5,9]"))}")
forge("{\(whole)}", 9)
forge("{\(whole)}", 7)
forge("{\(entry("a", "[3]", "[0,8]"))}")
forge("{\(entry("a", "[4294967296,4294967296]", "[0,8]"))}")
forge("{\(entry("a", "[-2]", "[0,8]"))}")
forge("{\(entry("a", "[2]", "[8,0]"))}")
forge("{\(entry("a", "[1]", "[0,8]", "C64"))}")
forge("{\"x\":" + String(repeating: "[", count: 1000))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/18-04-safetensors.md", line: 498)
forge("{\(entry("byte", "[1]", "[0,1]", "U8")),\(entry("a", "[2]", "[1,9]"))}", 9)
forge("{\(entry("a", "[]", "[4,8]", more: #","since":[1,{"never":null}]"#)),\(entry("b", "[1]", "[0,4]"))}")
forge("{\(entry("a", "[0,3]", "[0,0]")),\(entry("b", "[2]", "[0,8]")),\(entry("c", "[0]", "[8,8]"))}")
forge(#"{"__metadata__":{},"# + whole + "}  \n")
try FileManager.default.removeItem(at: folder)
#sourceLocation()
_checkpoint(4)
