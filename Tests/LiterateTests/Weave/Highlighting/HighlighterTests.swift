import Foundation
import Testing

@testable import Literate

@Suite struct HighlighterTests {
    private let fixtures: String
    private let chapters: String

    init() throws {
        let tests = try #require(#filePath.range(of: "/Tests/", options: .backwards))
        fixtures = "\(#filePath[..<tests.lowerBound])/Tests/LiterateTests/Fixtures"
        chapters = "\(#filePath[..<tests.lowerBound])/Chapters"
    }

    // MARK: Nothing is lost

    @Test func tokensOfTheBookMakeItsCode() throws {
        let blocks = try CodeBlocks.all(in: chapters)
        #expect(blocks.count > 2000)
        for block in blocks {
            expectWhole(block.code, in: CodeLanguage(rawValue: block.language) ?? .text)
        }
    }

    /// Whatever is cut off somewhere is still split, to its last byte.
    @Test func tokensOfHalfASnippetMakeIt() throws {
        for snippet in try TreeSitterRecord(contentsOf: "\(fixtures)/highlight.json").snippets
        where snippet.code.utf8.count < 200 {
            let language = try #require(CodeLanguage(rawValue: snippet.language))
            let scalars = snippet.code.unicodeScalars
            for index in scalars.indices {
                expectWhole(String(scalars[..<index]), in: language)
                expectWhole(String(scalars[index...]), in: language)
            }
        }
    }

    @Test(arguments: CodeLanguage.allCases)
    func tokensOfHostileCodeMakeIt(language: CodeLanguage) {
        for code in HostileCode.unfinished + HostileCode.patterns.map({ String(repeating: $0, count: 50) }) {
            expectWhole(code, in: language)
        }
        var generator = SeededGenerator(seed: 7)
        let marks = [
            "\"", "\"\"\"", "'", "#", "\\", "\\(", "(", ")", "{", "}", "/", "/*", "*/", "`", "f\"", "\n", "é", ":",
        ]
        for _ in 0..<1000 {
            let code = (0..<20).map { _ in generator.pick(marks) }.joined()
            expectWhole(code, in: language)
        }
    }

    /// A lexer that looks at the rest of the code again and again would take a thousand times as long.
    @Test(arguments: CodeLanguage.allCases)
    func hostileCodeTakesAsLongAsOther(language: CodeLanguage) {
        let length = 5_000
        let ordinary = "let loss = model(x, 1.5) // the mean\n"
        let usual = processorTime(String(repeating: ordinary, count: length / ordinary.utf8.count), language, times: 3)
        for pattern in HostileCode.patterns {
            let code = String(repeating: pattern, count: length / pattern.utf8.count)
            if processorTime(code, language, times: 1) < 15 * usual { continue }
            let time = processorTime(code, language, times: 3)
            #expect(time < 15 * usual, "\(pattern.debugDescription): \(time / usual) times as long")
        }
    }

