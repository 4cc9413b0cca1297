/// A source file made out of a page's blocks, or several pages'.
struct GeneratedFile: Sendable {
    /// Where it goes, from the package's root.
    package let path: String
    /// The pages it is made from, in the order of their first block in it.
    package let chapters: [String]
    /// The fence of its first block.
    let origin: SourcePosition
    /// The file's text: header and code.
    package let text: String
    /// Where each line of the text comes from; nil for a line that stands on no page.
    let positions: [SourcePosition?]
}
