// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-02-files.md
//   Chapters/Workshop/03-07-pickle-arrays.md
//   Chapters/Workshop/03-08-download.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 9641fffb26ab56dc

// Chapters/Workshop/03-02-files.md: Four files
import Dispatch
import Foundation
import Synchronization

/// The 70,000 handwritten digits of MNIST, split as the tutorial's `mnist.pkl.gz` splits them.
public struct MNIST {
    /// Images and what they show.
    public struct Split {
        /// `(N, 784)`: one image a row, its 28 rows of 28 pixels one after the other, from 0 (paper) to 255/256 (ink).
        public let images: Tensor
        /// `(N)`: the digits, 0 to 9.
        public let labels: IntTensor

        /// How many images there are: N.
        public var count: Int { images.size(0) }
    }

    /// The first 50,000 images of the training files.
    public let train: Split
    /// The last 10,000 of them.
    public let valid: Split
}

extension MNIST {
    /// One of the four files: its name, the array in it, the SHA-256 of its inflated bytes, and that of our copy as it
    /// is.
    package struct File: Sendable {
        package let name: String
        package let shape: [Int]
        package let sha256: String
        package let copy: (size: Int, sha256: String)

        package static let trainImages = File(
            name: "train-images-idx3-ubyte.gz", shape: [60_000, 28, 28],
            sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            copy: (9_630_610, "71524e2cd1ad2968737f7f2f2ff69cbfc32df8ccddff51593f7cb2d4e0eb5b64"))
        package static let trainLabels = File(
            name: "train-labels-idx1-ubyte.gz", shape: [60_000],
            sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            copy: (28_878, "fe03b8bd7915f70bf5aa08be480aa413fbd85afcaa58b35d230d335f284fd88e"))
        package static let testImages = File(
            name: "t10k-images-idx3-ubyte.gz", shape: [10_000, 28, 28],
            sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            copy: (1_602_050, "5634745efa576a17e7d4cf5cd9d09123c75e6538e5114267c2d156edaf519341"))
        package static let testLabels = File(
            name: "t10k-labels-idx1-ubyte.gz", shape: [10_000],
            sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
            copy: (4_517, "ae18e77e031ccde52407f794d123116439864147d33ac992975f85dd4dc42af6"))
        package static let all = [trainImages, trainLabels, testImages, testLabels]
    }
}

extension MNIST {
    /// The folder that holds MNIST's files, or some of them.
    ///
    /// That is `folder` alone if given; otherwise the folder that the environment variable `KINDLING_DATA` names, alone;
    /// otherwise the package's resources, which lie next to the program, or the user's cache, where `download()` puts
    /// them: the first of these that has all files, or else the first that has one.
    /// - Throws: `DataError`, kind `missing`, with the places that were searched.
    public static func find(in folder: URL? = nil) throws -> URL {
        try find(
            in: folder, environment: ProcessInfo.processInfo.environment, programs: programFolders, cache: cacheFolder)
    }

    package static func find(
        in folder: URL?, environment: [String: String], programs: [URL], cache: URL
    ) throws -> URL {
        var places: [URL] = []
        if let folder {
            places = [folder]
        } else if let named = environment["KINDLING_DATA"], !named.isEmpty {
            places = [URL(fileURLWithPath: named, isDirectory: true)]
        } else {
            for program in programs {
                // Swift's package manager names the folder so on Linux, on macOS, and in an Xcode app.
                for resources in [
                    "Kindling_Kindling.resources", "Kindling_Kindling.bundle",
                    "Kindling_Kindling.bundle/Contents/Resources",
                ] {
                    places.append(program.appendingPathComponent("\(resources)/MNIST", isDirectory: true))
                }
            }
            places.append(cache)
        }
        func files(in place: URL) -> [Bool] {
            File.all.map { FileManager.default.fileExists(atPath: place.appendingPathComponent($0.name).path) }
        }
        if let place = places.first(where: { !files(in: $0).contains(false) }) { return place }
        if let place = places.first(where: { files(in: $0).contains(true) }) { return place }
        throw DataError(
            .missing, "MNIST", "its files are not in \(places.map(\.path).joined(separator: ", nor in "))",
            advice: "Get them with `try MNIST.download()`, or set KINDLING_DATA to the folder that has them.")
    }

