#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A number that changes with the code of a page's program, and with nothing else on the page: its blocks `swift`,
/// `swift scope` and `swift traps`, and where outputs stand between them. `extract` writes it into the program, so that
/// the program knows its page.
public func _codeHash(ofPage page: some Sequence<UInt8>) -> String {
    let text = page.filter { $0 != UInt8(ascii: "\r") }
    var hash = _Hash()
    // What opened the block that a line is in, and whether it counts.
    var fence: ArraySlice<UInt8>?
    var isCode = false
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        let mark = line.prefix { $0 == line.first && ($0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~")) }
        let info = line[mark.endIndex...]
        if let open = fence {
            let isBare = info.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            if mark.count >= open.count, mark.first == open.first, isBare {
                if isCode { hash.combine(line: "end".utf8) }
                fence = nil
            } else if isCode {
                hash.combine(line: line)
            }
        } else if mark.count >= 3 {
            fence = mark
            let words = info.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            // What the reader may write of a program's block is code as before; other attributes make it something else.
            let kind = Array(words.prefix { !$0.contains("=") })
            let isElsewhere = words.contains { $0.hasPrefix("file=") || $0.hasPrefix("excerpt=") }
            isCode = !isElsewhere && [["swift"], ["swift", "scope"], ["swift", "traps"]].contains(kind)
            if isCode {
                hash.combine(line: kind.joined(separator: " ").utf8)
            } else if words.first == "output" && !words.contains("of=python") {
                hash.combine(line: words.prefix(2).joined(separator: " ").utf8)
            }
        }
    }
    return hash.text
}

/// The bytes of a file; nil if it can't be read.
func bytes(ofFile path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return ferror(file) == 0 ? bytes : nil
}
