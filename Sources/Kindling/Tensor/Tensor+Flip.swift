// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-06-more-operations.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 11d39168b7a8a3ef

// Chapters/Workshop/02-06-more-operations.md: Turned round
extension Layout {
    /// Read from the end in some dimensions. Only for copying: the rest of the library counts on strides that aren't
    /// negative.
    fileprivate func flipped(_ dimensions: [Int]) -> Layout {
        let flipped = self.dimensions(dimensions, of: "flip")
        if Set(flipped).count != flipped.count {
            fatalError("flip: \(dimensions) name a dimension of the shape \(shape) twice")
        }
        var result = self
        for d in flipped where shape[d] > 0 {
            result.offset += (shape[d] - 1) * strides[d]
            result.strides[d] = -strides[d]
        }
        return result
    }
}

extension Op {
    /// Dimensions read from their end.
    struct Flip: Function {
        let dimensions: [Int]

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = Tensor(uninitialized: inputs[0].shape)
            let flipped = Tensor(storage: inputs[0].storage, layout: inputs[0].layout.flipped(dimensions))
            flipped.copyElements(to: result.storage.mutablePointer)
            return result
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient.flip(dimensions)] }
    }
}

extension Tensor {
    /// A copy in which the given dimensions run from their end: `x.flip(0)` has the last row first.
    public func flip(_ dimensions: Int...) -> Tensor { flip(dimensions) }

    /// A copy in which dimensions, given as an array, run from their end.
    public func flip(_ dimensions: [Int]) -> Tensor { Op.Flip(dimensions: dimensions)(self) }
}

extension StridedView {
    /// A copy in which the given dimensions run from their end.
    public func flip(_ dimensions: Int...) -> Self { flip(dimensions) }

    /// A copy in which dimensions, given as an array, run from their end.
    public func flip(_ dimensions: [Int]) -> Self {
        Self(shape: shape, values: Self(storage: storage, layout: layout.flipped(dimensions)).array)
    }
}
