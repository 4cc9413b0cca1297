import Foundation

/// A reader at work in their folder: what they have asked for, said to them in plain words.
package final class PracticeSession {
    private let book: Book
    package private(set) var folder: PracticeFolder
    private var memory: PracticeMemory

    /// - Parameter path: The reader's folder.
    package init(_ book: Book, in path: String) throws {
        self.book = book
        folder = try PracticeFolder(opening: path, of: book.root)
        memory = PracticeMemory(file: "\(folder.work)/memory.json")
    }

    // MARK: Checking

    /// The chapters that someone means, among those that are begun; all of these if nothing is named.
    private func numbers(_ words: [String]) throws -> [String] {
        guard !words.isEmpty else { return folder.chapters }
        return try words.map { word in
            let chapter = try book.chapters(named: [word])[0]
            guard folder.chapters.contains(chapter.number) else {
                throw Failure(
                    "chapter \(chapter.number) isn't begun in \(folder.path)", at: nil,
                    remedy: "Begin it: `swift run -c release practice start \(chapter.number)`.")
            }
            return chapter.number
        }
    }

    /// What came of a heart, for other programs.
    private struct Line: Codable {
        var chapter: String
        var name: String
        /// `right`, `wrong` or `unwritten`.
        var verdict: String
        var message = ""
        var details: [String] = []
    }

    private func line(_ verdict: PracticeCheck.Verdict, _ name: String, _ chapter: String) -> Line {
        switch verdict {
        case .unwritten: Line(chapter: chapter, name: name, verdict: "unwritten")
        case .right: Line(chapter: chapter, name: name, verdict: "right")
        case .wrong(let finding):
            Line(chapter: chapter, name: name, verdict: "wrong", message: finding.message, details: finding.details)
        }
    }

    /// Checks the hearts of chapters, or some of them, and says what came of each.
    ///
    /// - Parameters:
    ///   - report: A file that all of it is written to, as JSON.
    ///   - words: Chapters' numbers and hearts' names; all that is begun if there are none.
    ///   - isForgetful: Whether what was wrong is tried again though nothing has changed.
    /// - Returns: Whether all of them are right.
    package func check(_ words: [String] = [], isForgetful: Bool = true, report: String? = nil) async throws -> Bool {
        var lines: [Line] = []
        let (chapters, names) = split(words)
        let course = try await Course(book, chapters: names.isEmpty ? try numbers(chapters) : folder.chapters)
        let named = try names.map { try course.heart($0).identity }
        let check = try await PracticeCheck(course, work: folder.work) {
            Console.note("Building the library for practice: once, in about a minute")
        }
        var (right, all, areWhole) = (0, 0, true)
        for number in folder.chapters {
            let own = folder.hearts(of: course, chapter: number)
            let chosen = own.filter { named.isEmpty || named.contains($0.identity) }
            guard !chosen.isEmpty, let lesson = course.lesson(number) else { continue }
            Console.say("\nChapter \(number), \(lesson.title)\n")
            all += chosen.count
            let file: ReaderFile
            do {
                file = try await folder.file(of: number, in: course)
            } catch let failure as Failure {
                Console.say("\(failure)")
                let finding = Finding(message: failure.diagnostic.message, details: failure.details)
                lines += chosen.map { line(.wrong(finding), $0.declaration.qualifiedName, number) }
                continue
            }
            var chapterRight = 0
            for heart in chosen {
                let verdict = try await verdict(on: heart, in: file, of: own, check, isForgetful: isForgetful)
                Console.say(text(of: verdict, on: heart, in: file))
                lines.append(line(verdict, heart.declaration.qualifiedName, number))
                if case .right = verdict { chapterRight += 1 }
            }
            right += chapterRight
            if chapterRight == own.count, !(try await checkTogether(own, in: file, check, isForgetful: isForgetful)) {
                areWhole = false
            }
        }
        Console.say("\n\(right) of \(all) \(right == 1 ? "is" : "are") right.")
        if let report {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try Files.write(Array(encoder.encode(lines)), to: report)
        }
        return right == all && areWhole
    }

    /// Words that are no chapter's are a heart's; `01 viewed` is one in two words.
    private func split(_ words: [String]) -> (chapters: [String], names: [String]) {
        let chapters = words.filter { book.chapter($0) != nil }
        let names = words.filter { book.chapter($0) == nil }
        if names.count == 1, chapters.count == 1 { return ([], ["\(chapters[0]) \(names[0])"]) }
        return (chapters, names)
    }

    private func verdict(
        on heart: Heart, in file: ReaderFile, of hearts: [Heart], _ check: PracticeCheck, isForgetful: Bool
    ) async throws -> PracticeCheck.Verdict {
        let fingerprint = check.fingerprint(of: heart, in: file, of: hearts)
        let body = file.body(of: heart)?.text ?? ""
        return try await remembering(heart.identity, fingerprint, body, isForgetful: isForgetful) {
            try await check.verdict(on: heart, in: file, of: hearts)
        }
    }

    /// What is known of a name, if all that it depends on is as it was; else what comes, which is known from then on.
    private func remembering(
        _ name: String, _ fingerprint: String, _ body: String = "", isForgetful: Bool,
        verdict: () async throws -> PracticeCheck.Verdict
    ) async throws -> PracticeCheck.Verdict {
        if let known = memory.verdict(name, fingerprint) {
            if case .wrong = known, isForgetful {} else { return known }
        }
        let verdict = try await verdict()
        memory.note(verdict, name, fingerprint, body: body)
        return verdict
    }

    /// All of a chapter's bodies in its pages' programs: the reader's own Kindling.
    private func checkTogether(
        _ hearts: [Heart], in file: ReaderFile, _ check: PracticeCheck, isForgetful: Bool
    ) async throws -> Bool {
        var fingerprint = Fingerprint()
        for heart in hearts { fingerprint.combine("heart", check.fingerprint(of: heart, in: file, of: hearts)) }
        let verdict = try await remembering(
            "together \(hearts[0].page.number)", fingerprint.text, isForgetful: isForgetful
        ) {
            let (outputs, finding) = try await check.together(hearts, in: file)
            return finding.map { .wrong($0) } ?? .right(outputs: outputs, values: 0)
        }
        switch verdict {
        case .right(let outputs, _):
            Console.say("\n  All \(hearts.count) together: the chapter's \(outputs) outputs are right. ✓")
            return true
        case .wrong(let finding):
            Console.say("\n  ✗ All together")
            Console.say(text(of: finding))
            return false
        case .unwritten: return false
        }
    }

    // MARK: What is said

    private func text(of verdict: PracticeCheck.Verdict, on heart: Heart, in file: ReaderFile) -> String {
        let name = heart.declaration.qualifiedName
        switch verdict {
        case .unwritten:
            let place = file.body(of: heart).map { "\(file.path):\($0.line)" } ?? file.path
            return "  · \(name)\n    not written yet: \(place)"
        case .right(let outputs, let values):
            return
                "  ✓ \(name)\n    \(counted(outputs, "output")) of its page\(values > 0 ? ", \(counted(values, "value")) beyond it" : "")"
        case .wrong(let finding):
            return "  ✗ \(name)\n\(text(of: finding))\n" + Wrapped.text("Read \(place(of: heart)).", indentation: 4)
        }
    }

    private func text(of finding: Finding) -> String {
        ([Wrapped.text(finding.message, indentation: 4)]
            + finding.details.map { Wrapped.text($0, indentation: 6, hanging: 10) })
            .joined(separator: "\n")
    }

    private func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }

    /// Where the reader's own pages explain a heart.
    private func place(of heart: Heart) -> String {
        let path = heart.page.path
        let heading = heart.heading.isEmpty ? "" : "\"\(heart.heading)\", "
        let lines = ((try? Files.read("\(folder.path)/\(path)")).map { String(decoding: $0, as: UTF8.self) } ?? "")
            .textLines.map(\.trimmed)
        let first = heart.signature.textLines.first.map(\.trimmed) ?? ""
        let line = lines.firstIndex { $0.hasPrefix(first) }.map { ":\($0 + 1)" } ?? ""
        return "\(heading)\(path)\(line)"
    }

    // MARK: The other commands

    /// A hint that hasn't been given yet, after those that have.
    package func hint(_ words: String) async throws {
        let course = try await Course(book, chapters: folder.chapters)
        let heart = try course.heart(words)
        let hints = course.hints(for: heart)
        guard !hints.isEmpty else {
            return Console.say("There is no hint for \(heart.name). Read \(place(of: heart)).")
        }
        let count = min(memory.hints(heart.identity) + 1, hints.count)
        memory.noteHints(count, heart.identity)
        Console.say("\(heart.declaration.qualifiedName): \(place(of: heart))\n")
        for (index, hint) in hints.prefix(count).enumerated() {
            Console.say("Hint \(index + 1) of \(hints.count)\n\(Wrapped.text(hint, indentation: 2))\n")
        }
        if count < hints.count { Console.say("Once more for the next one.") }
    }

    /// A reader's body beside the book's.
    package func compare(_ words: String) async throws {
        let course = try await Course(book, chapters: folder.chapters)
        let heart = try course.heart(words)
        let file = try await folder.file(of: heart.page.number, in: course)
        guard let own = file.body(of: heart) else { throw missing(heart, file) }
        let (first, second) = (Self.code(own.text), Self.code(heart.bodyText))
        Console.say("\(heart.declaration.qualifiedName) (- yours, \(file.path); + the book's, \(heart.page.path))\n")
        guard first != second else { return Console.say("They are the same.") }
        let edits = LineDifference.edits(from: first.map { $0[...] }, to: second.map { $0[...] })
        for edit in VisibleText.lines(edits) { Console.say("\(edit.mark) \(edit.line)") }
    }

    /// The lines of a body, as if it stood at the left.
    private static func code(_ body: String) -> [String] {
        ReaderFile.indented(body, by: 0).textLines.map(String.init)
    }

    private func missing(_ heart: Heart, _ file: ReaderFile) -> Failure {
        Failure(
            "\(file.path) has no \(heart.declaration.qualifiedName)", at: nil,
            remedy: "`practice start \(heart.page.number)` adds what is missing.")
    }

    /// Puts the book's bodies in the place of a reader's, or nothing.
    ///
    /// - Parameters:
    ///   - words: A heart's name, or a chapter's number; nil for all that is begun.
    ///   - isSolution: Whether it is the book's body; if not, what stands at the beginning.
    package func replace(_ words: String?, isSolution: Bool) async throws {
        let course = try await Course(book, chapters: folder.chapters)
        var hearts = folder.hearts(of: course)
        if let words {
            let chapter = book.chapter(words)
            hearts =
                try chapter.map { chapter in folder.hearts(of: course, chapter: chapter.number) } ?? [
                    course.heart(words)
                ]
        }
        guard !hearts.isEmpty else { throw Failure("nothing of \(words ?? "this") is begun here", at: nil) }
        for heart in hearts {
            let body = isSolution ? heart.bodyText : "{\n    \(ReaderFile.stub)\n}"
            let kept = try await folder.write(body, as: heart, in: course)
            Console.say(
                "\(isSolution ? "solved" : "reset") \(heart.declaration.qualifiedName)\(kept.map { "; yours is kept in \($0)" } ?? "")"
            )
        }
    }

    /// How far a reader is.
    package func list() async throws {
        let course = try await Course(book, chapters: folder.chapters)
        for number in folder.chapters {
            let hearts = folder.hearts(of: course, chapter: number)
            let file = try? await folder.file(of: number, in: course)
            let marks = hearts.map { heart -> String in
                guard let body = file?.body(of: heart), !body.isStub else { return "·" }
                return memory.isRight(heart.identity, body.text) ? "✓" : "?"
            }
            let right = marks.count { $0 == "✓" }
            let title = course.lesson(number)?.title ?? ""
            Console.say(
                "\(number) \(Self.bar(right, of: hearts.count)) \(right) of \(hearts.count)  \(Wrapped.cut(title, to: 40))"
            )
            for (mark, heart) in zip(marks, hearts) { Console.say("   \(mark) \(heart.declaration.qualifiedName)") }
        }
        let open = Course.chapters(of: book).filter { !folder.chapters.contains($0) }
        Console.say("\n✓ right, ? written and not right yet, · to be written")
        if !open.isEmpty { Console.say(Wrapped.text("Not begun: \(open.joined(separator: " ")).", indentation: 0)) }
    }

    private static func bar(_ part: Int, of whole: Int) -> String {
        let width = 20
        let full = whole == 0 ? 0 : part * width / whole
        return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    }
}

