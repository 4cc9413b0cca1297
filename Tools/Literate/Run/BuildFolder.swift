import Foundation

/// The folder in which SwiftPM leaves the built programs: `.build/x86_64-unknown-linux-gnu/release`.
package struct BuildFolder: Sendable {
    /// Its absolute path.
    package let path: String

    /// - Throws: `Failure` if there is no such folder.
    package init(_ path: String) throws {
        guard let resolved = Files.resolved(path), Files.isDirectory(resolved) else {
            throw Failure(
                "there is no build folder \(path)", at: nil, remedy: "Build the programs: `swift build -c release`.")
        }
        self.path = resolved
    }

    /// The folder that the running program was built into.
    static func ofThisProgram() throws -> BuildFolder {
        let executable = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let folder = Files.parent(of: Files.resolved(executable) ?? executable)
        return try BuildFolder(folder)
    }

    /// The folder of a book's programs: that of this program if it belongs to the book, else the one that `swift build
    /// -c release` fills there. It is made if it isn't there yet.
    package static func ofBook(at root: String) throws -> BuildFolder {
        if let own = try? ofThisProgram(), own.path.hasPrefix((Files.resolved(root) ?? root) + "/") { return own }
        let link = "\(root)/.build/release"
        if Files.isDirectory(link) { return try BuildFolder(link) }
        // As SwiftPM has it: a folder for the machine, and a link to what is in it.
        let platform = try Files.name(of: Files.parent(of: ofThisProgram().path))
        try Files.makeDirectories("\(root)/.build/\(platform)/release")
        return try BuildFolder("\(root)/.build/\(platform)/release")
    }

    /// Builds what has changed of the package, for programs and chapters to be of the same age.
    ///
    /// - Parameters:
    ///   - product: If given, builds nothing but this and what it needs.
    ///   - map: Translates the compiler's messages to the pages' lines.
    package func build(packageAt root: String, product: String? = nil, map: SourceMap) async throws {
        try await Self.build(
            packageAt: root, scratchPath: scratchPath, configuration: try configuration,
            selection: product.map { ["--product", $0] } ?? [], map: map)
    }

    /// Builds what these chapters need and nothing else, so that one of them can be verified while another doesn't
    /// compile.
    package func build(_ chapters: [Chapter], of book: Book) async throws {
        let map = SourceMap(of: book)
        let products = chapters.filter(\.hasProgram).map(\.name)
        // One after the other, each takes a second and more before it begins.
        if products.count > Self.fewProducts { return try await build(packageAt: book.root, map: map) }
        for product in products { try await build(packageAt: book.root, product: product, map: map) }
        if products.isEmpty, chapters.contains(where: \.hasFailsBlock) {
            try await Self.build(
                packageAt: book.root, scratchPath: scratchPath, configuration: try configuration,
                selection: ["--target", book.settings.library ?? BookSettings.kindling], map: map)
        }
    }

    private static let fewProducts = 8

    static func build(
        packageAt root: String, scratchPath: String, configuration: String, selection: [String], map: SourceMap
    ) async throws {
        let arguments = ["build", "-c", configuration, "--scratch-path", scratchPath] + selection
        let status = try await ChildProcess.run("swift", arguments, directory: root) {
            Console.note(map.translated($0))
        }
        guard status == .exited(0) else {
            throw Failure("`swift \(arguments.joined(separator: " "))` \(status)", at: nil)
        }
    }

    /// The folder above those of the platform and the configuration.
    private var scratchPath: String {
        Files.parent(of: Files.parent(of: path))
    }

    private var configuration: String {
        get throws {
            let name = Files.name(of: path)
            guard ["release", "debug"].contains(name) else {
                throw Failure(
                    "\(path) isn't a folder that `swift build` fills, so verify can't build into it", at: nil,
                    remedy: "Build the programs first and add `--no-build`.")
            }
            return name
        }
    }
}
