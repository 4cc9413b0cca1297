/// Every picture in Chapters/Figures is shown by some page, and every other file there, such as weights, has a link.
struct FigureCheck {
    private let pages: PageShelf

    init(_ pages: PageShelf) {
        self.pages = pages
    }

    private static func isPicture(_ path: String) -> Bool { path.hasSuffix(".svg") || path.hasSuffix(".png") }

    var diagnostics: [Diagnostic] {
        var shown: Set<String> = []
        for (path, page) in pages.pages {
            let leading = page.links.filter { $0.isImage || !Self.isPicture($0.destination) }
            shown.formUnion(leading.compactMap { LinkTarget($0.destination, on: path)?.path })
        }
        return Files.visibleNames(in: "\(pages.root)/\(PackagePaths.figures)").map { "\(PackagePaths.figures)/\($0)" }
            .filter { !shown.contains($0) }
            .map { figure in
                Diagnostic(
                    "no page shows this figure; show it where its program stands, or remove both",
                    at: SourcePosition(file: figure))
            }
    }
}
