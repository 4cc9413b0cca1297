import Foundation
import Testing

@testable import Literate

struct NewBookTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func names(in folder: String) throws -> [String] { try Files.list(folder) }

    @Test(arguments: ["lessons", "deep/in/lessons", "with \"quotes\" and blanks"])
    func isSoundAndExtracted(name: String) throws {
        defer { folder.remove() }
        let root = try NewBook(in: "\(folder.path)/\(name)", kindling: "/home/k/kindling").write()
        #expect(root == Files.resolved("\(folder.path)/\(name)"))
        let book = try Book.load(root: root)
        #expect(PageChecks.diagnostics(for: book) == [])
        #expect(book.chapters.map(\.hasProgram) == [true])
        #expect(book.settings.library == nil && !book.settings.hasPython)
        let extraction = try Extraction(of: book)
        #expect(extraction.changes.isEmpty && extraction.strangers.isEmpty)
        // No leavings.
        #expect(
            try names(in: root) == [".gitignore", "Chapters", "Package.swift", "README.md", "Sources"])
    }

    /// SwiftPM reads it, or `quotes` in the folder's name would have ended a string.
    @Test func itsManifestIsOne() async throws {
        defer { folder.remove() }
        let root = try NewBook(in: "\(folder.path)/a \"b\" \\(c)", kindling: "/k/\"k\"").write()
        let result = try await ChildProcess.run("swift", ["package", "dump-package"], directory: root)
        try #require(result.status == .exited(0), "\(result.errorText)")
        let package = try #require(
            JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
        #expect(package["name"] as? String == "a \"b\" \\(c)")
        #expect((package["targets"] as? [[String: Any]])?.map { $0["name"] as? String } == ["01-first-steps"])
        #expect(String(decoding: result.output, as: UTF8.self).replacing("\\/", with: "/").contains(#""/k/\"k\"""#))
    }

    @Test func anEmptyFolderWillDo() throws {
        defer { folder.remove() }
        try NewBook(in: folder.path).write()
        #expect(Files.exists("\(folder.path)/Package.swift"))
        let manifest = String(decoding: try Files.read("\(folder.path)/Package.swift"), as: UTF8.self)
        let tests = try #require(#filePath.range(of: "/Tests/"))
        #expect(manifest.contains("path: \"\(#filePath[..<tests.lowerBound])\""))
    }

    @Test(arguments: ["file.txt", ".hidden"])
    func aFolderThatHoldsSomethingIsLeftAlone(file: String) throws {
        defer { folder.remove() }
        try Files.write([1], to: "\(folder.path)/\(file)")
        let found = try diagnostics { try NewBook(in: folder.path).write() }
        #expect(found.map(\.message).first?.contains("holds \(file); name a folder that is empty") == true, "\(found)")
        #expect(try names(in: folder.path) == [file])
        #expect(throws: DiagnosticsError.self) { try NewBook(in: "\(folder.path)/\(file)").write() }
        #expect(try names(in: folder.path) == [file])
    }

    /// SwiftPM would take one for the other.
    @Test(arguments: ["Kindling", "k"])
    func theNameOfThePackageThatItDependsOn(name: String) throws {
        defer { folder.remove() }
        #expect(throws: DiagnosticsError.self) { try NewBook(in: "\(folder.path)/\(name)", kindling: "/home/K") }
    }
}
