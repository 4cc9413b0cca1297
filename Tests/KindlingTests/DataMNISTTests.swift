import Foundation
import Kindling
import Testing

@Suite(.ownRandomNumbers) struct DataMNISTTests {
    @Test func theSplitsAreTheTutorials() throws {
        let mnist = try MNIST.load()
        let test = try MNIST.test()
        #expect(mnist.train.images.shape == [50_000, 784] && mnist.valid.images.shape == [10_000, 784])
        #expect(test.images.shape == [10_000, 784])
        #expect(mnist.train.labels.array.count == 50_000 && mnist.valid.labels.array.count == 10_000)
        #expect(Array(mnist.train.labels.array.prefix(3)) == [5, 0, 4])
        #expect(Array(mnist.train.labels.array.suffix(3)) == [8, 4, 8])
        #expect(Array(test.labels.array.prefix(5)) == [7, 2, 1, 0, 4])
        let pixels = mnist.train.images[0..<1000].array
        #expect(pixels.min() == 0 && pixels.max() == 255 / 256)
    }

    @Test func imagesAreTheFilesBytes() throws {
        let bytes = try IDX(
            Gzip.inflate(
                readBytes(of: mnistFolder.appendingPathComponent("train-images-idx3-ubyte.gz"), limit: 1 << 24),
                limit: 1 << 26))
        #expect(bytes.shape == [60_000, 28, 28])
        let mnist = try MNIST.load()
        #expect(mnist.train.images.array == bytes.elements.prefix(39_200_000).map { Float($0) / 256 })
        #expect(mnist.valid.images.array == bytes.elements.suffix(7_840_000).map { Float($0) / 256 })
    }

    @Test func thePickleHoldsTheSameNumbers() throws {
        let sample = dataPackageRoot.appendingPathComponent("Chapters/Data/mnist-sample.pkl.gz")
        let (train, valid, test) = try MNIST.load(pickle: sample)
        let mnist = try MNIST.load()
        try expectEqual(train, mnist.train, 800)
        try expectEqual(valid, mnist.valid, 100)
        try expectEqual(test, MNIST.test(), 100)
    }

    /// The tutorial's own file, where it is to be had: set KINDLING_MNIST_PICKLE to its path.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["KINDLING_MNIST_PICKLE"] != nil))
    func theWholePickleHoldsTheSameNumbers() throws {
        let path = try #require(ProcessInfo.processInfo.environment["KINDLING_MNIST_PICKLE"])
        let (train, valid, test) = try MNIST.load(pickle: URL(fileURLWithPath: path))
        let mnist = try MNIST.load()
        try expectEqual(train, mnist.train, 50_000)
        try expectEqual(valid, mnist.valid, 10_000)
        try expectEqual(test, MNIST.test(), 10_000)
    }

    private func expectEqual(_ split: MNIST.Split, _ whole: MNIST.Split, _ count: Int) throws {
        #expect(split.count == count)
        #expect(split.images.array == whole.images[0..<count].array)
        #expect(split.labels.array == whole.labels[0..<count].array)
    }

    @Test func picklesThatAreNoMNIST() throws {
        try withDataFolder { folder in
            let file = folder.appendingPathComponent("x.pkl.gz")
            for text in ["N.", "(NNNt.", "((NNt(NNt(NNtt.", "()))t."] {
                try Data(Gzip.deflate(Array(text.utf8))).write(to: file)
                #expect(kind { _ = try MNIST.load(pickle: file) } == .malformed)
            }
            try Data("N.".utf8).write(to: file)
            #expect(kind { _ = try MNIST.load(pickle: file) } == .malformed)
            #expect(kind { _ = try MNIST.load(pickle: folder.appendingPathComponent("no.gz")) } == .missing)
        }
    }

    // MARK: Bad files

    /// A folder with the four files, where the named one holds other bytes.
    private func load(replacing name: String, with bytes: [UInt8]) throws {
        try withDataFolder { folder in
            for file in MNIST.File.all where file.name != name {
                try FileManager.default.createSymbolicLink(
                    at: folder.appendingPathComponent(file.name),
                    withDestinationURL: mnistFolder.appendingPathComponent(file.name))
            }
            try Data(bytes).write(to: folder.appendingPathComponent(name))
            _ = try MNIST.test(from: folder)
        }
    }

