import Foundation
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
        try write("programs/\(name)", prelude + script)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(programs.path)/\(name)")
    }

    func verifier(
        _ chapters: [Chapter], _ options: BookVerifier.Options = BookVerifier.Options()
    ) async throws -> BookVerifier {
        BookVerifier(root: root, programs: programs, options: options)
    }

    /// The result of a chapter whose program is this script.
    func verify(_ text: String, program script: String) async throws -> ChapterResult {
        let chapter = try chapter(text)
        try program(script)
        return try await verifier([chapter]).verify([chapter])[0]
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
