import Checkpoint

/// A number that stands for all that a check depends on: where it is the same, the check would come out the same.
struct Fingerprint: Hashable {
    private var hash = _Hash()

    /// The number, in hexadecimal.
    var text: String { hash.text }

    mutating func combine(_ bytes: some Sequence<UInt8>) { hash.combine(bytes) }

    /// Takes in a name and what it stands for, so that one can't run into the next.
    mutating func combine(_ name: String, _ bytes: [UInt8]) {
        combine("\(name)\n\(bytes.count)\n".utf8)
        combine(bytes)
    }

    mutating func combine(_ name: String, _ text: String) {
        combine(name, Array(text.utf8))
    }

    /// Takes in a file; an unreadable one counts as empty.
    mutating func combine(file path: String) {
        combine(path, (try? Files.read(path)) ?? [])
    }

    /// Takes in the files of a folder, and of those in it.
    mutating func combine(folder path: String) {
        for name in (try? Files.list(path)) ?? [] {
            let child = "\(path)/\(name)"
            switch try? Files.kind(child) {
            case .directory: combine(folder: child)
            case .file: combine(file: child)
            default: break
            }
        }
    }
}
