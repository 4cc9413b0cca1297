// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 26ea779160749cb2

#sourceLocation(file: "Chapters/13-cnn.md", line: 178)
/// How windows slide along one dimension.
struct Windows {
    var kernel, stride, padding, dilation: Int

    /// How many windows there are: ⌊(size + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1.
    ///
    /// - Parameter ceilMode: round up instead; but a window that would begin in the padding behind the last element is left out.
    func count(in size: Int, ceilMode: Bool = false) -> Int {
        let room = size + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0 { return 0 }
        if !ceilMode { return room / stride + 1 }
        let count = (room + stride - 1) / stride + 1
        return (count - 1) * stride >= size + padding ? count - 1 : count
    }
}

/// A height and a width. One number stands for both:
///
///     Conv2d(1, 16, kernelSize: 3)            // 3 × 3
///     Conv2d(1, 16, kernelSize: [3, 5])       // 3 rows, 5 columns
public struct Size2D: Hashable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    public let height: Int
    public let width: Int
    /// Whether it was given as one number: torch prints it so.
    let isOneNumber: Bool

    public init(_ both: Int) {
        (height, width, isOneNumber) = (both, both, true)
    }

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

    /// Stops the program unless both are at least `least`.
    func check(_ what: String, atLeast least: Int, of operation: String) {
        if height < least || width < least {
            fatalError("\(operation): the \(what) is \(self), and must be at least \(least)")
        }
    }
}

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
#sourceLocation()