    /// The shortest time, in seconds of the processor: what else runs on the machine doesn't count.
    private func processorTime(_ code: String, _ language: CodeLanguage, times: Int) -> Double {
        (0..<times).map { _ in
            var start = timespec()
            var end = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
            _ = Highlighter.tokens(of: code, in: language)
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
            return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) * 1e-9
        }.min() ?? 0
    }

    // MARK: tree-sitter

    @Test func tokensAreThoseOfTreeSitter() throws {
        let record = try TreeSitterRecord(contentsOf: "\(fixtures)/highlight.json")
        #expect(record.snippets.count > 80)
        try expectAgreement(with: record)
    }

    /// The whole book, where `make_highlight.py --book` has written what tree-sitter says about it.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["KINDLING_HIGHLIGHT"] != nil))
    func tokensOfTheBookAreThoseOfTreeSitter() throws {
        let path = try #require(ProcessInfo.processInfo.environment["KINDLING_HIGHLIGHT"])
        try expectAgreement(with: TreeSitterRecord(contentsOf: path))
    }

    private func expectAgreement(with record: TreeSitterRecord) throws {
        for snippet in record.snippets where !snippet.hasError {
            let differences = record.differences(snippet)
            #expect(
                differences.isEmpty, "\(snippet.language):\n\(snippet.code)\n\(differences.joined(separator: "\n"))")
        }
    }

    // MARK: Names

    @Test func aNameIsATokenWithoutDotsAndBackticks() {
        let tokens = Highlighter.tokens(of: "F.relu(x).`default`.`a`[$0].Ω_1", in: .swift)
        #expect(tokens.compactMap(\.name) == ["F", "relu", "x", "default", "a", "$0", "Ω_1"])
        #expect(Highlighter.tokens(of: "np.a.B(c)", in: .python).compactMap(\.name) == ["np", "a", "B", "c"])
        #expect(Highlighter.tokens(of: "p->q.r", in: .c).compactMap(\.name) == ["p", "q", "r"])
        #expect(Highlighter.tokens(of: "if \"a\" 1 + // b\n", in: .swift).compactMap(\.name).isEmpty)
    }

    @Test func capitalisedNamesAreTypes() {
        expect(.type, "Tensor(_Buffer, URL, F.MNIST, MAX_SIZE, x, `A`)", "Tensor _Buffer URL F MNIST `A`")
        expect(.type, "struct small: tiny {}; typealias other = Int; actor counter {}", "small other Int counter")
        expect(.type, "class net(nn.Module): A_B = Linear(1, 2)", "net Module Linear", in: .python)
    }

    @Test func declaredFunctionsAreMarkedWhereTheyAreDeclared() {
        expect(.function, "func a() { a(); b() }; func `where`(); macro c()", "a `where` c")
        expect(.function, "def a(): b(a)\nasync def c(): pass", "a c", in: .python)
        let declarations = """
            static float *take(struct shelf *s);
            void NAME(add)(long n) { take(s); return pick(n); }
            static __attribute__((noinline, unused)) double reduce(double x) { x = most(1, 2); }
            #define TWICE(x) x
            KD_TABLE(a)
            """
        expect(.function, declarations, "take add reduce TWICE", in: .c)
    }

    // MARK: Swift

    @Test func wordsThatAreKeywordsOnlyInSomePlaces() {
        expect(.keyword, "get = set + some(any) - async.await", "")
        expect(.keyword, "var x: Int { get async throws }", "var get async throws")
        expect(.keyword, "private(set) open(set) var x", "private set open set var")
        expect(
            .keyword, "nonisolated(unsafe) static var x; unowned(safe) let y",
            "nonisolated unsafe static var unowned safe let")
        expect(.keyword, "open(file); package = optional; final.left = prefix(3)", "")
        expect(
            .keyword, "let f: (borrowing T, sending U) -> some P & any Q<each R>", "let borrowing sending some any each"
        )
        expect(
            .keyword, "precedencegroup P { associativity: left }; left = associativity",
            "precedencegroup associativity left")
        expect(
            .keyword, "for try await x in y {}; await z; copy x; consume y; copy(x)",
            "for try await in await copy consume")
        expect(.keyword, "actor A { isolated deinit {} }; actor = macro", "actor isolated deinit")
        expect(.keyword, "f(x: any (A & B)?, y: isolated (any C)? = nil)", "any isolated any nil")
    }

    @Test func keywordsAreNamesAsMembersAndLabels() {
        expect(.keyword, "x(for: 1, in: y, self: 2)", "")
        expect(.keyword, "init(in:for:_:)", "init _")
        expect(.keyword, "self.default.in; .in; T.self; .init(1); super.init()", "self self init super init")
        expect(.keyword, "[true: nil, self: false]; x[y, default: 0]", "true nil self false")
        expect(.keyword, "func f(in x: Int, is _: Int, _ y: Int)", "func _ _")
        expect(.keyword, "f { 1 } else: { 2 }\nswitch x { default: 1 }", "switch default")
        expect(.keyword, "_ = x; case _: y", "_ case _")
    }

    @Test func literalsHoldCode() {
        expect(.string, #""a \(b("c \(d)")) e""#, #""a  "c  "  e""#)
        expect(.identifier, #""a \(b("c \(d)")) e""#, "b d")
        expect(.string, ##"#"a \(b) "c" \#(d)"# e"##, ##"#"a \(b) "c"  "#"##)
        expect(.identifier, ##"#"a \(b) "c" \#(d)"# e"##, "d e")
        expect(.string, ##"#"""# a"##, ##"#"""#"##)
        expect(.identifier, "\"\"\"\n\"a\" \\\"\"\" \\(b)\n\"\"\" c", "b c")
        expect(.identifier, "\"a\nb", "b")
    }

    @Test func slashesBeginRegularExpressionsOrDivide() {
        expect(.string, "let a = /b(c)\\/d/; e / f / g; h/i/j; k(/l m/)", "/b(c)\\/d/ /l m/")
        expect(.string, "xs.reduce(1, /); [(a, /), (b, /)]; x /= 2; (c / d)/e", "")
        expect(.string, "return /a/; case /b/: x! / y; z? /w/ 1", "/a/ /b/")
        expect(.string, "#/a \"/ b/# ##/c /# d/## #/\n e # f\n/# g", "#/a \"/ b/# ##/c /# d/## #/\n e # f\n/#")
        expect(.string, "a = / b/; c = /d /; e", "")
    }

    @Test func commentsNest() {
        expect(.comment, "a /* b /* c */ d */ e // f /* g\nh +/* i */ j", "/* b /* c */ d */ // f /* g /* i */")
        expect(.identifier, "a /* b /* c */ d */ e // f /* g\nh +/* i */ j", "a e h j")
        expect(.comment, "#!/usr/bin/swift\nx", "#!/usr/bin/swift")
    }

    @Test func operatorsAreWhole() {
        expect(.operator, "a .== b .< c ..< d ... e &+ f ≤ g × h", ".== .< ..< ... &+ ≤ ×")
        expect(.operator, "a?.b!.c! ?? d! - -e; x.0.1", "? ! ! ?? ! - -")
        expect(.number, "x.0.1 + 0x1.8p3 + 0xFF.a + 1_0.5e-3 + 0..<7", "0 1 0x1.8p3 0xFF 1_0.5e-3 0 7")
    }

    @Test func marksBeginAttributesAndDirectives() {
        expect(
            .attribute, "@available(macOS 15, *) @MainActor #if os(Linux)\n#expect(a) #isolation",
            "@available @MainActor #if #expect #isolation")
    }

    // MARK: C

    @Test func typesOfCShowInDeclarations() {
        expect(.type, "lanes x, *y; wide *z = a * b; const half *restrict w;", "lanes wide half", in: .c)
        expect(.type, "x = (lanes)y + (wide *)z + (a) + (b)(c);", "lanes wide", in: .c)
        expect(
            .type, "struct kd_mask m; kd_sum(n); uint32_t i; unsigned long long j;",
            "kd_mask uint32_t unsigned long long", in: .c)
        expect(
            .type, "typedef void (*task)(void *); typedef struct { int a; } pair; f(sizeof(pair), task);",
            "void task void int pair pair task", in: .c)
    }

    @Test func linesOfThePreprocessor() {
        let code = """
            #include <a/b.h> // c
            #  define MAX(a, b) \\
                ((a) > (b))
            #error don't
            #pragma omp parallel for
            int x; // goes on \\
            here
            """
        expect(.attribute, code, "#include #  define #error #pragma omp parallel for", in: .c)
        expect(.string, code, "<a/b.h> don't", in: .c)
        expect(.comment, code, "// c // goes on \\\nhere", in: .c)
        expect(.keyword, code, "", in: .c)
    }

    @Test func numbersOfC() {
        expect(
            .number, "1.5f .5 0x1p-3 0xEULL+1 1e+5L 0b1 1'000 07", "1.5f .5 0x1p-3 0xEULL 1 1e+5L 0b1 1'000 07", in: .c)
        expect(.string, "'a' '\\'' u8\"b\" L'c' \"d", "'a' '\\'' u8\"b\" L'c' \"d", in: .c)
    }

    // MARK: Python

    @Test func softKeywordsOfPython() {
        expect(
            .keyword, "match x:\n    case [1, y]: pass\n    case _ if z: pass", "match case pass case if pass",
            in: .python)
        expect(.keyword, "match = case(1); match(x); case: int; type(x); match.case", "", in: .python)
        expect(.keyword, "match (a, b): # c\n  case -1: x\ntype X[T] = int", "match case type", in: .python)
        expect(.keyword, "x = [\nmatch (a):\n]", "", in: .python)
    }

    @Test func formattedLiteralsOfPythonHoldCode() {
        expect(.identifier, "f'a {b:>{c}.{d}f} {e!r} {f['g']} {{h}} {i=}' + 'j {k}'", "b c d e f i", in: .python)
        expect(.string, "f'{a:.4f}'", "f' :.4f '", in: .python)
        expect(.string, "f'{ {1: 2}[1] }' rb'\\'' '''a\n'b' '''", "f' ' rb'\\'' '''a\n'b' '''", in: .python)
        expect(.identifier, "f'{a:b' + c; f'{lambda x: 1}'; f'\\N{DASH} \\{d}'", "a c x d", in: .python)
        expect(.identifier, "f\"{a[\"b\"]} {f'{c}'}\"", "a c", in: .python)
    }

    @Test func decoratorsOfPythonAreAttributes() {
        expect(.attribute, "@torch.no_grad()\ndef f(): a @ b\n@c\nclass D: pass", "@torch . no_grad @c", in: .python)
        expect(.operator, "a @ b", "@", in: .python)
    }

    // MARK: Shell

    @Test func shellHasLittleColour() {
        let code = "swift run verify 05 # all\nfor x in \"$a\" 'b c'; do echo $x#1 | wc; done"
        expect(.comment, code, "# all", in: .shell)
        expect(.keyword, code, "for do done", in: .shell)
        expect(.string, code, "\"$a\" 'b c'", in: .shell)
        expect(.identifier, code, "$x", in: .shell)
        #expect(Highlighter.tokens(of: "if \"a\"", in: .text).map(\.kind) == [.plain])
    }

    // MARK: Help

    /// Expects the tokens of one kind, with a space between them.
    private func expect(
        _ kind: CodeToken.Kind, _ code: String, _ words: String, in language: CodeLanguage = .swift,
        at place: SourceLocation = #_sourceLocation
    ) {
        let found = Highlighter.tokens(of: code, in: language).filter { $0.kind == kind }.map { String($0.text) }
        #expect(found.joined(separator: " ") == words, sourceLocation: place)
    }

    private func expectWhole(_ code: String, in language: CodeLanguage) {
        let tokens = Highlighter.tokens(of: code, in: language)
        // Byte for byte: `==` takes different spellings of an accent for the same.
        let isWhole = tokens.flatMap { Array($0.text.utf8) } == Array(code.utf8)
        let hasEmpty = tokens.contains { $0.text.utf8.isEmpty }
        #expect(isWhole && !hasEmpty, "\(language): \(code.debugDescription)")
    }
}
