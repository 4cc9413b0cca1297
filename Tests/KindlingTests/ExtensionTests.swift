import Kindling
import Testing

/// What users write with the library's public parts: operations, optimizers and modules of their own.
@Suite("Extension points", .ownRandomNumbers) struct ExtensionTests {
    /// √(a² + b²), its inputs broadcast; it notes which gradients were asked for.
    final class Hypotenuse: Function {
        let isWrong: Bool
        private(set) var computed: [Int] = []

        init(isWrong: Bool = false) { self.isWrong = isWrong }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            let result = (inputs[0] * inputs[0] + inputs[1] * inputs[1]).sqrt()
            context.save(inputs[0], inputs[1], result)
            return result
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            let share = gradient / context.saved(2)
            func part(_ i: Int) -> Tensor {
                computed.append(i)
                return share * context.saved(i) * (isWrong ? 1.5 : 1)
            }
            return [context.unbroadcast(part(0), 0), context.unbroadcast(part(1), 1)]
        }
    }

    @Test("an operation's broadcast inputs get gradients of their own shapes")
    func broadcasting() {
        let (a, b) = (
            Tensor.rand(3, 4, generator: Generator(seed: 1)) + 0.5, Tensor.rand(4, generator: Generator(seed: 2)) + 0.5
        )
        #expect(gradientError(at: [a, b]) { Hypotenuse()($0[0], $0[1]) } < 1e-3)
        #expect(gradientError(at: [b, a]) { Hypotenuse()($0[0], $0[1]) } < 1e-3)
        #expect(gradientError(at: [a, b]) { Hypotenuse(isWrong: true)($0[0], $0[1]) } > 0.05)
    }

    @Test("a gradient that nobody wants isn't computed")
    func notNeeded() {
        let (a, b) = (Tensor.ones(2, 3), Tensor.ones(3))
        b.requiresGrad = true
        let operation = Hypotenuse()
        operation(a, b).sum().backward()
        #expect(operation.computed == [1])
        #expect(a.grad == nil && b.grad?.shape == [3])
    }

    /// 2 a + b, of inputs of one shape.
    struct Weighted: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { 2 * inputs[0] + inputs[1] }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            [context.ifNeeded(0, 2 * gradient), context.ifNeeded(1, gradient)]
        }
    }

    @Test("ifNeeded gives nil for an input without a gradient")
    func ifNeeded() {
        let (a, b) = (Tensor.ones(2), Tensor.ones(2))
        a.requiresGrad = true
        Weighted()(a, b).sum().backward()
        #expect(a.grad?.array == [2, 2] && b.grad == nil)
        #expect(gradientError(at: [a, b]) { Weighted()($0[0], $0[1]) } < 1e-3)
    }

    @Test("summed(to:) adds up what broadcasting has repeated")
    func summed() {
        let x = Tensor(shape: [2, 3, 4], values: (0..<24).map(Float.init))
        #expect(x.summed(to: [2, 3, 4]) === x)
        #expect(x.summed(to: [3, 1]).isEqual(to: x.sum(0, 2).view(3, 1)))
        #expect(x.summed(to: [2, 1, 4]).isEqual(to: x.sum([1], keepDim: true)))
        #expect(x.summed(to: []).isEqual(to: x.sum()))
        #expect(x.transpose(0, 2).summed(to: [2]).isEqual(to: x.sum(1, 2)))
    }

    /// Steps of one size against the sign of a running sum of gradients.
    final class SignDescent: Optimizer {
        private var sums: [ObjectIdentifier: Tensor] = [:]

        override func update(_ parameter: Tensor, _ gradient: Tensor, _ group: ParameterGroup) {
            #expect(!isGradEnabled)
            #expect(gradient.isContiguous && gradient.shape == parameter.shape)
            let id = ObjectIdentifier(parameter)
            let sum = sums[id] ?? .zeros(parameter.shape)
            sums[id] = sum
            withState(parameter, gradient, sum) { w, g, s in
                for i in 0..<parameter.count {
                    s?[i] += g[i]
                    w[i] -= Float(group.lr) * ((s?[i] ?? 0) > 0 ? 1 : -1)
                }
            }
        }
    }

    @Test("an optimizer's loop sees the elements in order, wherever they stand")
    func withState() {
        let start = Tensor.randn(3, 4, generator: Generator(seed: 1))
        let factor = Tensor.randn(3, 4, generator: Generator(seed: 2))
        func trained(_ w: Tensor) -> [Float] {
            w.requiresGrad = true
            let optimizer = SignDescent([ParameterGroup([w])], lr: 0.125)
            for step in 1...3 {
                let gradient = (factor.T.contiguous() * Double(step)).T
                #expect(!gradient.isContiguous)
                w.grad = gradient
                optimizer.step()
                optimizer.zeroGrad()
            }
            return w.array
        }
        let expected = zip(start.array, factor.array).map { w, f in w - 0.125 * 3 * (f > 0 ? 1 : -1) }
        let side = start.clone()
        let across = start.T.clone().T
        #expect(!across.isContiguous)
        for w in [side, across] {
            #expect(zip(trained(w.detach()), expected).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    /// A layer whose weight's gradient may be wrong.
    final class Mixed: Module {
        let weight = Parameter(Tensor.rand(3, 4, generator: Generator(seed: 3)) + 0.5)
        let scale = Parameter(Tensor.rand(4, generator: Generator(seed: 4)) + 0.5)
        let isWrong: Bool

        init(isWrong: Bool) { self.isWrong = isWrong }

        override func forward(_ x: Tensor) -> Tensor {
            Hypotenuse(isWrong: isWrong)(x.matmul(weight.tanh()), scale)
        }
    }

    @Test("a module's gradients are checked with regard to input and parameters")
    func modules() {
        let x = Tensor.randn(5, 3, generator: Generator(seed: 5))
        #expect(gradientError(of: Mixed(isWrong: false), at: x) < 1e-3)
        #expect(gradientError(of: Mixed(isWrong: true), at: x) > 0.05)
        manualSeed(1)
        #expect(
            gradientError(
                of: Sequential(Conv2d(1, 2, 3), Tanh(), AvgPool2d(2), Flatten(), Linear(8, 3)), at: .randn(2, 1, 6, 6))
                < 1e-3)
    }

    /// Its input's gradient is right, its weight's is left out.
    final class Forgetful: Module {
        let weight = Parameter(Tensor([0.5, -1.5]))
        override func forward(_ x: Tensor) -> Tensor { x * weight.detach() }
    }

    @Test("a wrong gradient of a parameter alone is found, and copying into a weight raises no alarm")
    func parameters() {
        #expect(gradientError(of: Forgetful(), at: Tensor([1, 2])) > 0.5)

        let layer = Linear(2, 3)
        noGrad { layer.weight.copy(Tensor([[1, -2], [0.5, 3], [-1, 0.25]])) }
        #expect(gradientError(of: layer, at: Tensor([[1, 2], [3, 4]])) < 1e-2)
    }

    @Test("the check leaves parameters, gradients and frozen parameters as they were")
    func leavesNoTrace() {
        let module = Mixed(isWrong: false)
        let x = Tensor.randn(5, 3, generator: Generator(seed: 5))
        module(x).sum().backward()
        module.scale.requiresGrad = false
        let values = module.parameters.map(\.array)
        let gradients = module.parameters.map { $0.grad?.array }
        x.requiresGrad = true
        #expect(gradientError(of: module, at: x) < 1e-3)
        #expect(module.parameters.map(\.array) == values)
        #expect(module.parameters.map { $0.grad?.array } == gradients)
        #expect(x.grad == nil)
    }
}
