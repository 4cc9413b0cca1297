// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-14-a-picture-of-a-digit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 55e2575bea414990

import Checkpoint

_program("Chapters/Workshop/18-14-a-picture-of-a-digit.md", code: "5b81d5e3b72aba6b")
#sourceLocation(file: "Chapters/Workshop/18-14-a-picture-of-a-digit.md", line: 8)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/18-14-a-picture-of-a-digit.md", line: 20)
let test = try MNIST.test()
let images = test.images.view(-1, 28, 28)
let mass = images.sum(1, 2)
let middle = (images.sum(2) * (Tensor.arange(28) + 0.5)).sum(1) / mass
print(String(format: "%.2f ± %.2f", middle.mean().item(), middle.std().item()))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/18-14-a-picture-of-a-digit.md", line: 266)
/// A picture of a digit: six times as large, in a place of a sheet, from `paper` to `ink`.
func sheet(_ digit: Tensor, width: Int, height: Int, left: Int, top: Int, paper: [Int], ink: [Int]) -> [UInt8] {
    let pixels = digit.view(28, 28)
    var bytes: [UInt8] = []
    for row in 0..<height {
        for column in 0..<width {
            let (r, c) = ((row - top) / 6, (column - left) / 6)
            let isInside = row >= top && column >= left && r < 28 && c < 28
            let amount = isInside ? Double(pixels[r, c].item()) : row % 37 == 5 && column % 53 == 7 ? 1 : 0
            for (from, to) in zip(paper, ink) { bytes.append(UInt8(Double(from) + amount * Double(to - from))) }
        }
    }
    return bytes
}

let paper = sheet(test.images[0], width: 240, height: 200, left: 60, top: 20, paper: [244, 236, 200], ink: [30, 40, 130])
try Figure.write(PNG.encode(width: 240, height: 200, channels: 3, pixels: paper), to: "18-paper.png", in: .book)
let board = sheet(test.images[4], width: 200, height: 200, left: 10, top: 30, paper: [40], ink: [230])
try Figure.write(PNG.encode(width: 200, height: 200, channels: 1, pixels: board), to: "18-board.png", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/18-14-a-picture-of-a-digit.md", line: 290)
for (name, number) in [("18-paper.png", 0), ("18-board.png", 4)] {
    let folder = URL(fileURLWithPath: Figure.Folder.book.path)
    let picture = try PNG.decode([UInt8](Data(contentsOf: folder.appendingPathComponent(name))), source: name)
    let image = try MNIST.image(of: picture, source: name)
    let difference = (image.view(784) - test.images[number]).abs().mean().item()
    print(picture.width, picture.height, picture.channels, image.shape, String(format: "%.3f", difference))
    if number == 0 { print(asciiArt(image[0, 5..<26])) }
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/18-14-a-picture-of-a-digit.md", line: 332)
do {
    _ = try MNIST.image(of: Picture(width: 10, height: 10, channels: 1, samples: [UInt16](repeating: 255, count: 100)))
} catch {
    print(error)
}
#sourceLocation()
_checkpoint(3)
