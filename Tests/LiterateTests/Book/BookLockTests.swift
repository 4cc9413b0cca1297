import Foundation
import Synchronization
import Testing

@testable import Literate

@Suite struct BookLockTests {
    @Test func whoHasTheLockSweeps() throws {
        let package = try TemporaryPackage([
            ".build-extract-17-0/0.new": "x", ".build-extract-17-0/1.old": "x", ".build/x": "",
        ])
        let lock = try #require(BookLock.take(root: package.root))
        #expect(try Files.list(package.root) == [".build", BookLock.name, "Chapters", "Package.swift"])
        lock.release()
        #expect(try Files.list(package.root) == [".build", "Chapters", "Package.swift"])
    }

    @Test func oneAtATime() throws {
        let package = try TemporaryPackage()
        let inside = Mutex((now: 0, most: 0, all: 0))
        let root = package.root
        DispatchQueue.concurrentPerform(iterations: 3) { _ in
            for _ in 0..<40 {
                let lock = BookLock.take(root: root)
                inside.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1), $0.all + 1) }
                usleep(200)
                inside.withLock { $0.now -= 1 }
                lock?.release()
            }
        }
        #expect(inside.withLock { $0.most } == 1)
        #expect(inside.withLock { $0.all } == 120)
    }
}
