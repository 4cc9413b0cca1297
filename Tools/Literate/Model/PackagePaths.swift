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
    /// What lessons ask.
    static let questions = "Chapters/Questions"
    /// What readers do on the site.
    static let live = "Chapters/Live"
    /// The table of contents.
    static let frontPage = "Chapters/README.md"
    /// What stands at the doors of the folders, and is read like a page.
    static let doors = [frontPage, "README.md", torchNames, glossary, "CONTRIBUTING.md"]
    /// What torch's names are called here.
    static let torchNames = "Chapters/TORCH.md"
    /// The same for the index, as a table.
    static let torchTable = "Chapters/torch-names.json"
    /// The book's words.
    static let glossary = "Chapters/GLOSSARY.md"
    /// What the book says of itself.
    package static let settings = "Chapters/book.json"
    /// What stands beside the pages and is none.
    static let beside: Set = [settings, columns, anchors, torchTable]
    /// How far PyTorch's numbers were from the book's.
    static let columns = "Chapters/columns.json"
    /// The places that links from elsewhere may lead to.
    static let anchors = "Chapters/anchors.txt"
    /// The list of the library's declarations.
    static let index = "Chapters/INDEX.md"
    /// The folders that hold pages.
    static let pageFolders = [chapters, workshop, solutions]
    /// What a page's text may depend on: what a watcher looks at.
    package static let watched = pageFolders + [data]
    /// What the site is made from beside that.
    package static let shown = [figures, questions, live]

    static let sources = "Sources"
    static let engine = "Sources/Engine"
    /// What the engine has for others.
    static let headers = "Sources/Engine/include"
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
