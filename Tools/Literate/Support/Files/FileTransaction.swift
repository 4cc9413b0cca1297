#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Writes and removals that happen together or not at all, in the order in which they were asked for.
///
/// Everything new is first written beside the targets, where a full disk does no harm; then files take their
/// places by renaming, and if one can't, those before it are put back. Whoever is killed in between leaves some files
/// as they were and some as they will be, none of them torn.
struct FileTransaction {
    private enum Step {
        case write([UInt8], isPrecious: Bool)
        case remove

        var isWrite: Bool { if case .write = self { true } else { false } }
    }

    private let root: String
    private var steps: [(path: String, step: Step)] = []

    /// - Parameter root: the folder that the paths of the steps start from.
    init(root: String) {
        self.root = root
    }

    package var isEmpty: Bool { steps.isEmpty }

    package mutating func write(_ path: String, _ text: String, isPrecious: Bool = false) {
        write(path, Array(text.utf8), isPrecious: isPrecious)
    }

    /// - Parameter isPrecious: whether nobody could write it again: the disk must have it before it takes its place.
    package mutating func write(_ path: String, _ bytes: [UInt8], isPrecious: Bool = false) {
        steps.append((path, .write(bytes, isPrecious: isPrecious)))
    }

    mutating func remove(_ path: String) {
        steps.append((path, .remove))
    }

    /// - Throws: what went wrong; every file is then as it was, or the error names those that aren't.
    package func commit() throws(DiagnosticsError) {
        guard !steps.isEmpty else { return }
        try refuseWhatIsNoFile()
        var undo = Undo()
        do throws(FileError) {
            let staging = try makeStagingFolder()
            undo.staging = staging
            try stage(in: staging)
            try makeFolders(&undo)
            for (number, (path, step)) in steps.enumerated() {
                let target = "\(root)/\(path)"
                let backup = try Files.kind(target) == nil ? nil : "\(staging)/\(number).old"
                switch step {
                case .write:
                    if let backup { try Files.keep(target, as: backup) }
                    try Files.rename("\(staging)/\(number).new", to: target)
                    undo.done.append((target, backup))
                case .remove:
                    // Where A.swift and a.swift are one file, the new name is what is left to do.
                    if let written = steps.first(where: { $0.step.isWrite && isOneFile($0.path, path) }) {
                        try Files.rename(target, to: "\(root)/\(written.path)")
                    } else {
                        if let backup { try Files.keep(target, as: backup) }
                        try Files.removeFile(target)
                        undo.done.append((target, backup))
                    }
                }
            }
            undo.cleanUp(steps.count)
        } catch {
            let lost = undo.putBack(root: root)
            guard lost.isEmpty else {
                // What was kept of them stays in the staging folder.
                throw DiagnosticsError(
                    "\(error); and these files, which were changed by then, can't be put back: "
                        + "\(lost.joined(separator: ", ")). Put that right and run it again")
            }
            undo.cleanUp(steps.count)
            throw DiagnosticsError("\(error); nothing was changed, so put that right and run it again")
        }
    }

    private func isOneFile(_ one: String, _ other: String) -> Bool {
        one != other && one.lowercased() == other.lowercased() && Files.isSameFile("\(root)/\(one)", "\(root)/\(other)")
    }

    /// A target that is a folder, a link or a device is nobody's to replace.
    private func refuseWhatIsNoFile() throws(DiagnosticsError) {
        var diagnostics: [Diagnostic] = []
        for (path, _) in steps {
            let kind: Files.Kind?
            do {
                kind = try Files.kind("\(root)/\(path)")
            } catch {
                throw DiagnosticsError("\(error); nothing was changed, so put that right and run it again")
            }
            let found: String
            switch kind {
            case nil, .file: continue
            case .directory: found = "a folder stands"
            case .link: found = "a link stands"
            case .other: found = "something that is no file stands"
            }
            diagnostics.append(
                Diagnostic(
                    "\(found) where a file must go; move it away. Nothing was changed",
                    at: SourcePosition(file: path)))
        }
        guard diagnostics.isEmpty else { throw DiagnosticsError(diagnostics) }
    }

    /// How the folders are called, on the targets' disk, in which new files wait. git ignores them.
    static let stagingPrefix = ".build-extract-"

    private func makeStagingFolder() throws(FileError) -> String {
        var number = 0
        while true {
            let path = "\(root)/\(Self.stagingPrefix)\(getpid())-\(number)"
            if try Files.kind(path) == nil {
                try Files.makeDirectories(path)
                return path
            }
            number += 1
        }
    }

    /// Removes what commits that were killed have left behind. Only for who holds the book's lock.
    static func sweep(root: String) {
        for name in (try? Files.list(root)) ?? [] where name.hasPrefix(stagingPrefix) {
            let folder = "\(root)/\(name)"
            for file in (try? Files.list(folder)) ?? [] { try? Files.removeFile("\(folder)/\(file)") }
            Files.removeEmptyDirectory(folder)
        }
    }

    private func stage(in staging: String) throws(FileError) {
        for (number, (path, step)) in steps.enumerated() {
            guard case .write(let bytes, let isPrecious) = step else { continue }
            do throws(FileError) {
                try Files.write(
                    bytes, to: "\(staging)/\(number).new", like: "\(root)/\(path)", isPrecious: isPrecious)
            } catch {
                throw FileError(action: error.action, path: path, code: error.code)
            }
        }
    }

    private func makeFolders(_ undo: inout Undo) throws(FileError) {
        for (path, step) in steps {
            guard step.isWrite, let slash = path.lastIndex(of: "/") else { continue }
            undo.folders += try Files.makeDirectories("\(root)/\(path[..<slash])")
        }
    }

    /// What a commit has done so far, and how to take it back.
    private struct Undo {
        var staging: String?
        var folders: [String] = []
        var done: [(target: String, backup: String?)] = []

        /// - Returns: the paths, from the root, of the files that can't be put back.
        mutating func putBack(root: String) -> [String] {
            var lost: [String] = []
            for (target, backup) in done.reversed() {
                do throws(FileError) {
                    if let backup {
                        try Files.rename(backup, to: target)
                    } else {
                        try Files.removeFile(target)
                    }
                } catch {
                    lost.append(String(target.dropFirst(root.count + 1)))
                }
            }
            for folder in folders.reversed() { Files.removeEmptyDirectory(folder) }
            return lost.sorted()
        }

        func cleanUp(_ count: Int) {
            guard let staging else { return }
            for number in 0..<count {
                try? Files.removeFile("\(staging)/\(number).new")
                try? Files.removeFile("\(staging)/\(number).old")
            }
            Files.removeEmptyDirectory(staging)
        }
    }
}
