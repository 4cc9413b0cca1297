import Foundation
import Kindling
import TestSupport
import Testing

/// What a download leaves behind that is killed, or whose disk fails, at any of its calls of the system: the old file or the new one, whole, and
/// nothing that the next download doesn't remove.
///
/// `make crash` tries every call, `make test` some.
@Suite(
    .serialized, .ownRandomNumbers,
    .enabled(
        if: FaultInjection.isPossible(with: "download-file"),
        "needs strace, and download-file in the folder KINDLING_PROGRAMS"))
struct DownloadCrashTests {
    private static let old: [UInt8] = [1, 2, 3]
    private static let new = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    private static let name = "file.gz"

    /// A folder with the old file, and the program that puts the new one there.
    private final class Scene {
        let server: DataTestServer
        let injection: FaultInjection
        let repairing: FaultInjection
        private let root: URL

        init() throws {
            server = try DataTestServer(["a": .whole(new)])
            root = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            let (place, address) = (root.resolvingSymlinksInPath().path, try server.url("a").absoluteString)
            injection = FaultInjection(
                root: place, command: ["download-file", address, name, String(new.count), "5"])
            // On a busy machine even a server next door may let one wait.
            repairing = FaultInjection(
                root: place, command: ["download-file", address, name, String(new.count), "60"])
        }

        deinit {
            server.stop()
            try? FileManager.default.removeItem(at: root)
        }

        var files: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() } }

        func content() throws -> [UInt8] { try readBytes(of: root.appendingPathComponent(name), limit: 1 << 20) }

        func restore() throws {
            for file in try files { try FileManager.default.removeItem(at: root.appendingPathComponent(file)) }
            try Data(old).write(to: root.appendingPathComponent(name))
        }

        /// It may stop without an error of ours: Foundation traps where it can't look at its own files.
        func expectOldOrNew(status: Int32, _ what: Comment) throws {
            let content = try content()
            #expect(content == old || content == new, what)
            if status == 0 { #expect(content == new, what) }
        }

        func expectNextDownloadRepairs(_ what: Comment) throws {
            try injection.waitForLocks(on: files.filter { $0.hasSuffix(".part") })
            let (status, text) = try repairing.run()
            #expect(status == 0, "\(text) after \(what)")
            #expect(try content() == new && files == [name], what)
        }
    }

    @Test(arguments: FaultInjection.Fault.allCases)
    func faults(fault: FaultInjection.Fault) throws {
        let scene = try Scene()
        try scene.restore()
        // Of the calls, those on files: the network's are the servers' matter, which DataDownloadTests try.
        let names: Set = [
            "openat", "write", "rename", "unlink", "fsync", "flock", "close", "mkdir", "getdents64", "statx",
            "newfstatat",
        ]
        let calls = try scene.repairing.calls().filter { fault.concerns($0.name) && names.contains($0.name) }
        try #require(calls.count > 5)
        var stopped = 0
        for (index, call) in calls.enumerated() where FaultInjection.isThorough || index % 7 == 0 {
            try scene.restore()
            let (status, text) = try scene.injection.run(with: fault, at: call)
            if status != 0 { stopped += 1 }
            let what = Comment(rawValue: "\(fault) at \(call), status \(status): \(text)")
            try scene.expectOldOrNew(status: status, what)
            try scene.expectNextDownloadRepairs(what)
        }
        #expect(stopped > 0, "the faults must reach the download")
    }

    @Test(.enabled(if: SmallDisk.isPossible, "a full disk needs root, to mount one"))
    func fullDisk() throws {
        let scene = try Scene()
        try SmallDisk.mounted(on: scene.injection.root, kilobytes: 1024) { disk in
            for pages in [0, 1, 10, 24, 60] {
                try scene.restore()
                try disk.fill(with: "ballast", leaving: pages)
                let (status, text) = try scene.repairing.run()
                let what = Comment(rawValue: "\(pages) pages left, status \(status): \(text)")
                #expect((status == 0) == (pages * 4096 > Self.new.count), what)
                try scene.expectOldOrNew(status: status, what)
                #expect(try scene.files == ["ballast", Self.name], what)
            }
            try scene.restore()
            try scene.expectNextDownloadRepairs("a disk that has room again")
        }
    }
}
