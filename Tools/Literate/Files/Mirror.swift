extension Files {
    /// Makes one folder hold the same files as another. Files are linked, not copied, where the disk allows it:
    /// a stage of the book needs the data but not a second copy of it. Nothing happens if there is no such
    /// folder.
    static func mirror(_ source: String, to target: String) throws(FileError) {
        guard isDirectory(source) else { return }
        try makeDirectories(target)
        let names = try list(source)
        for name in names {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            if isDirectory(from) {
                try mirror(from, to: to)
            } else if !isSameFile(from, to) {
                if kind(to) != nil { try removeFile(to) }
                do {
                    try link(from, to: to)
                } catch {
                    try write(try read(from), to: to)
                }
            }
        }
        for name in Set(try list(target)).subtracting(names) where kind("\(target)/\(name)") == .file {
            try removeFile("\(target)/\(name)")
        }
    }
}
