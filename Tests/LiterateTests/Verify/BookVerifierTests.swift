import Foundation
import Synchronization
import Testing

@testable import Literate

struct BookVerifierTests {
    private let fixture: VerifyFixture

    init() throws {
        fixture = try VerifyFixture()
    }

    private func chapters(_ count: Int) throws -> [Chapter] {
        try (1...count).map { try fixture.chapter(smallChapter, path: "Chapters/0\($0)-test.md") }
    }

    private var remembering: BookVerifier.Options {
        var options = BookVerifier.Options()
        options.remembers = true
        return options
    }

    @Test func reportsInTheBooksOrder() async throws {
        let chapters = try chapters(4)
        for (index, pause) in [0.3, 0, 0.1, 0].enumerated() {
            try fixture.program("sleep \(pause); echo loss 0.5; checkpoint 1", name: "0\(index + 1)-test")
        }
        var options = BookVerifier.Options()
        options.jobs = 4
        var reported: [String] = []
        let results = try await fixture.verifier(chapters, options).verify(chapters) {
            reported.append($0.chapter.number)
        }
        #expect(reported == ["01", "02", "03", "04"])
        #expect(results.flatMap(\.failures).isEmpty)
    }

    @Test(arguments: [1, 2, 1000])
    func programsThatRunAtATimeShareTheProcessor(jobs: Int) async throws {
        let chapters = try chapters(3)
        for chapter in chapters {
            try fixture.program(
                "echo $KINDLING_THREADS >> ran; echo loss 0.5; checkpoint 1", name: "\(chapter.number)-test")
        }
        var options = BookVerifier.Options()
        options.jobs = jobs
        _ = try await fixture.verifier(chapters, options).verify(chapters)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let each = ProcessInfo.processInfo.environment["KINDLING_THREADS"] ?? "\(max(1, cores / min(jobs, 3)))"
        #expect(try fixture.text("ran") == String(repeating: each + "\n", count: 3))
    }

    @Test func oneFailureLeavesTheOthersAlone() async throws {
        let chapters = try chapters(2)
        try fixture.program("exit 1", name: "01-test")
        try fixture.program("echo loss 0.5; checkpoint 1", name: "02-test")
        let results = try await fixture.verifier(chapters).verify(chapters)
        #expect(results.map(\.failures.count) == [1, 0])
    }

    @Test func anUnchangedChapterIsNotRunAgain() async throws {
        let chapters = try chapters(1)
        try fixture.program("echo run >> ran; echo loss 0.5; checkpoint 1")
        for remembered in [false, true, true] {
            let result = try await fixture.verifier(chapters, remembering).verify(chapters)[0]
            #expect(result.isRemembered == remembered)
            #expect(result.passed == 1)
        }
        #expect(try fixture.text("ran") == "run\n")

        var all = remembering
        all.runsUnchanged = true
        #expect(try await fixture.verifier(chapters, all).verify(chapters)[0].isRemembered == false)
        #expect(try fixture.text("ran") == "run\nrun\n")
    }

    @Test(arguments: ["code", "output", "heart", "data", "figure", "library", "manifest"])
    func whateverChangedRunsAgain(what: String) async throws {
        let chapters = try chapters(1)
        try fixture.program("echo loss 0.5; checkpoint 1")
        _ = try await fixture.verifier(chapters, remembering).verify(chapters)
        var changed = chapters
        switch what {
        case "code": changed = [try fixture.chapter(smallChapter.replacing("0.5)", with: "0.50)"))]
        case "output": changed = [try fixture.chapter(smallChapter.replacing("```output", with: "```output tol=1e-3"))]
        case "heart": changed = [try fixture.chapter(smallChapter.replacing("```swift", with: "```swift heart=f()"))]
        case "data": try fixture.write("Chapters/Data/a.csv", "1")
        case "figure": try fixture.write("Chapters/Figures/a.svg", "")
        case "library": try fixture.write("Sources/Kindling/A.swift", "1")
        default: try fixture.write("Package.swift", TemporaryPackage.manifest.replacing("Literate", with: "Other"))
        }
        #expect(try await fixture.verifier(changed, remembering).verify(changed)[0].isRemembered == false)
    }

