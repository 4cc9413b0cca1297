// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-06-more-operations.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 264d19f78294a64f

// Chapters/Workshop/02-06-more-operations.md: Signs
import KindlingEngine

extension Op {
    /// -1, 0 or 1.
    struct Sign: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { inputs[0].elementwise(KD_SIGN) }
        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [.zeros(like: gradient)] }
    }
}

extension Tensor {
    /// The sign of every element: -1, 0 or 1, and 0 for nan, as in torch.
    public func sign() -> Tensor { Op.Sign()(self) }
}

extension IntTensor {
    /// The sign of every element: -1, 0 or 1.
    public func sign() -> IntTensor { IntTensor(shape: shape, values: array.map { $0.signum() }) }
}
