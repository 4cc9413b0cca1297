import Foundation
import Kindling
import TestSupport
import Testing

/// What saving leaves behind when it's killed, or the disk fails, at any of its calls of the system: the old file or the new one, whole, and
/// nothing that the next saving doesn't remove.
///
/// `make crash` tries every call, `make test` some.
@Suite(
    .serialized, .ownRandomNumbers,
    .enabled(
        if: FaultInjection.isPossible(with: "save-file"), "needs strace, and save-file in the folder KINDLING_PROGRAMS")
)
struct SavingCrashTests {
    private static var old: StateDict { ["x": Tensor([1, 2, 3])] }
    private static let count = 25_000
    private static let name = "file.safetensors"

    /// A folder with the old file, and the program that puts the new one there.
    private final class Scene {
        let injection: FaultInjection
        private let root: URL
        private var file: URL { root.appendingPathComponent(name) }

        init() throws {
            root = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            injection = FaultInjection(
                root: root.resolvingSymlinksInPath().path, command: ["save-file", name, String(count)])
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        var files: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() } }

        func restore() throws {
            for file in try files { try FileManager.default.removeItem(at: root.appendingPathComponent(file)) }
            try old.write(to: file)
        }

        /// Whether the file is the new one. It's whole in any case, or that is an issue.
        func isNew(_ what: Comment) throws -> Bool {
            let x = try #require(try StateDict(contentsOf: file)["x"], what)
            #expect(x.array == [1, 2, 3] || x.array == Tensor.arange(Double(count)).array, what)
            return x.count == count
        }

        func expectNextSavingRepairs(_ what: Comment) throws {
            try injection.waitForLocks(on: files.filter { $0.hasSuffix(".part") })
            let (status, text) = try injection.run()
            #expect(status == 0, "\(text) after \(what)")
            #expect(try isNew(what) && files == [name], what)
        }
    }

    @Test(arguments: FaultInjection.Fault.allCases)
    func faults(fault: FaultInjection.Fault) throws {
        let scene = try Scene()
        try scene.restore()
        let calls = try scene.injection.calls().filter { fault.concerns($0.name) }
        try #require(calls.count > 5)
        #expect(calls.filter { $0.name == "fsync" }.count == (fault == .kill || fault.concerns("fsync") ? 2 : 0))
        var stopped = 0
        let storing = ["fsync", "rename", "renameat", "renameat2"]
        for (index, call) in calls.enumerated()
        where FaultInjection.isThorough || index % 5 == 0 || storing.contains(call.name) {
            try scene.restore()
            let (status, text) = try scene.injection.run(with: fault, at: call)
            if status != 0 { stopped += 1 }
            let what = Comment(rawValue: "\(fault) at \(call), status \(status): \(text)")
            let isNew = try scene.isNew(what)
            if status == 0 { #expect(isNew, what) }
            // An error means that nothing has happened, but for the last step, and it says so.
            if status == 1 { #expect(!isNew || text.contains("power failure"), what) }
            if status >= 0 { #expect(try scene.files == [Self.name] || fault == .inputOutputError, what) }
            try scene.expectNextSavingRepairs(what)
        }
        #expect(stopped > 0, "the faults must reach the program")
    }

    @Test(.enabled(if: SmallDisk.isPossible, "a full disk needs root, to mount one"))
    func fullDisk() throws {
        let scene = try Scene()
        try SmallDisk.mounted(on: scene.injection.root, kilobytes: 1024) { disk in
            for pages in [0, 1, 10, 24, 60] {
                try scene.restore()
                try disk.fill(with: "ballast", leaving: pages)
                let (status, text) = try scene.injection.run()
                let what = Comment(rawValue: "\(pages) pages left, status \(status): \(text)")
                #expect((status == 0) == (pages * 4096 > Self.count * 4), what)
                #expect(try scene.isNew(what) == (status == 0), what)
                #expect(status == 0 || text.hasPrefix("\(Self.name): "), what)
                #expect(try scene.files == ["ballast", Self.name], what)
            }
            try scene.restore()
            try scene.expectNextSavingRepairs("a disk that has room again")
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
    func aFolderForReadingAlone() throws {
        try withDataFolder { folder in
            let file = folder.appendingPathComponent(Self.name)
            try Self.old.write(to: file)
            #expect(chmod(folder.path, 0o500) == 0)
            defer { chmod(folder.path, 0o700) }
            #expect(kind { try (["x": Tensor(1)] as StateDict).write(to: file) } == .missing)
            #expect(try StateDict(contentsOf: file)["x"]!.count == 3)
        }
    }

    @Test func permissionsAndLinksStay() throws {
        try withDataFolder { folder in
            let (file, link) = (folder.appendingPathComponent(Self.name), folder.appendingPathComponent("link"))
            try Self.old.write(to: file)
            #expect(chmod(file.path, 0o640) == 0)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
            try (["x": Tensor(1)] as StateDict).write(to: link)
            #expect(try StateDict(contentsOf: file)["x"]!.count == 1)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
            var status = stat()
            #expect(stat(file.path, &status) == 0 && status.st_mode & 0o777 == 0o640)
            #expect(kind { try Self.old.write(to: folder) } == .refused)
            #expect(kind { try Self.old.write(to: folder.appendingPathComponent("none/a")) } == .missing)
            #expect(kind { try Self.old.write(to: file.appendingPathComponent("a")) } == .missing)
        }
    }

    /// Several programs may save at once; the last one wins, and nobody's half stays.
    @Test func severalAtOnce() throws {
        try withDataFolder { folder in
            let file = folder.appendingPathComponent(Self.name)
            let states = (1...8).map { StoredTensor(Tensor.full([5000], Double($0))) }
            DispatchQueue.concurrentPerform(iterations: 40) { i in
                var state = StateDict()
                state[stored: "x"] = states[i % 8]
                #expect(throws: Never.self) { try state.write(to: file) }
                if let x = try? StateDict(contentsOf: file)["x"] {
                    #expect(x.count == 5000 && Set(x.array).count == 1)
                } else {
                    Issue.record("no file, or half of one")
                }
            }
            #expect((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) == [Self.name])
        }
    }
}
