// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-05-pictures.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5b7f457e1e0b5994

import Checkpoint

_program("Chapters/Workshop/03-05-pictures.md", code: "000fdb4e605bd5c8")
#sourceLocation(file: "Chapters/Workshop/03-05-pictures.md", line: 38)
import Foundation
import Kindling

print(asciiArt(Tensor([[0, 0.11, 0.22, 0.33, 0.44, 0.55, 0.66, 0.77, 0.88, 1]])))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/03-05-pictures.md", line: 166)
let tiny = PNG.encode(width: 3, height: 2, pixels: [0, 128, 255, 255, 128, 0])
print(tiny.count, 8 + 3 * 12 + 13 + (2 + 5 + 8 + 4))
print(Array(tiny[29..<33]), Array(tiny[43..<51]))
#sourceLocation()
_checkpoint(2)
