/// What a book says of itself in `Chapters/book.json`. Without that file it is as Kindling: it builds the library
/// `Kindling`, and has a PyTorch column.
package struct BookSettings: Hashable, Sendable {
    /// The module that the pages write, into the folder of its name in `Sources`; nil if they write programs only. A book
    /// whose library isn't Kindling depends on it.
    var library: String? = kindling
    /// Whether PyTorch stands beside the Swift, and each printed value is confirmed by it or has its reason.
    package var hasPython = true

    /// The address of the book's repository, where mistakes are reported; nil where the book doesn't say.
    var repository: String?

    /// Where else the files of a folder are, for those who have the notebooks alone: addresses that a file's name follows.
    var mirrors: [String: [String]] = [:]

    /// Where Kindling is for a book that doesn't build it itself.
    var kindlingPackage = PackagePaths.kindling

    static let kindling = "Kindling"
    /// What stands in `Sources` beside the library, or is imported by every program.
    static let takenNames = ["Engine", "Programs", "Checkpoint"]
}

extension BookSettings {
    var libraryFolder: String? { library.map { "\(PackagePaths.sources)/\($0)" } }

    /// Data of the library's own, which no page writes.
    var resources: String? { libraryFolder.map { "\($0)/Resources" } }

    /// The folders of the code that pages write for their programs to use.
    package var writtenFolders: [String] { [libraryFolder, PackagePaths.engine].compactMap(\.self) }

    /// The source file that a block adds to, from the package's root, and the place in it.
    func target(of block: Block) -> (file: String, place: String?)? {
        switch block.kind {
        case .library(let file, let place): libraryFolder.map { ("\($0)/\(file)", place) }
        case .engine(let file, let place): ("\(PackagePaths.engine)/\(file)", place)
        default: nil
        }
    }

    /// The package that the book gets Kindling from; nil for Kindling itself.
    var kindling: String? { library == Self.kindling ? nil : kindlingPackage }

    /// The folders, from the package's root, of the code and the data that all its programs are built from.
    var codeFolders: [String] {
        [libraryFolder, PackagePaths.engine, PackagePaths.checkpoint].compactMap(\.self)
    }

    /// The same folders of the Kindling that the book depends on, by their absolute paths.
    var kindlingFolders: [String] {
        kindling.map { root in BookSettings().codeFolders.map { "\(root)/\($0)" } } ?? []
    }
}
