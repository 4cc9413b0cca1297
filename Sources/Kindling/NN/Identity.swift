// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/07-linear.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 246cd4d2791e72de

#sourceLocation(file: "Chapters/07-linear.md", line: 563)
/// Gives back what it gets: a place holder for a layer that is left out.
public final class Identity: Module {
    public override init() { super.init() }

    public override func forward(_ x: Tensor) -> Tensor { x }
}
#sourceLocation()
