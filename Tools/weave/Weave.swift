import ArgumentParser
import Literate

/// `swift run -c release weave`: the book as a site.
@main
struct Weave: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the site on which the book is read.",
        discussion: """
            Writes pages that need nothing but their folder: open index.html, or put the folder on a server, at whatever \
            path. What hasn't changed isn't written again, and what the site doesn't have any more is removed.
            """)

    @Argument(help: "The folder of the site (default: Site in the book).")
    var folder: String?

    @Flag(help: "Make it again whenever a page is written, and reload it where it is being read.")
    var watch = false

    @Flag(
        help:
            "Write the places of the site into Chapters/anchors.txt: links from elsewhere may lead to them, so that they must stay."
    )
    var record = false

    @Flag(help: "Put what readers keep into the site, too: the package as it stands after each chapter, and the EPUB.")
    var downloads = false

    @Flag(help: "Write the book as one page, book.html, for a printer, into the folder.")
    var sheets = false

    @Option(help: ArgumentHelp("Write the book as an EPUB instead.", valueName: "file"))
    var epub: String?

    func run() async throws {
        LiveProcesses.endWithThisProcess()
        do {
            let root = try Book.findRoot()
            if record {
                let edition = try await SiteEdition(of: .load(root: root))
                let count = try Site(.load(root: root), edition: edition).record()
                return Console.say("Chapters/anchors.txt has \(count) places more")
            }
            if let epub {
                let book = try Book.load(root: root)
                let bytes = try await Epub(
                    book, edition: SiteEdition(of: book), references: Self.references(of: book)
                ).bytes
                try Files.write(bytes, to: epub)
                return Console.say("\(epub): \(bytes.count / 1000) kB")
            }
            let folder = try SiteFolder(folder ?? "\(root)/\(sheets ? ".build-site/sheets" : "Site")")
            let edition = try await SiteEdition(of: .load(root: root))
            if sheets {
                let book = try Book.load(root: root)
                try await SheetsBook(book, edition: edition, references: Self.references(of: book)).write(to: folder)
                return Console.say("\(folder.path)/book.html")
            }
            if !watch || downloads {
                let book = try Book.load(root: root)
                // What the compiler is asked, and the archives, take half a minute each.
                async let asked = Self.references(of: book)
                if downloads { try await keepStages(of: book, in: folder) }
                let references = await asked
                if downloads { try keepEpub(of: book, edition, references, in: folder) }
                guard watch else { return try weave(root, into: folder, edition, references) }
            }
            // Nobody who writes waits for the compiler.
            let references = Self.known(at: root)
            let memory = Site.Memory()
            var watcher = FolderWatcher(Site.watched.map { "\(root)/\($0)" })
            while true {
                do {
                    try weave(root, into: folder, edition, references, memory)
                } catch  where Self.isSaid(error) {
                    Console.say("\(error)")
                }
                try await watcher.waitForChange()
            }
        } catch  where Self.isSaid(error) {
            Console.note("\(error)")
            throw ExitCode.failure
        }
    }

    private static func isSaid(_ error: any Error) -> Bool {
        error is DiagnosticsError || error is Failure || error is FileError
    }

    /// What a site's pages lead to if it is there.
    private func keepStages(of book: Book, in folder: SiteFolder) async throws {
        try folder.claim()
        try await StageArchive(book).write(to: "\(folder.path)/\(Site.downloads)")
    }

    private func keepEpub(
        of book: Book, _ edition: SiteEdition, _ references: CodeReferences, in folder: SiteFolder
    ) throws {
        let epub = try Epub(book, edition: edition, references: references)
        try Files.write(epub.bytes, to: "\(folder.path)/\(Site.downloads)/\(Site.epub(of: edition))")
    }

    /// What the compiler tells of the names in the book's code. Without it, a name that two types have leads to the index.
    private static func references(of book: Book) async -> CodeReferences {
        do {
            return try await CodeReferences.ofBook(book, in: .ofBook(at: book.root))
        } catch {
            if !(error is CancellationError) { Console.note("\(error)") }
            return known(at: book.root)
        }
    }

    /// What it has told before.
    private static func known(at root: String) -> CodeReferences {
        (try? BuildFolder.ofBook(at: root)).map(CodeReferences.known) ?? CodeReferences()
    }

    private func weave(
        _ root: String, into folder: SiteFolder, _ edition: SiteEdition, _ references: CodeReferences,
        _ memory: Site.Memory? = nil
    ) throws {
        let start = ContinuousClock.now
        let site = try Site(
            Book.load(root: root), edition: edition, folder: folder, memory: memory, references: references)
        let (files, changed) = try site.write(to: folder)
        let time = (ContinuousClock.now - start).formatted(.units(allowed: [.seconds, .milliseconds], width: .narrow))
        Console.say("\(folder.path)/index.html: \(files) files, \(changed) of them new or changed, in \(time)")
    }
}