    /// Where a program's resources may lie: next to the executable, in its bundle, next to the bundle of the tests.
    private static var programFolders: [URL] {
        final class Anchor {}
        let code = Bundle(for: Anchor.self)
        let places = [
            Bundle.main.bundleURL, Bundle.main.resourceURL,
            Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent(),
            code.bundleURL, code.resourceURL, code.bundleURL.deletingLastPathComponent(),
        ]
        // The same folder, mostly.
        var seen: Set<String> = []
        return places.compactMap { $0 }.filter { seen.insert($0.standardizedFileURL.path).inserted }
    }

    /// Where downloads go: a folder for this user and for data that can be fetched again.
    package static var cacheFolder: URL {
        let home = FileManager.default.homeDirectoryForCurrentUser
        #if os(macOS)
            let caches = home.appendingPathComponent("Library/Caches")
        #else
            let named = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"] ?? ""
            let caches = named.isEmpty ? home.appendingPathComponent(".cache") : URL(fileURLWithPath: named)
        #endif
        return caches.appendingPathComponent("kindling/mnist", isDirectory: true)
    }
}

// Chapters/Workshop/03-02-files.md: From the files to the splits
/// Computes a SHA-256 on another thread, while this one goes on with the bytes.
private final class BackgroundHash: Sendable {
    private let hash = Mutex(SHA256())
    private let queue = DispatchQueue(label: "SHA-256")
    /// Or all that is inflated would wait in memory for a slower hash.
    private let places = DispatchSemaphore(value: 8)

    func update(_ bytes: [UInt8]) {
        places.wait()
        queue.async {
            self.hash.withLock { hash in bytes.withUnsafeBytes { hash.update($0) } }
            self.places.signal()
        }
    }

    /// Waits for the bytes that are still queued.
    var hex: String { queue.sync { hash.withLock { $0.hex } } }
}

extension MNIST.File {
    /// Inflates the file at `url` and hands its elements to `body`, a piece at a time, in order; for some files, all of
    /// them twice.
    /// - Throws: `DataError` if the file isn't the one that the book is computed with, to the last bit. Then what
    ///   `body` has been given must not be used.
    package func read(_ url: URL, _ body: (_ start: Int, _ piece: [UInt8]) throws -> Void) throws {
        let compressed = try readBytes(of: url, limit: 1 << 26)
        if compressed.count == copy.size {
            let hash = BackgroundHash()
            hash.update(compressed)
            try read(compressed, body) { _ in }
            if hash.hex == copy.sha256 { return }
        }
        let hash = BackgroundHash()
        try read(compressed, body) { hash.update($0) }
        guard hash.hex == sha256 else {
            throw DataError(.checksum, name, "its SHA-256 is \(hash.hex), not \(sha256)", advice: advice)
        }
    }

    /// Checks that the file at `url` is the one that the book is computed with. Our copy needn't be inflated for that.
    /// - Throws: `DataError` if it isn't.
    package func check(_ url: URL) throws {
        let compressed = try readBytes(of: url, limit: 1 << 26)
        if compressed.count == copy.size && SHA256.hex(compressed) == copy.sha256 { return }
        try read(url) { _, _ in }
    }

    /// Hands the elements to `body`, and every piece of the inflated file, with its header, to `witness`.
    private func read(
        _ compressed: [UInt8], _ body: (_ start: Int, _ piece: [UInt8]) throws -> Void, _ witness: ([UInt8]) -> Void
    ) throws {
        let reader = try GzipReader(compressed, source: name)
        func next(_ most: Int) throws -> [UInt8] {
            let piece = try [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
                count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            witness(piece)
            return piece
        }

        let header = try IDX.Header(next(4 + 4 * shape.count), source: name)
        guard header.shape == shape else {
            throw DataError(
                .malformed, name, "it holds an array of shape \(header.shape), not \(shape)", advice: advice)
        }
        var done = 0
        while case let piece = try next(1 << 16), !piece.isEmpty {
            guard done + piece.count <= header.count else {
                throw DataError(.tooLong, name, "more than the promised \(header.count) bytes follow", advice: advice)
            }
            try body(done, piece)
            done += piece.count
        }
        guard done == header.count else {
            throw DataError(.truncated, name, "\(done) of \(header.count) bytes are there", advice: advice)
        }
    }

    private var advice: String { "Delete it and run `try MNIST.download()`." }
}

extension MNIST {
    /// The training and the validation images, from the files that come with the package.
    /// - Parameter folder: where to look instead; see `find(in:)`.
    /// - Throws: `DataError`.
    public static func load(from folder: URL? = nil) throws -> MNIST {
        let all = try split(.trainImages, .trainLabels, in: find(in: folder))
        return MNIST(
            train: Split(images: all.images[0..<50_000], labels: all.labels[0..<50_000]),
            valid: Split(images: all.images[50_000..<60_000], labels: all.labels[50_000..<60_000]))
    }

