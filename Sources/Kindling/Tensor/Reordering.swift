// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bbb36f2f0d4e722b

// Chapters/Workshop/13-03-convolution-tile.md: Pixel by pixel
import Synchronization

/// The order of images that stand in memory pixel by pixel, each pixel with all its channels, instead of channel by
/// channel.
struct PixelOrder: Equatable {
    let images, channels, pixels: Int
}

/// What belongs to a storage whose elements stand in memory in another order than that of their indices: which one,
/// and, once somebody has asked, a copy in the order of the indices.
final class Reordering<Element: BitwiseCopyable> {
    /// The order in the storage's memory.
    let order: PixelOrder

    private let copy = AtomicLazyReference<Storage<Element>>()
    private let copying = Mutex(())

    init(_ order: PixelOrder) {
        self.order = order
    }

    /// The elements of the storage, which this belongs to, in the order of their indices. Any number of threads may ask
    /// at once.
    func elementsInOrder(of storage: Storage<Element>) -> UnsafePointer<Element> {
        if let copy = copy.load() { return UnsafePointer(copy.memory) }
        copying.withLock { _ in
            if copy.load() == nil { _ = copy.storeIfNil(orderedCopy(of: storage)) }
        }
        return elementsInOrder(of: storage)
    }

    private func orderedCopy(of storage: Storage<Element>) -> Storage<Element> {
        let result = Storage<Element>(count: storage.count)
        let size = order.channels * order.pixels
        for image in 0..<order.images {
            let (from, to) = (storage.memory + image * size, result.memory + image * size)
            for channel in 0..<order.channels {
                for pixel in 0..<order.pixels {
                    to[channel * order.pixels + pixel] = from[pixel * order.channels + channel]
                }
            }
        }
        return result
    }
}

extension Storage {
    /// The order of the elements in memory, where it isn't that of their indices. Whoever has just filled `memory` in
    /// such an order sets it.
    var pixelOrder: PixelOrder? {
        get { reordering?.order }
        set { reordering = newValue.map { Reordering($0) } }
    }

    /// Puts the elements themselves in the order of their indices, for one who is about to write.
    func putInOrder() {
        guard let reordering else { return }
        memory.update(from: reordering.elementsInOrder(of: self), count: count)
        self.reordering = nil
    }
}
