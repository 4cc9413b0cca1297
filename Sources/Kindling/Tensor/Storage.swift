// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3692740936839e0b

// Chapters/01-tensors.md: A row of numbers
import KindlingEngine

/// The memory that holds the elements of a tensor, and of all the tensors that are views of it.
public final class Storage<Element: BitwiseCopyable> {
    /// The number of elements.
    public let count: Int

    /// How often the elements have been changed in place. Chapter 02 uses it to notice that a value it still needs is gone.
    public internal(set) var version = 0

    /// Set where the elements stand in another order than that of their indices. Chapter 13 keeps images so.
    var reordering: Reordering<Element>?

    /// The memory, in whatever order. Valid while the storage lives.
    let memory: UnsafeMutablePointer<Element>

    /// The first element, with the others behind it in the order of their indices, for reading: several threads may do so at once.
    /// See `Strided.withPointer`.
    var pointer: UnsafePointer<Element> {
        if let reordering { return reordering.elementsInOrder(of: self) }
        return UnsafePointer(memory)
    }

    /// The same for writing in place, while nobody else reads or writes. It ends the life of every address that `pointer` gave before, so take it
    /// first. See `Strided.withMutablePointer`.
    var mutablePointer: UnsafeMutablePointer<Element> {
        if reordering != nil { putInOrder() }
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
