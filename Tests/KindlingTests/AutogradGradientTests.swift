import Kindling
import Testing

/// Every gradient against finite differences.
///
/// The step is 0.01 and the tolerance 2e-3, relative to gradients above 1. A central difference is wrong by h²/6 of the third
/// derivative, here at most about 20 (that of 1/x³ and of pow at 0.5 are the steepest): 3e-4; and by the rounding of two function
/// values, each some 1e-6 (sums of up to 60 numbers of size up to 4), divided by 2h: 1e-4. A wrong gradient is off by far more:
/// the last test shows it for small mistakes. Inputs keep a distance of 0.03 from the kinks of relu, abs, clamp, max and min.
@Suite("Autograd: gradients", .ownRandomNumbers) struct AutogradGradientTests {
    static let tolerance = 2e-3

    struct Case: Sendable {
        var name: String
        /// The shapes of the inputs.
        var shapes: @Sendable (inout TestRandom) -> [[Int]]
        var range: ClosedRange<Float> = 0.5...1.5
        var function: @Sendable ([Tensor], _ seed: Int) -> Tensor
    }

    static func any(_ random: inout TestRandom) -> [[Int]] { [shape(&random)] }

    /// A shape without empty dimensions, small enough for one run of the function per element.
    static func shape(_ random: inout TestRandom, _ dimensions: ClosedRange<Int> = 0...3) -> [Int] {
        (0..<random.int(dimensions)).map { _ in random.int(1...3) }
    }

    static func broadcasting(_ random: inout TestRandom) -> [[Int]] {
        let whole = shape(&random)
        return [random.broadcastable(to: whole), random.broadcastable(to: whole)]
    }

    static func atLeast1(_ random: inout TestRandom) -> [[Int]] { [shape(&random, 1...3)] }

    /// A random dimension of a tensor, the same for each call with one seed.
    static func dimension(_ x: Tensor, _ seed: Int) -> Int { seed % 2 == 0 ? seed % x.ndim : seed % x.ndim - x.ndim }

    static func mask(_ shape: [Int], _ seed: Int) -> BoolTensor {
        var random = TestRandom(seed)
        return random.tensor(shape) .> 0
    }

