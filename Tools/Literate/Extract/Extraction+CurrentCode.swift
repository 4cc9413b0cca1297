extension Extraction {
    /// - Throws: `Failure` if the sources have other code than the chapters: their programs would print something else.
    ///   Lines that have only moved are no matter.
    package func requireCurrentCode() throws {
        let others = changes.filter { change in
            guard change.path.hasPrefix("\(PackagePaths.sources)/") || change.path == PackagePaths.manifest else {
                return false
            }
            guard let old = change.old, let new = change.new else { return true }
            return Self.code(of: old) != Self.code(of: new)
        }
        guard !others.isEmpty else { return }
        throw Failure(
            "Sources/ is not what the chapters say (\(others.count) files)", at: nil,
            remedy: "Run `swift run extract`; `swift run extract --check` shows the differences.")
    }

    private static func code(of text: String) -> [Substring] {
        ContentHash.withoutDirectives(GeneratedHeader.find(in: text)?.code ?? text[...])
    }
}
