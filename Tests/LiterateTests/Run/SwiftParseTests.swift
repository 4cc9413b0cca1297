import Testing

@testable import Literate

struct SwiftParseTests {
    private func parse(_ text: String) async throws -> SwiftParse { try await SwiftParse(text, root: "/") }

    @Test(arguments: [
        ("func f() {}", "f()"), ("func f(_ a: Int, b c: Int...) {}", "f(_:b:)"), ("var x: Int { 1 }", "x"),
        ("struct S { init() {} }", "S.init()"), ("struct S { init?(a: Int, _ b: Int) {} }", "S.init(a:_:)"),
        ("struct S { subscript(i: Int) -> Int { i } }", "S.subscript(_:)"),
        ("struct S { static func • (a: S, b: S) -> S { a } }", "S.•(_:_:)"),
        ("enum E { struct S { var x: Int { get { 1 } } } }", "E.S.x"),
        ("extension A.B where T == Int { func f() {} }", "A.B.f()"),
        ("extension Array<Int> { func f<T>(_ t: T) {} }", "Array<Int>.f(_:)"),
    ])
    func names(text: String, name: String) async throws {
        #expect(try await parse(text).declarations.map(\.qualifiedName) == [name])
    }

    @Test(arguments: [
        "func f()", "var x = 1", "var x: Int { get { 1 } set {} }", "protocol P { func f() }",
        "var x = 1 { didSet {} }",
        "print(1)", "",
    ])
    func whatHasNoBodyOfItsOwnIsLeftOut(text: String) async throws {
        #expect(try await parse(text).declarations.isEmpty)
    }

    /// Offsets are bytes.
    @Test func bodies() async throws {
        let text = "let é = \"é\"\nfunc f() { g(é) }\nvar x: Int { 1 }\n"
        let bytes = Array(text.utf8)
        let bodies = try await parse(text).declarations.map { String(decoding: bytes[$0.body], as: UTF8.self) }
        #expect(bodies == ["{ g(é) }", "{ 1 }"])
    }

    @Test func whatADeclarationNamesItself() async throws {
        let own = try await parse("func f(a b: Int, _ c: Int) { let (d, e) = g(b); for h in i { j { k in l(k) } } }")
        #expect(own.declarations.map(\.ownNames) == [["b", "c", "d", "e", "h", "k"]])
    }

    @Test func whatIsPrivate() async throws {
        let parse = try await parse(
            """
            private var a = 1
            fileprivate func b(_ x: Int) {}
            struct S {
                private let c, d: Int
                private static var e: Int { 1 }
                private(set) var f = 1
                internal func g() { func h() {} }
            }
            private struct T { func i() {} }
            private extension S { func j() {} }
            """)
        #expect(parse.privateNames == ["a", "b", "c", "d", "e", "T", "i", "j"])
        #expect(parse.declarations.filter(\.isPrivate).map(\.name) == ["b(_:)", "e", "i()", "j()"])
        #expect(parse.declarations.filter(\.isLocal).map(\.name) == ["h()"])
    }

    @Test func whatIsNoSwift() async throws {
        let failure = await #expect(throws: Failure.self) { _ = try await parse("func f( {") }
        #expect(failure?.details.first?.contains("error: ") == true)
    }
}
