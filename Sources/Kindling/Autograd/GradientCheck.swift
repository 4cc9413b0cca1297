// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/02-autograd.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: e6b82ea61a864fcb

#sourceLocation(file: "Chapters/02-autograd.md", line: 1189)
/// How far the gradients of `function` are from finite differences: the largest error, relative to gradients above 1.
///
/// The outputs are joined to one number with fixed weights, summed in `Double`. With `Float` inputs, expect errors around 1e-4 and below for
/// smooth functions of ordinary size: the central difference with the step h has a truncation error of order h² and a rounding error of
/// order 1e-7 / h, which balance near h = 0.01.
///
/// - Parameters:
///   - inputs: where to check. They should be away from kinks such as `relu`'s at 0 by more than `step`.
///   - step: by how much each element is moved up and down.
public func gradientError(
    at inputs: [Tensor], step: Double = 1e-2, of function: ([Tensor]) -> Tensor
) -> Double {
    let variables = inputs.map { input in
        let variable = input.detach().clone()
        variable.requiresGrad = true
        return variable
    }
    let output = function(variables)
    let weights = Tensor(shape: output.shape, values: (0..<output.count).map { Float(($0 * 7 + 3) % 11) / 11 + 0.25 })
    output.backward(gradient: weights)

    func weighted(_ inputs: [Tensor]) -> Double {
        zip(noGrad { function(inputs) }.array, weights.array).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    var worst = 0.0
    for variable in variables {
        let gradient = variable.grad?.array ?? [Float](repeating: 0, count: variable.count)
        for i in 0..<variable.count {
            let element = variable.storage.mutablePointer + i
            let value = element.pointee
            element.pointee = value + Float(step)
            let (above, upper) = (Double(element.pointee), weighted(variables))
            element.pointee = value - Float(step)
            let (below, lower) = (Double(element.pointee), weighted(variables))
            element.pointee = value
            let difference = (upper - lower) / (above - below)
            worst = Swift.max(worst, abs(difference - Double(gradient[i])) / Swift.max(1, abs(difference)))
        }
    }
    return worst
}
#sourceLocation()
