// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/02-autograd.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1b1aa9d64576b63c

#sourceLocation(file: "Chapters/02-autograd.md", line: 794)
extension View {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.reshape(context.inputShapes[0])] }
}

extension Unsqueeze {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.reshape(context.inputShapes[0])] }
}

extension Squeeze {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.reshape(context.inputShapes[0])] }
}

extension Permute {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        let order = order.map { Layout(shape: context.inputShapes[0]).dimension($0, of: "permute") }
        return [gradient.permute(order.indices.map { d in order.firstIndex(of: d) ?? d })]
    }
}

extension Transpose {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.transpose(a, b)] }
}

extension MatrixTranspose {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.turned] }
}

extension Expand {
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

extension Slice {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { inPlace(gradient, context) }
}

extension Select {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { inPlace(gradient, context) }
}

extension Alias {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient] }
}

extension Clone {
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient] }
}
#sourceLocation()
