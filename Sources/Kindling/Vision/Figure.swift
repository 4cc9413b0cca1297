// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/01-tensors.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 0d5413a44a859d19

#sourceLocation(file: "Chapters/01-tensors.md", line: 1254)
import Foundation

/// The pictures of the book.
public enum Figure {
    /// Why a picture could not be written.
    public struct WriteError: Error, CustomStringConvertible {
        /// The picture's file.
        public let path: String
        /// What the system says.
        public let reason: String

        public var description: String {
            "\(path): the picture can't be written: \(reason) Set KINDLING_FIGURES to a folder that you may write in."
        }
    }

    /// Writes a picture into the folder of figures: the one that the environment variable `KINDLING_FIGURES` names, or
    /// `Chapters/Figures` in the working directory. The folder is made if it is missing.
    /// - Throws: `WriteError`.
    public static func write(_ picture: Data, to name: String) throws {
        let named = ProcessInfo.processInfo.environment["KINDLING_FIGURES"] ?? ""
        let folder = URL(fileURLWithPath: named.isEmpty ? "Chapters/Figures" : named, isDirectory: true)
        let file = folder.appendingPathComponent(name)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            // Atomic: the bytes go to another file, which then takes the name. Nobody ever sees half a picture.
            try picture.write(to: file, options: .atomic)
        } catch {
            throw WriteError(path: file.path, reason: error.localizedDescription)
        }
    }

    /// Writes a picture that is text, such as SVG.
    public static func write(_ picture: String, to name: String) throws {
        try write(Data(picture.utf8), to: name)
    }
}
#sourceLocation()
