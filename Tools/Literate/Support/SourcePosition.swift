/// A place in a file: its path from the package's root and a line, counted from 1.
package struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
    package var file: String
    var line = 1

    package var description: String { "\(file):\(line)" }
}
