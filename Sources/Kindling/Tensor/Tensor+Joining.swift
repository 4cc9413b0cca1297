// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-08-picking.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7c62e9157dcc2f83

// Chapters/Workshop/01-08-picking.md: Joining
extension Op {
    /// Tensors one behind the other along a dimension they all have.
    struct Cat: Function {
        let dimension: Int

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            // A row without elements adds nothing, whatever the others' shape.
            let inputs = inputs.contains { $0.shape != [0] } ? inputs.filter { $0.shape != [0] } : inputs
            var shape = inputs[0].shape
            for input in inputs.dropFirst() {
                var other = input.shape
                if other.count == shape.count { other[dimension] = shape[dimension] }
                if other != shape {
                    fatalError(
                        "cat: the shapes \(inputs[0].shape) and \(input.shape) differ outside dimension \(dimension)")
                }
            }
            shape[dimension] = inputs.reduce(0) { $0 + $1.shape[dimension] }
            let result = Tensor(uninitialized: shape)
            var start = 0
            for input in inputs {
                let end = start + input.shape[dimension]
                let part = Tensor(storage: result.storage, layout: result.layout.sliced(dimension, start..<end))
                part.write(input)
                start = end
            }
            return result
        }
    }
}

extension Op {
    /// Tensors of one shape side by side along a new dimension.
    struct Stack: Function {
        let dimension: Int

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            for input in inputs where input.shape != inputs[0].shape {
                fatalError("stack: the shapes \(inputs[0].shape) and \(input.shape) differ")
            }
            let rows = inputs.map { Tensor(storage: $0.storage, layout: $0.layout.unsqueezed(dimension)) }
            return Cat(dimension: dimension).forward(rows, context)
        }
    }
}

/// Joins tensors along dimension `d`, in which alone their shapes may differ.
public func cat(_ tensors: [Tensor], _ d: Int = 0) -> Tensor {
    guard let first = tensors.first(where: { $0.shape != [0] }) ?? tensors.first else {
        fatalError("cat: there are no tensors to join")
    }
    return Op.Cat(dimension: first.layout.dimension(d, of: "cat"))(tensors)
}

/// Joins tensors of one shape along a new dimension `d`.
public func stack(_ tensors: [Tensor], _ d: Int = 0) -> Tensor {
    guard let first = tensors.first else { fatalError("stack: there are no tensors to join") }
    let dimension = first.layout.unsqueezed(d).dimension(d, of: "stack")
    return Op.Stack(dimension: dimension)(tensors)
}
