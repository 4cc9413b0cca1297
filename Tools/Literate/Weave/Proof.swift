import Foundation

/// What vouches for an output, in words.
struct Proof {
    /// `both`, `swift`, `python`, `measured`, `error` or `quoted`, for the site's style.
    let mark: String
    /// What the mark says.
    let summary: String
    /// What it opens to.
    let details: String

    /// - Parameter note: What the page says under the block, in HTML.
    init(of block: Block, at place: CodeMap.Place, in site: SiteContents, note: String?) {
        let torch = "PyTorch \(PythonInterpreter.bookTorchVersion)"
        var said: [String] = []
        switch block.kind {
        case .measured(_, _, let date):
            mark = "measured"
            summary = "Measured, \(HTML.escaped(date))"
            said = ["Times and memory are shown as they were found, and not compared."]
        case .error(let swift):
            mark = "error"
            summary = "Checked: the message"
            said =
                swift.map {
                    [
                        "<code>verify</code> gives the block above to the compiler, which must refuse it.",
                        "These are the words of Swift \(HTML.escaped($0)); another version may use others.",
                    ]
                } ?? [
                    "<code>verify</code> runs the block above, which must stop, and compares what it says to the last character."
                ]
        case .output(let output) where !output.quotes.isEmpty:
            mark = "quoted"
            summary = "A quotation, checked"
            let sources = output.quotes.map { "<code>\(HTML.escaped($0))</code>" }.joined(separator: ", ")
            said = ["Each number of it stands in \(sources), and is checked there."]
        case .output(let output):
            (mark, summary, said) = Self.said(of: output, block, at: place, in: site, torch)
        default:
            (mark, summary) = ("quoted", "Shown again")
        }
        let paragraph = said.isEmpty ? "" : "<p>\(said.joined(separator: " "))</p>"
        details = paragraph + (note.map { "<p>\($0)</p>" } ?? "")
    }

    private static func said(
        of output: Block.Output, _ block: Block, at place: CodeMap.Place, in site: SiteContents, _ torch: String
    ) -> (String, String, [String]) {
        let swift = """
            <code>verify</code> runs this page’s Swift each time that the book is checked, and compares what it prints with \
            this block to the last character.
            """
        switch output.column {
        case .swift?:
            return ("swift", "Checked: Swift", [swift])
        case .python?:
            let tolerance = output.tolerance.map { " Its numbers may differ by \($0)." } ?? ""
            return ("python", "Checked: PyTorch", ["Printed by \(torch) on this page’s Python.\(tolerance)"])
        case nil where !site.book.settings.hasPython:
            return ("swift", "Checked", [swift])
        case nil:
            let bound =
                output.tolerance.map { "within \($0) (of the number, where that is beyond 1)" }
                ?? "to one unit of the last digit shown"
            var said = [
                swift,
                "\(torch) runs the Python beside it, and prints the same: words and whole numbers exactly, others \(bound).",
            ]
            if let found = site.columns.difference(of: block, number: place.block, on: place.page) {
                let largest = String(format: "%.1e", found.difference)
                said.append(
                    found.difference == 0
                        ? "On \(found.date), no number differed."
                        : "On \(found.date), the largest difference was \(largest).")
            }
            return ("both", "Checked: Swift and PyTorch", said)
        }
    }
}
