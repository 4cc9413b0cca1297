/// A chapter's PyTorch column: its `python` blocks as one script.
///
/// Every line of the script stands on the line of the chapter it comes from, so a traceback's lines are the chapter's.
///
/// An `output` belongs to the column if Python code stands between it and the column's output before it. So a chapter
/// need not accompany everything that Swift prints, and after an `output of=swift` the code still waits for its own.
struct PythonScript: Sendable {
    /// The outputs that the script prints, in order.
    var outputs: [Block] = []
    var source = ""

    /// - Parameter marksOutputs: whether the script says, for ``MarkedOutput``, where an output ends.
    init(_ chapter: Chapter, marksOutputs: Bool = true) {
        var lines = Array(repeating: "", count: chapter.blocks.last?.closingLine ?? 0)
        var hasCode = false
        for block in chapter.blocks {
            if case .python = block.kind {
                hasCode = true
                lines.replaceSubrange(
                    (block.firstLine - 1)..<(block.closingLine - 1), with: block.body.textLines.map(String.init))
            } else if block.isOutput(in: .python), hasCode {
                hasCode = false
                outputs.append(block)
                if marksOutputs { lines[block.fenceLine - 1] = Self.checkpoint(block.fenceLine) }
            }
        }
        if outputs.isEmpty && !hasCode { return }
        // A page's title is in the first line.
        lines[0] = Self.forking
        source = lines.joined(separator: "\n") + "\n"
    }

    /// A loader's workers begin as copies of the process, as PyTorch's do on Linux before Python 3.14. Elsewhere they
    /// would begin by running the page from its first line.
    private static let forking = #"__import__("multiprocessing").set_start_method("fork", force=True)"#

    /// A chapter without Python code has an empty script.
    var isEmpty: Bool { source.isEmpty }

    /// Prints the marker that ``MarkedOutput`` reads. `__builtins__` is there whatever names the chapter gives away.
    private static func checkpoint(_ line: Int) -> String {
        #"__builtins__.print("\x01checkpoint \#(line)", flush=True)"#
    }
}

extension Chapter {
    /// The chapter's PyTorch column as a script that prints what the column prints; nil if there is none. It is written
    /// for the package's root as its working directory.
    var pythonSource: String? {
        let script = PythonScript(self, marksOutputs: false)
        return script.isEmpty ? nil : script.source
    }
}
