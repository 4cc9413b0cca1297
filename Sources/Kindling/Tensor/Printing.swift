// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-10-printing.md
//   Chapters/Workshop/02-01-tape.md
//   Chapters/Workshop/06-01-module-class.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: a7b8e3d16aac03fb

// Chapters/Workshop/01-10-printing.md: Printing as torch prints
import Foundation

/// How a tensor is written. The defaults are torch's.
public struct PrintOptions: Sendable {
    /// Digits after the point.
    public var precision = 4
    /// Tensors with more elements than this are summarized.
    public var threshold = 1000
    /// What a summary shows at each end of a dimension: so many entries. At least 1.
    public var edgeItems = 3
    /// A line is broken before it gets longer than this.
    public var lineWidth = 80
    /// Whether numbers are written as `1.0000e+05`; nil leaves it to the numbers.
    public var scientific: Bool?

    /// Settings that differ from torch's in what is named.
    public init(
        precision: Int = 4, threshold: Int = 1000, edgeItems: Int = 3, lineWidth: Int = 80, scientific: Bool? = nil
    ) {
        guard precision >= 0, edgeItems > 0 else {
            fatalError("PrintOptions: precision \(precision) and edgeItems \(edgeItems) must be at least 0 and 1")
        }
        self.precision = precision
        self.threshold = threshold
        self.edgeItems = edgeItems
        self.lineWidth = lineWidth
        self.scientific = scientific
    }

    /// Never summarizes.
    public static let full = PrintOptions(threshold: .max)
    /// Two digits, and two entries at each end of a summary.
    public static let short = PrintOptions(precision: 2, edgeItems: 2)
}
// Chapters/Workshop/01-10-printing.md: One style for all
/// The one way in which all numbers of a tensor are written, so that they stand in columns.
struct NumberStyle {
    /// Digits after the point.
    private let precision: Int
    /// Whether all numbers are whole, and no digits are shown.
    private let areWhole: Bool
    /// Whether they are written as `1.0000e+05`.
    private let isScientific: Bool
    /// The columns that the widest number takes.
    private(set) var width = 1

    /// The style for these numbers.
    init(_ values: [Float], options: PrintOptions) {
        precision = options.precision
        let telling = values.filter { $0.isFinite && $0 != 0 }.map(Double.init)
        areWhole = telling.allSatisfy { $0 == $0.rounded() }
        let magnitudes = telling.map(\.magnitude)
        if let smallest = magnitudes.min(), let largest = magnitudes.max() {
            isScientific = options.scientific ?? (largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4)
        } else {
            isScientific = false
        }
        for value in telling { width = max(width, text(value).count) }
    }

    /// A number in this style, not yet padded.
    func text(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        if isScientific { return String(format: "%.\(precision)e", value) }
        if areWhole { return String(format: "%.0f.", value) }
        return String(format: "%.\(precision)f", value)
    }
}
// Chapters/Workshop/01-10-printing.md: Rows and brackets
/// Sets the elements of a tensor in rows and brackets. What the elements are, numbers or truths, it need not know.
struct TensorLayout {
    /// The shape of the tensor.
    let shape: [Int]
    /// How it is to be written.
    let options: PrintOptions
    /// Whether only the ends of long dimensions are shown.
    private let isSummary: Bool

    /// The arrangement for tensors of a shape.
    init(shape: [Int], options: PrintOptions) {
        self.shape = shape
        self.options = options
        isSummary = shape.reduce(1, *) > options.threshold
    }

    /// The entries of a dimension that are shown, before and behind the dots. Without dots, all stand before.
    private func shown(_ dimension: Int) -> (head: Range<Int>, tail: Range<Int>) {
        let size = shape[dimension]
        let edge = options.edgeItems
        guard isSummary && size > 2 * edge else { return (0..<size, size..<size) }
        return (0..<edge, size - edge..<size)
    }

    /// The elements that are shown, as positions in row-major order.
    var visible: [Int] {
        shape.indices.reduce([0]) { rows, dimension in
            let (head, tail) = shown(dimension)
            return rows.flatMap { row in (Array(head) + tail).map { row * shape[dimension] + $0 } }
        }
    }
}

extension TensorLayout {
    /// The brackets with their contents: `elements` are the texts of the visible elements, `width` the columns for
    /// each.
    func body(_ elements: [String], width: Int, indent: Int) -> String {
        let padded = elements.map { String(repeating: " ", count: max(0, width - $0.utf8.count)) + $0 }
        if padded.isEmpty { return "[]" }
        var next = padded.makeIterator()
        return block(dimension: 0, indent: indent, elementWidth: width) { next.next() ?? "" }
    }

