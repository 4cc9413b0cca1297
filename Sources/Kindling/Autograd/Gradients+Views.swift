// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-02-gradients.md
//   Chapters/Workshop/02-06-more-operations.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c764ada3bac3a0d2

// Chapters/Workshop/02-02-gradients.md: Views
extension Op.View {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.reshape(context.inputShapes[0])] }
}

extension Op.Unsqueeze {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.reshape(context.inputShapes[0])] }
}

extension Op.Squeeze {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.reshape(context.inputShapes[0])] }
}

extension Op.Permute {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let order = order.map { Layout(shape: context.inputShapes[0]).dimension($0, of: "permute") }
        return [gradient.permute(order.indices.map { d in order.firstIndex(of: d) ?? d })]
    }
}

extension Op.Transpose {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.transpose(a, b)] }
}

extension Op.MatrixTranspose {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.unrecorded.t()] }
}

extension Op.Expand {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.summed(to: context.inputShapes[0])] }
}

extension ViewFunction {
    /// For the views that show only a part: the gradient in its place, zeros elsewhere.
    fileprivate func inPlace(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let result = Tensor.zeros(context.inputShapes[0])
        Tensor(storage: result.storage, layout: layout(of: result.layout)).write(gradient)
        return [result]
    }
}

extension Op.Slice {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { inPlace(gradient, context) }
}

extension Op.Select {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { inPlace(gradient, context) }
}

extension Op.Alias {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient] }
}

extension Op.Clone {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient] }
}

// Chapters/Workshop/02-06-more-operations.md: The gradients of what was written
extension Op.SteppedSlice {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { inPlace(gradient, context) }
}
