/// The rules about which block may follow which, within a chapter.
enum BlockOrder {
    static func diagnostics(for blocks: [Block], in kind: ChapterKind, path: String) -> [Diagnostic] {
        var before: [Block.Kind] = []
        var diagnostics: [Diagnostic] = []
        for (index, block) in blocks.enumerated() {
            let next = index + 1 < blocks.count ? blocks[index + 1].kind : nil
            if let message = mistake(in: block.kind, after: before, before: next, of: kind) {
                diagnostics.append(Diagnostic(message, at: SourcePosition(file: path, line: block.fenceLine)))
            }
            before.append(block.kind)
        }
        return diagnostics
    }

    /// What is wrong with a block in its place; nil if it may stand there.
    private static func mistake(
        in block: Block.Kind, after before: [Block.Kind], before next: Block.Kind?, of chapter: ChapterKind
    ) -> String? {
        switch block {
        case .output(let output) where output.column == .python && !before.contains(.python):
            "an output of=python before any python block; put it after the code that prints it"
        case .output(let output) where output.column != .python && !before.contains(where: \.isProgram):
            "an output before any swift block; put it after the code that prints it"
        case .fails where next?.isError != true, .traps where next?.isError != true:
            "no error block follows this one; show the message in an ```error block right after it"
        case .error where before.last != .fails && before.last != .traps:
            "an error with no 'swift fails' or 'swift traps' right before it; add one, or make this ```text"
        case .library where chapter == .solutions, .engine where chapter == .solutions:
            "solutions add nothing to the library; drop file= or move the block to a chapter"
        default:
            nil
        }
    }
}
