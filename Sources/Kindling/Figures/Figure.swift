// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-03-views.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c1e6a058da5be147

// Chapters/Workshop/01-03-views.md: The figure
import Foundation

/// Pictures as files.
public enum Figure {
    /// Where pictures are kept: a folder by its path, such as `"plots"`, or the book's own.
    public struct Folder: Sendable, ExpressibleByStringLiteral {
        /// The folder's path.
        public let path: String

        /// A path; without a slash in front it begins in the working directory. The folder is made by the first
        /// picture.
        public init(_ path: String) { self.path = path }

        public init(stringLiteral path: String) { self.init(path) }

        /// Where this book's programs draw: `Chapters/Figures` in the working directory, unless the environment
        /// variable `KINDLING_FIGURES` names another folder.
        public static var book: Folder {
            let named = ProcessInfo.processInfo.environment["KINDLING_FIGURES"] ?? ""
            return Folder(named.isEmpty ? "Chapters/Figures" : named)
        }
    }

    /// Why a picture could not be written.
    public struct WriteError: Error, CustomStringConvertible {
        /// The picture's file.
        public let path: String
        /// What the system says.
        public let reason: String

        public var description: String {
            "\(path): the picture can't be written: \(reason) Choose a folder that you may write in; KINDLING_FIGURES sets the book's."
        }
    }
}

extension Figure {
    /// Writes a picture into a folder, which is made if it is missing.
    ///
    ///     try Figure.write(chart.svg, to: "loss.svg", in: "plots")
    ///
    /// - Throws: `WriteError`.
    public static func write(_ picture: Data, to name: String, in folder: Folder) throws {
        let folder = URL(fileURLWithPath: folder.path, isDirectory: true)
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
    public static func write(_ picture: String, to name: String, in folder: Folder) throws {
        try write(Data(picture.utf8), to: name, in: folder)
    }
}
