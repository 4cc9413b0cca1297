// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
//   Chapters/Workshop/01-05-arithmetic.md
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3ca5cc3694d41d89

// Chapters/01-tensors.md: A row of numbers
import KindlingEngine

/// The memory that holds the elements of a tensor, and of all the tensors that are views of it.
public final class Storage<Element: BitwiseCopyable> {
    /// The number of elements.
    public let count: Int

    /// The memory. Valid while the storage lives.
    let memory: UnsafeMutablePointer<Element>

    // Chapters/Workshop/01-05-arithmetic.md: In place
    /// How often the elements have been changed in place.
    public internal(set) var version = 0

    // Chapters/Workshop/13-03-convolution-tile.md: Pixel by pixel
    /// Set where the elements stand in another order than that of their indices.
    var reordering: Reordering<Element>?
    // place: state

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

extension Storage {
    /// The first element, with the others behind it in the order of their indices, for reading: several threads may do
    /// so at once. See `Strided.withPointer`.
    var pointer: UnsafePointer<Element> {
        // Chapters/Workshop/13-03-convolution-tile.md: Pixel by pixel
        if let reordering { return reordering.elementsInOrder(of: self) }
        // place: reading
        return UnsafePointer(memory)
    }

    /// The same for writing in place, while nobody else reads or writes. It ends the life of every address that
    /// `pointer` gave before, so take it first. See `Strided.withMutablePointer`.
    var mutablePointer: UnsafeMutablePointer<Element> {
        // Chapters/Workshop/13-03-convolution-tile.md: Pixel by pixel
        if reordering != nil { putInOrder() }
        // place: writing
        return memory
    }
}