    /// The 10,000 test images. Leave them alone until the very end.
    /// - Throws: `DataError`.
    public static func test(from folder: URL? = nil) throws -> Split {
        try split(.testImages, .testLabels, in: find(in: folder))
    }

    private static func split(_ imageFile: File, _ labelFile: File, in folder: URL) throws -> Split {
        let count = imageFile.shape[0]
        let images = try Tensor(shape: [count, 784]) { floats in
            // Every piece has a place of its own in the tensor, and we leave only when all are there.
            nonisolated(unsafe) let floats = floats
            let (queue, places) = (DispatchQueue(label: "Floats"), DispatchSemaphore(value: 8))
            defer { queue.sync {} }
            try imageFile.read(folder.appendingPathComponent(imageFile.name)) { start, piece in
                places.wait()
                queue.async {
                    defer { places.signal() }
                    guard let target = floats.baseAddress?.advanced(by: start) else { return }
                    for (i, byte) in piece.enumerated() { target[i] = Float(byte) * (1 / 256) }
                }
            }
        }
        var labels = [Int](repeating: 0, count: count)
        try labelFile.read(folder.appendingPathComponent(labelFile.name)) { start, bytes in
            for i in 0..<bytes.count { labels[start + i] = Int(bytes[i]) }
        }
        return Split(images: images, labels: IntTensor(shape: [count], values: labels))
    }
}

// Chapters/Workshop/03-07-pickle-arrays.md: A real one
extension MNIST {
    /// The three splits in a pickle like the tutorial's `mnist.pkl.gz`: a tuple of three pairs of arrays.
    /// - Throws: `DataError`.
    public static func load(pickle file: URL) throws -> (train: Split, valid: Split, test: Split) {
        let name = file.lastPathComponent
        // The tutorial's file inflates to 220 MB.
        let bytes = try Gzip.inflate(readBytes(of: file, limit: 1 << 26), limit: 1 << 28, source: name)
        guard case .tuple(let parts) = try Pickle.load(bytes, source: name), parts.count == 3 else {
            throw DataError(.malformed, name, "it is no tuple of three splits")
        }
        let splits = try parts.map { part in
            guard case .tuple(let pair) = part, pair.count == 2, case .array(let images) = pair[0],
                case .array(let labels) = pair[1], images.shape.count == 2, images.shape[1] == 784,
                labels.shape == [images.shape[0]]
            else { throw DataError(.malformed, name, "a split in it is not (N, 784) images and N labels") }
            let digits = try labels.intTensor(source: name)
            guard digits.array.allSatisfy({ 0...9 ~= $0 }) else {
                throw DataError(.malformed, name, "a label in it is no digit")
            }
            return Split(images: images.tensor(), labels: digits)
        }
        return (splits[0], splits[1], splits[2])
    }
}

// Chapters/Workshop/03-08-download.md: If the files are gone
extension MNIST {
    /// Folders on the net that hold the four files.
    public static let mirrors = [
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "http://yann.lecun.com/exdb/mnist/",
    ].compactMap { URL(string: $0) }

    /// Fetches those of MNIST's files that are missing or damaged, and waits for them.
    /// - Parameters:
    ///   - folder: where they go; without it, the user's cache, where `load()` finds them unless `KINDLING_DATA`
    ///     names another folder.
    ///   - mirrors: folders on the net, tried in order.
    ///   - patience: seconds to wait while nothing arrives.
    ///   - progress: told how far it is; without it, a bar is drawn if there is a terminal.
    /// - Returns: the names of the files it fetched.
    /// - Throws: `DataError`, kind `download`, with every mirror's reason.
    @discardableResult
    public static func download(
        to folder: URL? = nil, from mirrors: [URL] = MNIST.mirrors, patience: Double = 30,
        progress: ((Download.Progress) -> Void)? = ProgressBar.onTerminal
    ) throws -> [String] {
        let folder = folder ?? cacheFolder
        var fetched: [String] = []
        for file in File.all {
            let place = folder.appendingPathComponent(file.name)
            let isThere = FileManager.default.fileExists(atPath: place.path)
            if isThere, (try? file.check(place)) != nil { continue }
            try Download.fetch(
                from: mirrors.map { $0.appendingPathComponent(file.name) }, to: place, limit: 1 << 26,
                patience: patience, progress: progress
            ) { partial in
                try file.check(partial)
            }
            fetched.append(file.name)
        }
        return fetched
    }
}
