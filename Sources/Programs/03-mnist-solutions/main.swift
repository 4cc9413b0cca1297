// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/03-mnist.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 8a49521461d77475

import Checkpoint

_program("Chapters/Solutions/03-mnist.md", code: "4cf43ca49ea0945d")
#sourceLocation(file: "Chapters/Solutions/03-mnist.md", line: 6)
import Foundation
import Kindling

let mnist = try MNIST.load()
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/03-mnist.md", line: 33)
func shares(_ labels: IntTensor) -> [String] {
    var counts = [Int](repeating: 0, count: 10)
    for label in labels.array { counts[label] += 1 }
    return counts.map { count in
        let tenths = (1000 * count + labels.count / 2) / labels.count
        return "\(count) (\(tenths / 10).\(tenths % 10) %)"
    }
}
let (trainShares, validShares) = (shares(mnist.train.labels), shares(mnist.valid.labels))
for digit in 0..<10 {
    print("\(digit): \(trainShares[digit]) and \(validShares[digit])")
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/03-mnist.md", line: 81)
let bytes = Tensor.arange(256)
let difference = bytes / 255 - bytes / 256
print(difference.max())
print(difference.array.filter { $0 != 0 }.count)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/03-mnist.md", line: 107)
/// `image`, of shape `(H, W)`, moved `n` pixels to the right; paper comes in on the left.
func shifted(_ image: Tensor, by n: Int) -> Tensor {
    let (height, width) = (image.size(0), image.size(1))
    let pixels = image.array
    return Tensor(shape: [height, width]) { result in
        for row in 0..<height {
            for column in 0..<width {
                result[row * width + column] = column < n ? 0 : pixels[row * width + column - n]
            }
        }
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/03-mnist.md", line: 131)
struct ShiftedPictures {
    let images: Tensor

    subscript(index: Int) -> Tensor {
        shifted(images[index].view(28, 28), by: IntTensor.randint(0..<3, 1).item())
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/03-mnist.md", line: 152)
func leftmostInk(_ image: Tensor) -> Int {
    image.max(0).values.array.firstIndex { $0 > 0 } ?? -1
}

manualSeed(1)
let pictures = ShiftedPictures(images: mnist.train.images)
print((0..<6).map { _ in leftmostInk(pictures[0]) })
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Solutions/03-mnist.md", line: 178)
let mean = stack((0..<1000).map { pictures[$0] }).mean(0)
try Figure.write(PNG.grey(mean / mean.max(), scale: 8), to: "03-shifted.png", in: .book)
#sourceLocation()
