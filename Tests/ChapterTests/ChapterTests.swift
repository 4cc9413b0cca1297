import Foundation
import Testing

@testable import Literate

/// What can be said of the pages without running them: `verify` does that, once, and compares what they print.
struct ChapterTests {
    @Test func theBookParses() throws {
        _ = try ChapterRun.book
    }

    /// Links, figures and contents.
    @Test func thePagesLeadAReaderWhereTheySay() throws {
        for mistake in try PageChecks.diagnostics(for: ChapterRun.book) { Issue.record("\(mistake)") }
    }

    /// What PyTorch prints, too, is compared by `make parity`; that it's nearly all of the book needs no PyTorch to
    /// see.
    @Test func thePyTorchColumnPrintsNearlyEverything() throws {
        let coverage = Coverage(try ChapterRun.book.chapters)
        #expect(coverage.percentage >= 85, "\(coverage.text)")
    }

    #if os(Linux)
        /// The compiler tells what is public, and the index where it stands.
        @Test func everyPublicDeclarationHasItsPage() async throws {
            let index = DeclarationIndex(try ChapterRun.book)
            let known = Set(index.entries.map { [$0.owner, $0.name].filter { !$0.isEmpty }.joined(separator: ".") })
            let symbols = try await ChapterRun.publicSymbols()
            #expect(symbols.count > 500)
            #expect(symbols.filter { !known.contains($0) } == [])
        }
    #endif
}

enum ChapterRun {
    static var book: Book {
        get throws { try Book.load(root: Book.findRoot(from: folderOfThisFile)) }
    }

    /// `make test` builds the programs before the tests: `KINDLING_PROGRAMS`, or else the folder of the tests
    /// themselves.
    private static var programs: BuildFolder {
        get throws {
            if let path = ProcessInfo.processInfo.environment["KINDLING_PROGRAMS"] { return try BuildFolder(path) }
            if let bundle = CommandLine.arguments.first(where: { $0.hasSuffix(".xctest") }) {
                return try BuildFolder(URL(fileURLWithPath: bundle).deletingLastPathComponent().path)
            }
            return try .ofThisProgram()
        }
    }

    /// The library's public declarations, from the compiler's symbol graph: `Tensor.view`, without parameters.
    static func publicSymbols() async throws -> [String] {
        struct Graph: Decodable {
            struct Symbol: Decodable {
                struct Identifier: Decodable { var precise: String }
                struct Location: Decodable {}
                var identifier: Identifier
                var pathComponents: [String]
                /// Nil for one that the compiler has made.
                var location: Location?
            }
            var symbols: [Symbol]
        }
        let (root, folder, programs) = (try book.root, try TemporaryFolder(), try programs.path)
        defer { folder.remove() }
        let target = URL(fileURLWithPath: programs).deletingLastPathComponent().lastPathComponent
        let maps = SwiftCompiler.moduleMaps(packages: [root], programs: programs).flatMap {
            ["-Xcc", "-fmodule-map-file=\($0)"]
        }
        let result = try await ChildProcess.run(
            "swift",
            ["symbolgraph-extract", "-module-name", "Kindling", "-I", "\(programs)/Modules", "-target", target]
                + ["-minimum-access-level", "public", "-output-dir", folder.path] + maps,
            directory: root)
        try #require(result.status == .exited(0), "\(result.errorText)")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().flatMap { name in
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
            return try JSONDecoder().decode(Graph.self, from: data).symbols
                .filter { $0.location != nil && !$0.identifier.precise.contains("::SYNTHESIZED::") }
                .map { symbol in
                    let last = symbol.pathComponents.last ?? ""
                    let name = last.hasPrefix("(") ? last[...] : last.prefix { $0 != "(" }
                    return (symbol.pathComponents.dropLast() + [String(name)]).joined(separator: ".")
                }
        }
    }

    private static var folderOfThisFile: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    }
}
