// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-01-replacing.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: aee5627dae761cba

// Chapters/Workshop/18-01-replacing.md: The function
import Foundation

/// Puts a file in the place of another, or of none, in one step: whoever opens it, at whatever time, finds the old
/// content or the new one, whole, also after a crash of the program or the machine.
///
/// - Parameters:
///   - file: its folder must be there. A link is followed: what it leads to is replaced. The new file has the old one's
///     permissions.
///   - write: hands over the content, a piece at a time.
/// - Throws: `DataError` of kind `missing` if it can't be written, or `refused` if what is there is no file; and what
///   `write` throws. The old file is untouched then, unless the last step failed, and the error says that.
func replaceFile(at file: URL, with write: (FileWriter) throws -> Void) throws {
    let (name, target) = (file.lastPathComponent, file.resolvingSymlinksInPath())
    let folder = target.deletingLastPathComponent().path
    let permissions = try permissionsOfFile(at: target.path, name)
    let folderDescriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folderDescriptor >= 0 else {
        throw DataError(
            .missing, name, "its folder can't be opened: \(systemReason())", advice: "Is there a folder \(folder)?")
    }
    defer { close(folderDescriptor) }

    let partial = try PartialFile(of: target)
    defer { partial.remove() }
    let writer = FileWriter(partial.handle.fileDescriptor, name)
    if let permissions { fchmod(writer.descriptor, permissions) }
    try write(writer)
    try store(writer.descriptor, name, "it can't be written")
    guard rename(partial.location.path, target.path) == 0 else {
        throw DataError(.missing, name, "it can't be put into \(folder): \(systemReason())")
    }
    try store(folderDescriptor, name, "it is written, but may be the old one again after a power failure")
}

/// The same for content that is in memory.
func replaceFile(at file: URL, with bytes: [UInt8]) throws {
    try replaceFile(at: file) { writer in try bytes.withUnsafeBytes { try writer.write($0) } }
}

/// What the system says about the last call that failed.
func systemReason() -> String { String(cString: strerror(errno)) }

/// The permissions of a file that may be replaced; nil if there is none.
private func permissionsOfFile(at path: String, _ name: String) throws -> mode_t? {
    var status = stat()
    guard stat(path, &status) == 0 else {
        if errno == ENOENT { return nil }
        throw DataError(.missing, name, "it can't be looked at: \(systemReason())")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
        throw DataError(.refused, name, "\(path) is no file, and isn't replaced by one")
    }
    guard access(path, W_OK) == 0 else {
        throw DataError(.missing, name, "it can't be written: \(systemReason())")
    }
    return status.st_mode & 0o777
}

/// Waits until the disk has what was written to a file, or the names in a folder.
private func store(_ descriptor: Int32, _ name: String, _ problem: String) throws {
    #if canImport(Darwin)
        // There, fsync hands the bytes to the disk and doesn't wait for it.
        if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    // A few file systems store a folder by themselves and call the question invalid.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
        throw DataError(.missing, name, "\(problem): \(systemReason())")
    }
}

/// Makes a folder, and those it stands in, so that they are there after a power failure, too.
/// - Throws: `DataError` of kind `missing`.
func makeFolder(at folder: URL) throws {
    let above = folder.deletingLastPathComponent()
    var isMade = mkdir(folder.path, 0o777) == 0
    if !isMade, errno == ENOENT {
        try makeFolder(at: above)
        isMade = mkdir(folder.path, 0o777) == 0
    }
    // Another program may have made it at the same time.
    guard isMade || errno == EEXIST else {
        throw DataError(
            .missing, folder.lastPathComponent, "this folder can't be made at \(folder.path): \(systemReason())")
    }
    guard isMade else { return }
    let descriptor = open(above.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }  // one may write there, but not read
    defer { close(descriptor) }
    try store(descriptor, folder.lastPathComponent, "it may be gone after a power failure")
}

/// Where the content of a file goes, a piece at a time.
struct FileWriter {
    let descriptor: Int32
    private let name: String

    init(_ descriptor: Int32, _ name: String) { (self.descriptor, self.name) = (descriptor, name) }

    /// - Throws: `DataError` of kind `missing`, when the disk is full, for example.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The system writes as much as it likes; macOS refuses more than 2 GB.
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            let count = Foundation.write(descriptor, piece.baseAddress, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw DataError(.missing, name, "it can't be written: \(systemReason())") }
            rest = rest.dropFirst(count)
        }
    }
}
