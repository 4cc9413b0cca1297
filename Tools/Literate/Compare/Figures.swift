/// The figures of the book: files of Chapters/Figures, each written by a chapter's program.
package struct Figures: Sendable {
    private let root: String

    /// - Parameter root: The package's root.
    package init(root: String) {
        self.root = root
    }

    /// Compares what a program wrote with the book's figures, byte for byte.
    func checks(of chapter: Chapter, writtenIn folder: String) throws -> [CheckResult] {
        try Files.visibleNames(in: folder).map { name in
            let written = try Files.read("\(folder)/\(name)")
            let position = position(of: name, in: chapter)
            let correction = Correction.figure(name: name, bytes: written)
            guard let shown = try? Files.read("\(root)/\(PackagePaths.figures)/\(name)") else {
                return .failed(
                    Failure(
                        "the program writes the figure \(name), and \(PackagePaths.figures) has none of this name",
                        at: position, remedy: "`swift run -c release verify --promote` puts it there."),
                    correction: correction)
            }
            guard shown == written else {
                return .failed(
                    Failure(
                        "the figure \(name) is not the one that the program writes", at: position,
                        details: [Self.difference(shown, written)], remedy: Failure.promoteRemedy),
                    correction: correction)
            }
            return .passed(1)
        }
    }

    /// The files of Chapters/Figures that no program writes.
    ///
    /// - Parameter results: Those of the whole book. As long as one fails, a program may have stopped before its
    ///   figure.
    package func orphans(after results: [ChapterResult]) -> [Failure] {
        guard results.allSatisfy(\.swift.failures.isEmpty) else { return [] }
        let written = Set(results.flatMap(\.swift.figures))
        return Files.visibleNames(in: "\(root)/\(PackagePaths.figures)").filter { !written.contains($0) }.map { name in
            Failure(
                "no program writes this figure", at: SourcePosition(file: "\(PackagePaths.figures)/\(name)", line: 1),
                remedy: "Remove it, or write it in the chapter that shows it.")
        }
    }

    /// The line of the chapter that shows the figure, or its first.
    private func position(of name: String, in chapter: Chapter) -> SourcePosition {
        let line = chapter.text.textLines.firstIndex { $0.contains("Figures/\(name)") }
        return line.map { chapter.position(ofLine: $0 + 1) } ?? chapter.start
    }

    private static func difference(_ shown: [UInt8], _ written: [UInt8]) -> String {
        let equal = zip(shown, written).prefix(while: ==).count
        return "they differ from byte \(equal) on; \(shown.count) bytes are shown, \(written.count) were written"
    }
}
