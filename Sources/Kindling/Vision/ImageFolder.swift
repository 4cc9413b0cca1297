// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-07-image-folder.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: f825dd8a2aa4bc89

// Chapters/Workshop/10-07-image-folder.md: The data set
import Foundation

/// Pictures sorted into folders, one folder a class:
///
///     root/A/first.png
///     root/A/second.png
///     root/B/third.png
///
/// The folders' names in order are the classes, and a picture's label is its class's number. When the data set is made,
/// every file is read and decoded once, so that broken files are found then, left out, and listed in `skipped`. The
/// files stay in memory as they were, compressed. At each access a picture is decoded and transformed.
public struct ImageFolder: Dataset {
    /// A file that could not be used.
    public struct Skipped: Sendable {
        /// Its path below the root.
        public let path: String
        /// Why it couldn't be read or decoded.
        public let reason: DataError
    }

    /// The names of the classes, in order.
    public let classes: [String]
    /// The number of each class.
    public let classToIndex: [String: Int]
    /// The pictures' paths below the root and their labels.
    public let samples: [(path: String, label: Int)]
    /// The files left out, and why.
    public let skipped: [Skipped]
    private let contents: [[UInt8]]
    private let transform: (Picture) -> Tensor

    /// - Parameters:
    ///   - root: the folder of the classes' folders.
    ///   - limit: the most bytes that the files may have together.
    ///   - transform: makes a tensor of a picture, at each access. Without it, `(C, H, W)` with values from 0 to 1.
    /// - Throws: `DataError`: `missing` if there is no folder or no class in it, `tooLong` above the limit, `malformed` if
    ///   two classes have names that are the same text. A broken picture throws nothing.
    public init(root: URL, limit: Int = 1 << 32, transform: @escaping (Picture) -> Tensor = { $0.tensor() }) throws {
        let folders = try Self.entries(of: root).filter { $0.isFolder }
        classes = folders.map(\.name)
        if classes.isEmpty {
            throw DataError(
                .missing, root.lastPathComponent, "there are no classes in it",
                advice: "Each class is a folder of pictures in \(root.path).")
        }
        // Unicode writes an é in two ways, which a disk tells apart.
        guard Set(classes).count == classes.count else {
            throw DataError(.malformed, root.lastPathComponent, "two of its classes have names that are the same text")
        }
        var samples: [(path: String, label: Int)] = []
        var contents: [[UInt8]] = []
        var skipped: [Skipped] = []
        var left = limit
        for (label, name) in classes.enumerated() {
            for path in try Self.pictures(in: root.appendingPathComponent(name), named: name) {
                var isRead = false
                do {
                    guard path.lowercased().hasSuffix(".png") else {
                        throw DataError(.refused, path, "this reader knows PNG only")
                    }
                    let bytes = try readBytes(of: root.appendingPathComponent(path), limit: Swift.min(left, 1 << 28))
                    isRead = true
                    _ = try PNG.decode(bytes, source: path)
                    left -= bytes.count
                    samples.append((path, label))
                    contents.append(bytes)
                } catch let reason as DataError {
                    if !isRead && reason.kind == .tooLong && left < 1 << 28 { throw reason }
                    skipped.append(Skipped(path: path, reason: reason))
                }
            }
        }
        classToIndex = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
        self.samples = samples
        self.contents = contents
        self.skipped = skipped
        self.transform = transform
    }

    public var count: Int { samples.count }

    /// The picture as the transform has made it, and its label.
    public subscript(index: Int) -> (Tensor, Int) {
        (transform(picture(index)), samples[place(index)].label)
    }

    /// The picture as it stands in its file.
    public func picture(_ index: Int) -> Picture {
        let place = place(index)
        guard let picture = try? PNG.decode(contents[place]) else {
            fatalError("ImageFolder: \(samples[place].path) could be decoded before and can't be now")
        }
        return picture
    }

    private func place(_ index: Int) -> Int {
        let wrapped = index < 0 ? index + count : index
        if wrapped < 0 || wrapped >= count { fatalError("ImageFolder: there is no sample \(index) among \(count)") }
        return wrapped
    }

    /// What is in a folder, by name; what begins with a dot is left out.
    private static func entries(of folder: URL) throws -> [(name: String, isFolder: Bool)] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw DataError(
                .missing, folder.lastPathComponent, "the folder can't be read", advice: "Is it at \(folder.path)?")
        }
        let visible = names.filter { !$0.hasPrefix(".") }
        return visible.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }.compactMap { name in
            let keys: Set = [URLResourceKey.isDirectoryKey, .isSymbolicLinkKey]
            let kind = try? folder.appendingPathComponent(name).resourceValues(forKeys: keys)
            return kind?.isSymbolicLink == true ? nil : (name, kind?.isDirectory == true)
        }
    }

    /// The paths of the files below a folder whose names say that they are pictures, in order.
    private static func pictures(in folder: URL, named prefix: String) throws -> [String] {
        let endings = ["png", "jpg", "jpeg", "ppm", "bmp", "pgm", "tif", "tiff", "webp"]
        return try entries(of: folder).flatMap { name, isFolder -> [String] in
            let path = prefix + "/" + name
            if isFolder { return try pictures(in: folder.appendingPathComponent(name), named: path) }
            return endings.contains { name.lowercased().hasSuffix("." + $0) } ? [path] : []
        }
    }
}