/// What came of a reader's bodies, kept so that nothing that is unchanged is tried again.
struct PracticeMemory {
    private struct Entry: Codable {
        var fingerprint: String
        var verdict: PracticeCheck.Verdict
        /// The body that it is about.
        var body: String
    }

    private struct Content: Codable {
        var verdicts: [String: Entry] = [:]
        var hints: [String: Int] = [:]
    }

    private let file: String
    private var content: Content

    /// An unreadable file is an empty memory.
    init(file: String) {
        self.file = file
        let bytes = (try? Files.read(file)) ?? []
        content = (try? JSONDecoder().decode(Content.self, from: Data(bytes))) ?? Content()
    }

    func verdict(_ name: String, _ fingerprint: String) -> PracticeCheck.Verdict? {
        content.verdicts[name].flatMap { $0.fingerprint == fingerprint ? $0.verdict : nil }
    }

    func hints(_ name: String) -> Int { content.hints[name] ?? 0 }

    /// Whether a body was right when it was last tried.
    func isRight(_ name: String, _ body: String) -> Bool {
        guard let entry = content.verdicts[name], entry.body == body, case .right = entry.verdict else { return false }
        return true
    }

    mutating func note(_ verdict: PracticeCheck.Verdict, _ name: String, _ fingerprint: String, body: String = "") {
        content.verdicts[name] = Entry(fingerprint: fingerprint, verdict: verdict, body: body)
        save()
    }

