import Foundation
import Kindling
import Testing

@Suite(.serialized, .ownRandomNumbers) struct DataDownloadTests {
    let bytes: [UInt8] = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 * 7) }

    /// Fetches from the server's paths, and returns what happened, what lies in the folder, and what it holds.
    private func fetch(
        _ answers: [String: DataTestServer.Answer], _ paths: [String], limit: Int = 1 << 20, patience: Double = 60,
        progress: ((Download.Progress) -> Void)? = nil, old: [UInt8]? = nil
    ) throws -> (error: DataError?, files: [String], content: [UInt8]?, requests: [String]) {
        let server = try DataTestServer(answers)
        defer { server.stop() }
        return try withDataFolder { root in
            let file = root.appendingPathComponent("new/folder/file.gz")
            if let old {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(old).write(to: file)
            }
            var thrown: DataError?
            do {
                try Download.fetch(
                    from: paths.map { try server.url($0) }, to: file, limit: limit, patience: patience,
                    progress: progress
                ) { partial in
                    #expect(partial.deletingLastPathComponent().path == file.deletingLastPathComponent().path)
                    #expect(partial.lastPathComponent != "file.gz")
                    guard try readBytes(of: partial, limit: limit) == bytes else {
                        throw DataError(.checksum, "file.gz", "these are not the bytes")
                    }
                }
            } catch {
                thrown = try #require(error as? DataError)
            }
            let files =
                (try? FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path)) ?? []
            return (thrown, files, try? readBytes(of: file, limit: limit), server.requests)
        }
    }

    @Test func aWholeFile() throws {
        let result = try fetch(["a": .whole(bytes)], ["a"])
        #expect(result.error == nil && result.files == ["file.gz"] && result.content == bytes)
    }

    @Test func aSlowServerAndItsProgress() throws {
        var steps: [Download.Progress] = []
        let result = try fetch(
            ["a": .slow(bytes, pieces: 8, pause: 0.15)], ["a"], progress: { steps.append($0) })
        #expect(result.error == nil && result.content == bytes)
        #expect(steps.count >= 5)
        #expect(steps.map(\.received) == steps.map(\.received).sorted())
        #expect(Set(steps.map(\.received)).count >= 4)
        #expect(steps.last?.received == bytes.count && steps.last?.expected == bytes.count)
        #expect(steps.filter(\.isFinished).count == 1 && steps.last?.isFinished == true)
    }

    @Test func theNextMirrorIsTried() throws {
        let result = try fetch(
            [
                "wrong": .whole(Array(bytes.dropLast())),
                "cut": .cutOff(Array(bytes.prefix(5000)), declared: bytes.count),
                "good": .whole(bytes), "never": .whole(bytes),
            ],
            ["gone", "wrong", "cut", "good", "never"])
        #expect(result.error == nil && result.files == ["file.gz"] && result.content == bytes)
        #expect(result.requests == ["gone", "wrong", "cut", "good"])
    }

    @Test func aRedirectIsFollowed() throws {
        let result = try fetch(["a": .redirect("/b"), "b": .whole(bytes)], ["a"])
        #expect(result.error == nil && result.content == bytes)
    }

    @Test(arguments: [
        ("status", "the server answered with status 404"), ("cut", "5000 "), ("short", "these are not the bytes"),
        ("wrong", "these are not the bytes"), ("hang", "nothing arrived for 1 seconds"),
        ("stall", "nothing arrived for 1 seconds"), ("large", "more than 250000 bytes arrive"),
        ("announced", "the server offers 300000 bytes, at most 250000 are expected"),
    ])
    func badServersLeaveNothing(name: String, reason: String) throws {
        let part = Array(bytes.prefix(5000))
        let large = [UInt8](repeating: 1, count: 300_000)
        let result = try fetch(
            [
                "status": .status(404), "cut": .cutOff(part, declared: bytes.count),
                "short": .cutOff(part, declared: nil),
                "wrong": .whole(Array(bytes.reversed())), "hang": .hang, "stall": .stall(part, declared: bytes.count),
                "large": .cutOff(large, declared: nil), "announced": .whole(large),
            ],
            // Where something arrives, a busy machine may take its time.
            [name], limit: 250_000, patience: ["hang", "stall"].contains(name) ? 1 : 60)
        #expect(result.error?.kind == .download)
        #expect(result.error?.problem.contains(reason) == true, "\(result.error?.description ?? "no error")")
        #expect(result.files == [])
    }

    /// What has been silent for too long isn't waited for any longer.
    @Test func patienceEnds() throws {
        var steps: [Download.Progress] = []
        let result = try fetch(["a": .hang], ["a"], patience: 1, progress: { steps.append($0) })
        #expect(result.error?.problem.contains("nothing arrived for 1 seconds") == true)
        #expect(steps.count { $0.seconds > 1 } <= 1 && steps.last?.isFinished == true)
    }

    @Test func anOldFileStaysWhenNothingBetterComes() throws {
        let result = try fetch(["a": .cutOff(Array(bytes.prefix(9)), declared: 100)], ["a"], old: [1, 2, 3])
        #expect(result.error?.kind == .download && result.content == [1, 2, 3] && result.files == ["file.gz"])
        let better = try fetch(["a": .whole(bytes)], ["a"], old: [1, 2, 3])
        #expect(better.error == nil && better.content == bytes && better.files == ["file.gz"])
    }

    /// A download that was killed leaves its part behind; the next one removes it, unless it is still being written.
    @Test func abandonedPartsGo() throws {
        let server = try DataTestServer(["a": .whole(bytes)])
        defer { server.stop() }
        try withDataFolder { folder in
            let (abandoned, alive) = (".file.gz.1.part", ".file.gz.2.part")
            for name in [abandoned, alive] { try Data([1]).write(to: folder.appendingPathComponent(name)) }
            let writer = try FileHandle(forWritingTo: folder.appendingPathComponent(alive))
            try #require(flock(writer.fileDescriptor, LOCK_EX) == 0)
            func fetch() throws {
                try Download.fetch(
                    from: [server.url("a")], to: folder.appendingPathComponent("file.gz"), limit: 1 << 20,
                    progress: nil, check: { _ in })
            }
            try fetch()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [alive, "file.gz"])
            try writer.close()
            try fetch()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file.gz"])
        }
    }

    /// Several at once don't take each other's parts away.
    @Test func downloadsAtOnce() async throws {
        let server = try DataTestServer(["a": .slow(bytes, pieces: 4, pause: 0.05)])
        defer { server.stop() }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (address, expected) = (try server.url("a"), bytes)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<4 {
                group.addTask {
                    try await Task.sleep(for: .milliseconds(40 * number))
                    try Download.fetch(
                        from: [address], to: folder.appendingPathComponent("file.gz"), limit: 1 << 20, progress: nil,
                        check: { part in
                            let arrived = try readBytes(of: part, limit: 1 << 20)
                            #expect(arrived == expected)
                        })
                }
            }
            try await group.waitForAll()
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file.gz"])
    }

    @Test func noServerAtAll() throws {
        let server = try DataTestServer([:])
        server.stop()
        try withDataFolder { folder in
            let mirrors = [try server.url("a"), try server.url("b")]
            let error = #expect(throws: DataError.self) {
                try Download.fetch(
                    from: mirrors, to: folder.appendingPathComponent("f"), limit: 10,
                    progress: nil, check: { _ in })
            }
            #expect(error?.problem.components(separatedBy: "no server answers there").count == 3)
            #expect(error?.advice.contains(folder.path) == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }
    }

    @Test func aFolderThatCannotBe() throws {
        try withDataFolder { folder in
            try Data().write(to: folder.appendingPathComponent("file"))
            let inside = folder.appendingPathComponent("file/x/y")
            #expect(
                kind { try Download.fetch(from: [], to: inside, limit: 10, progress: nil, check: { _ in }) } == .missing
            )
            #expect(
                kind {
                    try Download.fetch(
                        from: [], to: folder.appendingPathComponent("y"), limit: 10, progress: nil, check: { _ in })
                } == .download)
        }
    }

    @Test func mnistFromAMirror() throws {
        var answers: [String: DataTestServer.Answer] = [:]
        for file in MNIST.File.all {
            let bytes = try readBytes(of: mnistFolder.appendingPathComponent(file.name), limit: 1 << 24)
            answers["good/\(file.name)"] = .whole(bytes)
            answers["bad/\(file.name)"] = .whole(Array(bytes.dropLast(1000)))
        }
        // One mirror mixes two files up.
        answers["bad/t10k-labels-idx1-ubyte.gz"] = answers["good/train-labels-idx1-ubyte.gz"]
        let server = try DataTestServer(answers)
        defer { server.stop() }
        try withDataFolder { root in
            let folder = root.appendingPathComponent("mnist")
            let error = #expect(throws: DataError.self) {
                try MNIST.download(to: folder, from: [server.url("bad/")], progress: nil)
            }
            #expect(error?.kind == .download)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])

            let names = MNIST.File.all.map(\.name)
            let mirrors = [try server.url("bad/"), try server.url("good/")]
            #expect(try MNIST.download(to: folder, from: mirrors, progress: nil) == names)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == names.sorted())
            #expect(try MNIST.test(from: folder).count == 10_000)

            // What is there and whole is not fetched again; what is damaged is.
            let before = server.requests.count
            #expect(try MNIST.download(to: folder, from: mirrors, progress: nil) == [])
            #expect(server.requests.count == before)
            try Data([1, 2, 3]).write(to: folder.appendingPathComponent(names[3]))
            #expect(try MNIST.download(to: folder, from: mirrors, progress: nil) == [names[3]])
        }
    }

    @Test(arguments: [
        (
            Download.Progress(file: "f", received: 4_800_000, expected: 9_600_000, seconds: 2),
            "f  [##########----------]  4.8 of 9.6 MB   50 %   2.4 MB/s   2 s left"
        ),
        (
            Download.Progress(file: "f", received: 9_600_000, expected: 9_600_000, seconds: 4, isFinished: true),
            "f  [####################]  9.6 of 9.6 MB   100 %   2.4 MB/s"
        ),
        (
            Download.Progress(file: "f", received: 0, expected: 10, seconds: 0),
            "f  [--------------------]  0.0 of 0.0 MB   0 %   0.0 MB/s"
        ),
        (Download.Progress(file: "f", received: 1_000_000, expected: nil, seconds: 1), "f  1.0 MB   1.0 MB/s"),
        (
            Download.Progress(file: "f", received: 30, expected: 10, seconds: 1, isFinished: true),
            "f  [####################]  0.0 of 0.0 MB   100 %   0.0 MB/s"
        ),
    ])
    func theBar(progress: Download.Progress, line: String) {
        #expect(ProgressBar.line(for: progress) == line)
    }
}
