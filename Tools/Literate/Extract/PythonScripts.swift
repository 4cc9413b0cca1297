extension Book {
    /// Writes the PyTorch column of each chapter into a folder, as a script under the chapter's name.
    ///
    /// - Returns: how many chapters have one.
    @discardableResult
    package func writePythonColumns(to directory: String) throws(DiagnosticsError) -> Int {
        let scripts = chapters.compactMap { chapter in chapter.pythonSource.map { (chapter.name, $0) } }
        do throws(FileError) {
            try Files.makeDirectories(directory)
            for (name, source) in scripts { try Files.write(Array(source.utf8), to: "\(directory)/\(name).py") }
        } catch {
            throw DiagnosticsError("\(error)")
        }
        return scripts.count
    }
}
