import Foundation

/// Where the lines of the generated library and engine files stand in the book.
///
/// Those files carry no line numbers, so that an edit of prose doesn't change them. What a compiler or a stopped
/// program says about them is translated.
package struct SourceMap: Sendable {
    /// By path from the package's root, and by the last two parts of the path as a stop names it:
    /// `Kindling/Tensor.swift`.
    private let positions: [String: [SourcePosition?]]
    /// What the files' names end with: `.swift`.
    private let endings: Set<String>

    package init(of book: Book) {
        var positions: [String: [SourcePosition?]] = [:]
        let library = book.settings.libraryFolder.map { $0 + "/" }
        for file in Tangle.library(of: book) {
            positions[file.path] = file.positions
            if let library, file.path.hasPrefix(library), let module = book.settings.library {
                positions["\(module)/\(Files.name(of: file.path))"] = file.positions
            }
        }
        self.positions = positions
        endings = Set(positions.keys.compactMap { $0.split(separator: ".").last.map { "." + $0 } })
    }

    /// The place in the book of a line of a generated file, which may be given by its absolute path. A line
    /// of the tools' own counts as the next one of a page. Nil for another file.
    package func position(of file: some StringProtocol, line: Int) -> SourcePosition? {
        guard let lines = lines(of: file), line >= 1, line <= lines.count else { return nil }
        return lines[(line - 1)...].compactMap(\.self).first ?? lines[..<line].compactMap(\.self).last
    }

    private func lines(of file: some StringProtocol) -> [SourcePosition?]? {
        if let lines = positions[String(file)] { return lines }
        guard file.hasPrefix("/"),
            let start = file.range(of: "/\(PackagePaths.sources)/", options: .backwards)?.lowerBound
        else { return nil }
        return positions[String(file[file.index(after: start)...])]
    }

    /// A line of a compiler's or a program's output, with the book's places instead of the generated files':
    /// `/home/…/Sources/Kindling/Tensor/Layout.swift:12:5: error: …` becomes `Chapters/01-tensors.md:152:5: error: …`.
    package func translated(_ line: some StringProtocol) -> String {
        var result = ""
        var rest = Substring(line)
        while let colon = rest.firstIndex(of: ":") {
            let digits = rest[rest.index(after: colon)...].prefix { $0.isASCII && $0.isNumber }
            let word = rest[..<colon]
            if let number = Int(digits), let start = startOfFile(endOf: word),
                let position = position(of: word[start...], line: number)
            {
                result += word[..<start] + position.description
                rest = rest[digits.endIndex...]
            } else {
                result += rest[...colon]
                rest = rest[rest.index(after: colon)...]
            }
        }
        return result + rest
    }

    /// Where a file's path begins, if `text` ends with one.
    private func startOfFile(endOf text: Substring) -> Substring.Index? {
        // A test may print megabytes, so only what can be a path is looked through.
        guard endings.contains(where: text.hasSuffix) else { return nil }
        let near = text.suffix(4096)
        // A path may hold blanks, so it is looked for from the longest on.
        return near.indices.first { index in
            (index == text.startIndex || Self.isBoundary(text[text.index(before: index)]))
                && lines(of: text[index...]) != nil
        }
    }

    private static func isBoundary(_ character: Character) -> Bool {
        character.isWhitespace || "('\"`<[=".contains(character)
    }
}
