// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/12-fit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: a92cf40106e91af7

// Chapters/12-fit.md: Fit
/// The share of a loader's labels that the model's largest output names, from 0 to 1, in evaluation mode and without
/// gradients.
public func accuracy(_ model: Module, _ loader: LabelledLoader) -> Double {
    model.eval()
    return noGrad {
        var (right, count) = (0, 0)
        for (xb, yb) in loader {
            right += (model(xb).argmax(1) .== yb).sum().item()
            count += yb.count
        }
        return count == 0 ? .nan : Double(right) / Double(count)
    }
}
