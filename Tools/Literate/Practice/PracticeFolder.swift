import Foundation

/// A reader's folder for the whole course: the pages without the hearts' bodies, the reader's bodies in `Hearts`, and
/// what is known of them.
package struct PracticeFolder: Sendable {
    /// Its absolute path.
    package let path: String
    /// The book that it was made from.
    package let root: String
    /// The numbers of the chapters that have been begun.
    package private(set) var chapters: [String]
    /// What is asked for, in a folder that a teacher has made: not all of the chapters.
    private var assignment: PracticeClass.Assignment?

    private struct Record: Codable {
        var book: String
        var chapters: [String]
    }

    private static let record = "practice.json"
    static let hearts = "Hearts"

    /// Where a reader's folder is if nothing is said: the one that this is called in, or `Practice` in the book.
    package static func standard(root: String) -> String {
        let here = Files.currentDirectory
        return isOne(here) ? here : "\(root)/Practice"
    }

    /// Whether a practice folder is there.
    package static func isOne(_ path: String) -> Bool {
        [record, PracticeClass.file].contains { Files.exists("\(path)/\($0)") }
    }

    /// The book that a reader's folder was made from; nil where the folder isn't one, or the book has gone.
    package static func book(of path: String) -> String? {
        guard let bytes = try? Files.read("\(path)/\(record)"),
            let record = try? JSONDecoder().decode(Record.self, from: Data(bytes)),
            Files.isDirectory("\(record.book)/\(PackagePaths.chapters)")
        else { return nil }
        return record.book
    }

    /// Opens a reader's folder.
    ///
    /// - Throws: `Failure` if it isn't one, or belongs to another book.
    package init(opening path: String, of root: String) throws {
        let path = Files.resolved(path) ?? path
        guard let bytes = try? Files.read("\(path)/\(Self.record)") else {
            if let assignment = PracticeClass.Assignment.found(in: path) {
                self.init(path: path, root: root, chapters: Set(assignment.hearts.map(\.chapter)).sorted())
                self.assignment = assignment
                return
            }
            throw Failure(
                "\(path) is no practice folder", at: nil,
                remedy: "Begin one: `swift run -c release practice start 01 \(path)`.")
        }
        guard let record = try? JSONDecoder().decode(Record.self, from: Data(bytes)) else {
            throw Failure(
                "\(path)/\(Self.record) is damaged", at: nil,
                remedy: "Remove it and begin the chapters again; what stands in \(Self.hearts) stays.")
        }
        self.init(path: path, root: root, chapters: record.chapters)
    }

    private init(path: String, root: String, chapters: [String]) {
        self.path = path
        self.root = root
        self.chapters = chapters
    }

    /// Opens a folder to begin a chapter in, which may be new.
    package init(beginning path: String, of root: String) throws {
        if Self.isOne(path) {
            try self.init(opening: path, of: root)
            return
        }
        let names = try Files.list(path).filter { !$0.hasPrefix(".") }
        guard names.isEmpty || names == [Self.hearts] else {
            throw Failure(
                "\(path) holds \(names[0]) and is no practice folder", at: nil,
                remedy: "Name a folder that is empty, or isn't there yet.")
        }
        try Files.makeDirectories(path)
        self.init(path: Files.resolved(path) ?? path, root: root, chapters: [])
    }

    /// The hearts of its chapters that are to be written here.
    func hearts(of course: Course, chapter number: String? = nil) -> [Heart] {
        course.hearts.filter { heart in
            (number == nil || heart.page.number == number) && assignment?.contains(heart) != false
        }
    }

    /// Where its own files are that nobody edits.
    var work: String { "\(path)/.practice" }

    /// Writes the pages, and the file of a chapter's hearts; of one that is there already, only what it lacks is added.
    ///
    /// - Parameters:
    ///   - course: All of the book's.
    ///   - number: The chapter's.
    /// - Returns: The path of the file, and how many hearts were added to it.
    package mutating func begin(_ number: String, of course: Course) async throws -> (file: String, added: Int) {
        guard let lesson = course.lesson(number) else {
            throw Failure("there is no chapter \(number)", at: nil)
        }
        let hearts = course.hearts(ofChapter: number)
        let file = Self.file(for: lesson)
        var transaction = FileTransaction(root: path)
        let pages = PracticePages(course.book, hearts: course.hearts)
        for chapter in course.book.chapters {
            put(chapter.path, pages.text(of: chapter), into: &transaction)
        }
        for name in Files.visibleNames(in: "\(root)/\(PackagePaths.figures)") {
            let figure = "\(PackagePaths.figures)/\(name)"
            put(figure, try Files.read("\(root)/\(figure)"), into: &transaction)
        }
        if let front = try? Files.read("\(root)/\(PackagePaths.frontPage)") {
            put(PackagePaths.frontPage, front, into: &transaction)
        }
        let found = (try? Files.read("\(path)/\(file)")).map { String(decoding: $0, as: UTF8.self) }
        var text = found ?? HeartsFile.header(of: lesson, hearts)
        var missing = hearts
        if let found {
            let own = try await ReaderFile(found, path: file, root: root)
            missing = hearts.filter { own.body(of: $0) == nil }
        }
        for heart in missing { text += "\n" + HeartsFile.section(for: heart) }
        if !missing.isEmpty || found == nil { transaction.write(file, text, isPrecious: true) }
        if !chapters.contains(number) { chapters = (chapters + [number]).sorted() }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let record = String(decoding: try encoder.encode(Record(book: root, chapters: chapters)), as: UTF8.self)
        put(Self.record, record + "\n", into: &transaction)
        put("README.md", HeartsFile.readme, into: &transaction)
        try transaction.commit()
        return (file, missing.count)
    }

    private func put(_ name: String, _ text: String, into transaction: inout FileTransaction) {
        put(name, Array(text.utf8), into: &transaction)
    }

    private func put(_ name: String, _ bytes: [UInt8], into transaction: inout FileTransaction) {
        if (try? Files.read("\(path)/\(name)")) != bytes { transaction.write(name, bytes) }
    }

    /// The name of a chapter's file in it.
    static func file(for lesson: Chapter) -> String { "\(hearts)/\(lesson.name).swift" }

    /// The reader's file of a chapter.
    func file(of number: String, in course: Course) async throws -> ReaderFile {
        guard let lesson = course.lesson(number) else { throw Failure("there is no chapter \(number)", at: nil) }
        let name = Self.file(for: lesson)
        guard let bytes = try? Files.read("\(path)/\(name)") else {
            throw Failure(
                "\(name) is missing", at: nil,
                remedy: "`practice start \(number)` writes it anew, with everything to be written.")
        }
        return try await ReaderFile(String(decoding: bytes, as: UTF8.self), path: name, root: root)
    }

    /// Writes a heart's body into the reader's file. What stands there is kept beside it, unless it's nothing yet.
    ///
    /// - Returns: The name under which the old file is kept; nil if there was nothing to keep.
    package func write(_ body: String, as heart: Heart, in course: Course) async throws -> String? {
        let file = try await file(of: heart.page.number, in: course)
        guard let old = file.body(of: heart), let text = file.with(body, of: heart) else {
            throw Failure(
                "\(file.path) has no \(heart.declaration.qualifiedName)", at: nil,
                remedy: "`practice start \(heart.page.number)` adds what is missing.")
        }
        var transaction = FileTransaction(root: path)
        var kept: String?
        if !old.isStub, old.text != body {
            let number = (1...).first { !Files.exists("\(path)/\(file.path).old-\($0)") }!
            kept = "\(file.path).old-\(number)"
            transaction.write(kept!, file.text, isPrecious: true)
        }
        transaction.write(file.path, text, isPrecious: true)
        try transaction.commit()
        return kept
    }
}

