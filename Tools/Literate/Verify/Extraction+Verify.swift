extension Extraction {
    /// - Throws: `Failure` if the sources are not what the chapters say: their programs would print something else.
    public func requireCurrentSources() throws {
        guard !changes.isEmpty else { return }
        throw Failure(
            "Sources/ is not what the chapters say (\(changes.count) files)", at: nil,
            remedy: "Run `swift run extract`; `swift run extract --check` shows the differences.")
    }
}
