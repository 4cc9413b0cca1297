import Foundation
import Kindling
import TestSupport
import Testing

/// What a program leaves behind that is killed, or whose disk fails, at any of its calls of the system while it saves a checkpoint: the old files
/// whole, or the new one too, and nothing that the next saving doesn't remove.
///
/// `make crash` tries every call, `make test` some.
@Suite(
    .serialized, .ownRandomNumbers,
    .enabled(
        if: FaultInjection.isPossible(with: "save-checkpoint"),
        "needs strace, and save-checkpoint in the folder KINDLING_PROGRAMS"))
struct CheckpointCrashTests {
    /// A folder with the checkpoints 1 and 2, and the program that saves the third.
    private final class Scene {
        let injection: FaultInjection
        private let root: URL
        private var old: [String: Data] = [:]

        init() throws {
            root = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            let place = root.resolvingSymlinksInPath().path
            injection = FaultInjection(root: place, command: ["save-checkpoint", place, "3"])
            for number in ["1", "2"] {
                let saving = FaultInjection(root: place, command: ["save-checkpoint", place, number])
                let (status, text) = try saving.run()
                try #require(status == 0, "\(text)")
            }
            for file in try files { old[file] = try Data(contentsOf: root.appendingPathComponent(file)) }
            try #require(old.count == 2)
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        var files: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() } }

        func restore() throws {
            for file in try files { try FileManager.default.removeItem(at: root.appendingPathComponent(file)) }
            for (file, bytes) in old { try bytes.write(to: root.appendingPathComponent(file)) }
        }

        /// The number in the newest checkpoint. Each file must be whole, and the newest be the one that is restored.
        func newest(_ what: Comment) throws -> Int? {
            let model = Linear(64, 32)
            let optimizer = SGD(model.parameters, lr: 1, momentum: 0.5)
            let checkpoint = Checkpoint(in: root, model: model, optimizer: optimizer)
            var number: Int?
            for file in try checkpoint.files {
                #expect(throws: Never.self, what) { try checkpoint.restore(from: file) }
                number = checkpoint["number"]
                let digits = String(file.lastPathComponent.dropFirst("checkpoint-".count).prefix(6))
                #expect(number == Int(digits), what)
                let value = Float(number ?? 0)
                #expect(model.parameters.allSatisfy { $0.array.allSatisfy { $0 == value } }, what)
                #expect(optimizer.stateDict["state.0.momentum_buffer"]?.array.allSatisfy { $0 == value } == true, what)
            }
            var notes: [String] = []
            _ = try checkpoint.restore { notes.append($0) }
            #expect(notes.isEmpty && checkpoint["number"] == number, what)
            return number
        }

        func expectOldOrNew(status: Int32, _ what: Comment) throws {
            let (newest, whole) = (try newest(what), try files.filter { $0.hasPrefix("checkpoint-") })
            #expect(newest == 2 || newest == 3, what)
            #expect(whole.contains("checkpoint-000002.safetensors"), what)
            // The oldest goes when the newest is there.
            if newest == 2 { #expect(whole == old.keys.sorted(), what) }
            if status == 0 { #expect(newest == 3 && whole.count == 2, what) }
        }

        func expectNextRepairs(_ what: Comment) throws {
            try injection.waitForLocks(on: files.filter { $0.hasSuffix(".part") })
            let before = try files.filter { $0.hasPrefix("checkpoint-") }
            let (status, text) = try injection.run()
            #expect(status == 0, "\(text) after \(what)")
            let next = before.contains("checkpoint-000003.safetensors") ? 4 : 3
            #expect(try files == [next - 1, next].map { "checkpoint-00000\($0).safetensors" }, what)
        }
    }

    @Test(arguments: FaultInjection.Fault.allCases)
    func faults(fault: FaultInjection.Fault) throws {
        let scene = try Scene()
        try scene.restore()
        let names: Set = [
            "openat", "write", "rename", "unlink", "unlinkat", "fsync", "flock", "close", "mkdir", "getdents64",
            "statx",
            "newfstatat", "fstat", "lstat", "access", "fchmod",
        ]
        let calls = try scene.injection.calls().filter { fault.concerns($0.name) && names.contains($0.name) }
        try #require(calls.count > 3)
        var stopped = 0
        for (index, call) in calls.enumerated() where FaultInjection.isThorough || index % 5 == 0 {
            try scene.restore()
            let (status, text) = try scene.injection.run(with: fault, at: call)
            if status != 0 { stopped += 1 }
            let what = Comment(rawValue: "\(fault) at \(call), status \(status): \(text)")
            try scene.expectOldOrNew(status: status, what)
            try scene.expectNextRepairs(what)
        }
        #expect(stopped > 0, "the faults must reach the saving")
    }

    @Test(.enabled(if: SmallDisk.isPossible, "a full disk needs root, to mount one"))
    func fullDisk() throws {
        let scene = try Scene()
        try SmallDisk.mounted(on: scene.injection.root, kilobytes: 256) { disk in
            for pages in [0, 1, 3, 5, 30] {
                try scene.restore()
                try disk.fill(with: "ballast", leaving: pages)
                let (status, text) = try scene.injection.run()
                let what = Comment(rawValue: "\(pages) pages left, status \(status): \(text)")
                #expect((status == 0) == (pages == 30), what)
                if status != 0 {
                    #expect(status == 1 && text.contains("checkpoint-000003.safetensors: it can't be written"), what)
                }
                try scene.expectOldOrNew(status: status, what)
                #expect(try scene.files.filter { $0.hasPrefix(".") }.isEmpty, what)
            }
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "a disk that can't be written needs root, to mount one"))
    func readOnly() throws {
        let scene = try Scene()
        try SmallDisk.mounted(on: scene.injection.root, kilobytes: 256) { disk in
            try scene.restore()
            try disk.makeReadOnly()
            let (status, text) = try scene.injection.run()
            let what = Comment(rawValue: "read-only, status \(status): \(text)")
            #expect(status == 1 && text.contains("checkpoint-000003.safetensors"), what)
            #expect(try scene.newest(what) == 2)
        }
    }
}
