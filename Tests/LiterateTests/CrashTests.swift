import Foundation
import TestSupport
import Testing

@testable import Literate

/// What commands leave behind that are killed, or whose disk fails, at any of their calls of the system: each file as
/// it was or as it will be, a manifest that SwiftPM can load, and nothing that the next command doesn't repair.
///
/// `make crash` tries every call, `make test` some.
@Suite(
    .serialized,
    .enabled(
        if: FaultInjection.isPossible(with: "extract", "verify"),
        "needs strace, and the tools in the folder KINDLING_PROGRAMS"))
struct CrashTests {
    /// A page goes and another comes; one changes its text, its library and its caption.
    private static let before = [
        "Chapters/01-a.md":
            "# A\n\n*A.swift*\n```swift file=A.swift\nlet a = 1\n```\n\n*Old.swift*\n```swift file=Old.swift\n```\n\n```swift\nf()\n```\n",
        "Chapters/02-b.md": "# B\n\n```swift\nprint(1)\n```\n",
        "Chapters/A-e.md": "# E\n\n*Engine/e.c*\n```c file=e.c\nint e;\n```\n",
        "Chapters/Data/numbers.txt": "1 2 3\n", "Tools/Checkpoint/Checkpoint.swift": "// …\n",
    ]
    private static let after = [
        "Chapters/01-a.md":
            "# A\n\nMore.\n\n```swift file=A.swift\nlet a = 2\n```\n\n```swift file=New.swift\n```\n\n```swift\ng()\n```\n",
        "Chapters/02-b.md": nil,
        "Chapters/03-c.md": "# C\n\n```swift\nprint(3)\n```\n",
        "Chapters/Data/numbers.txt": "4 5 6\n",
    ]

    /// The package whose command, run without a fault, makes `new` of `old`.
    private struct Scene {
        var package: TemporaryPackage
        var injection: FaultInjection
        var old: [String: String]
        var new: [String: String]

        init(_ command: [String], in package: TemporaryPackage? = nil, prepare: (TemporaryPackage) throws -> Void)
            throws
        {
            let package = try package ?? TemporaryPackage()
            self.package = package
            injection = FaultInjection(root: package.root, command: command)
            try prepare(package)
            old = try package.contents()
            let (status, text) = try injection.run()
            try #require(status == 0, "\(text)")
            new = try package.contents()
            try #require(new != old)
        }

        /// The calls to be tried: all, or some that are spread over all.
        func calls(for fault: FaultInjection.Fault, only names: Set<String>?) throws -> [FaultInjection.Call] {
            try package.restore(old)
            let calls = try injection.calls().filter { fault.concerns($0.name) && names?.contains($0.name) != false }
            try #require(calls.count > 5)
            let step = FaultInjection.isThorough ? 1 : 7
            return calls.enumerated().filter { $0.offset % step == 0 }.map(\.element)
        }
    }

    private func tryAll(_ scene: Scene, _ fault: FaultInjection.Fault, only names: Set<String>? = nil) throws {
        let calls = try scene.calls(for: fault, only: names)
        var stopped = 0
        for call in calls {
            try scene.package.restore(scene.old)
            try? scene.package.remove("programs/verify-memory.json")
            let (status, text) = try scene.injection.run(with: fault, at: call)
            if status != 0 { stopped += 1 }
            let what = Comment(rawValue: "\(fault) at \(call), status \(status): \(text)")
            try expectOldOrNew(scene, status: fault == .kill ? nil : status, what)
            try expectNextCommandRepairs(scene, what)
        }
        #expect(stopped > (FaultInjection.isThorough ? calls.count / 4 : 0), "the faults must reach the command")
    }

