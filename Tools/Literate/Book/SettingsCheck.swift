/// Compares what pages hold with what `Chapters/book.json` says that the book has.
enum SettingsCheck {
    static func diagnostics(for book: Book) -> [Diagnostic] {
        book.chapters.flatMap { chapter in
            chapter.blocks.compactMap { block in
                mistake(in: block.kind, book.settings).map { Diagnostic($0, at: chapter.position(of: block)) }
            }
        }
    }

    private static func mistake(in block: Block.Kind, _ settings: BookSettings) -> String? {
        switch block {
        case .library where settings.library == nil, .engine where settings.library == nil:
            """
            this book has no library; to write one, name its module in \(PackagePaths.settings), "library": \
            "Shapes", and add a target of this name to Package.swift, which the programs depend on
            """
        case .python where !settings.hasPython:
            """
            this book has no PyTorch column, so nobody would run this; drop the block, or say "python": true in \
            \(PackagePaths.settings)
            """
        case .output(let output) where output.column == .python && !settings.hasPython:
            """
            this book has no PyTorch column, which would print this; drop the block, or say "python": true in \
            \(PackagePaths.settings)
            """
        default: nil
        }
    }
}