    static let cases: [Case] = [
        Case(name: "a + b", shapes: broadcasting) { x, _ in x[0] + x[1] },
        Case(name: "a - b", shapes: broadcasting) { x, _ in x[0] - x[1] },
        Case(name: "a * b", shapes: broadcasting) { x, _ in x[0] * x[1] },
        Case(name: "a / b", shapes: broadcasting) { x, _ in x[0] / x[1] },
        Case(name: "with numbers", shapes: any) { x, _ in (2 - x[0] * 3 + 1) / 2 + (3 / x[0] - 1) * (2 * x[0]) },
        Case(name: "-a, 1 / a", shapes: any) { x, _ in -x[0] + x[0].reciprocal() },
        Case(name: "a * a", shapes: any) { x, _ in x[0] * x[0] },
        Case(name: "exp", shapes: any, range: -1...1) { x, _ in x[0].exp() },
        Case(name: "log", shapes: any) { x, _ in x[0].log() },
        Case(name: "log1p", shapes: any, range: -0.4...1) { x, _ in x[0].log1p() },
        Case(name: "sqrt", shapes: any) { x, _ in x[0].sqrt() },
        Case(name: "sin", shapes: any, range: -3...3) { x, _ in x[0].sin() },
        Case(name: "cos", shapes: any, range: -3...3) { x, _ in x[0].cos() },
        Case(name: "tanh", shapes: any, range: -2...2) { x, _ in x[0].tanh() },
        Case(name: "sigmoid", shapes: any, range: -3...3) { x, _ in x[0].sigmoid() },
        Case(name: "erf", shapes: any, range: -2...2) { x, _ in x[0].erf() },
        Case(name: "relu", shapes: any, range: -1...1) { x, _ in x[0].relu() },
        Case(name: "abs", shapes: any, range: -1...1) { x, _ in x[0].abs() },
        Case(name: "pow", shapes: any) { x, seed in x[0].pow([-1, 0, 0.5, 1, 2, 2.5, 3][seed % 7]) },
        Case(name: "pow of negative numbers", shapes: any, range: -1.5 ... -0.5) { x, seed in
            x[0].pow([-1, 0, 1, 2, 3][seed % 5])
        },
        Case(name: "clamp", shapes: any, range: -1...1) { x, seed in
            seed % 3 == 0 ? x[0].clamp(min: 0) : seed % 3 == 1 ? x[0].clamp(max: 0) : x[0].clamp(min: 0, max: 5)
        },
        Case(name: "sum", shapes: any) { x, _ in x[0].sum() * x[0].sum(keepDim: true) },
        Case(name: "sum(d)", shapes: atLeast1) { x, seed in
            x[0].sum(dimension(x[0], seed), keepDim: seed % 3 == 0).pow(2)
        },
        Case(name: "sum(d, e)", shapes: { [shape(&$0, 2...3)] }) { x, seed in
            x[0].sum(-1, seed % (x[0].ndim - 1), keepDim: seed % 3 == 0)
        },
        Case(name: "mean", shapes: any) { x, _ in x[0].mean() },
        Case(name: "mean(d)", shapes: atLeast1) { x, seed in
            x[0].mean(dimension(x[0], seed), keepDim: seed % 3 == 0).pow(2)
        },
        Case(name: "mean(d, e)", shapes: { [shape(&$0, 2...3)] }) { x, _ in x[0].mean([0, -1]) },
        Case(name: "variance", shapes: { _ in [[2, 3]] }) { x, seed in
            seed % 2 == 0
                ? x[0].variance(correction: seed % 3)
                : x[0].variance([seed % 4 - 2], correction: seed % 2, keepDim: seed % 3 == 0)
        },
        Case(name: "std", shapes: { _ in [[2, 3]] }) { x, seed in
            seed % 2 == 0 ? x[0].std() : x[0].std([1], correction: 0, keepDim: true)
        },
        Case(name: "view", shapes: any) { x, _ in x[0].view(-1).view(1, -1).pow(2) },
        Case(name: "reshape of a transpose", shapes: atLeast1) { x, _ in x[0].T.reshape(-1).pow(2) },
        Case(name: "flatten", shapes: { [shape(&$0, 2...3)] }) { x, seed in x[0].flatten(seed % 2).pow(2) },
        Case(name: "permute", shapes: atLeast1) { x, seed in
            var random = TestRandom(seed)
            return x[0].permute(x[0].shape.indices.shuffled(using: &random).map { seed % 2 == 0 ? $0 : $0 - x[0].ndim })
                .pow(2)
        },
        Case(name: "transpose", shapes: atLeast1) { x, seed in x[0].transpose(dimension(x[0], seed), -1).pow(2) },
        Case(name: "t and T", shapes: { [shape(&$0, 2...2)] }) { x, _ in x[0].t().pow(2) + x[0].T },
        Case(name: "squeeze and unsqueeze", shapes: atLeast1) { x, seed in
            x[0].unsqueeze(dimension(x[0], seed)).squeeze() * x[0].unsqueeze(-1).squeeze(-1).squeeze()
        },
        Case(name: "expand", shapes: atLeast1) { x, seed in
            x[0].unsqueeze(1).expand([2, x[0].shape[0], seed % 3 + 1] + x[0].shape.dropFirst()).pow(2)
        },
        Case(name: "select", shapes: atLeast1) { x, seed in x[0][-1].pow(2) + x[0][seed % x[0].shape[0]] },
        Case(name: "slices", shapes: { _ in [[3, 2, 4]] }) { x, _ in x[0][1..., 0, ..<3].pow(2) + x[0][..<2, -1, 1...3]
        },
        Case(name: "narrow and split", shapes: { _ in [[5, 2]] }) { x, _ in
            let parts = x[0].split(2)
            return parts[0] * parts[1] + x[0].narrow(0, start: 3, length: 2) + parts[2]
        },
        Case(name: "clone and contiguous", shapes: any) { x, _ in x[0].clone() * x[0].T.contiguous().T },
        Case(name: "rows", shapes: { [[3] + shape(&$0)] }) { x, seed in
            x[0][IntTensor([[2, 0], [-1, seed % 3]])].pow(2)
        },
        Case(name: "pairs", shapes: { _ in [[3, 4]] }) { x, seed in
            x[0].T[IntTensor([0, 3, -1, 0]), IntTensor([2, 0, seed % 3, 2])].pow(2)
        },
        Case(name: "mask", shapes: any) { x, seed in x[0][mask(x[0].shape, seed)].pow(2) },
        Case(name: "maskedFill", shapes: broadcasting) { x, seed in
            let whole = x[0] * x[1]
            return whole.maskedFill(mask(whole.shape, seed), 3) + x[1].maskedFill(mask(whole.shape, seed + 1), -1)
        },
        Case(name: "where", shapes: broadcasting) { x, seed in .where(mask((x[0] + x[1]).shape, seed), x[0], x[1]) },
        Case(name: "gather", shapes: { _ in [[3, 3]] }) { x, seed in
            x[0].T.gather(seed % 2, IntTensor([[0, 2, 1], [2, 2, 0], [0, 0, 1]])).pow(2)
        },
        Case(name: "cat", shapes: { _ in [[2, 1, 3], [2, 4, 3]] }) { x, _ in cat([x[0], x[1], x[0] * 2], 1).pow(2) },
        Case(
            name: "stack",
            shapes: {
                let s = shape(&$0)
                return [s, s]
            }
        ) { x, seed in stack([x[0], x[1], x[0]], seed % 2 == 0 ? 0 : -1).pow(2) },
        Case(
            name: "matmul",
            shapes: { r in
                let k = r.int(1...3)
                return [[r.int(1...3), k], [k, r.int(1...3)]]
            }
        ) { x, _ in x[0] • x[1] },
        Case(name: "matmul of views", shapes: { _ in [[3, 4], [2, 3]] }) { x, _ in x[0].T • x[1].T },
        Case(name: "matrix • row", shapes: { _ in [[3, 4], [4]] }) { x, _ in x[0] • x[1] },
        Case(name: "row • matrix", shapes: { _ in [[3], [3, 4]] }) { x, _ in x[0] • x[1] },
        Case(name: "row • row", shapes: { _ in [[4], [4]] }) { x, _ in x[0] • x[1] },
        Case(name: "batch • matrix", shapes: { _ in [[2, 2, 3], [3, 2]] }) { x, _ in x[0] • x[1] },
        Case(name: "matrix • batch", shapes: { _ in [[2, 3], [2, 3, 2]] }) { x, _ in x[0] • x[1] },
        Case(name: "batch • batch", shapes: { _ in [[2, 1, 2, 3], [3, 3, 2]] }) { x, _ in x[0] • x[1] },
        Case(name: "batch • row", shapes: { _ in [[2, 2, 3], [3]] }) { x, _ in x[0] • x[1] },
        Case(name: "row • batch", shapes: { _ in [[3], [2, 3, 2]] }) { x, _ in x[0] • x[1] },
        Case(name: "max and min", shapes: { _ in [[3, 4]] }) { x, _ in x[0].max() * x[0].min() },
        Case(name: "max(d)", shapes: { _ in [[3, 4]] }) { x, seed in
            x[0].max(seed % 2, keepDim: seed % 3 == 0).values.pow(2)
                + x[0].T.min(1 - seed % 2, keepDim: seed % 3 == 0).values.sum()
        },
        Case(name: "in place", shapes: broadcasting) { x, _ in
            let y = x[0] * x[1] * 2
            y += x[0]
            y *= x[1]
            y -= 1
            y /= x[0]
            return y
        },
        Case(
            name: "copied over",
            shapes: {
                let s = shape(&$0)
                return [s, $0.broadcastable(to: s)]
            }
        ) { x, _ in
            let y = x[0] * 2
            y.copy(x[1].pow(2))
            return y * x[0]
        },
        Case(name: "softmax", shapes: { _ in [[2, 4]] }, range: -1...1) { x, _ in
            let e = (x[0] - x[0].max(1, keepDim: true).values.detach()).exp()
            return (e / e.sum(1, keepDim: true)).log()
        },
    ]

