/// A declaration of the library, or of a page's program, that the reader may write: `heart="viewed(as:)"` in a fence.
package struct Heart: Sendable {
    /// Its name in the fence: `viewed(as:)`, or `Tensor.viewed(as:)` where two have that name.
    package var name: String
    /// The fence that names it.
    var position: SourcePosition
    /// The heading that it stands under.
    var heading: String
    /// The page that it stands on.
    var page: Chapter
    /// The page's program, or the library's file, that it stands in.
    var file: GeneratedFile
    /// What it is in there.
    var declaration: SwiftParse.Declaration

    /// Whether it stands in the page's program, not in the library.
    var isOfProgram: Bool { file.path == PackagePaths.program(named: page.name) }

    /// The library's module that it stands in, by the library's folder; nil of a program's.
    var module: String? { isOfProgram ? nil : file.path.split(separator: "/").dropFirst().first.map(String.init) }

    /// What tells it from all others, for files and people: `01-tensors broadcastShape(_:_:of:)`.
    var identity: String { "\(page.name) \(declaration.qualifiedName)" }
}

extension Heart {
    /// A part of its file.
    func text(_ bytes: Range<Int>) -> String { String(decoding: Array(file.text.utf8)[bytes], as: UTF8.self) }

    /// The book's own body, from brace to brace.
    var bodyText: String { text(declaration.body.lowerBound..<declaration.body.upperBound + 1) }

    /// All that stands before the body, attributes and modifiers included.
    var signature: String { text(declaration.start..<declaration.body.lowerBound).trimmed }

    /// Its first word and all up to the body: `func viewed(as target: [Int]) -> Layout?`.
    var head: String { text(declaration.head..<declaration.body.lowerBound).trimmed }

    /// What stands between the parameters and the body: `throws -> [UInt8]`; of a property, `-> Int`.
    var result: String {
        guard declaration.kind != .property else {
            let typed = text(declaration.head..<declaration.body.lowerBound)
            return "-> " + typed.drop { $0 != ":" }.dropFirst().trimmed
        }
        let start = declaration.parameters.map { $0.upperBound + 1 } ?? declaration.body.lowerBound
        let result = text(start..<declaration.body.lowerBound)
        return (result.range(of: "where ").map { String(result[..<$0.lowerBound]) } ?? result).trimmed
    }

    var throwsErrors: Bool { result.hasPrefix("throws") }

    /// The line of its file in which a byte stands, counted from 0.
    func line(of byte: Int) -> Int { file.text.utf8.prefix(byte).count { $0 == UInt8(ascii: "\n") } }

    /// The page's lines that its body has, braces' included.
    var bodyLines: ClosedRange<Int> {
        let (first, last) = (line(of: declaration.body.lowerBound), line(of: declaration.body.upperBound))
        return (file.positions[first]?.line ?? 1)...(file.positions[last]?.line ?? 1)
    }

    /// The line of the page that its signature begins in.
    var start: SourcePosition { file.positions[line(of: declaration.head)] ?? position }
}

extension StringProtocol {
    /// Without white space at its ends.
    var trimmed: String {
        let front = drop(while: \.isWhitespace)
        return String(front.reversed().drop(while: \.isWhitespace).reversed())
    }
}
