import Foundation

/// A disk that is soon full, mounted on a folder for a while.
public struct SmallDisk {
    private let root: String

    /// Whether this process may mount one.
    public static let isPossible: Bool = {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)").path
        guard mkdir(folder, 0o700) == 0 else { return false }
        defer { rmdir(folder) }
        return (try? mounted(on: folder, kilobytes: 64) { _ in }) != nil
    }()

    public static func mounted<Result>(
        on folder: String, kilobytes: Int, _ body: (SmallDisk) throws -> Result
    ) throws -> Result {
        #if os(Linux)
            guard mount("tmpfs", folder, "tmpfs", 0, "size=\(kilobytes)k") == 0 else { throw error() }
            defer { umount2(folder, Int32(MNT_DETACH)) }
            return try body(SmallDisk(root: folder))
        #else
            throw POSIXError(.ENOTSUP)
        #endif
    }

    private static func error() -> POSIXError { POSIXError(POSIXError.Code(rawValue: errno) ?? .EIO) }

    /// Fills the disk with a file, so that only this many pages of 4 kB are left.
    public func fill(with file: String, leaving pages: Int) throws {
        // What another test begins meanwhile must not inherit it: the file would stay, and its room be free only when that ends.
        let descriptor = open("\(root)/\(file)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.error() }
        defer { close(descriptor) }
        let page = [UInt8](repeating: 1, count: 4096)
        var written = 0
        while write(descriptor, page, page.count) == page.count { written += page.count }
        guard ftruncate(descriptor, max(0, written - pages * page.count)) == 0 else { throw Self.error() }
    }

    /// Lets nobody write on it any more.
    public func makeReadOnly() throws {
        #if os(Linux)
            let options = UInt(MS_REMOUNT | MS_RDONLY)
            guard mount("tmpfs", root, "tmpfs", options, nil) == 0 else { throw Self.error() }
        #endif
    }
}
