/// The package as it stands after a chapter, as a file to keep: `kindling-05.tar.gz`. Data, which all stages have, is a
/// file of its own, to be unpacked over it.
package struct StageArchive {
    let book: Book
    private let data: Set<String>

    package init(_ book: Book) {
        self.book = book
        data = Set([book.settings.resources].compactMap(\.self))
    }

    /// The numbers of the chapters after which there is a stage.
    package var numbers: [String] { book.chapters.filter { $0.kind == .chapter }.map(\.number) }

    /// What all archives' names begin with.
    var name: String { (book.settings.library ?? Files.name(of: book.root)).lowercased() }

    /// Packs each stage, and the data.
    ///
    /// - Returns: the files' names.
    /// - Throws: `Failure` if the system's `tar` fails.
    @discardableResult
    package func write(to folder: String) async throws -> [String] {
        try Files.makeDirectories(folder)
        // tar runs elsewhere.
        let folder = Files.resolved(folder) ?? folder
        var names: [String] = []
        for number in numbers {
            let scratch = try TemporaryFolder()
            defer { scratch.remove() }
            let top = "\(name)-\(number)"
            try Stage(of: book, through: number).write(to: "\(scratch.path)/\(top)")
            names.append("\(top).tar.gz")
            try await pack(
                "\(folder)/\(top).tar.gz", in: scratch.path,
                data.map { "--exclude=\(top)/\($0)/*" } + [top])
        }
        guard !data.isEmpty else { return names }
        names.append("\(name)-data.tar.gz")
        try await pack("\(folder)/\(name)-data.tar.gz", in: book.root, data.sorted())
        return names
    }

    private func pack(_ archive: String, in folder: String, _ words: [String]) async throws {
        let result = try await ChildProcess.run("tar", ["-czf", archive, "-C", folder] + words, directory: folder)
        guard result.status == .exited(0) else {
            throw Failure(
                "tar \(result.status) when it packed \(archive)", at: nil,
                details: result.errorText.textLines.prefix(3).map { "| " + $0 })
        }
    }
}
