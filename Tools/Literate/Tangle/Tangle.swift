import Checkpoint

/// Turns blocks into source files.
enum Tangle {
    /// `Sources/Programs/<name>/main.swift`; nil when the chapter has no program.
    ///
    /// At each output stands a line of Checkpoint, with the output's number among those of the page, and a `traps`
    /// block waits behind a switch, so that one build serves readers and checks.
    static func program(of chapter: Chapter) -> GeneratedFile? {
        guard chapter.hasProgram else { return nil }
        var builder = FileBuilder(.directives)
        builder.add("import Checkpoint")
        builder.add("")
        builder.add("_program(\"\(chapter.path)\", code: \"\(chapter.codeHash)\")")
        var (outputs, traps) = (0, 0)
        for block in chapter.blocks {
            switch block.kind {
            case .program(let scope):
                builder.addProgram(block, of: chapter, scope: scope)
            case .output(let output) where output.column != .python:
                outputs += 1
                builder.add("_checkpoint(\(outputs))")
            case .traps:
                traps += 1
                builder.add("if _trapping(\(traps)) {")
                builder.addProgram(block, of: chapter, scope: true)
                builder.add("_survived(\(traps))")
                builder.add("}")
            default: break
            }
        }
        return builder.file(at: PackagePaths.program(named: chapter.name))
    }

    /// The program as it stands before a block, for the compiler alone: without checkpoints and `traps` blocks.
    static func programText(of chapter: Chapter, before index: Int) -> String {
        programBuilder(of: chapter, before: index).code
    }

    /// What a `fails` block is compiled as: the program before it, and the block.
    static func failing(_ chapter: Chapter, at index: Int) -> String {
        failingLines(of: chapter, at: index).map { $0.text + "\n" }.joined()
    }

    /// The same, line by line.
    static func failingLines(of chapter: Chapter, at index: Int) -> [FileBuilder.Line] {
        var builder = programBuilder(of: chapter, before: index)
        builder.add(chapter.blocks[index], of: chapter)
        return builder.lines
    }

    /// A page's program with its `traps` blocks where they stand, for the compiler alone: without checkpoints.
    static func programLines(of chapter: Chapter) -> [FileBuilder.Line] {
        var builder = FileBuilder(.directives)
        for block in chapter.blocks {
            switch block.kind {
            case .program(let scope): builder.addProgram(block, of: chapter, scope: scope)
            case .traps: builder.addProgram(block, of: chapter, scope: true)
            default: break
            }
        }
        return builder.lines
    }

    private static func programBuilder(of chapter: Chapter, before index: Int) -> FileBuilder {
        var builder = FileBuilder(.directives)
        for block in chapter.blocks[..<index] {
            if case .program(let scope) = block.kind { builder.addProgram(block, of: chapter, scope: scope) }
        }
        return builder
    }

    /// The files of the library and the engine that a book's pages make, sorted by path.
    ///
    /// In a file that several pages add to, the appendices' blocks come first, each with its workshop: they are the
    /// machine that the first chapter stands on. Then the chapters follow by number. What is put at a place stands
    /// there.
    ///
    /// - Parameter paths: If given, only these are made.
    static func library(of book: Book, only paths: Set<String>? = nil) -> [GeneratedFile] {
        var builders: [String: FileBuilder] = [:]
        for chapter in book.chapters.inOrderOfSources {
            for block in chapter.blocks {
                guard let (file, place) = book.settings.target(of: block), paths?.contains(file) != false else {
                    continue
                }
                if let place {
                    builders[file]?.add(block, of: chapter, at: place)
                } else {
                    builders[file, default: FileBuilder(.comments)].add(block, of: chapter)
                }
            }
        }
        return builders.compactMap { $1.file(at: $0) }.sorted { $0.path < $1.path }
    }
}

extension Chapter {
    /// Changes with the code of the page's program; the program has the same.
    var codeHash: String { _codeHash(ofPage: text.utf8) }
}

extension FileBuilder {
    fileprivate mutating func addProgram(_ block: Block, of chapter: Chapter, scope: Bool) {
        if scope { add("do {") }
        add(block, of: chapter)
        if scope { add("}") }
    }
}
