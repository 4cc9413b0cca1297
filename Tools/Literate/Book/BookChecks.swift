/// The rules that several chapters can break only together.
enum BookChecks {
    /// No two chapters have one number, no two programs one module, and solutions belong to a chapter.
    static func names(_ paths: [String]) -> [Diagnostic] {
        let named = paths.compactMap { path in ChapterName(path: path).map { (path: path, name: $0) } }
        let chapters = named.filter { $0.name.kind == .chapter || $0.name.kind == .appendix }
        let workshop = named.filter { $0.name.kind == .workshop }
        let solutions = named.filter { $0.name.kind == .solutions }
        var diagnostics = clashes(chapters, by: \.number) {
            "chapter \($0) is also \($1); give one of them another number"
        }
        diagnostics += clashes(workshop, by: \.designation) {
            "workshop page \($0) is also \($1); give one of them another number"
        }
        let numbers = Set(chapters.map(\.name.number))
        for (path, name) in workshop where !numbers.contains(name.number) {
            diagnostics.append(
                Diagnostic(
                    """
                    there is no chapter \(name.number) for this workshop page; write its lesson, or give the page \
                    another number
                    """,
                    at: SourcePosition(file: path)))
        }
        diagnostics += clashes(named, by: \.module) { module, other in
            "its program's module would be called \(module), as that of \(other); give one of them another slug"
        }
        diagnostics += clashes(solutions, by: \.number) {
            "chapter \($0) has other solutions in \($1); join the two"
        }
        for (path, name) in solutions {
            let chapter = "\(PackagePaths.chapters)/\(name.number)-\(name.slug).md"
            if !paths.contains(chapter) {
                diagnostics.append(
                    Diagnostic(
                        "there is no \(chapter) for these solutions; give the file its chapter's name",
                        at: SourcePosition(file: path)))
            }
        }
        return diagnostics
    }

    private static func clashes(
        _ chapters: [(path: String, name: ChapterName)], by key: KeyPath<ChapterName, String>,
        message: (String, String) -> String
    ) -> [Diagnostic] {
        var first: [String: String] = [:]
        var diagnostics: [Diagnostic] = []
        for (path, name) in chapters {
            let value = name[keyPath: key]
            if let other = first[value] {
                diagnostics.append(Diagnostic(message(value, other), at: SourcePosition(file: path)))
            } else {
                first[value] = path
            }
        }
        return diagnostics
    }

    /// No two library files differ only by case, which is one file on a Mac's disk; and no two Swift files of
    /// the library have one name, which the compiler refuses even in different folders.
    static func libraryFiles(_ chapters: [Chapter]) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        var paths: [String: String] = [:]
        for chapter in chapters {
            for block in chapter.blocks {
                let (key, path): (String, String)
                switch block.kind {
                case .library(let file, _):
                    (key, path) = ("swift " + (file.split(separator: "/").last ?? "").lowercased(), file)
                case .engine(let file, _): (key, path) = ("c " + file.lowercased(), file)
                default: continue
                }
                if let other = paths[key], other != path {
                    diagnostics.append(
                        Diagnostic(
                            "the compiler, or a Mac's disk, takes file=\(path) for file=\(other); rename one of them",
                            at: chapter.position(of: block)))
                } else {
                    paths[key] = path
                }
            }
        }
        return diagnostics
    }
}
