// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-04-hooks.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 008765f60a2c6a84

// Chapters/Workshop/06-04-hooks.md: Checking a module's gradients
/// How far a module's gradients are from finite differences, with regard to its input and to each parameter that
/// requires a gradient: the largest error, relative to gradients above 1. See `gradientError(at:step:of:)` for how
/// large it may be.
///
/// Afterwards the parameters and their `grad` are what they were. The module must give the same result for the same
/// input: one with dropout does in evaluation mode only.
/// - Parameters:
///   - input: where to check, away from kinks such as `relu`'s at 0 by more than `step`, on the way through the module
///     too.
///   - step: by how much each element is moved up and down.
public func gradientError(of module: Module, at input: Tensor, step: Double = 1e-2) -> Double {
    let input = input.detach().clone()
    input.requiresGrad = true
    let parameters = module.parameters.filter(\.requiresGrad)
    let gradients = parameters.map(\.grad)
    for parameter in parameters { parameter.grad = nil }
    defer {
        for (parameter, gradient) in zip(parameters, gradients) { parameter.grad = gradient }
    }
    return gradientError(of: [input] + parameters, step: step) { module(input) }
}
