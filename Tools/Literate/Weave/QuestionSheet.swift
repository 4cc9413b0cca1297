/// The questions of a lesson, a page of `Chapters/Questions`. Each has a section with a scene, perhaps code of the book,
/// and choices: outputs and messages that the book prints, the right one and others, each with a reason under it.
///
///     ## A very sure network
///
///     Three scores, far apart.
///
///     ```swift excerpt=05-functional
///     print(logSoftmax(sure))
///     ```
///
///     What does it print?
///
///     ```choice of=05-functional right
///     tensor([[-inf, -inf, -inf]])
///     ```
///
///     Why.
struct QuestionSheet: Sendable {
    struct Question: Sendable {
        /// `05-1`: the lesson's number, and the question's on its page.
        var id: String
        var title: String
        var line: Int
        /// What it shows last, and the page that has it.
        fileprivate(set) var code: (lines: String, page: String)?
        var choices: [Choice] = []
    }

    struct Choice: Sendable {
        var text: String
        /// The page that prints it.
        var page: String
        var isRight: Bool
        var line: Int
        /// Whether a reason stands under it.
        var isExplained = false
    }

    let path: String
    private(set) var questions: [Question] = []

    static let folder = PackagePaths.questions

    /// - Throws: everything that is wrong with it: no answer may be in doubt.
    init(_ text: String, path: String, of book: Book) throws(DiagnosticsError) {
        self.path = path
        let number = Files.name(of: path).prefix { $0 != "-" }
        var diagnostics: [Diagnostic] = []
        func report(_ message: String, _ line: Int) {
            diagnostics.append(Diagnostic(message, at: SourcePosition(file: path, line: line)))
        }
        let printed = Printed(book)
        for leaf in MarkdownDocument(text).leaves {
            switch leaf.kind {
            case .heading(level: 2):
                questions.append(
                    Question(id: "\(number)-\(questions.count + 1)", title: leaf.literal, line: leaf.firstLine))
            case .code(let info) where !questions.isEmpty:
                let last = questions.count - 1
                do throws(InfoError) {
                    switch try Fence(info) {
                    case .excerpt(let page):
                        if questions[last].choices.isEmpty { questions[last].code = (leaf.literal, page) }
                        guard !printed.shows(leaf.literal, inCodeOf: page) else { break }
                        report("these lines don't stand in the Swift of \(page)", leaf.firstLine)
                    case .choice(let page, let isRight):
                        questions[last].choices.append(
                            Choice(text: leaf.literal, page: page, isRight: isRight, line: leaf.firstLine))
                        guard !printed.prints(leaf.literal, on: page) else { break }
                        report("\(page) prints no such lines; a choice is what the book prints", leaf.firstLine)
                    }
                } catch {
                    report(error.message, leaf.firstLine)
                }
            case .paragraph where questions.last?.choices.isEmpty == false:
                let last = questions.count - 1
                questions[last].choices[questions[last].choices.count - 1].isExplained = true
            default: break
            }
        }
        for question in questions { Self.judge(question, printed, report) }
        guard diagnostics.isEmpty else { throw DiagnosticsError(diagnostics) }
    }

    private static func judge(_ question: Question, _ printed: Printed, _ report: (String, Int) -> Void) {
        let choices = question.choices
        if choices.count < 2 { report("a question needs choices, two at least", question.line) }
        let right = choices.count(where: \.isRight)
        if right != 1 { report("\(right) of the choices are right; one must be", question.line) }
        for (index, choice) in choices.enumerated() {
            if choices[..<index].contains(where: { $0.text == choice.text }) {
                report("this choice is the same as one before it", choice.line)
            }
            if !choice.isExplained { report("nothing under this choice says why", choice.line) }
            if let code = question.code, choice.isRight, !printed.printsNext(choice, after: code) {
                report("\(code.page) prints something else next after the question's code", choice.line)
            }
        }
    }

    /// What a block of a sheet is.
    enum Fence {
        case excerpt(of: String)
        case choice(of: String, isRight: Bool)

