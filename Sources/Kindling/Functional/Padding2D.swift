// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-01-conv2d.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5cca2f9a261f9a84

// Chapters/Workshop/13-01-conv2d.md: Windows
/// The zeros around an image.
public enum Padding2D: Hashable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    /// So many rows above and below, so many columns left and right.
    case zeros(Size2D)
    /// As many as keep the image's size. The stride must be 1.
    case same
    /// None.
    case valid

    public init(integerLiteral value: Int) { self = .zeros(Size2D(value)) }

    public init(arrayLiteral elements: Int...) {
        if elements.count != 2 {
            fatalError("Padding2D: a padding is one number or two, for rows and columns; not \(elements)")
        }
        self = .zeros(Size2D(elements[0], elements[1]))
    }
}
