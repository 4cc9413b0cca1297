#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What the system answered when a file could not be read or written.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    var action: String
    package var path: String
    /// The system's number for what went wrong (`ENOSPC`, `EACCES`, …).
    var code: Int32

    package var description: String { "can't \(action) \(path): \(String(cString: strerror(code)))" }
}

/// The few things the tools do with files, each of which throws what the system says.
package enum Files {
    /// What a path leads to, itself and not where a symbolic link points.
    enum Kind: Sendable { case file, directory, link, other }

    /// Nil where there is nothing. What can't be looked at is an error: it may well be there.
    static func kind(_ path: String) throws(FileError) -> Kind? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileError(action: "look at", path: path, code: errno)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .directory
        case S_IFLNK: return .link
        default: return .other
        }
    }

    /// Whether something is there, as far as can be seen: for what is only shown or tried.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    package static func read(_ path: String) throws(FileError) -> [UInt8] {
        let descriptor = try check(open(path, O_RDONLY | O_CLOEXEC), "read", path)
        defer { close(descriptor) }
        var status = stat()
        try check(fstat(descriptor, &status), "read", path)
        var bytes: [UInt8] = []
        // A spare byte, so that a file of the size it says it has is read in one piece and its end is seen too.
        var room = max(Int(status.st_size), 4095) + 1
        while true {
            var count = 0
            let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
                count = retrying { systemRead(descriptor, buffer.baseAddress, room) }
                initialized = max(count, 0)
            }
            try check(Int32(clamping: count), "read", path)
            if count == 0 { return bytes }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            room = 1 << 16
        }
    }

    /// Writes a file anew and makes sure that the system has taken all of it.
    ///
    /// - Parameters:
    ///   - model: A file whose owner, group and permissions the new one is given, as far as the system lets us.
    ///   - isPrecious: Whether the disk must have it, too, before this returns: a power failure mustn't leave an empty
    ///     file.
    package static func write(
        _ bytes: [UInt8], to path: String, like model: String? = nil, isPrecious: Bool = false
    ) throws(FileError) {
        let descriptor = try check(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666), "write", path)
        guard put(bytes, into: descriptor) else {
            let code = errno
            close(descriptor)
            throw FileError(action: "write", path: path, code: code)
        }
        var status = stat()
        if let model, stat(model, &status) == 0 {
            _ = fchown(descriptor, status.st_uid, status.st_gid)
            _ = fchmod(descriptor, status.st_mode & 0o7777)
        }
        // A file system that can't says so with EINVAL.
        if isPrecious, fsync(descriptor) != 0, errno != EINVAL, errno != ENOTSUP {
            let code = errno
            close(descriptor)
            throw FileError(action: "write", path: path, code: code)
        }
        // Some file systems tell only here that the disk is full.
        try check(close(descriptor), "write", path)
    }

    /// Writes a file anew in one step: whoever reads it at the same time reads the old one or the new.
    static func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
        let new = "\(path).\(getpid())"
        try write(bytes, to: new)
        try rename(new, to: path)
    }

    /// Writes to what is open. Where that fails, `errno` says why.
    static func put(_ bytes: [UInt8], into descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                retrying { systemWrite(descriptor, buffer.baseAddress, buffer.count) }
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// The names in a folder, sorted; none where there is no such folder.
    static func list(_ path: String) throws(FileError) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw FileError(action: "read the folder", path: path, code: errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            // Nil is the end, or an error: a folder of which half is read would lose the other half's programs.
            errno = 0
            guard let entry = readdir(directory) else {
                guard errno == 0 else { throw FileError(action: "read the folder", path: path, code: errno) }
                break
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes a folder and those above it; returns those that were not there, outermost first.
    @discardableResult
    static func makeDirectories(_ path: String) throws(FileError) -> [String] {
        if mkdir(path, 0o777) == 0 { return [path] }
        switch errno {
        case EEXIST where isDirectory(path):
            return []
        case ENOENT:
            guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { break }
            let made = try makeDirectories(String(path[..<slash]))
            try check(mkdir(path, 0o777), "make the folder", path)
            return made + [path]
        default: break
        }
        throw FileError(action: "make the folder", path: path, code: errno)
    }

    /// The names of a folder's visible files; none where it can't be read.
    static func visibleNames(in folder: String) -> [String] {
        ((try? list(folder)) ?? []).filter { !$0.hasPrefix(".") }
    }

    static func rename(_ path: String, to target: String) throws(FileError) {
        try check(systemRename(path, target), "write", target)
    }

    /// Keeps what a file holds under a second name: by a link, or by a copy where the file system has none.
    static func keep(_ path: String, as target: String) throws(FileError) {
        guard systemLink(path, target) != 0 else { return }
        try write(try read(path), to: target, like: path)
    }

    static func removeFile(_ path: String) throws(FileError) {
        try check(unlink(path), "remove", path)
    }

    /// Removes a folder if it is empty.
    @discardableResult
    static func removeEmptyDirectory(_ path: String) -> Bool { rmdir(path) == 0 }

    /// Removes a file, or a folder with all that is in it, as far as it can.
    static func removeAll(_ path: String) {
        if (try? kind(path)) == .directory {
            for name in (try? list(path)) ?? [] { removeAll("\(path)/\(name)") }
            removeEmptyDirectory(path)
        } else {
            try? removeFile(path)
        }
    }

    /// The folder for what is needed for a moment, as the environment has it.
    static var temporaryDirectory: String {
        let path = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// The folder that a file stands in.
    static func parent(of path: String) -> String {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        return end == path.startIndex ? (path.hasPrefix("/") ? "/" : ".") : String(path[..<end])
    }

    /// The last part of a path.
    static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// A file's size and when it was last written; nil if there is none.
    static func age(of path: String) -> (size: Int, time: Double)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return (Int(status.st_size), Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9)
    }

    static var currentDirectory: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }

    /// The path without links, `.` and `..`; nil where nothing is.
    static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Whether two paths are names of one file on disk.
    static func isSameFile(_ one: String, _ other: String) -> Bool {
        var first = stat()
        var second = stat()
        guard lstat(one, &first) == 0, lstat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// When a file was last written, in seconds; nil if there is none.
    static func time(of path: String) -> Double? { age(of: path)?.time }

    /// When the newest of a folder's files was written, and of those in it; nil if it has none.
    static func newestTime(in folder: String) -> Double? {
        ((try? list(folder)) ?? []).compactMap { name in
            isDirectory("\(folder)/\(name)") ? newestTime(in: "\(folder)/\(name)") : time(of: "\(folder)/\(name)")
        }.max()
    }

    /// Follows links, unlike `kind`.
    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    @discardableResult
    private static func check(_ result: Int32, _ action: String, _ path: String) throws(FileError) -> Int32 {
        guard result >= 0 else { throw FileError(action: action, path: path, code: errno) }
        return result
    }

    /// Repeats a call that a signal has interrupted.
    private static func retrying(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}

// The C functions under names that the members of `Files` don't hide.
private let systemRead = read
private let systemWrite = write
private let systemRename = rename
private let systemLink = link