        init(_ info: String) throws(InfoError) {
            var words = info.split(separator: " ")[...]
            let first = words.popFirst()
            func value(_ name: String) -> String? {
                words.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
            }
            if first == "swift", let page = value("excerpt"), words.count == 1 {
                self = .excerpt(of: page)
            } else if first == "choice", let page = value("of"), words.count == 1 || words.last == "right" {
                self = .choice(of: page, isRight: words.count > 1)
            } else {
                throw InfoError("a block here is 'swift excerpt=PAGE', 'choice of=PAGE' or 'choice of=PAGE right'")
            }
        }
    }

    /// What the book's pages hold and print.
    private struct Printed {
        private let pages: [String: Chapter]

        init(_ book: Book) { pages = Dictionary(book.chapters.map { ($0.name, $0) }) { first, _ in first } }

        func shows(_ lines: String, inCodeOf page: String) -> Bool {
            (pages[page]?.blocks ?? []).contains { block in
                let isSwift =
                    switch block.kind {
                    case .program, .library, .fails, .traps: true
                    default: false
                    }
                return isSwift && QuestionSheet.start(of: lines, in: block.body) != nil
            }
        }

        func prints(_ lines: String, on page: String) -> Bool {
            (pages[page]?.blocks ?? []).contains { block in
                (block.output != nil || block.kind.isError) && QuestionSheet.start(of: lines, in: block.body) != nil
            }
        }

        /// Whether a choice is of what a page prints next after some of its code; of a declaration, which prints nothing, it
        /// may be anything.
        func printsNext(_ choice: Choice, after code: (lines: String, page: String)) -> Bool {
            let blocks = pages[code.page]?.blocks ?? []
            let shown = blocks.indices.filter { index in
                guard QuestionSheet.start(of: code.lines, in: blocks[index].body) != nil else { return false }
                switch blocks[index].kind {
                case .program, .fails, .traps: return true
                default: return false
                }
            }
            return shown.isEmpty
                || shown.contains { index in
                    let next = blocks[(index + 1)...].first {
                        blocks[index].kind.isProgram ? $0.isOutput(in: .swift) : $0.kind.isError
                    }
                    return next.map { QuestionSheet.start(of: choice.text, in: $0.body) != nil } == true
                        && choice.page == code.page
                }
        }
    }

    /// The line of a text, from 0, from which on its lines are these; nil if they don't stand in it.
    static func start(of lines: String, in text: String) -> Int? {
        let (text, lines) = (text.textLines.map(\.utf8), lines.textLines.map(\.utf8))
        guard !lines.isEmpty, text.count >= lines.count else { return nil }
        return (0...text.count - lines.count).first { start in
            zip(text[start...], lines).allSatisfy { $0.elementsEqual($1) }
        }
    }
}

extension QuestionSheet {
    /// The sheets of a book, by the number of their lesson.
    ///
    /// - Throws: everything that is wrong with any of them.
    static func all(of book: Book) throws(DiagnosticsError) -> [String: (sheet: QuestionSheet, text: String)] {
        var sheets: [String: (sheet: QuestionSheet, text: String)] = [:]
        var diagnostics: [Diagnostic] = []
        for name in Files.visibleNames(in: "\(book.root)/\(folder)") where name.hasSuffix(".md") {
            let path = "\(folder)/\(name)"
            guard let lesson = book.chapters.first(where: { $0.path == "\(PackagePaths.chapters)/\(name)" }) else {
                diagnostics.append(
                    Diagnostic(
                        "no lesson has this name; questions stand in a file of their lesson's", at: .init(file: path)))
                continue
            }
            do throws(DiagnosticsError) {
                let text = try ChapterShelf.text(of: path, root: book.root)
                sheets[lesson.number] = (try QuestionSheet(text, path: path, of: book), text)
            } catch {
                diagnostics += error.diagnostics
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticsError(diagnostics) }
        return sheets
    }
}
