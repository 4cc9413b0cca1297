// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-07-torch.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 8c04fab95e812982

import Checkpoint

_program("Chapters/Workshop/18-07-torch.md", code: "1af17c85d47a054b")
#sourceLocation(file: "Chapters/Workshop/18-07-torch.md", line: 476)
import Foundation
import Kindling

let nested = URL(fileURLWithPath: "Chapters/Data/nested.pt")
let all = try StateDict(torch: nested)
for name in all.keys { print(name, all[stored: name]!) }
print(all["model.turned"]!)
print(all.metadata.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })
let model = try StateDict(torch: nested, key: "model")
print(model.keys, try model[stored: "steps"]!.intTensor())
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-07-torch.md", line: 517)
func archive(_ pickle: String) throws -> Data {
    func little(_ number: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    let (name, content) = (Array("archive/data.pkl".utf8), Array(pickle.utf8))
    let checksum = Array(try Gzip.deflate(content).suffix(8).prefix(4))
    let start = little(0, 8) + checksum + little(content.count, 4) + little(content.count, 4) + little(name.count, 2) + little(0, 2)
    let file = [0x50, 0x4b, 3, 4] + little(20, 2) + start + name + content
    let directory = [0x50, 0x4b, 1, 2] + little(20, 2) + little(20, 2) + start + little(0, 14) + name
    return Data(file + directory + [0x50, 0x4b, 5, 6] + little(0, 4) + little(1, 2) + little(1, 2) + little(directory.count, 4) + little(file.count, 4) + little(0, 2))
}

let file = FileManager.default.temporaryDirectory.appendingPathComponent("gift.pt")
func attempt(_ pickle: String, key: String? = nil) {
    do {
        try archive(pickle).write(to: file)
        let state = try StateDict(torch: file, key: key)
        print(state.keys, state.metadata)
    } catch {
        print(error)
    }
}
attempt("(S'epoch'\nI3\nd.")
attempt("cbuiltins\nprint\n(S'You opened me, so I ran.'\ntR.")
attempt("c__main__\nNet\n)R.")
attempt("(S'epoch'\nI3\nd.", key: "model")
attempt("(S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI1\ntQ.")
try FileManager.default.removeItem(at: file)
#sourceLocation()
_checkpoint(2)
