// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-01-walking.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b7bafc46669919f6

import Checkpoint

_program("Chapters/Workshop/01-01-walking.md", code: "0e0d49722330224a")
#sourceLocation(file: "Chapters/Workshop/01-01-walking.md", line: 17)
import Kindling

/// Where the elements of a layout stand in the storage, in the order of their indices.
func places(_ layout: Layout) -> [Int] {
    var index = [Int](repeating: 0, count: layout.shape.count)
    var place = layout.offset
    var result: [Int] = []
    while true {
        result.append(place)
        var wheel = index.count - 1
        while wheel >= 0 {
            index[wheel] += 1
            place += layout.strides[wheel]
            if index[wheel] < layout.shape[wheel] { break }
            place -= layout.strides[wheel] * layout.shape[wheel]
            index[wheel] = 0
            wheel -= 1
        }
        if wheel < 0 { return result }
    }
}

let table = Tensor([[1, 2, 3], [4, 5, 6]])
let box = Tensor.arange(24).view(2, 3, 4)
print(places(table.layout))
print(places(table.T.layout))
print(places(box[0..., 1].layout))
print(places(table[0].unsqueeze(0).expand(2, 3).layout))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/01-01-walking.md", line: 84)
/// The wheels that are left, the last one first: for each its size and its stride.
func wheels(_ layout: Layout) -> [[Int]] {
    var joined: [[Int]] = []
    for (size, stride) in zip(layout.shape, layout.strides).reversed() where size != 1 {
        if let last = joined.last, stride == last[0] * last[1] {
            joined[joined.count - 1][0] *= size
        } else {
            joined.append([size, stride])
        }
    }
    return joined.isEmpty ? [[1, 0]] : joined
}

print(wheels(table.layout), wheels(box.layout))
print(wheels(table.T.layout))
print(wheels(box[0..., 1].layout))
print(wheels(box.permute(2, 0, 1).layout))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/01-01-walking.md", line: 397)
let numbers = box.array
for view in [box, box[0..., 1], box.permute(2, 0, 1), box.transpose(0, 2)[1]] {
    print(places(view.layout).map { numbers[$0] } == view.array, wheels(view.layout).count)
}
#sourceLocation()
_checkpoint(3)
