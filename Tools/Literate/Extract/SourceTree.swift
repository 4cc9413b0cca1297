/// The folder `Sources` of a package as it stands on disk.
struct SourceTree {
    let root: String

    private static let sourceExtensions: Set = [
        "swift", "c", "h", "m", "mm", "cc", "cpp", "cxx", "hpp", "s", "S",
    ]

    func manifest() throws(DiagnosticsError) -> String {
        guard let text = try text(of: PackagePaths.manifest) else {
            throw DiagnosticsError("there is no \(PackagePaths.manifest) in \(root); run this inside the book")
        }
        return text
    }

    /// The text of a file; nil if it doesn't exist.
    func text(of path: String) throws(DiagnosticsError) -> String? {
        do {
            // What is no file is no text to compare with; the transaction refuses to replace it.
            guard try Files.kind("\(root)/\(path)") == .file else { return nil }
            return String(decoding: try Files.read("\(root)/\(path)"), as: UTF8.self)
        } catch {
            throw DiagnosticsError("\(error)", at: SourcePosition(file: path))
        }
    }

    /// The paths of all source files that extract is responsible for, and of the folders in which nothing is left.
    func sources(_ settings: BookSettings) throws(DiagnosticsError) -> (files: Set<String>, emptyFolders: [String]) {
        var found = (files: Set<String>(), emptyFolders: [String]())
        do throws(FileError) {
            for folder in [PackagePaths.engine, settings.libraryFolder, PackagePaths.programs].compactMap(\.self) {
                try collect(folder, but: settings.resources, into: &found)
            }
        } catch {
            throw DiagnosticsError("\(error)")
        }
        return found
    }

    private func collect(
        _ folder: String, but resources: String?, into found: inout (files: Set<String>, emptyFolders: [String])
    ) throws(FileError) {
        let names = try Files.list("\(root)/\(folder)")
        if names.isEmpty { found.emptyFolders.append(folder) }
        for name in names {
            let path = "\(folder)/\(name)"
            switch try Files.kind("\(root)/\(path)") {
            case .directory where path != resources:
                try collect(path, but: resources, into: &found)
            case .file:
                if let ending = name.split(separator: ".").last, Self.sourceExtensions.contains(String(ending)) {
                    found.files.insert(path)
                }
            default: break
            }
        }
    }

    /// A symbolic link in the way to a generated file, which could lead out of the package.
    func linkOnTheWay(to file: GeneratedFile) -> Diagnostic? {
        var path = ""
        for part in file.path.split(separator: "/") {
            path += path.isEmpty ? "\(part)" : "/\(part)"
            if (try? Files.kind("\(root)/\(path)")) == .link {
                return Diagnostic(
                    "\(file.path) would be written through the link \(path); remove the link", at: file.origin)
            }
        }
        return nil
    }

    /// Removes an empty folder and those that it leaves empty, but none of the three that targets stand in.
    func removeEmptyFolders(from path: String) {
        var parts = path.split(separator: "/")[...]
        while parts.count > 2, Files.removeEmptyDirectory("\(root)/\(parts.joined(separator: "/"))") {
            parts = parts.dropLast()
        }
    }
}
