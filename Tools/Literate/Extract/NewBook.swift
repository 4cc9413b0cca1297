/// A book of somebody's own to begin with: a package that depends on Kindling, with a page that passes.
package struct NewBook: Sendable {
    /// Its folder's absolute path.
    private let root: String
    /// Its texts by their paths from the root, in the order in which they are written.
    private let files: [(path: String, text: String)]

    /// - Parameters:
    ///   - folder: Where it will stand: a folder that isn't there yet or is empty.
    ///   - kindling: The package that it depends on.
    package init(in folder: String, kindling: String? = nil) throws(DiagnosticsError) {
        let path = folder.hasPrefix("/") ? folder : "\(Files.currentDirectory)/\(folder)"
        root = Files.resolved(path) ?? path
        let name = Files.name(of: root)
        let kindling = kindling ?? PackagePaths.kindling
        // SwiftPM tells packages from each other by their folders' names.
        guard ![Files.name(of: kindling), "kindling"].contains(where: { $0.lowercased() == name.lowercased() }) else {
            throw DiagnosticsError("\(folder) has the name of the package that it depends on; choose another")
        }
        let page = try Chapter.parse(Self.page, path: Self.pagePath)
        let manifest = try Manifest.text(Self.manifest(name: name, kindling: kindling), programs: [page.name])
        files =
            [
                (".gitignore", Self.ignored), ("README.md", Self.readme(name: name)),
                (PackagePaths.settings, Self.settings), (PackagePaths.frontPage, Self.frontPage(page)),
                (page.path, page.text),
            ] + [Tangle.program(of: page)].compactMap(\.self).map { ($0.path, $0.text) } + [
                (PackagePaths.manifest, manifest)
            ]
    }

    /// Writes the book, all or nothing.
    ///
    /// - Returns: where it is.
    @discardableResult
    package func write() throws(DiagnosticsError) -> String {
        let made: [String]
        let found: [String]
        do throws(FileError) {
            // What is no folder refuses to be made one.
            made = try Files.makeDirectories(root)
            found = try Files.list(root)
        } catch {
            throw DiagnosticsError("\(error)")
        }
        guard found.isEmpty else {
            throw DiagnosticsError("\(root) holds \(found[0]); name a folder that is empty, or isn't there yet")
        }
        var transaction = FileTransaction(root: root)
        for (path, text) in files { transaction.write(path, text, isPrecious: true) }
        do {
            try transaction.commit()
        } catch {
            for folder in made.reversed() { Files.removeEmptyDirectory(folder) }
            throw error
        }
        return root
    }

    // MARK: What stands in it

    private static let settings = """
        {
            "library": null,
            "python": false
        }

        """

    private static let ignored = """
        .build/
        .build-*
        .swiftpm/
        .DS_Store

        """

    private static func manifest(name: String, kindling: String) -> String {
        """
        // swift-tools-version: 6.2
        import PackageDescription

        /// The programs of the book, one a page. `swift run extract` keeps the list between the two markers.
        let programs: [String] = [
            // extract: programs begin
            // extract: programs end
        ]

        let package = Package(
            name: \(quoted(name)),
            platforms: [.macOS(.v15)],
            dependencies: [
                // Kindling in a folder of this machine. For whoever hasn't got it there, name its repository instead:
                // .package(url: "https://…/kindling", branch: "main")
                .package(name: "Kindling", path: \(quoted(kindling)))
            ],
            // Programs are built in Swift 5 mode: in Swift 6 mode their top-level variables would belong to the main
            // actor, and the functions of a page could not use them.
            targets: programs.map { name in
                .executableTarget(
                    name: name,
                    dependencies: [
                        .product(name: "Kindling", package: "Kindling"),
                        .product(name: "Checkpoint", package: "Kindling"),
                    ],
                    path: "Sources/Programs/\\(name)",
                    swiftSettings: [.swiftLanguageMode(.v5)])
            }
        )

        """
    }

    /// A text as Swift's source has it.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func readme(name: String) -> String {
        """
        # \(name)

        A book whose programs are run and whose printed numbers are checked. It is built with Kindling, whose README says
        what a page may hold, and needs what Kindling needs: Swift 6.2, and what `make setup` installs there.

        Begin with [the first page](\(pagePath)). Three commands, in this folder:

        ```sh
        swift run -c release extract            # writes Sources/ from the pages in Chapters/
        swift run -c release verify             # extracts, builds, runs every page and compares what it prints
        swift run -c release \(program)     # runs one page's program
        ```

        At first they take a few minutes, in which the tools and Kindling are built. `verify --promote` writes what came
        into the pages, `verify --watch` goes on whenever you save one, and `extract --new 02-more-steps` begins another.

        """
    }

    private static func frontPage(_ page: Chapter) -> String {
        """
        # Contents

        - \(page.designation) · [\(page.title)](\(LinkTarget.way(to: page.path, from: PackagePaths.frontPage)))

        """
    }

    private static let program = "01-first-steps"
    private static let pagePath = "\(PackagePaths.chapters)/\(program).md"

    private static let page = """
        # First steps

        The Swift blocks of a page are one program. Below them stands what they print, and `verify` compares the two.

        ## A sum

        ```swift
        import Kindling

        let numbers = Tensor([1, 2, 3, 4])
        print(numbers.sum())
        ```

        ```output
        tensor(10.)
        ```

        ## A line through four points

        The points lie on the line *y* = 2*x* + 1. A linear layer has a weight and a bias, drawn at random, and is to find the two.

        ```swift
        manualSeed(1)
        let x = Tensor([[0], [1], [2], [3]])
        let y = 2 * x + 1

        let model = Linear(1, 1)
        let optimizer = SGD(model.parameters, lr: 0.1)

        func train(_ steps: Int) {
            for _ in 0..<steps {
                F.mseLoss(model(x), y).backward()
                optimizer.step()
                optimizer.zeroGrad()
            }
        }

        func loss() -> Tensor { F.mseLoss(model(x), y).detach() }

        print("before:", loss())
        train(1)
        print("after a step:", loss())
        ```

        ```output
        before: tensor(16.2133)
        after a step: tensor(0.5290)
        ```

        One step has done most of it, two hundred do the rest:

        ```swift
        train(199)
        print(model.weight.detach(), model.bias!.detach())
        ```

        ```output
        tensor([[2.0000]]) tensor([1.0000])
        ```

        """
}
