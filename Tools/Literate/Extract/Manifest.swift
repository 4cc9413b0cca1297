/// The parts of Package.swift that the tools know, each between two comments.
enum Manifest {
    private static let programs = (begin: "// extract: programs begin", end: "// extract: programs end")
    private static let tools = (begin: "// stage: leave out", end: "// stage: end")

    /// The manifest with this list of programs.
    static func text(_ manifest: String, programs names: [String]) throws(DiagnosticsError) -> String {
        var lines = manifest.textLines
        guard let begin = index(of: programs.begin, in: lines[...]),
            let end = index(of: programs.end, in: lines[begin...])
        else {
            throw DiagnosticsError(
                "there must be a line '\(programs.begin)' and '\(programs.end)' around the list of programs",
                at: SourcePosition(file: PackagePaths.manifest))
        }
        let indent = lines[begin].prefix { $0 == " " }
        lines.replaceSubrange(begin + 1..<end, with: names.map { "\(indent)\"\($0)\"," })
        return joined(lines)
    }

    /// The manifest without the tools and tests, which a stage of the book doesn't have.
    static func withoutTools(_ manifest: String) throws(DiagnosticsError) -> String {
        var lines = manifest.textLines
        while let begin = index(of: tools.begin, in: lines[...]) {
            guard let end = index(of: tools.end, in: lines[begin...]) else {
                throw DiagnosticsError(
                    "the line '\(tools.end)' is missing after this one",
                    at: SourcePosition(file: PackagePaths.manifest, line: begin + 1))
            }
            lines.removeSubrange(begin...end)
        }
        return joined(lines)
    }

    private static func index(of marker: String, in lines: ArraySlice<Substring>) -> Int? {
        lines.firstIndex { $0.drop { $0 == " " } == marker }
    }

    private static func joined(_ lines: [Substring]) -> String {
        lines.joined(separator: "\n") + "\n"
    }
}
