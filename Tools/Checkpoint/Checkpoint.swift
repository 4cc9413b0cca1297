// What a generated program needs to say where it is. `verify` sets the two environment variables and reads the
// markers; a reader who runs a program sees none of this.

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

private let showsCheckpoints = environment("KINDLING_CHECKPOINTS") == "1"
private let trapLine = environment("KINDLING_TRAP").flatMap { Int($0) }

/// Marks that the program has reached the `output` block whose fence is on this line of its chapter.
///
/// With `KINDLING_CHECKPOINTS=1` in the environment it prints `\u{1}checkpoint 88` and a line end, with nothing
/// before it: the bytes between two markers are exactly what the program printed.
public func _checkpoint(_ line: Int) {
    if showsCheckpoints { mark("checkpoint", line) }
}

/// Whether to run the `traps` block whose fence is on this line: only with `KINDLING_TRAP=88` in the
/// environment.
public func _trapping(_ line: Int) -> Bool {
    guard trapLine == line else { return false }
    // The trap discards what waits in the buffers.
    fflush(nil)
    return true
}

/// Ends the program after a `traps` block that did not stop it.
public func _survived(_ line: Int) {
    mark("survived", line)
    exit(0)
}

private func mark(_ word: String, _ line: Int) {
    print("\u{1}\(word) \(line)")
    fflush(nil)
}

private func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
