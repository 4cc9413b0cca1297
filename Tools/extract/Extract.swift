import ArgumentParser
import Literate

@main
struct Extract: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the sources that the chapters contain.",
        discussion: """
            Parses and checks every chapter, then writes the files under Sources whose content has changed, \
            removes those that no chapter owns any more, and keeps the list of programs in Package.swift. All or \
            nothing: if anything is wrong, no file is touched.
            """)

    @Flag(help: "Write nothing; show what would change and fail if anything would.")
    var check = false

    @Flag(help: "Overwrite files that were edited by hand; the edits are lost.")
    var force = false

    @Option(help: ArgumentHelp("Write the package as it stands after this chapter.", valueName: "NN"))
    var stage: String?

    @Option(
        help: ArgumentHelp("Begin a page of this name: 17-blocks, or 17-02-more in a workshop.", valueName: "NN-slug"))
    var new: String?

    @Option(
        help: ArgumentHelp(
            "Begin a book of your own: a package in this folder that depends on Kindling.", valueName: "folder"))
    var newBook: String?

    @Flag(help: "Write the solutions into the stage, too.")
    var solutions = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The folder for --stage. (default: .build-stage/NN)", valueName: "dir"))
    var output: String?

    @Option(help: ArgumentHelp("Write each chapter's PyTorch column into this folder, as a script.", valueName: "dir"))
    var python: String?

    @Option(
        help: ArgumentHelp(
            "Say which line of which page a line of a generated file comes from.", valueName: "file:line"))
    var locate: String?

    @Flag(
        help:
            """
            Copy standard input, a compiler's or a program's messages, with the pages' lines instead of the \
            generated files'.
            """
    )
    var translate = false

    func validate() throws {
        if locate != nil || translate {
            guard !(check || force) && stage == nil && python == nil && !(locate != nil && translate) else {
                throw ValidationError("--locate and --translate go with no other option.")
            }
        }
        if newBook != nil
            && (check || force || stage != nil || python != nil || locate != nil || translate || new != nil)
        {
            throw ValidationError("--new-book goes with no other option.")
        }
        if new != nil && (check || force || stage != nil || python != nil || locate != nil || translate) {
            throw ValidationError("--new goes with no other option.")
        }
        if python != nil && (check || force || stage != nil) {
            throw ValidationError("--python goes with no other option.")
        }
        if check && (force || stage != nil) {
            throw ValidationError("--check goes with neither --force nor --stage.")
        }
        if (output != nil || solutions) && stage == nil {
            throw ValidationError("--output and --solutions go with --stage.")
        }
    }

    func run() throws {
        do {
            if let newBook { return try begin(NewBook(in: newBook)) }
            // What a compiler has said mustn't be lost because a page is wrong, or is newer than this tool.
            if translate { return copyInput((try? Book.load(root: Book.findRoot())).map(SourceMap.init)) }
            let root = try Book.findRoot()
            // What is read must still be what is there when it is written.
            let writes = !check && locate == nil && python == nil
            let lock =
                writes ? BookLock.take(root: root) { Console.note("Waiting for another extract or verify") } : nil
            defer { lock?.release() }
            var book = try Book.load(root: root)
            if let new {
                try begin(NewPage(new), in: book)
                book = try Book.load(root: root)
            }
            if let locate { return try tell(locate, in: book) }
            if let python {
                try book.requirePython()
                return Console.say("\(try book.writePythonColumns(to: python)) scripts are in \(python)")
            }
            if let stage { return try write(Stage(of: book, through: stage, hasSolutions: solutions)) }
            let extraction = try Extraction(of: book)
            for warning in book.warnings { Console.note("\(warning)") }
            for stranger in extraction.strangers { Console.note("\(stranger)") }
            if check {
                try compare(extraction, pages: PageChecks.diagnostics(for: book))
            } else {
                try extraction.write(force: force)
                report(extraction)
                // While a page is written, its links may lead nowhere. Better to know.
                for var mistake in PageChecks.diagnostics(for: book) {
                    mistake.severity = .warning
                    Console.note("\(mistake)")
                }
            }
        } catch let error as DiagnosticsError {
            Console.note("\(error)")
            throw ExitCode.failure
        }
    }

    private func begin(_ book: NewBook) throws {
        let root = try book.write()
        Console.say("\(root) is a book that passes: 'swift run -c release verify' there, which first builds Kindling")
    }

    private func begin(_ page: NewPage, in book: Book) throws {
        let isListed = try page.write(into: book)
        Console.say("\(page.path) is a page that passes: write on, and run 'swift run -c release verify \(new ?? "")'")
        if !isListed { Console.say("List it in the contents of Chapters/README.md, if there is one.") }
    }

    private func tell(_ place: String, in book: Book) throws {
        let parts = place.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, let line = Int(parts[1]) else {
            throw ValidationError(
                "--locate wants a file and a line, such as Sources/Kindling/Tensor/Layout.swift:12, not '\(place)'.")
        }
        guard let position = SourceMap(of: book).position(of: parts[0], line: line) else {
            Console.note(
                """
                error: no page has written line \(line) of \(parts[0]); name a file of \
                \(book.settings.writtenFolders.joined(separator: " or "))
                """
            )
            throw ExitCode.failure
        }
        Console.say("\(position)")
    }

    private func copyInput(_ map: SourceMap?) {
        while let line = readLine() {
            Console.say(map?.translated(line) ?? line)
        }
    }

    private func write(_ stage: Stage) throws {
        let number = stage.lastChapter.number
        let directory = output ?? "\(stage.book.root)/.build-stage/\(number)"
        let changes = try stage.write(to: directory, force: force)
        Console.say("\(directory) is the package after chapter \(number): \(changes.count) files changed")
    }

    private func compare(_ extraction: Extraction, pages: [Diagnostic]) throws {
        for mistake in pages { Console.note("\(mistake)") }
        for edit in extraction.edits { Console.note("\(edit)") }
        if !extraction.changes.isEmpty { Console.say(extraction.diff()) }
        guard extraction.changes.isEmpty && extraction.strangers.isEmpty else {
            Console.note("error: Sources is not what the chapters say; run 'swift run extract'")
            throw ExitCode.failure
        }
        guard pages.isEmpty else { throw ExitCode.failure }
        Console.say("\(extraction.fileCount) files are as the chapters say")
    }

    private func report(_ extraction: Extraction) {
        for change in extraction.changes { Console.say("\(change.new == nil ? "removed" : "wrote") \(change.path)") }
        let removed = extraction.changes.count { $0.new == nil }
        let written = extraction.changes.count - removed
        Console.say("\(extraction.fileCount) files: \(written) written, \(removed) removed")
    }
}
