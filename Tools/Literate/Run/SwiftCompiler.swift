import Foundation

/// The Swift compiler, asked whether a piece of a chapter compiles against the library as it is built.
struct SwiftCompiler: Sendable {
    /// Its version: `6.3.1`.
    let version: String
    private let flags: [String]
    private let root: String

    /// - Parameters:
    ///   - root: The package's root.
    ///   - programs: The folder of the built programs, which has the library's modules as well.
    ///   - settings: The book's.
    init(root: String, programs: String, settings: BookSettings) async throws {
        version = try await Self.installedVersion(root: root)
        self.root = root
        flags =
            ["-emit-sil", "-o", "/dev/null", "-swift-version", "5", "-suppress-warnings"]
            + ["-diagnostic-style", "llvm", "-no-color-diagnostics", "-I", "\(programs)/Modules"]
            + Self.moduleMaps(packages: [root] + [settings.kindling].compactMap(\.self), programs: programs).flatMap {
                ["-Xcc", "-fmodule-map-file=\($0)"]
            }
    }

    /// The version that a program started in `root` would be compiled with.
    static func installedVersion(root: String) async throws -> String {
        let result = try await ChildProcess.run("swiftc", ["--version"], directory: root)
        guard let version = version(in: String(decoding: result.output, as: UTF8.self)) else {
            throw Failure(
                "can't tell the version of swiftc", at: nil, details: result.errorText.textLines.map(String.init))
        }
        return version
    }

    /// An error that it reports.
    struct Message: Hashable {
        var file: String
        var line: Int
        /// `error: cannot find 'x' in scope`
        var message: String
    }

    /// The errors in a program, in its own order.
    ///
    /// `-emit-sil` goes as far as it must: type checking alone doesn't find a variable used before it is initialised.
    func errors(in source: String, of chapter: Chapter) async throws -> [Message] {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = "\(folder.path)/\(chapter.name).swift"
        try Files.write(Array(source.utf8), to: file)
        let result = try await ChildProcess.run("swiftc", flags + [file], directory: root)
        let errors = Self.errors(in: result.errorText)
        if errors.isEmpty, result.status != .exited(0) {
            throw Failure(
                "swiftc \(result.status) without an error message", at: chapter.start,
                details: result.errorText.textLines.suffix(15).map { "| " + $0 })
        }
        return errors
    }

    /// The errors in the compiler's text: lines of the form `file:line:column: error: …`.
    static func errors(in text: String) -> [Message] {
        text.textLines.compactMap { line in
            guard let separator = line.range(of: ": error: ") else { return nil }
            let place = line[..<separator.lowerBound].split(separator: ":")
            guard place.count >= 3, let lineNumber = Int(place[place.count - 2]) else { return nil }
            return Message(
                file: place.dropLast(2).joined(separator: ":"), line: lineNumber,
                message: "error: " + line[separator.upperBound...])
        }
    }

    /// The number after `Swift version` in what `swiftc --version` prints.
    static func version(in text: String) -> String? {
        guard let label = text.range(of: "Swift version ") else { return nil }
        return text[label.upperBound...].prefix { !$0.isWhitespace }.nonEmpty.map(String.init)
    }

    /// The library imports C modules; whoever imports the library must be told where they are.
    static func moduleMaps(packages: [String], programs: String) -> [String] {
        let built = Files.visibleNames(in: programs).filter { $0.hasSuffix(".build") }.map { "\(programs)/\($0)" }
        let system = packages.flatMap { root in Files.visibleNames(in: "\(root)/Tools").map { "\(root)/Tools/\($0)" } }
        return (built + system).map { $0 + "/module.modulemap" }.filter(Files.exists)
    }
}

extension Collection {
    fileprivate var nonEmpty: Self? { isEmpty ? nil : self }
}
