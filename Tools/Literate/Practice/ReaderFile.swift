/// A reader's file: their bodies of a chapter's hearts, among declarations of their own.
struct ReaderFile: Sendable {
    /// One of their bodies.
    struct Body: Hashable, Sendable {
        /// From brace to brace.
        var text: String
        /// Where it is, for people and for the compiler.
        var file: String
        /// The line of its opening brace.
        var line: Int

        /// Whether nothing has been written yet.
        var isStub: Bool {
            let code = text.textLines.map { line in line.range(of: "//").map { line[..<$0.lowerBound] } ?? line }
                .joined(separator: "\n").dropFirst().dropLast().trimmed
            return code.isEmpty || code == ReaderFile.stub
        }

        /// The same in a function of its own, as far as the heart may have one: a stop in it names the reader's file
        /// then, where the function begins.
        func text(as heart: Heart) -> String {
            guard heart.declaration.kind != .initializer else { return located }
            let location = PracticeBuild.location(SourcePosition(file: file, line: line))
            let name = "_yours"
            return "\(location)\n\(PracticeBuild.local(name, heart)) {\(text.dropFirst().dropLast())}"
                + PracticeBuild.call(of: name, heart)
        }

        /// Its text, without the braces, behind a directive that tells the compiler where it stands.
        var located: String {
            "\(PracticeBuild.location(SourcePosition(file: file, line: line)))\n \(text.dropFirst().dropLast())"
        }
    }

    /// What stands where a reader hasn't written yet.
    static let stub = "todo()"

    /// Its name in the reader's folder: `Hearts/01-tensors.swift`.
    let path: String
    let text: String
    private let parse: SwiftParse
    private let bytes: [UInt8]

    /// - Throws: `Failure` if it isn't Swift.
    init(_ text: String, path: String, root: String) async throws {
        self.path = path
        self.text = text
        bytes = Array(text.utf8)
        do {
            parse = try await SwiftParse(text, root: root)
        } catch var failure as Failure {
            failure.diagnostic.message = "this is no Swift yet"
            failure.diagnostic.position = SourcePosition(file: path)
            failure.details = failure.details.map { $0.replacing("main.swift", with: path) }
            throw failure
        }
    }

    private func declaration(of heart: Heart) -> SwiftParse.Declaration? {
        parse.declarations.first {
            !$0.isLocal && $0.qualifiedName == heart.declaration.qualifiedName && $0.kind == heart.declaration.kind
        }
    }

    /// A heart's body; nil where the file has none of that name.
    func body(of heart: Heart) -> Body? {
        guard let declaration = declaration(of: heart) else { return nil }
        return Body(
            text: string(declaration.body), file: path, line: 1 + bytes[..<declaration.body.lowerBound].newlines)
    }

    /// What is wrong with a heart's first line; nil if it is as in the book.
    func changedHead(of heart: Heart) -> String? {
        guard let declaration = declaration(of: heart) else { return nil }
        let own = String(decoding: bytes[declaration.head..<declaration.body.lowerBound], as: UTF8.self)
        return own.words == heart.head.words ? nil : own.trimmed
    }

    /// The file with another body of a heart.
    func with(_ body: String, of heart: Heart) -> String? {
        guard let declaration = declaration(of: heart) else { return nil }
        let range = declaration.body
        // As far indented as the line that the body begins in.
        let lineStart = bytes[..<range.lowerBound].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let indentation = bytes[lineStart...].prefix { $0 == UInt8(ascii: " ") }.count
        return String(decoding: bytes[..<range.lowerBound], as: UTF8.self)
            + Self.indented(body, by: indentation)
            + String(decoding: bytes[(range.upperBound + 1)...], as: UTF8.self)
    }

    /// A body whose last line is indented by so much, and the others with it.
    static func indented(_ body: String, by indentation: Int) -> String {
        let lines = body.textLines
        guard lines.count > 1, let last = lines.last else { return body }
        let shift = indentation - last.prefix { $0 == " " }.count
        let moved = lines.dropFirst().map { line in
            line.allSatisfy(\.isWhitespace)
                ? String(line)
                : shift >= 0
                    ? String(repeating: " ", count: shift) + line
                    : String(line.dropFirst(min(-shift, line.prefix { $0 == " " }.count)))
        }
        return ([String(lines[0])] + moved).joined(separator: "\n")
    }

    /// The rest of the file, as many lines, for a program or for a module of the library's: all but the hearts. Of
    /// what holds a heart, only what holds one of the library stays for the library.
    func rest(without hearts: [Heart], forLibrary: Bool) -> String {
        var rest = bytes
        func blank(_ range: ClosedRange<Int>) {
            for index in range where index < rest.count && rest[index] != UInt8(ascii: "\n") {
                rest[index] = UInt8(ascii: " ")
            }
        }
        for heart in hearts {
            guard let declaration = declaration(of: heart) else { continue }
            blank(declaration.start...declaration.body.upperBound)
            if heart.isOfProgram == forLibrary || (!forLibrary && !heart.isOfProgram) {
                parse.items.filter { $0.contains(declaration.body.lowerBound) }.forEach(blank)
            }
        }
        return String(decoding: rest, as: UTF8.self)
    }

    /// What of the rest a heart may depend on: its words, for an edit of another heart only moves them.
    func context(of heart: Heart, among hearts: [Heart]) -> String {
        rest(without: hearts, forLibrary: !heart.isOfProgram).words.joined(separator: " ")
    }

    private func string(_ range: ClosedRange<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension Collection<UInt8> {
    fileprivate var newlines: Int { count { $0 == UInt8(ascii: "\n") } }
}

extension String {
    /// Its words and signs, however they are set in lines.
    fileprivate var words: [Substring] { split(whereSeparator: \.isWhitespace) }
}
