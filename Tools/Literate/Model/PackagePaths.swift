/// Where things stand in the package, from its root.
package enum PackagePaths {
    static let manifest = "Package.swift"

    static let chapters = "Chapters"
    static let workshop = "Chapters/Workshop"
    static let solutions = "Chapters/Solutions"
    /// What programs read.
    static let data = "Chapters/Data"
    /// What programs write and pages show.
    static let figures = "Chapters/Figures"
    /// Hints and trials for what readers may write.
    static let practice = "Chapters/Practice"
    /// The table of contents.
    static let frontPage = "Chapters/README.md"
    /// What stands at the doors of the folders, and is read like a page.
    static let doors = ["README.md", "CONTRIBUTING.md", frontPage]
    /// What the book says of itself.
    package static let settings = "Chapters/book.json"
    /// The list of the library's declarations.
    static let index = "Chapters/INDEX.md"
    /// The folders that hold pages.
    static let pageFolders = [chapters, workshop, solutions]
    /// What a page's text may depend on: what a watcher looks at.
    package static let watched = pageFolders + [data]

    static let sources = "Sources"
    static let engine = "Sources/Engine"
    static let programs = "Sources/Programs"

    static let checkpoint = "Tools/Checkpoint"

    /// The package that these tools were built from: a book that depends on Kindling gets them, and its library, there.
    static let kindling = String(#filePath.dropLast("/Tools/Literate/Model/PackagePaths.swift".count))

    static func program(named name: String) -> String { "\(programs)/\(name)/main.swift" }

    /// The program whose main.swift stands at this path.
    static func programName(of path: String) -> String { Files.name(of: Files.parent(of: path)) }

    /// Whether it is a file of the library's or the engine's code.
    static func isSource(_ path: some StringProtocol) -> Bool {
        [".swift", ".c", ".h"].contains { path.hasSuffix($0) }
    }

    /// Whether it is a page, or what stands beside the pages.
    package static func isInBook(_ path: String) -> Bool { path.hasPrefix(chapters + "/") }
}
