#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Writes and removals that happen together or not at all.
///
/// Everything new is first written beside the targets, where a full disk does no harm; then files take their
/// places by renaming, and if one can't, those before it are put back.
public struct FileTransaction {
    private enum Step {
        case write([UInt8])
        case remove
    }

    private let root: String
    private var steps: [(path: String, step: Step)] = []

    /// - Parameter root: the folder that the paths of the steps start from.
    public init(root: String) {
        self.root = root
    }

    public var isEmpty: Bool { steps.isEmpty }

    public mutating func write(_ path: String, _ text: String) {
        write(path, Array(text.utf8))
    }

    public mutating func write(_ path: String, _ bytes: [UInt8]) {
        steps.append((path, .write(bytes)))
    }

    public mutating func remove(_ path: String) {
        steps.append((path, .remove))
    }

    /// - Throws: what went wrong; every file is then as it was.
    public func commit() throws(BookError) {
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
                let backup = Files.kind(target) == nil ? nil : "\(staging)/\(number).old"
                if let backup { try Files.link(target, to: backup) }
                switch step {
                case .write: try Files.rename("\(staging)/\(number).new", to: target)
                case .remove: try Files.removeFile(target)
                }
                undo.done.append((target, backup))
            }
            undo.cleanUp(steps.count)
        } catch {
            undo.putBack()
            undo.cleanUp(steps.count)
            throw BookError("\(error); nothing was changed, so put that right and run it again")
        }
    }

    /// A target that is a folder, a link or a device is nobody's to replace.
    private func refuseWhatIsNoFile() throws(BookError) {
        let diagnostics = steps.compactMap { path, _ -> Diagnostic? in
            let found: String
            switch Files.kind("\(root)/\(path)") {
            case nil, .file: return nil
            case .directory: found = "a folder stands"
            case .link: found = "a link stands"
            case .other: found = "something that is no file stands"
            }
            return Diagnostic(
                "\(found) where a file must go; move it away. Nothing was changed",
                at: SourcePosition(file: path, line: 1))
        }
        guard diagnostics.isEmpty else { throw BookError(diagnostics) }
    }

    /// A new folder on the targets' disk, under a name that git ignores.
    private func makeStagingFolder() throws(FileError) -> String {
        var number = 0
        while true {
            let path = "\(root)/.build-extract-\(getpid())-\(number)"
            if Files.kind(path) == nil {
                try Files.makeDirectories(path)
                return path
            }
            number += 1
        }
    }

    private func stage(in staging: String) throws(FileError) {
        for (number, (path, step)) in steps.enumerated() {
            guard case .write(let bytes) = step else { continue }
            do throws(FileError) {
                try Files.write(bytes, to: "\(staging)/\(number).new")
            } catch {
                throw FileError(action: error.action, path: path, code: error.code)
            }
        }
    }

    private func makeFolders(_ undo: inout Undo) throws(FileError) {
        for (path, step) in steps {
            guard case .write = step, let slash = path.lastIndex(of: "/") else { continue }
            undo.folders += try Files.makeDirectories("\(root)/\(path[..<slash])")
        }
    }

    /// What a commit has done so far, and how to take it back.
    private struct Undo {
        var staging: String?
        var folders: [String] = []
        var done: [(target: String, backup: String?)] = []

        mutating func putBack() {
            for (target, backup) in done.reversed() {
                if let backup {
                    try? Files.rename(backup, to: target)
                } else {
                    try? Files.removeFile(target)
                }
            }
            for folder in folders.reversed() { Files.removeEmptyDirectory(folder) }
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
