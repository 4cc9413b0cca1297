// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-08-download.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b7ae1d3d1a1e9400

// Chapters/Workshop/03-08-download.md: If the files are gone
import Foundation

/// What is there of a file so far, under a temporary name in the same folder, and locked as long as somebody writes it.
final class PartialFile {
    let location: URL
    let handle: FileHandle

    /// - Throws: `DataError` of kind `missing` if the folder takes no files.
    init(of file: URL) throws {
        let (folder, prefix) = (file.deletingLastPathComponent(), ".\(file.lastPathComponent).")
        Self.removeAbandoned(in: folder, prefix: prefix)
        while true {
            let location = folder.appendingPathComponent("\(prefix)\(UUID().uuidString).part")
            // Foundation's `createFile` would go through another temporary file, which nobody would remove.
            let descriptor = open(location.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else {
                throw DataError(.missing, file.lastPathComponent, "no file can be written in its folder")
            }
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            flock(descriptor, LOCK_EX)
            var status = stat()
            guard fstat(descriptor, &status) == 0 else {
                unlink(location.path)
                throw DataError(.missing, file.lastPathComponent, "no file can be written in its folder")
            }
            // Whoever clears up may have found it, and taken its name away, before it was locked.
            if status.st_nlink > 0 {
                (self.location, self.handle) = (location, handle)
                return
            }
        }
    }

    func remove() { try? FileManager.default.removeItem(at: location) }

    private static func removeAbandoned(in folder: URL, prefix: String) {
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        for file in files where file.lastPathComponent.hasPrefix(prefix) && file.pathExtension == "part" {
            guard let handle = try? FileHandle(forWritingTo: file) else { continue }
            if flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(at: file) }
        }
    }
}
