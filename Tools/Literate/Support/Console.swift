#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What the commands tell people: lines that are there as soon as they are written, whatever is at the other end. A log
/// shows them as they come.
package enum Console {
    /// A line, or several, of what was asked for, to standard output.
    package static func say(_ text: String) { put(text, into: STDOUT_FILENO) }

    /// A line, or several, of what is going on, or wrong, to standard error.
    package static func note(_ text: String) { put(text, into: STDERR_FILENO) }

    /// Characters for a terminal that are no line, to standard error.
    static func draw(_ characters: String) {
        _ = Files.put(Array(characters.utf8), into: STDERR_FILENO)
    }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    private static func put(_ text: String, into descriptor: Int32) {
        _ = Files.put(Array((text.isEmpty ? "\n" : text.endingInLineFeed).utf8), into: descriptor)
    }
}
