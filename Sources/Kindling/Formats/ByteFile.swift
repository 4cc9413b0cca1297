// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-01-reading.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 518f18c5b5fb7d6d

// Chapters/Workshop/03-01-reading.md: When the world is to blame
import Foundation

/// Reads a file whole.
/// - Parameter limit: the most bytes that the file may have; `.max` for any number.
/// - Throws: `DataError`: `missing` if it can't be read, `tooLong` above the limit.
public func readBytes(of file: URL, limit: Int) throws -> [UInt8] {
    let name = file.lastPathComponent
    do {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        var bytes: [UInt8] = []
        // One byte more than allowed is enough to know.
        let most = limit == .max ? limit : limit + 1
        while bytes.count < most, let piece = try handle.read(upToCount: min(1 << 20, most - bytes.count)),
            !piece.isEmpty
        {
            bytes += piece
        }
        guard bytes.count <= limit else { throw DataError(.tooLong, name, "it has more than \(limit) bytes") }
        return bytes
    } catch let error as DataError {
        throw error
    } catch {
        throw DataError(.missing, name, "it can't be read", advice: "Is there a file \(file.path)?")
    }
}
