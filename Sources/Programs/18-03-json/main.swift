// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-03-json.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d9d66467da186287

import Checkpoint

_program("Chapters/Workshop/18-03-json.md", code: "0630ed3d77b7efd3")
#sourceLocation(file: "Chapters/Workshop/18-03-json.md", line: 107)
import Foundation
import Kindling

let twice = #"{"weight": [0, 4], "weight": [4, 8]}"#
print(try JSONDecoder().decode([String: [Int]].self, from: Data(twice.utf8)).count)
#sourceLocation()
_checkpoint(1)