    /// - Parameter status: nil if the command was killed.
    private func expectOldOrNew(_ scene: Scene, status: Int32?, _ what: Comment) throws {
        let found = try scene.package.contents()
        // A stage's record says what is there and what will be.
        let record = "stage/\(StageRecord.name)"
        for path in Set(scene.old.keys).union(scene.new.keys).union(found.keys).subtracting([record]).sorted() {
            #expect([scene.old[path], scene.new[path]].contains(found[path]), "\(path): \(what)")
        }
        try expectManifestNamesWhatIsThere(scene.package, what)
        guard let status else { return }
        // All or nothing, and never without a word.
        #expect(status >= 0, what)
        // Pages and sources are two steps of promotion's.
        if scene.injection.command[0] == "verify" { return }
        let wanted = status == 0 ? scene.new : scene.old
        #expect(found.filter { $0.key != record } == wanted.filter { $0.key != record }, what)
    }

    private func expectNextCommandRepairs(_ scene: Scene, _ what: Comment) throws {
        try? scene.package.remove("programs/verify-memory.json")
        let (next, said) = try scene.injection.run()
        #expect(next == 0, "\(said) after \(what)")
        #expect(try scene.package.contents() == scene.new, what)
        for folder in ["", "stage"] {
            #expect(
                try Files.list("\(scene.package.root)/\(folder)").filter { $0.hasPrefix(".build-extract") } == [], what)
        }
    }

    /// A disk that has room for less than the command needs, from nothing up to what is enough.
    private func tryFullDisk(_ command: [String], prepare: (TemporaryPackage) throws -> Void) throws {
        let package = try TemporaryPackage()
        try SmallDisk.mounted(on: package.root, kilobytes: 1024) { disk in
            let scene = try Scene(command, in: package, prepare: prepare)
            let ballast = "programs/ballast"
            try Files.makeDirectories("\(package.root)/programs")
            var pages = 0
            while true {
                try? package.remove(ballast)
                try? package.remove("programs/verify-memory.json")
                try package.restore(scene.old)
                try disk.fill(with: ballast, leaving: pages)
                let (status, text) = try scene.injection.run()
                let what = Comment(rawValue: "\(pages) pages left, status \(status): \(text)")
                try expectOldOrNew(scene, status: status, what)
                try package.remove(ballast)
                try expectNextCommandRepairs(scene, what)
                if status == 0 { break }
                #expect(text.contains("No space left on device"), what)
                pages += FaultInjection.isThorough ? 1 : 5
                try #require(pages < 150, "it never has room enough")
            }
            #expect(pages > 0, "the disk must have been full")
        }
    }

    /// Or no command of SwiftPM's would run.
    private func expectManifestNamesWhatIsThere(_ package: TemporaryPackage, _ what: Comment) throws {
        for line in try package.text("Package.swift").textLines where line.hasPrefix("    \"0") {
            let name = line.split(separator: "\"")[1]
            #expect(package.exists("Sources/Programs/\(name)/main.swift"), what)
        }
    }

    private static func preparePages(_ package: TemporaryPackage) throws {
        try package.restore(before.merging(["Package.swift": TemporaryPackage.manifest]) { $1 })
        try package.extract()
        for (path, text) in after {
            if let text { try package.write(path, text) } else { try package.remove(path) }
        }
    }

    @Test(arguments: FaultInjection.Fault.allCases)
    func extract(fault: FaultInjection.Fault) throws {
        try tryAll(Scene(["extract"], prepare: Self.preparePages), fault)
    }

    @Test(.enabled(if: SmallDisk.isPossible, "a full disk needs root, to mount one"))
    func extractOnAFullDisk() throws {
        try tryFullDisk(["extract"], prepare: Self.preparePages)
    }

    /// The folder held the stage before, and the book's data has changed since.
    private static let stage = ["extract", "--stage", "02", "--output", "stage"]
    private static func prepareStage(_ package: TemporaryPackage) throws {
        try package.restore(before.merging(["Package.swift": TemporaryPackage.manifest]) { $1 })
        try Stage(of: Book.load(root: package.root), through: "01").write(to: "\(package.root)/stage")
        try package.write("Chapters/Data/numbers.txt", "4 5 6\n")
    }

    @Test(arguments: FaultInjection.Fault.allCases)
    func stage(fault: FaultInjection.Fault) throws {
        try tryAll(Scene(Self.stage, prepare: Self.prepareStage), fault)
    }

    @Test(.enabled(if: SmallDisk.isPossible, "a full disk needs root, to mount one"))
    func stageOnAFullDisk() throws {
        try tryFullDisk(Self.stage, prepare: Self.prepareStage)
    }

    /// Two pages and a figure, with shell scripts for programs.
    private static let promotion = ["verify", "--promote", "--no-build", "--build-path", "programs"]
    private static func preparePromotion(_ package: TemporaryPackage) throws {
        func page(_ number: Int) -> String {
            "# T\(number)\n\n```swift\nf()\n```\n\n```output of=swift\n\(number)\n```\n\n*Swift only:* so it is.\n\n![a](Figures/a.svg)\n"
        }
        try package.restore([
            "Package.swift": TemporaryPackage.manifest, "Chapters/01-a.md": page(1), "Chapters/02-b.md": page(2),
            "Chapters/Figures/a.svg": "old",
        ])
        try package.extract()
        for (name, figure) in [("01-a", "printf new > \"$KINDLING_FIGURES/a.svg\"; "), ("02-b", "")] {
            let script = "#!/bin/sh\n\(figure)echo longer; echo text; printf '\\001checkpoint 1\\n'\n"
            try Files.makeDirectories("\(package.root)/programs")
            try writeProgram("\(package.root)/programs/\(name)", script)
        }
    }

    @Test(arguments: FaultInjection.Fault.allCases)
    func promote(fault: FaultInjection.Fault) throws {
        let scene = try Scene(Self.promotion, prepare: Self.preparePromotion)
        // Of verify, the calls that change something: it makes many others, on many threads, before.
        let changing: Set = ["rename", "link", "unlink", "mkdir", "rmdir", "fsync", "fchmod", "fchown", "flock"]
        try tryAll(scene, fault, only: changing)
    }

    @Test(.enabled(if: SmallDisk.isPossible, "a full disk needs root, to mount one"))
    func promoteOnAFullDisk() throws {
        try tryFullDisk(Self.promotion, prepare: Self.preparePromotion)
    }

    /// What verify has started, and its folder in the temporary one, go with it.
    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func verifyIsToldToEnd(signal: Int32) throws {
        let package = try TemporaryPackage(["Chapters/01-a.md": "# A\n\n```swift\nf()\n```\n"])
        try Files.makeDirectories("\(package.root)/programs")
        try writeProgram("\(package.root)/programs/01-a", "#!/bin/sh\nsleep 61 & echo $! > child; wait\n")
        try package.extract()
        try Files.makeDirectories("\(package.root)/temporary")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(FaultInjection.programs)/verify")
        process.arguments = ["--no-build", "--build-path", "programs"]
        process.currentDirectoryURL = URL(fileURLWithPath: package.root)
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": "\(package.root)/temporary"]) {
            $1
        }
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        func hasStarted() throws -> Bool { try package.exists("child") && !package.text("child").isEmpty }
        for _ in 0..<1000 where try !hasStarted() { usleep(10_000) }
        #expect(try Files.list("\(package.root)/temporary").count == 1)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
        let child = try #require(pid_t(package.text("child").dropLast()))
        for _ in 0..<100 where isRunning(child) { usleep(20_000) }
        #expect(!isRunning(child))
        #expect(try Files.list("\(package.root)/temporary") == [])
    }

    /// Several at once, and one of them killed: they wait for one another.
    @Test func extractsAtOnce() async throws {
        let scene = try Scene(["extract"]) { package in
            try package.restore(Self.before.merging(["Package.swift": TemporaryPackage.manifest]) { $1 })
        }
        for round in 0..<(FaultInjection.isThorough ? 60 : 10) {
            try scene.package.restore(scene.old)
            let injection = scene.injection
            let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
                for number in 0..<3 {
                    group.addTask {
                        number == 0 && round % 2 == 1
                            ? try injection.run(with: .kill, at: .init(name: "rename", number: 1 + round % 5)).status
                            : try injection.run().status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 0 } >= 2)
            #expect(try scene.package.contents() == scene.new)
            #expect(try Files.list(scene.package.root).filter { $0.hasPrefix(".build-extract") } == [])
        }
    }
}
