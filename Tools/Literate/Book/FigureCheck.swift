/// Every file in Chapters/Figures is shown by some page.
struct FigureCheck {
    private let pages: PageShelf

    init(_ pages: PageShelf) {
        self.pages = pages
    }

    var diagnostics: [Diagnostic] {
        var shown: Set<String> = []
        for (path, page) in pages.pages {
            shown.formUnion(page.links.filter(\.isImage).compactMap { LinkTarget($0.destination, on: path)?.path })
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
