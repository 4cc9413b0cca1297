import Kindling
import KindlingEngine
import Testing

@Suite("Layer normalization", .ownRandomNumbers) struct LayerNormTests {
    /// As in the checks of batch normalization: values with a deviation of about 1.2, and a step of 0.01.
    @Test("gradients are those of finite differences", arguments: 0..<12)
    func gradients(seed: Int) {
        var random = TestRandom(seed)
        let sizes = [[4], [7], [2, 3], [17]][seed % 4]
        let shape = [[], [3], [2, 2]][seed % 3] + sizes
        let x = random.tensor(shape)
        let weight = random.tensor(sizes, 0.5...1.5)
        let bias = random.tensor(sizes)
        #expect(gradientError(at: [x, weight, bias]) { F.layerNorm($0[0], sizes, weight: $0[1], bias: $0[2]) } < 3e-3)
        #expect(gradientError(at: [x, weight]) { F.layerNorm($0[0], sizes, weight: $0[1], epsilon: 0.1) } < 3e-3)
        #expect(gradientError(at: [x]) { F.layerNorm($0[0], sizes) } < 3e-3)
    }

    @Test("only what wants a gradient gets one, and each the same alone as with the others")
    func wanted() {
        var random = TestRandom(3)
        let values = [random.tensor([5, 3, 6]), random.tensor([6]), random.tensor([6])]
        func gradients(_ wanted: [Bool]) -> [[Float]?] {
            let inputs = zip(values, wanted).map { value, wanted in
                let input = value.clone()
                input.requiresGrad = wanted
                return input
            }
            let y = F.layerNorm(inputs[0], [6], weight: inputs[1], bias: inputs[2])
            (y * y).sum().backward()
            return inputs.map { $0.grad?.array }
        }
        let all = gradients([true, true, true])
        for i in 0..<3 {
            let alone = gradients((0..<3).map { $0 == i })
            #expect(alone.indices.allSatisfy { (alone[$0] == nil) == ($0 != i) })
            #expect(sameBits(alone[i] ?? [], all[i] ?? []))
        }
    }

    @Test("rows have mean 0 and variance 1, and don't depend on each other")
    func meaning() {
        var random = TestRandom(4)
        let x = Tensor(shape: [8, 50], values: random.floats(400, 90...110))
        let y = F.layerNorm(x, [50])
        #expect(y.mean(1).array.allSatisfy { abs($0) < 1e-5 })
        #expect(y.variance([1], correction: 0).array.allSatisfy { abs($0 - 1) < 1e-4 })
        #expect(sameBits(F.layerNorm(x[3], [50]).array, y[3].array))
        // All the same: nothing is left, and no nan.
        #expect(F.layerNorm(.full([2, 5], 7), [5]).array == [Float](repeating: 0, count: 10))
        let constant = F.layerNorm(.full([2, 5], 7), [5], weight: .ones(5), bias: .arange(5))
        #expect(constant.array == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4])
        // A nan and an infinity stay in their rows.
        let odd = F.layerNorm(Tensor([[1, .nan, 3], [1, 2, 3], [.infinity, 2, 3]]), [3])
        #expect(odd[0].array.allSatisfy(\.isNaN) && odd[2].array.allSatisfy(\.isNaN))
        #expect(sameBits(odd[1].array, F.layerNorm(Tensor([1, 2, 3]), [3]).array))
    }

    @Test("empty inputs, rows without elements, and one that has one")
    func empty() {
        let (x, weight) = (Mistakes.variable(0, 4), Mistakes.variable(4))
        let y = F.layerNorm(x, [4], weight: weight)
        #expect(y.shape == [0, 4])
        y.sum().backward()
        #expect(x.grad?.shape == [0, 4] && weight.grad?.array == [0, 0, 0, 0])
        let none = Mistakes.variable(3, 0)
        let nothing = F.layerNorm(none, [0], weight: .ones(0), bias: .ones(0))
        #expect(nothing.shape == [3, 0])
        nothing.sum().backward()
        #expect(none.grad?.shape == [3, 0])
        // One element is its own mean. Torch computes a rounding error here, of 1e-5; the zeros are exact.
        let (single, factor) = (Mistakes.variable(2, 1), Mistakes.variable(1))
        let zero = F.layerNorm(single * 3, [1], weight: factor)
        #expect(zero.array == [0, 0])
        zero.sum().backward()
        #expect(single.grad?.array == [0, 0] && factor.grad?.array == [0])
    }

    @Test("views and pixels give the bits of their copies") func layouts() {
        var random = TestRandom(6)
        for _ in 0..<30 {
            let shape = random.shape(4, minDimensions: 1)
            let sizes = Array(shape.suffix(random.int(1...shape.count)))
            let (x, weight, bias) = (random.tensor(shape), random.tensor(sizes), random.tensor(sizes))
            let y = F.layerNorm(x, sizes, weight: weight, bias: bias)
            let copied = F.layerNorm(
                x.contiguous().clone(), sizes, weight: weight.contiguous().clone(), bias: bias.contiguous().clone())
            #expect(y.shape == shape && sameBits(y.array, copied.array))
        }
        let images = F.conv2d(random.tensor([2, 3, 6, 6]), random.tensor([20, 3, 3, 3]))
        #expect(
            sameBits(
                F.layerNorm(images, [4, 4]).array,
                F.layerNorm(Tensor(shape: images.shape, values: images.array), [4, 4]).array))
    }

    @Test("in the graph it is torch's node, with three inputs") func graph() {
        let x = Mistakes.variable(2, 3)
        let y = F.layerNorm(x, [3])
        #expect(y.gradFn?.name == "NativeLayerNormBackward0")
        #expect(y.gradFn?.nextFunctions.map { $0?.name } == ["AccumulateGrad", nil, nil])
        #expect(!F.layerNorm(x.detach(), [3]).requiresGrad)
    }

    static let mistakes: [Mistakes.Mistake] = [
        .init("layerNorm: ", "[2, 3]", "[2]") { _ = F.layerNorm(.ones(2, 3), [2]) },
        .init("layerNorm: ", "[3]", "[2, 3]") { _ = F.layerNorm(.ones(3), [2, 3]) },
        .init("layerNorm: ", "[2, 3]", "[]") { _ = F.layerNorm(.ones(2, 3), []) },
        .init("layerNorm: a weight", "[2]", "[3]") { _ = F.layerNorm(.ones(2, 3), [3], weight: .ones(2)) },
        .init("layerNorm: a bias", "[1, 3]", "[3]") { _ = F.layerNorm(.ones(2, 3), [3], bias: .ones(1, 3)) },
        .init("backward: ", "changed in place") {
            let x = Mistakes.variable(2, 3) * 2
            let y = F.layerNorm(x, [3])
            noGrad { x += 1 }
            y.sum().backward()
        },
    ]

    @Test("mistakes stop the program and say what was wrong", arguments: mistakes.indices)
    func stops(i: Int) async throws {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            LayerNormTests.mistakes[i].body()
        }
        checkMessage(Self.mistakes[i], outcome?.standardErrorContent)
    }
}
