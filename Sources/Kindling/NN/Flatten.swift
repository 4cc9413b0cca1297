// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/14-sequential.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 6754d8582cae5d43

// Chapters/14-sequential.md: Functions as modules
/// Joins the dimensions `first` to `last` into one: `(N, 576)` from `(N, 16, 6, 6)`.
public final class Flatten: Module {
    let first, last: Int

    /// - Parameters:
    ///   - first: the first dimension that's joined; the batch stays, unless you say otherwise.
    ///   - last: the last one. Negative numbers count from the end.
    public init(_ first: Int = 1, _ last: Int = -1) {
        (self.first, self.last) = (first, last)
        super.init()
    }

    public override func forward(_ x: Tensor) -> Tensor { x.flatten(first, last) }

    public override var extraDescription: String { "start_dim=\(first), end_dim=\(last)" }
}
