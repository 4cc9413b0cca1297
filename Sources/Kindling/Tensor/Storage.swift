// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b148cf4747e15476

#sourceLocation(file: "Chapters/01-tensors.md", line: 51)
/// The memory that holds the elements of a tensor, and of all the tensors that are views of it.
public final class Storage<Element: BitwiseCopyable> {
    /// The number of elements.
    public let count: Int

    /// How often the elements have been changed in place. Chapter 02 uses it to notice that a value it still needs is gone.
    public internal(set) var version = 0

    /// The first element. Valid while the storage lives: see `Strided.withPointer`.
    let pointer: UnsafeMutablePointer<Element>

    /// Allocates memory without filling it.
    init(count: Int) {
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: Swift.max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
        self.count = count
        pointer = memory.bindMemory(to: Element.self, capacity: count)
    }

    deinit {
        UnsafeMutableRawPointer(pointer).deallocate()
    }
}
#sourceLocation()
