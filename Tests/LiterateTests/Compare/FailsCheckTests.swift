import Testing

@testable import Literate

/// With the real compiler, on blocks that need no library.
struct FailsCheckTests {
    private let fixture: VerifyFixture
    private let compiler: SwiftCompiler

    init() async throws {
        fixture = try VerifyFixture()
        compiler = try await SwiftCompiler(
            root: fixture.root, programs: fixture.programs.path, settings: BookSettings())
    }

    private func check(_ block: String, error: String, swift: String? = nil, program: String = "let x = 1") async throws
        -> CheckResult
    {
        let info = swift.map { "error swift=\"\($0)\"" } ?? "error"
        let chapter = try fixture.chapter(
            "# T\n\n```swift\n\(program)\n```\n\n```swift fails\n\(block)\n```\n\n```\(info)\n\(error)\n```\n")
        return try await FailsCheck(chapter: chapter, index: 1).check(compiler)
    }

    private let message = "error: cannot assign to value: 'x' is a 'let' constant"

    @Test func asShown() async throws {
        #expect(try await check("x = 2", error: message, swift: compiler.version).failure == nil)
    }

    @Test func anotherMessage() async throws {
        let check = try await check("x = 2", error: "error: no", swift: compiler.version)
        #expect(check.failure?.diagnostic.position?.line == 12)
        #expect(check.correction == .block(fenceLine: 11, body: message + "\n", swiftVersion: compiler.version))
    }

    @Test func anotherCompilersMessageNeedNotMatch() async throws {
        #expect(try await check("x = 2", error: "error: no", swift: "5.0").failure == nil)
    }

    @Test func aMessageMustSayWhoseItIs() async throws {
        let check = try await check("x = 2", error: message)
        #expect(check.failure?.diagnostic.message.contains("which compiler") == true)
        #expect(check.correction == .block(fenceLine: 11, body: message + "\n", swiftVersion: compiler.version))
    }

    @Test func compiles() async throws {
        let check = try await check("print(x)", error: message, swift: compiler.version)
        #expect(check.failure?.diagnostic.message == "this block should not compile, and does")
        #expect(check.failure?.diagnostic.position?.line == 7)
    }

    @Test func anErrorBeforeTheBlockIsNoMatch() async throws {
        let check = try await check("x = 2", error: message, swift: compiler.version, program: "let x = y")
        #expect(check.failure?.diagnostic.message.contains("isn't in this block") == true)
    }

    /// Found after type checking.
    @Test func useBeforeInitialisation() async throws {
        let check = try await check(
            "func f() { let y: Int; print(y) }", error: "error: constant 'y' used before being initialized",
            swift: compiler.version)
        #expect(check.failure == nil)
    }

    @Test func readsTheCompilersText() {
        let text = """
            Chapters/01-a.md:3:7: warning: unused
            Chapters/01-a.md:4:1: error: no 'x': error: in it
            /tmp/C:/a.swift:5:2: error: second
            error: link command failed
            """
        #expect(
            SwiftCompiler.errors(in: text) == [
                .init(file: "Chapters/01-a.md", line: 4, message: "error: no 'x': error: in it"),
                .init(file: "/tmp/C:/a.swift", line: 5, message: "error: second"),
            ])
    }

    @Test(arguments: [
        ("Swift version 6.3.1 (swift-6.3.1-RELEASE)\nTarget: x", "6.3.1"),
        ("swift-driver version: 1.1 Apple Swift version 6.2 (swiftlang-6.2)", "6.2"),
    ])
    func version(text: String, version: String) {
        #expect(SwiftCompiler.version(in: text) == version)
    }
}
