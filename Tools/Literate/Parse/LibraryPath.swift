/// The rules for `file=`.
enum LibraryPath {
    /// The path, if it names a source file inside the library's or the engine's folder.
    static func check(_ path: String, extensions: [String]) throws(InfoError) -> String {
        func refuse(_ reason: String) -> InfoError { InfoError("file=\(path) \(reason)") }

        if path.hasPrefix("/") || path.hasPrefix("~") {
            throw refuse("is absolute; name the file from its folder on, such as file=NN/Linear.swift")
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains("..") {
            throw refuse("leads out of its folder; name the file from its folder on")
        }
        let isPlain = parts.allSatisfy { part in
            guard let first = part.utf8.first, first != UInt8(ascii: ".") else { return false }
            return part.utf8.allSatisfy { isPlainCharacter($0) }
        }
        guard isPlain else {
            throw refuse("is not a plain path: letters, digits, '_', '-', '+' and '.', in parts separated by '/'")
        }
        guard let name = parts.last, let dot = name.lastIndex(of: "."), dot > name.startIndex,
            extensions.contains(String(name[name.index(after: dot)...]))
        else {
            throw refuse("must end in \(extensions.map { ".\($0)" }.joined(separator: " or "))")
        }
        if name.lowercased() == "main.swift" {
            throw refuse("would make a program of the library; give the file another name")
        }
        if parts.count > 1, parts[0].lowercased() == "resources" {
            throw refuse("is in Resources, which holds data; put the source in another folder")
        }
        return path
    }

    private static func isPlainCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