    mutating func noteHints(_ count: Int, _ name: String) {
        content.hints[name] = count
        save()
    }

    private func save() {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(content) else { return }
        _ = try? Files.makeDirectories(Files.parent(of: file))
        try? Files.replace(file, with: [UInt8](data))
    }
}

/// Text for a terminal of 80 columns.
enum Wrapped {
    static let width = 80

    /// - Parameter hanging: How much further all lines but the first are indented. With it, the blanks of a line that
    ///   fits stay.
    static func text(_ text: String, indentation: Int, hanging: Int = 0) -> String {
        let margin = String(repeating: " ", count: indentation)
        if hanging > 0, indentation + text.count <= width { return margin + text }
        var lines: [String] = []
        // A line's first blanks are its own.
        var line = hanging > 0 && text.prefix(hanging).last == " " ? String(text.prefix(hanging)) : ""
        var room = width - indentation
        for word in text.dropFirst(line.count).split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, line.count + 1 + word.count > room {
                lines.append(line)
                line = ""
                room = width - indentation - hanging
            }
            line += (line.isEmpty || line.last == " " ? "" : " ") + word
        }
        lines.append(line)
        return margin + lines.joined(separator: "\n\(margin)\(String(repeating: " ", count: hanging))")
    }

    /// A line that is cut where it is too long.
    static func cut(_ line: String, to width: Int) -> String {
        line.count <= width ? line : line.prefix(width - 1) + "…"
    }
}
