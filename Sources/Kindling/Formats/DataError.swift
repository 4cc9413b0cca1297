// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-01-reading.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 382aa740e06b7f14

// Chapters/Workshop/03-01-reading.md: When the world is to blame
/// Something outside the program is not what it should be: a file, a download, bytes that claim to be data.
///
/// Mistakes of the programmer (shapes that don't fit) stop the program. What comes from outside may be broken
/// without anybody's fault, so everything that reads throws this instead.
public struct DataError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, for code that wants to react to it.
    public enum Kind: Sendable {
        /// The file is not there, or it can't be read or written.
        case missing
        /// The data stop before their end.
        case truncated
        /// The data are longer than they say or than allowed.
        case tooLong
        /// The data are damaged, or another format than asked for.
        case malformed
        /// The data ask for something that this reader won't do.
        case refused
        /// The data are well formed and not the ones asked for.
        case checksum
        /// No mirror delivered the file.
        case download
    }

    /// Which sort of trouble: the only part to decide by. The rest is for people.
    public var kind: Kind
    /// The file or other source the trouble is with.
    public var source: String
    /// What is wrong with it.
    public var problem: String
    /// What to do about it; may be empty.
    public var advice: String

    /// `problem` is the end of a sentence that `source` begins, and `advice` a sentence; neither needs more than that.
    public init(_ kind: Kind, _ source: String, _ problem: String, advice: String = "") {
        self.kind = kind
        self.source = source
        self.problem = problem
        self.advice = advice
    }

    public var description: String {
        "\(source): \(problem)." + (advice.isEmpty ? "" : " \(advice)")
    }
}
