import Testing

@testable import Literate

/// With the real compiler.
struct SwiftCompilerTests {
    private let fixture: VerifyFixture

    init() throws {
        fixture = try VerifyFixture()
    }

    private func errors(_ settings: BookSettings) async throws -> [String] {
        let chapter = try fixture.chapter(smallChapter)
        let compiler = try await SwiftCompiler(
            root: fixture.root, programs: fixture.programs.path, settings: settings)
        return try await compiler.errors(in: "import Small\nlet one: Int32 = Small.one()\n", of: chapter).map(\.message)
    }

    /// Whoever imports Kindling needs them.
    @Test func aBookFindsTheCModulesOfTheKindlingThatItDependsOn() async throws {
        try fixture.write("kindling/Tools/Small/module.modulemap", "module Small { header \"small.h\" }\n")
        try fixture.write("kindling/Tools/Small/small.h", "static inline int one(void) { return 1; }\n")
        let kindling = "\(fixture.root)/kindling"
        #expect(try await errors(BookSettings(library: nil, kindlingPackage: kindling)) == [])
        #expect(try await errors(BookSettings(kindlingPackage: kindling)) == ["error: no such module 'Small'"])
    }
}
