// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 292f654d1d15e128

// Chapters/01-tensors.md: A row of numbers
import KindlingEngine

/// The memory that holds the elements of a tensor, and of all the tensors that are views of it.
public final class Storage<Element: BitwiseCopyable> {
    /// The number of elements.
    public let count: Int

    /// How often the elements have been changed in place. Chapter 02 uses it to notice that a value it still needs is gone.
    public internal(set) var version = 0

    /// The order of the elements in memory, where it isn't that of their indices. Chapter 13 keeps images so.
    var pixelOrder: PixelOrder?

    /// The memory, in whatever order. Valid while the storage lives.
    let memory: UnsafeMutablePointer<Element>

    /// The first element, with the others behind it in the order of their indices. See `Strided.withPointer`.
    var pointer: UnsafeMutablePointer<Element> {
        if pixelOrder != nil { restoreOrder() }
        return memory
    }

    /// Allocates memory without filling it.
    init(count: Int) {
        let memory: UnsafeMutableRawPointer = kd_allocate(UInt(count * MemoryLayout<Element>.stride))
        self.count = count
        self.memory = memory.bindMemory(to: Element.self, capacity: count)
    }

    deinit {
        kd_release(memory, UInt(count * MemoryLayout<Element>.stride))
    }
}

/// The order of images that stand in memory pixel by pixel, each pixel with all its channels, instead of channel by channel.
struct PixelOrder: Equatable {
    let images, channels, pixels: Int
}

extension Storage {
    /// Puts the elements in the order of their indices.
    private func restoreOrder() {
        guard let order = pixelOrder else { return }
        pixelOrder = nil
        let copy = UnsafeMutablePointer<Element>.allocate(capacity: count)
        defer { copy.deallocate() }
        copy.update(from: memory, count: count)
        for image in 0..<order.images {
            let (from, to) = (copy + image * order.channels * order.pixels, memory + image * order.channels * order.pixels)
            for channel in 0..<order.channels {
                for pixel in 0..<order.pixels {
                    to[channel * order.pixels + pixel] = from[pixel * order.channels + channel]
                }
            }
        }
    }
}
