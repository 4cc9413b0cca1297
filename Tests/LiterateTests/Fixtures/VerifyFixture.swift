import Foundation
import TestSupport
import Testing

@testable import Literate

/// A package's root with chapters, and shell scripts in the place of their programs.
final class VerifyFixture {
    private let folder: TemporaryFolder
    let root: String
    let programs: BuildFolder

    init() throws {
        folder = try TemporaryFolder()
        root = folder.path
        try FileManager.default.createDirectory(atPath: "\(root)/programs", withIntermediateDirectories: true)
        programs = try BuildFolder("\(root)/programs")
    }

    deinit { folder.remove() }

    func write(_ path: String, _ text: String) throws {
        let url = URL(fileURLWithPath: "\(root)/\(path)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func text(_ path: String) throws -> String {
        String(decoding: try Files.read("\(root)/\(path)"), as: UTF8.self)
    }

    /// A chapter, written to its place.
    func chapter(_ text: String, path: String = "Chapters/01-test.md") throws -> Chapter {
        try write(path, text)
        return try Chapter.parse(text, path: path)
    }

    /// A shell script that stands for a chapter's program. `checkpoint 5` in it prints a marker.
    func program(_ script: String, name: String = "01-test") throws {
        let prelude = "#!/bin/sh\ncheckpoint() { printf '\\001checkpoint %d\\n' \"$1\"; }\n"
        try writeProgram("\(programs.path)/\(name)", prelude + script)
    }

    func verifier(
        _ chapters: [Chapter], _ options: BookVerifier.Options = BookVerifier.Options(),
        settings: BookSettings = BookSettings()
    ) async throws -> BookVerifier {
        BookVerifier(root: root, settings: settings, programs: programs, options: options)
    }

    /// The result of a chapter whose program is this script.
    func verify(_ text: String, program script: String) async throws -> ChapterResult {
        let chapter = try chapter(text)
        try program(script)
        return try await verifier([chapter]).verify([chapter])[0]
    }

    /// What is wrong, which must be one thing.
    func failure(_ text: String = smallChapter, program script: String) async throws -> Failure {
        let result = try await verify(text, program: script)
        try #require(result.failures.count == 1)
        return result.failures[0]
    }
}

/// A chapter that prints `loss 0.5`, with the output's fence on line 7.
let smallChapter = """
    # Test

    ```swift
    print("loss", 0.5)
    ```

    ```output
    loss 0.5
    ```

    """

/// A chapter whose second block stops. The trap's fence is on line 11, the error's on line 15.
let trappingChapter = smallChapter + "\n```swift traps\nstop()\n```\n\n```error\nFatal error: stop: (2) and (3)\n```\n"

extension ChapterResult {
    /// A result of the test's own.
    static func sample(
        _ path: String, passed: Int, torch: Int? = nil, seconds: Double = 0, failure: String? = nil,
        isRemembered: Bool = false, text: String = "# T\n"
    ) throws -> ChapterResult {
        let chapter = try Chapter.parse(text, path: path)
        var swift = ColumnResult([.passed(passed)])
        if let failure { swift.checks.append(.failed(Failure(failure, at: SourcePosition(file: path, line: 88)))) }
        swift.time = .seconds(seconds)
        swift.isRemembered = isRemembered
        var result = ChapterResult(chapter: chapter, swift: swift, torch: torch.map { ColumnResult([.passed($0)]) })
        result.torch?.isRemembered = isRemembered
        return result
    }
}
