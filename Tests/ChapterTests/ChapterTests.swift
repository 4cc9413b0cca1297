import Foundation
import Literate
import Testing

/// Every chapter's program prints what the chapter shows.
///
/// `make test` builds the programs before it builds the tests, because `swift test` can't: it holds the build folder's
/// lock. `KINDLING_PROGRAMS` tells where they are.
struct ChapterTests {
    /// The paths of all chapters. Parsing errors are a test of their own.
    static let paths = (try? ChapterRun.book)?.chapters.map(\.path) ?? []

    @Test func theBookParses() throws {
        _ = try ChapterRun.book
    }

    /// Links, figures and contents.
    @Test func thePagesLeadAReaderWhereTheySay() throws {
        for mistake in try PageChecks.diagnostics(for: ChapterRun.book) { Issue.record("\(mistake)") }
    }

    @Test(arguments: paths)
    func prints(_ path: String) async throws {
        let result = try #require(try await ChapterRun.results.value.first { $0.chapter.path == path })
        for failure in result.failures { Issue.record("\(failure)") }
    }

    /// What PyTorch prints, too, is compared by `make parity`; that it's nearly all of the book needs no PyTorch to see.
    @Test func thePyTorchColumnPrintsNearlyEverything() throws {
        let coverage = Coverage(try ChapterRun.book.chapters)
        #expect(coverage.percentage >= 85, "\(coverage.text)")
    }

    @Test func everyFigureIsWrittenByAProgram() async throws {
        let results = try await ChapterRun.results.value
        for orphan in try Figures(root: ChapterRun.book.root).orphans(after: results) { Issue.record("\(orphan)") }
    }
}

/// One run of the whole book, as many chapters at a time as there are cores, that all the tests look at.
enum ChapterRun {
    static var book: Book {
        get throws { try Book.load(root: Book.findRoot(from: folderOfThisFile)) }
    }

    static let results = Task {
        let book = try ChapterRun.book
        let verifier = try await BookVerifier(book.chapters, root: book.root, programs: programs)
        return await verifier.verify(book.chapters)
    }

    /// `KINDLING_PROGRAMS`, or else the folder of the tests themselves.
    private static var programs: BuildFolder {
        get throws {
            if let path = ProcessInfo.processInfo.environment["KINDLING_PROGRAMS"] { return try BuildFolder(path) }
            if let bundle = CommandLine.arguments.first(where: { $0.hasSuffix(".xctest") }) {
                return try BuildFolder(URL(fileURLWithPath: bundle).deletingLastPathComponent().path)
            }
            return try .ofThisProgram()
        }
    }

    private static var folderOfThisFile: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    }
}