    /// The text of a dimension, with those inside it; `next` gives the elements one by one.
    private func block(dimension: Int, indent: Int, elementWidth: Int, next: () -> String) -> String {
        if dimension == shape.count { return next() }
        let isRow = dimension == shape.count - 1
        func entry(_: Int) -> String {
            block(dimension: dimension + 1, indent: indent + 1, elementWidth: elementWidth, next: next)
        }
        let (head, tail) = shown(dimension)
        var entries = head.map(entry)
        if !tail.isEmpty {
            entries.append(isRow ? " ..." : "...")
            entries += tail.map(entry)
        }
        let margin = String(repeating: " ", count: indent + 1)
        guard isRow else {
            let blankLines = String(repeating: "\n", count: shape.count - dimension - 1)
            return "[" + entries.joined(separator: "," + blankLines + margin) + "]"
        }
        let perLine = max(1, (options.lineWidth - indent) / (elementWidth + 2))
        let lines = stride(from: 0, to: entries.count, by: perLine).map { start in
            entries[start..<min(start + perLine, entries.count)].joined(separator: ", ")
        }
        return "[" + lines.joined(separator: ",\n" + margin) + "]"
    }
}

// Chapters/Workshop/01-10-printing.md: What stands behind the brackets
extension TensorLayout {
    /// The whole text, `tensor(…)`. A suffix that would pass the end of the line begins a new one.
    func text(_ elements: [String], width: Int, suffixes: [String]) -> String {
        let prefix = "tensor("
        var text = prefix + body(elements, width: width, indent: prefix.count)
        // torch counts two columns more than the last line has.
        var lineLength = text.utf8.reduce(2) { $1 == UInt8(ascii: "\n") ? 2 : $0 + 1 }
        for suffix in suffixes {
            if lineLength + suffix.count + 2 > options.lineWidth {
                text += ",\n" + String(repeating: " ", count: prefix.count) + suffix
                lineLength = prefix.count + suffix.count
            } else {
                text += ", " + suffix
                lineLength += suffix.count + 2
            }
        }
        return text + ")"
    }

    /// What torch adds for a tensor without elements: its shape, and its type when it is not the usual one.
    func emptySuffixes(type: String? = nil) -> [String] {
        guard shape.contains(0) else { return [] }
        var suffixes: [String] = []
        if shape.count != 1 { suffixes.append("size=(" + shape.map(String.init).joined(separator: ", ") + ")") }
        if let type { suffixes.append("dtype=torch." + type) }
        return suffixes
    }
}

extension TensorLayout {
    /// The text of a tensor of floats; `element` gives the one at a position.
    func text(floats element: (Int) -> Float, suffixes: [String] = []) -> String {
        let values = visible.map(element)
        let style = NumberStyle(values, options: options)
        return text(values.map { style.text(Double($0)) }, width: style.width, suffixes: emptySuffixes() + suffixes)
    }

    /// The text of a tensor of whole numbers.
    func text(integers element: (Int) -> Int) -> String {
        let elements = visible.map { String(element($0)) }
        return text(elements, width: elements.map(\.utf8.count).max() ?? 1, suffixes: emptySuffixes(type: "int64"))
    }

    /// The text of a tensor of truth values.
    func text(truths element: (Int) -> Bool) -> String {
        let elements = visible.map { element($0) ? "True" : "False" }
        return text(elements, width: elements.map(\.utf8.count).max() ?? 1, suffixes: emptySuffixes(type: "bool"))
    }
}

extension Strided {
    /// The element that comes at `position` when all are counted row by row.
    func element(at position: Int) -> Element {
        var rest = position
        var place = 0
        for d in shape.indices.reversed() {
            place += rest % shape[d] * strides[d]
            rest /= shape[d]
        }
        return withPointer { $0[place] }
    }
}

extension Tensor: CustomStringConvertible {
    /// The text that torch 2.13 prints.
    public var description: String { description(PrintOptions()) }

    /// The text that torch prints with other settings: `x.description(PrintOptions(precision: 2))`.
    public func description(_ options: PrintOptions) -> String {
        let text = TensorLayout(shape: shape, options: options).text(floats: element(at:), suffixes: remarks)
        // Chapters/Workshop/06-01-module-class.md: A tensor to be trained
        if !printedPrefix.isEmpty { return printedPrefix + text }
        // place: prefix
        return text
    }

    /// What is said behind the numbers.
    private var remarks: [String] {
        // Chapters/Workshop/02-01-tape.md: Writing down
        if let gradFn { return ["grad_fn=<\(gradFn.operation.name)>"] }
        if isVariable { return ["requires_grad=True"] }
        // place: remarks
        return []
    }
}

extension IntTensor: CustomStringConvertible {
    /// The text that torch 2.13 prints for whole numbers.
    public var description: String { description(PrintOptions()) }

    /// The text that torch prints with other settings.
    public func description(_ options: PrintOptions) -> String {
        TensorLayout(shape: shape, options: options).text(integers: element(at:))
    }
}

extension BoolTensor: CustomStringConvertible {
    /// The text that torch 2.13 prints for truth values.
    public var description: String { description(PrintOptions()) }

    /// The text that torch prints with other settings.
    public func description(_ options: PrintOptions) -> String {
        TensorLayout(shape: shape, options: options).text(truths: element(at:))
    }
}
