// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-03-checking.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 543b2dd46f2afdee

// Chapters/Workshop/02-03-checking.md: Nudge and see
/// How far the gradients of `function` are from finite differences: the largest error, relative to gradients above 1.
///
/// The outputs are joined to one number with fixed weights, summed in `Double`. With `Float` inputs, expect errors
/// around 1e-4 and below for smooth functions of ordinary size: the central difference with the step h has a truncation
/// error of order h² and a rounding error of order 1e-7 / h, which balance near h = 0.01.
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
    return gradientError(of: variables, step: step) { function(variables) }
}

/// The same for variables that `function` looks up itself. They are leaves without a `grad`, are moved in place, and
/// end as they were.
func gradientError(of variables: [Tensor], step: Double, _ function: () -> Tensor) -> Double {
    let output = function()
    let weights = Tensor(shape: output.shape, values: (0..<output.count).map { Float(($0 * 7 + 3) % 11) / 11 + 0.25 })
    output.backward(gradient: weights)

    var worst = 0.0
    for variable in variables {
        let gradient = variable.grad?.array ?? [Float](repeating: 0, count: variable.count)
        let values = variable.array
        for i in 0..<variable.count {
            /// The weighted sum of the outputs with element `i` moved, and where that has brought the element.
            func moved(by step: Float) -> (place: Double, sum: Double) {
                var values = values
                values[i] += step
                variable.write(Tensor(shape: variable.shape, values: values))
                let sum = zip(noGrad(function).array, weights.array).reduce(0) { $0 + Double($1.0) * Double($1.1) }
                return (Double(values[i]), sum)
            }
            let (above, below) = (moved(by: Float(step)), moved(by: -Float(step)))
            let difference = (above.sum - below.sum) / (above.place - below.place)
            let error = abs(difference - Double(gradient[i])) / Swift.max(1, abs(difference))
            // max would pass over it.
            worst = error.isNaN ? .infinity : Swift.max(worst, error)
        }
        variable.write(Tensor(shape: variable.shape, values: values))
    }
    return worst
}