/// What stands in a reader's file before they write.
enum HeartsFile {
    static func header(of lesson: Chapter, _ hearts: [Heart]) -> String {
        let imports = Set(
            hearts.filter(\.isOfProgram).flatMap { $0.file.text.textLines.filter { $0.hasPrefix("import ") } }
                .map(String.init)
        ).subtracting(["import Checkpoint"]).union(hearts.compactMap(\.module).map { "import \($0)" }).sorted()
        return """
            // Chapter \(lesson.number), "\(lesson.title)": what is yours to write.
            //
            // Put your code in the place of each `\(ReaderFile.stub)`, and leave the line above it as it is. Functions of your own may stand
            // anywhere in this file. Then: practice check \(lesson.number)

            \(imports.joined(separator: "\n"))

            """
    }

    /// A heart's documentation and first line, in an extension of what it belongs to.
    static func section(for heart: Heart) -> String {
        let lines = heart.file.text.textLines
        var first = heart.line(of: heart.declaration.start)
        while first > 0, lines[first - 1].drop(while: { $0 == " " }).hasPrefix("///") { first -= 1 }
        let documentation = lines[first..<heart.line(of: heart.declaration.start)].map(\.trimmed)
        let inner = documentation + [own(heart.signature)] + ["    \(ReaderFile.stub)", "}"]
        let place = "// \(heart.page.path)" + (heart.heading.isEmpty ? "" : ", \"\(heart.heading)\"")
        let body: [String]
        if heart.declaration.types.isEmpty {
            body = inner
        } else {
            body =
                ["extension \(heart.declaration.types.joined(separator: ".")) {"]
                + inner.flatMap { $0.textLines }.map { $0.isEmpty ? "" : "    \($0)" } + ["}"]
        }
        return "// MARK: \(heart.name)\n\(place)\n\n" + body.map { $0 + "\n" }.joined()
    }

    /// The signature, on its own indentation, without what an extension doesn't allow.
    private static func own(_ signature: String) -> String {
        let lines = signature.textLines
        let indentation = lines.last?.prefix { $0 == " " }.count ?? 0
        let moved =
            [String(lines[0])]
            + lines.dropFirst().map { String($0.dropFirst(min(indentation, $0.prefix { $0 == " " }.count))) }
        return moved.joined(separator: "\n").replacing("override ", with: "") + " {"
    }

    static let readme = """
        # Practice

        Write it yourself. The pages in `Chapters` are the book's, without the bodies that are yours to write: those stand in
        `Hearts`, a file a chapter. In the folder of the book:

            swift run -c release practice check          # what is right, and the first that isn't
            swift run -c release practice check --watch  # again whenever you save
            swift run -c release practice hint NAME      # a hint; once more for the next
            swift run -c release practice compare NAME   # yours beside the book's
            swift run -c release practice solve NAME     # the book's, in the place of yours, which is kept
            swift run -c release practice reset NAME     # begin again; yours is kept
            swift run -c release practice list           # how far you are

        Each takes this folder as its last argument, unless you call it here or the folder is the book's `Practice`.

        """
}

extension PracticeFolder {
    /// Where `~` leads.
    package static var homeDirectory: String {
        ProcessInfo.processInfo.environment["HOME"] ?? "/"
    }
}
