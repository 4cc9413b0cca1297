import Foundation

/// What a site was made from, as its footer says it.
package struct SiteEdition: Sendable {
    /// The book's name.
    var title: String
    /// The commit, short, and its day; nil outside a repository.
    var commit: String?
    var date: String?
    /// The toolchain, and the PyTorch that the book was compared with.
    var swift: String
    var torch: String?
    /// Where mistakes are reported; nil where the book doesn't say.
    var repository: String?

    package init(of book: Book) async throws {
        title = book.settings.library ?? Files.name(of: book.root)
        torch = book.settings.hasPython ? PythonInterpreter.bookTorchVersion : nil
        repository = book.settings.repository
        let version = try? await ChildProcess.run("swift", ["--version"], directory: book.root)
        swift = version.flatMap { Self.version(in: String(decoding: $0.output, as: UTF8.self)) } ?? "unknown"
        let log = try? await ChildProcess.run(
            "git", ["log", "-1", "--format=%h %cs"], environment: ["GIT_OPTIONAL_LOCKS": "0"], directory: book.root)
        if let log, log.status == .exited(0) {
            let words = String(decoding: log.output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            commit = words.first.map(String.init)
            date = words.dropFirst().first.map(String.init)
        }
    }

    /// `6.3.1` of `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
    static func version(in text: String) -> String? {
        guard let start = text.firstRange(of: "Swift version ")?.upperBound else { return nil }
        let version = text[start...].prefix { $0.isNumber || $0 == "." }
        return version.isEmpty ? nil : String(version)
    }

    var fields: [String: Any] {
        var fields: [String: Any] = ["swift": swift]
        fields["commit"] = commit
        fields["date"] = date
        fields["torch"] = torch
        fields["repository"] = repository
        return fields
    }
}
