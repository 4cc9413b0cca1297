// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-01-conv2d.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c297dd2476886af6

// Chapters/Workshop/13-01-conv2d.md: Windows
/// A height and a width. One number stands for both:
///
///     Conv2d(1, 16, kernelSize: 3)            // 3 × 3
///     Conv2d(1, 16, kernelSize: [3, 5])       // 3 rows, 5 columns
public struct Size2D: Hashable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    /// Rows, or down.
    public let height: Int
    /// Columns, or across.
    public let width: Int
    /// Whether it was given as one number: torch prints it so.
    let isOneNumber: Bool

    /// A square; it prints as one number.
    public init(_ both: Int) {
        (height, width, isOneNumber) = (both, both, true)
    }

    /// First the height, as in torch's pairs.
    public init(_ height: Int, _ width: Int) {
        (self.height, self.width, isOneNumber) = (height, width, false)
    }

    public init(integerLiteral value: Int) { self.init(value) }

    public init(arrayLiteral elements: Int...) {
        if elements.count != 2 {
            fatalError("Size2D: a size is one number or two, a height and a width; not \(elements)")
        }
        self.init(elements[0], elements[1])
    }

    public static func == (a: Size2D, b: Size2D) -> Bool { (a.height, a.width) == (b.height, b.width) }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(height)
        hasher.combine(width)
    }
}

extension Size2D: CustomStringConvertible {
    /// As it was given: `3` or `(3, 5)`.
    public var description: String { isOneNumber ? "\(height)" : pair }

    /// Always as two: `(3, 3)`.
    var pair: String { "(\(height), \(width))" }

    /// Stops the program unless both are at least `least`, and so small that products of two of them fit into an `Int`.
    func check(_ what: String, atLeast least: Int, of operation: String) {
        if height < least || width < least {
            fatalError("\(operation): the \(what) is \(self), and must be at least \(least)")
        }
        if max(height, width) > Int32.max {
            fatalError("\(operation): the \(what) is \(self), and can be at most \(Int32.max)")
        }
    }
}
