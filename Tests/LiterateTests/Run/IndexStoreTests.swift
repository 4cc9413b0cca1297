import Testing

@testable import Literate

/// With the real compiler, and the library that comes with it.
struct IndexStoreTests {
    private let package: TemporaryPackage

    init() throws {
        package = try TemporaryPackage([
            "main.swift": """
            struct Pear { var size = 1 }
            struct Plum { var size = 2 }
            let ä = Pear(), b = Plum()
            func grow(_ count: Int) { print(/* ü */ b.size, count) }
            print(ä.size)

            """
        ])
    }

    @Test func tellsWhatNamesMean() async throws {
        let root = try #require(Files.resolved(package.root))
        let result = try await ChildProcess.run(
            "swiftc",
            ["-typecheck", "-index-store-path", "\(root)/names", "-index-ignore-system-modules", "\(root)/main.swift"],
            directory: root)
        #expect(result.status == .exited(0))
        let store = try await IndexStore(root: root)
        let found = try #require(try store.occurrences(in: "\(root)/names")["\(root)/main.swift"])
        func symbol(_ line: Int, _ column: Int, isDefinition: Bool) throws -> String {
            let here = found.filter { $0.line == line && $0.column == column && $0.isDefinition == isDefinition }
            return try #require(here.first).symbol
        }
        let (pear, plum) = (try symbol(1, 19, isDefinition: true), try symbol(2, 19, isDefinition: true))
        #expect(pear != plum)
        // Columns are bytes.
        #expect(try symbol(4, 44, isDefinition: false) == plum)
        #expect(try symbol(5, 10, isDefinition: false) == pear)
        #expect(!found.contains { $0.line == 4 && $0.isDefinition && $0.column > 6 }, "parameters don't count")
    }

    @Test func aFolderThatIsNotThereIsAnError() async throws {
        let store = try await IndexStore(root: package.root)
        let error = #expect(throws: Failure.self) { try store.occurrences(in: "\(package.root)/names") }
        #expect(error?.description.contains("libIndexStore can't open \(package.root)/names: ") == true)
    }
}
