import Foundation
import Testing

@testable import Literate

@Suite struct FilesTests {
    /// Another file system gives no link to a file of this one, as some give none at all.
    @Test(.enabled(if: Files.isDirectory("/dev/shm")))
    func keepsAFileWhereThereAreNoLinks() throws {
        let package = try TemporaryPackage(["a.txt": "old"])
        let copy = "/dev/shm/kindling-\(UUID().uuidString)"
        try Files.keep("\(package.root)/a.txt", as: copy)
        defer { unlink(copy) }
        #expect(try Files.read(copy) == Array("old".utf8))
        #expect(!Files.isSameFile("\(package.root)/a.txt", copy))
    }

    @Test func aFolderThatCantBeReadIsNotAnEmptyOne() throws {
        #expect(throws: FileError.self) { try Files.list("/proc/self/mem") }
        #expect(try Files.list("/nothing/of/this/name") == [])
        let long = "/" + String(repeating: "z", count: 300)
        #expect(throws: FileError(action: "look at", path: long, code: ENAMETOOLONG)) { try Files.kind(long) }
    }

    @Test(.enabled(if: Files.exists("/dev/full")))
    func aFullDeviceIsAnError() {
        #expect(throws: FileError(action: "write", path: "/dev/full", code: ENOSPC)) {
            try Files.write([1], to: "/dev/full")
        }
    }
}