    /// Inputs whose elements are at least 0.03 apart and 0.03 from 0, so that no step crosses a kink.
    static func inputs(_ shapes: [[Int]], _ range: ClosedRange<Float>, _ random: inout TestRandom) -> [Tensor] {
        shapes.map { shape in
            let count = shape.reduce(1, *)
            let width = (range.upperBound - range.lowerBound) / Float(max(count, 1))
            let values = (0..<count).shuffled(using: &random).map { i -> Float in
                let value = range.lowerBound + width * (Float(i) + random.float(0.3...0.7))
                return abs(value) < 0.03 ? (value < 0 ? -0.03 : 0.03) : value
            }
            return Tensor(shape: shape, values: values)
        }
    }

    @Test("every operation, over random shapes", arguments: cases.indices)
    func operations(i: Int) {
        let this = Self.cases[i]
        for seed in 0..<8 {
            var random = TestRandom(1000 * i + seed)
            let shapes = this.shapes(&random)
            let error = gradientError(at: Self.inputs(shapes, this.range, &random)) { this.function($0, seed) }
            if !(error < Self.tolerance) {
                report("\(this.name) at \(shapes), seed \(seed)", error, "below \(Self.tolerance)")
            }
        }
    }

    /// The same functions of views: the gradient goes back through each view to the base.
    @Test("chains of views", arguments: 0..<3)
    func views(block: Int) {
        for seed in block * 25..<(block + 1) * 25 {
            var random = TestRandom(seed)
            let shape = Self.shape(&random, 1...3)
            let x = Tensor(shape: shape, values: random.floats(shape.reduce(1, *)))
            let chainSeed = random.int(0...1_000_000)
            let error = gradientError(at: [x]) { inputs in
                var random = TestRandom(chainSeed)
                var state = (inputs[0], Model(base: shape))
                var steps = 0
                while steps < 4 {
                    guard let (view, model, text) = TensorViewTests.step(state.0, state.1, &random), text != "detach"
                    else { continue }
                    state = (view, model)
                    steps += 1
                }
                return state.0 * state.0
            }
            if !(error < Self.tolerance) { report("views of \(shape), seed \(seed)", error, "below \(Self.tolerance)") }
        }
    }

    /// Small mistakes: a forgotten factor, a sign, a term that is missing.
    struct Wrong: Function {
        let mistake: Int

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0])
            return inputs[0].pow(2) * 0.1 + inputs[0]
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let x = context.saved(0)
            let right = x * 0.2 + 1
            return [
                gradient * (mistake == 0 ? right : mistake == 1 ? x * 0.2 : mistake == 2 ? x * 0.1 + 1 : right * 1.01)
            ]
        }
    }

    @Test("the check finds wrong gradients, and passes the right one")
    func wrongGradients() {
        let x = Tensor([0.7, 1.2, -0.4])
        #expect(gradientError(at: [x]) { Wrong(mistake: 0)($0[0]) } < Self.tolerance)
        for mistake in 1...3 {
            #expect(gradientError(at: [x]) { Wrong(mistake: mistake)($0[0]) } > 2 * Self.tolerance)
        }
    }
}
