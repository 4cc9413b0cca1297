/// A declaration of the library, or of a page's program, that the reader may write: `heart="viewed(as:)"` in a fence.
struct Heart: Hashable, Sendable {
    /// Its name in the fence: `viewed(as:)`, or `Tensor.viewed(as:)` where two have that name.
    var name: String
    /// The fence that names it.
    var position: SourcePosition
    /// The page's program, or the library's file, that it stands in, from the package's root.
    var file: String
    /// What it is in there.
    var declaration: SwiftParse.Declaration
}
