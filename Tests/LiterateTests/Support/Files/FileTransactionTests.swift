import Foundation
import TestSupport
import Testing

@testable import Literate

@Suite struct FileTransactionTests {
    @Test func writesMakesFoldersAndRemoves() throws {
        let package = try TemporaryPackage(["a.txt": "old", "b.txt": "b"])
        var transaction = FileTransaction(root: package.root)
        transaction.write("a.txt", "new")
        transaction.write("x/y/c.txt", "c")
        transaction.write("x/y/d.txt", "d")
        transaction.remove("b.txt")
        try transaction.commit()
        #expect(try package.text("a.txt") == "new")
        #expect(try package.text("x/y/c.txt") == "c")
        #expect(try package.text("x/y/d.txt") == "d")
        #expect(!package.exists("b.txt"))
        #expect(try Files.list(package.root) == ["Chapters", "Package.swift", "a.txt", "x"])
    }

    @Test func nothingToDo() throws {
        let package = try TemporaryPackage()
        let before = try package.snapshot()
        #expect(FileTransaction(root: package.root).isEmpty)
        try FileTransaction(root: package.root).commit()
        #expect(try package.snapshot() == before)
    }

    /// Runs a transaction that writes and removes before its last step, which can't be done.
    private func expectNothingChanged(
        in package: TemporaryPackage, message: String, at position: SourcePosition? = nil,
        lastStep: (inout FileTransaction) -> Void
    ) throws {
        let before = try package.snapshot()
        var transaction = FileTransaction(root: package.root)
        transaction.write("a.txt", "new")
        transaction.write("new/folder/c.txt", "c")
        transaction.remove("b.txt")
        lastStep(&transaction)
        let found = try diagnostics { try transaction.commit() }
        #expect(found.map(\.position) == [position])
        #expect(
            found.allSatisfy {
                $0.message.contains(message) && $0.message.lowercased().contains("nothing was changed")
            })
        #expect(try package.snapshot() == before)
    }

    @Test func aFolderWhereAFileMustGo() throws {
        let package = try TemporaryPackage(["a.txt": "old", "b.txt": "b", "z.txt/x": ""])
        try expectNothingChanged(
            in: package, message: "a folder stands", at: SourcePosition(file: "z.txt", line: 1)
        ) {
            $0.write("z.txt", "z")
        }
    }

    @Test func aLinkWhereAFileMustGo() throws {
        let package = try TemporaryPackage(["a.txt": "old", "b.txt": "b"])
        try package.link("z.txt", to: "/dev/null")
        try expectNothingChanged(
            in: package, message: "a link stands", at: SourcePosition(file: "z.txt", line: 1)
        ) {
            $0.write("z.txt", "z")
        }
    }

    @Test func aFileWhereAFolderMustGo() throws {
        let package = try TemporaryPackage(["a.txt": "old", "b.txt": "b", "z": ""])
        try expectNothingChanged(in: package, message: "can't make the folder") { $0.write("z/z.txt", "z") }
    }

    @Test func aStepThatFailsAfterOthersHaveBeenDone() throws {
        let package = try TemporaryPackage(["a.txt": "old", "b.txt": "b"])
        try expectNothingChanged(in: package, message: "can't remove") { $0.remove("missing.txt") }
    }

    @Test func aNameThatIsTooLong() throws {
        let package = try TemporaryPackage(["a.txt": "old", "b.txt": "b"])
        try expectNothingChanged(in: package, message: "File name too long") {
            $0.write(String(repeating: "z", count: 300), "z")
        }
    }

    @Test func keepsTheirPermissions() throws {
        let package = try TemporaryPackage(["a.txt": "old"])
        chmod("\(package.root)/a.txt", 0o664)
        let mask = umask(0o002)
        defer { umask(mask) }
        var transaction = FileTransaction(root: package.root)
        transaction.write("a.txt", "new")
        transaction.write("folder/b.txt", "b")
        try transaction.commit()
        func mode(_ path: String) throws -> Int {
            try #require(
                FileManager.default.attributesOfItem(atPath: "\(package.root)/\(path)")[.posixPermissions] as? Int)
        }
        #expect(try mode("a.txt") == 0o664)
        #expect(try mode("folder") == 0o775)
        #expect(try mode("folder/b.txt") == 0o664)
    }

    @Test(.enabled(if: SmallDisk.isPossible, "a full disk needs root, to mount one"))
    func aFullDisk() throws {
        let package = try TemporaryPackage()
        try SmallDisk.mounted(on: package.root, kilobytes: 256) { _ in
            try package.write("a.txt", "old")
            try package.write("b.txt", "b")
            try expectNothingChanged(in: package, message: "can't write z.txt: No space left on device") {
                $0.write("z.txt", String(repeating: "z", count: 1 << 20))
            }
        }
    }
}
