/// The folder that a site is written into: it holds what the site has, and of other things nothing.
package struct SiteFolder: Sendable {
    package let path: String

    /// Lists the files that were written, so that the next site can remove those that it doesn't have any more, and
    /// nothing else.
    private static let list = ".kindling-site"

    /// - Throws: `Failure` for a folder that holds something else.
    package init(_ path: String) throws {
        self.path = path
        guard Files.exists(path) else { return }
        guard Files.isDirectory(path) else {
            throw Failure("\(path) is a file", at: nil, remedy: "Name a folder for the site.")
        }
        guard Files.exists("\(path)/\(Self.list)") || Files.visibleNames(in: path).isEmpty else {
            throw Failure(
                "\(path) holds something that isn't a site", at: nil,
                remedy: "Name an empty folder, or one that weave has written.")
        }
    }

    /// Makes the folder one of a site's, if it isn't yet.
    package func claim() throws {
        try Files.makeDirectories(path)
        if !Files.exists("\(path)/\(Self.list)") { try Files.replace("\(path)/\(Self.list)", with: []) }
    }

    /// Writes what has changed.
    ///
    /// - Returns: The paths of the files that were written or removed.
    @discardableResult
    func write(_ files: [Site.File]) throws -> [String] {
        for file in files where !Self.isInside(file.path) {
            throw Failure("\(file.path) would stand outside of the site", at: nil)
        }
        var changed: [String] = []
        try Files.makeDirectories(path)
        let old = (try? Files.read("\(path)/\(Self.list)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let names = Set(files.map(\.path))
        // First, so that a site that is broken off is known as one.
        try Files.replace(
            "\(path)/\(Self.list)",
            with: Array(names.union(old.textLines.map(String.init)).sorted().map { $0 + "\n" }.joined().utf8))
        for file in files {
            let target = "\(path)/\(file.path)"
            if let bytes = try? Files.read(target), bytes == file.bytes { continue }
            try Files.makeDirectories(Files.parent(of: target))
            try Files.replace(target, with: file.bytes)
            changed.append(file.path)
        }
        for line in old.textLines.map(String.init) where !names.contains(line) && Self.isInside(line) {
            let target = "\(path)/\(line)"
            if Files.exists(target) {
                try Files.removeFile(target)
                changed.append(line)
            }
            var folder = Files.parent(of: target)
            while folder.count > path.count, Files.removeEmptyDirectory(folder) { folder = Files.parent(of: folder) }
        }
        try Files.replace(
            "\(path)/\(Self.list)", with: Array(names.sorted().map { $0 + "\n" }.joined().utf8))
        return changed
    }

    /// Whether a path from the folder stays in it.
    static func isInside(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}

extension Site {
    /// Writes the site.
    ///
    /// - Returns: How many files it has, and how many of them have changed.
    package func write(to folder: SiteFolder) throws -> (files: Int, changed: Int) {
        let files = try files()
        return (files.count, try folder.write(files).count)
    }
}
