// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-06-png.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2f8e54bb4e8bf8ee

import Checkpoint

_program("Chapters/Workshop/10-06-png.md", code: "a6bd1edb56704d78")
#sourceLocation(file: "Chapters/Workshop/10-06-png.md", line: 373)
import Foundation
import Kindling

let archive = URL(fileURLWithPath: "Chapters/Data/letters.tar.gz")
var files: [String: [UInt8]] = [:]
try Tar.forEachEntry(of: readBytes(of: archive, limit: 1 << 20)) { files[$0.path] = $0.content }
let letter = try PNG.decode(files["letters/G/S2luZGxpbmcgMDUudHRm.png"] ?? [])
print(letter.width, letter.height, letter.channels, letter.depth, letter.samples.reduce(0) { $0 + Int($1) })
print(asciiArt(letter.tensor().view(28, 28)))

let colours = try PNG.decode([UInt8](PNG.encode(width: 2, height: 1, channels: 3, pixels: [255, 128, 0, 0, 0, 255])))
print(colours.tensor().shape, colours.grey().samples)
for broken in ["A/RGVtb2NyYXRpY2FCb2xkT2xkc3R5bGUgQm9sZC50dGY=.png", "C/SGFsZi50dGY=.png"] {
    do { _ = try PNG.decode(files["letters/" + broken] ?? [], source: broken) } catch { print(error) }
}
#sourceLocation()
_checkpoint(1)
