#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Held by a command while it compares the book's files and writes them, so that several at once wait for one another.
///
/// The system takes the lock away from a process that dies. What such a process has left half done is swept here, by
/// the next one.
package final class BookLock {
    private let path: String
    private let descriptor: Int32

    static let name = ".build-extract.lock"

    /// Waits until no other process holds the lock.
    ///
    /// - Parameters:
    ///   - root: The package's root.
    ///   - waiting: Is called once if another process holds it.
    /// - Returns: nil where there can be no lock: on a disk that can't be written, or that knows none.
    package static func take(root: String, waiting: () -> Void = {}) -> BookLock? {
        let path = "\(root)/\(name)"
        var hasWaited = false
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { return nil }
            while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                if errno == EINTR { continue }
                guard errno == EWOULDBLOCK else {
                    close(descriptor)
                    return nil
                }
                if !hasWaited { waiting() }
                hasWaited = true
                // Not for ever in the system: the file may be another one by the time it is free.
                usleep(20_000)
            }
            // Whoever had it before has removed the file; the one that holds now must be the one that is there.
            var mine = stat()
            var there = stat()
            if fstat(descriptor, &mine) == 0, stat(path, &there) == 0, mine.st_ino == there.st_ino,
                mine.st_dev == there.st_dev
            {
                FileTransaction.sweep(root: root)
                return BookLock(path, descriptor)
            }
            close(descriptor)
        }
    }

    private init(_ path: String, _ descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { release() }

    private var isReleased = false

    /// Lets the next process in.
    package func release() {
        guard !isReleased else { return }
        isReleased = true
        unlink(path)
        close(descriptor)
    }
}
