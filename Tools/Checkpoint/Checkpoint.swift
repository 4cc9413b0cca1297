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
private let trap = environment("KINDLING_TRAP").flatMap { Int($0) }

/// Says which page the program was written from, and which code stood on it then.
///
/// A reader whose page has other code by now is told so, on standard error, where it is in nobody's way. (`swift run`
/// builds what `extract` has written, and knows no pages.) To `verify` it prints the code's number, as it prints
/// checkpoints.
public func _program(_ page: String, code: String) {
    if showsCheckpoints { return print("\u{1}program \(code)") }
    guard let text = bytes(ofFile: page), _codeHash(ofPage: text) != code else { return }
    let note = "note: \(page) has other code than this program was written from; `swift run extract` writes it again\n"
    _ = Array(note.utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
}

/// Marks that the program has reached the `output` block of this number on its page.
///
/// With `KINDLING_CHECKPOINTS=1` in the environment it prints `\u{1}checkpoint 2` and a line end, with nothing
/// before it: the bytes between two markers are exactly what the program printed.
public func _checkpoint(_ number: Int) {
    if showsCheckpoints { mark("checkpoint", number) }
}

/// Whether to run the `traps` block of this number: only with `KINDLING_TRAP=1`, its number, in the environment.
public func _trapping(_ number: Int) -> Bool {
    guard trap == number else { return false }
    // The trap discards what waits in the buffers.
    fflush(nil)
    return true
}

/// Ends the program after a `traps` block that did not stop it.
public func _survived(_ number: Int) {
    mark("survived", number)
    exit(0)
}

private func mark(_ word: String, _ number: Int) {
    print("\u{1}\(word) \(number)")
    fflush(nil)
}

private func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