    @Test func badFilesAreNamed() throws {
        let name = "t10k-labels-idx1-ubyte.gz"
        let packed = try readBytes(of: mnistFolder.appendingPathComponent(name), limit: 1 << 20)
        let plain = try Gzip.inflate(packed, limit: 1 << 20)
        func thrown(_ bytes: [UInt8]) -> DataError? {
            do {
                try load(replacing: name, with: bytes)
                return nil
            } catch {
                return error as? DataError
            }
        }
        #expect(thrown(packed) == nil)
        let cases: [([UInt8], DataError.Kind)] = [
            (Array(packed.dropLast(100)), .truncated), ([], .truncated), (plain, .malformed),
            (try Gzip.deflate(Array(plain.dropLast())), .truncated), (try Gzip.deflate(plain + [3]), .tooLong),
            (try Gzip.deflate([0, 0, 8, 1, 0, 0, 0x27, 0x11] + plain.dropFirst(8)), .malformed),
            (try Gzip.deflate([0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff] + plain.dropFirst(8)), .malformed),
            (try Gzip.deflate([0, 0, 9, 1] + plain.dropFirst(4)), .malformed),
            (try Gzip.deflate(plain.dropLast() + [(plain.last ?? 0) ^ 1]), .checksum),
        ]
        for (bytes, kind) in cases {
            let error = thrown(bytes)
            #expect(error?.kind == kind)
            #expect(error?.source == name)
        }
    }

    @Test func anyCompressionOfTheRightBytesWillDo() throws {
        let name = "t10k-labels-idx1-ubyte.gz"
        let packed = try readBytes(of: mnistFolder.appendingPathComponent(name), limit: 1 << 20)
        let plain = try Gzip.inflate(packed, limit: 1 << 20)
        let other = try Gzip.deflate(Array(plain[..<5000])) + Gzip.deflate(Array(plain[5000...]))
        #expect(other != packed)
        try load(replacing: name, with: other)
    }

    // MARK: Where the files are

    @Test func theOrderOfTheSearch() throws {
        try withDataFolder { root in
            func place(_ path: String) throws -> URL {
                let folder = root.appendingPathComponent(path, isDirectory: true)
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try Data().write(to: folder.appendingPathComponent("train-images-idx3-ubyte.gz"))
                return folder
            }
            func find(_ folder: URL? = nil, _ environment: [String: String] = [:]) throws -> String {
                let programs = ["bin", "other"].map { root.appendingPathComponent($0) }
                return try MNIST.find(
                    in: folder, environment: environment, programs: programs,
                    cache: root.appendingPathComponent("cache")
                ).standardizedFileURL.path
            }
            // Nothing anywhere: a program that was moved away from its resources.
            let error = #expect(throws: DataError.self) { try find() }
            #expect(error?.kind == .missing)
            #expect(error?.advice.contains("try MNIST.download()") == true)
            #expect(error?.problem.contains(root.appendingPathComponent("cache").path) == true)

            let cache = try place("cache").standardizedFileURL.path
            #expect(try find() == cache)
            let mac = try place("other/Kindling_Kindling.bundle/Contents/Resources/MNIST").standardizedFileURL.path
            #expect(try find() == mac)
            let linux = try place("bin/Kindling_Kindling.resources/MNIST").standardizedFileURL.path
            #expect(try find() == linux)
            let named = try place("named")
            #expect(try find(nil, ["KINDLING_DATA": named.path]) == named.standardizedFileURL.path)
            #expect(try find(nil, ["KINDLING_DATA": ""]) == linux)
            // All files in the cache are better than some in the resources.
            for file in MNIST.File.all { try Data().write(to: root.appendingPathComponent("cache/\(file.name)")) }
            #expect(try find() == cache)
            let given = try place("given")
            #expect(try find(given, ["KINDLING_DATA": named.path]) == given.standardizedFileURL.path)
            // Who names a folder means it: no other is used instead.
            let empty = root.appendingPathComponent("empty")
            #expect(kind { _ = try find(empty) } == .missing)
            #expect(kind { _ = try find(nil, ["KINDLING_DATA": empty.path]) } == .missing)
        }
    }

    @Test func thePackagesResourcesAreFound() throws {
        let place = try MNIST.find()
        for file in MNIST.File.all {
            #expect(FileManager.default.fileExists(atPath: place.appendingPathComponent(file.name).path))
        }
    }
}
