// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-06-pickle.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 6c4c8b0ad8adcdfa

import Checkpoint

_program("Chapters/Workshop/03-06-pickle.md", code: "da76e7d86d411739")
#sourceLocation(file: "Chapters/Workshop/03-06-pickle.md", line: 484)
import Foundation
import Kindling

func inspect(_ pickle: String) {
    do {
        print(try Pickle.load(Array(pickle.utf8)))
    } catch {
        print(error)
    }
}
if case .tuple(let values) = try Pickle.load(Array("(I1\nS'ink'\nt.".utf8)) { print(values.count) }
inspect("cbuiltins\nprint\n(S'You opened me, so I ran.'\ntR.")
inspect("cos\nsystem\n(S'rm -r data'\ntR.")
inspect("]q\u{0}h\u{0}a.")
#sourceLocation()
_checkpoint(1)