    /// It is in another package, which the book depends on.
    @Test func anotherKindlingRunsEverythingAgain() async throws {
        let chapters = try chapters(1)
        try fixture.program("echo loss 0.5; checkpoint 1")
        let settings = BookSettings(library: nil, kindlingPackage: "\(fixture.root)/kindling")
        for isRemembered in [false, true] {
            let verifier = try await fixture.verifier(chapters, remembering, settings: settings)
            #expect(await verifier.verify(chapters)[0].isRemembered == isRemembered)
        }
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: "\(fixture.programs.path)/01-test")
        try fixture.write("kindling/Sources/Kindling/Deep/A.swift", "1")
        for _ in 0..<2 {
            let verifier = try await fixture.verifier(chapters, remembering, settings: settings)
            #expect(await verifier.verify(chapters)[0].isRemembered == false, "the program is older than Kindling")
        }
        try fixture.program("echo loss 0.5; checkpoint 1")
        for isRemembered in [false, true] {
            let verifier = try await fixture.verifier(chapters, remembering, settings: settings)
            #expect(await verifier.verify(chapters)[0].isRemembered == isRemembered)
        }
    }

    /// Not even if it moves the program's lines.
    @Test func proseRunsNothingAgain() async throws {
        let chapters = try chapters(1)
        try fixture.program("echo run >> ran; echo loss 0.5; checkpoint 1")
        try fixture.write("Package.swift", TemporaryPackage.manifest)
        _ = try await fixture.verifier(chapters, remembering).verify(chapters)
        let changed = [
            try fixture.chapter(
                smallChapter.replacing("# Test\n", with: "# Test\n\nA word.\n\n```text\nx\n```\n"),
                path: chapters[0].path)
        ]
        try fixture.write(
            "Package.swift",
            TemporaryPackage.manifest.replacing("programs begin\n", with: "programs begin\n    \"01-test\",\n"))
        let verifier = try await fixture.verifier(changed, remembering)
        #expect(await verifier.unverified(changed).isEmpty)
        #expect(await verifier.verify(changed)[0].isRemembered)
        #expect(try fixture.text("ran") == "run\n")
    }

    /// Nobody knows which library is in it.
    @Test func aProgramOlderThanTheLibraryIsNotRemembered() async throws {
        let chapters = try chapters(1)
        try fixture.program("echo loss 0.5; checkpoint 1")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: "\(fixture.programs.path)/01-test")
        try fixture.write("Sources/Kindling/Deep/A.swift", "1")
        for isBuilt in [false, true] {
            var options = remembering
            options.isBuilt = isBuilt
            for _ in 0..<2 {
                #expect(try await fixture.verifier(chapters, options).verify(chapters)[0].failures.isEmpty)
            }
            #expect(try await fixture.verifier(chapters, options).unverified(chapters).isEmpty == isBuilt)
        }
    }

    @Test func aProgramOfOtherCodeFails() async throws {
        let chapters = try chapters(1)
        for (hash, failures) in [(chapters[0].codeHash, 0), ("0123456789abcdef", 1)] {
            try fixture.program("printf '\\001program \(hash)\\n'; echo loss 0.5; checkpoint 1")
            let found = try await fixture.verifier(chapters).verify(chapters)[0].failures
            #expect(found.count == failures)
            #expect(
                found.allSatisfy { $0.diagnostic.message == "the program was built from other code than the page has" })
        }
    }

    @Test func aFailureIsNotRemembered() async throws {
        let chapters = try chapters(1)
        try fixture.program("echo loss 0.7; checkpoint 1")
        for _ in 0..<2 {
            let result = try await fixture.verifier(chapters, remembering).verify(chapters)[0]
            #expect(result.failures.count == 1)
        }
    }

    @Test func aBrokenMemoryIsAnEmptyOne() async throws {
        let chapters = try chapters(1)
        try fixture.program("echo loss 0.5; checkpoint 1")
        try fixture.write("programs/verify-memory.json", "{")
        #expect(try await fixture.verifier(chapters, remembering).verify(chapters)[0].isRemembered == false)
        #expect(try await fixture.verifier(chapters, remembering).verify(chapters)[0].isRemembered)
    }

    @Test func promotionMendsAndASecondRunPasses() async throws {
        let first = try await fixture.verify(smallChapter, program: "echo loss 0.25; checkpoint 1")
        var promotion = Promotion(root: fixture.root)
        promotion.add(first.corrections, to: first.chapter)
        try promotion.commit()
        #expect(first.promoted().failures.isEmpty)

        let promoted = try fixture.text("Chapters/01-test.md")
        let second = try await fixture.verify(promoted, program: "echo loss 0.25; checkpoint 1")
        #expect(second.failures.isEmpty)
        #expect(try fixture.text("Chapters/01-test.md") == promoted)
    }

    @Test(arguments: [1, 2, 7])
    func neverMoreAtATimeThanAsked(width: Int) async {
        let running = Mutex((now: 0, most: 0))
        var order: [Int] = []
        await forEachInOrder(Array(0..<20), width: width) { element in
            running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            try? await Task.sleep(for: .milliseconds((element * 7) % 5))
            running.withLock { $0.now -= 1 }
            return element
        } body: {
            order.append($0)
        }
        #expect(order == Array(0..<20))
        #expect(running.withLock { $0.most } <= width)
    }
}
