import Foundation
import Kindling
import Testing

/// The softmax of attention, against the same written with the library's other operations.
@Suite("Softmax with a mask", .ownRandomNumbers) struct MaskedSoftmaxTests {
    static func reference(
        _ scores: Tensor, _ scale: Double, blocked: BoolTensor?, added: Tensor?, isCausal: Bool
    ) -> Tensor {
        var s = scores * scale
        if let added { s = s + added }
        if let blocked { s = s.maskedFill(blocked, -.infinity) }
        if isCausal {
            let (rows, columns) = (scores.size(-2), scores.size(-1))
            let behind = (0..<rows).flatMap { i in (0..<columns).map { $0 > i } }
            s = s.maskedFill(BoolTensor(shape: [rows, columns], values: behind), -.infinity)
        }
        return F.softmax(s, -1).nanToZero
    }

    @Test("any shapes, views and masks, to the last bit", arguments: 0..<60)
    func values(seed: Int) {
        var random = TestRandom(seed)
        let shape = random.shape(3, maxSize: 3) + [random.int(1...20), random.int(1...40)]
        let scores = random.tensor(shape)
        let blocked = random.chance(50) ? random.tensor(random.broadcastable(to: shape)) .> 0.3 : nil
        let added = random.chance(50) ? random.tensor(random.broadcastable(to: shape)) : nil
        let isCausal = random.chance(30)
        let scale = Double(random.float(0.1...3))
        let expected = Self.reference(scores, scale, blocked: blocked, added: added, isCausal: isCausal)
        let result = F.maskedSoftmax(scores, scale, blocked: blocked, added: added, isCausal: isCausal)
        if result.shape != shape || !sameBits(result.array, expected.array) {
            report("scores \(shape), blocked \(blocked?.shape ?? []), added \(added?.shape ?? [])", result, expected)
        }
    }

    /// Weights are below 1 and have derivatives of order 1; a central difference with the step 0.01 is off by about 1e-4.
    @Test("gradients of scores and of a mask that is added are those of finite differences", arguments: 0..<12)
    func gradients(seed: Int) {
        var random = TestRandom(seed)
        let shape = [[], [2], [2, 3], [1, 2]][seed % 4] + [random.int(1...4), random.int(2...18)]
        let blocked = seed % 3 == 0 ? random.tensor(random.broadcastable(to: shape)) .> 0.7 : nil
        let inputs = [random.tensor(shape), random.tensor(random.broadcastable(to: shape))]
        let isCausal = seed % 5 == 0
        #expect(
            gradientError(at: inputs) {
                F.maskedSoftmax($0[0], 0.7, blocked: blocked, added: $0[1], isCausal: isCausal)
            } < 2e-3)
        #expect(gradientError(at: [inputs[0]]) { F.maskedSoftmax($0[0], 0.7, blocked: blocked) } < 2e-3)
        let scores = inputs[0]
        #expect(gradientError(at: [inputs[1]]) { F.maskedSoftmax(scores, 0.7, added: $0[0]) } < 2e-3)
    }

    @Test("the scores' gradient has the same bits whether the mask wants one or not") func maskGradient() {
        var random = TestRandom(5)
        let (x, mask) = (random.tensor([2, 3, 4, 5]), random.tensor([4, 5]))
        let gradients = [false, true].map { wanted in
            let (scores, added) = (x.clone(), mask.clone())
            scores.requiresGrad = true
            added.requiresGrad = wanted
            let y = F.maskedSoftmax(scores, 0.3, added: added)
            (y * y).sum().backward()
            #expect((added.grad?.shape ?? []) == (wanted ? [4, 5] : []))
            return scores.grad?.array ?? []
        }
        #expect(sameBits(gradients[0], gradients[1]))
    }

    @Test("a row without anything to look at gets zeros and the gradient 0") func nothing() {
        let scores = Mistakes.variable(2, 3)
        let added = Mistakes.variable(2, 1)
        let y = F.maskedSoftmax(
            scores, 2, blocked: BoolTensor([[true, true, true], [false, true, false]]), added: added)
        #expect(y.array == [0, 0, 0, 0.5, 0, 0.5])
        y.backward(gradient: Tensor([[1, 2, 3], [1, 2, 3]]))
        #expect(scores.grad?.array == [0, 0, 0, -1, 0, 1] && added.grad?.array == [0, 0])
        let all = F.maskedSoftmax(.zeros(2, 2), 1, added: Tensor(-.infinity))
        #expect(all.array == [0, 0, 0, 0])
    }

    @Test("sizes 0") func zeros() {
        for shape in [[0, 3], [3, 0], [2, 0, 3, 4], [0, 2, 3, 4], [2, 2, 3, 0]] {
            let scores = Tensor.zeros(shape)
            scores.requiresGrad = true
            let y = F.maskedSoftmax(scores, 1, blocked: BoolTensor(false), added: .zeros(1), isCausal: true)
            #expect(y.shape == shape)
            y.sum().backward()
            #expect(scores.grad?.shape == shape)
        }
    }

    @Test("in the graph it is a softmax") func graph() {
        let y = F.maskedSoftmax(Mistakes.variable(2, 3), 1)
        #expect(y.gradFn?.name == "SoftmaxBackward0" && y.gradFn?.nextFunctions.count == 1)
    }

    static let mistakes: [Mistakes.Mistake] = [
        .init("softmax: ", "[3]") { _ = F.maskedSoftmax(.ones(3), 1) },
        .init("softmax: ", "[2, 2]", "[2, 3]") { _ = F.maskedSoftmax(.ones(2, 3), 1, added: .ones(2, 2)) },
        .init("softmax: ", "[2, 2, 3]", "[2, 3]") { _ = F.maskedSoftmax(.ones(2, 3), 1, added: .ones(2, 2, 3)) },
        .init("softmax: ", "[4]", "[2, 3]") {
            _ = F.maskedSoftmax(.ones(2, 3), 1, blocked: BoolTensor([true, true, true, true]))
        },
    ]

    @Test("mistakes stop the program and say what was wrong", arguments: mistakes.indices)
    func stops(i: Int) async throws {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            MaskedSoftmaxTests.mistakes[i].body()
        }
        checkMessage(Self.mistakes[i], outcome?.standardErrorContent)
    }
}

extension Tensor {
    fileprivate var nanToZero: Tensor { Tensor(shape: shape, values: array.map { $0.isNaN ? 0 : $0 }) }
}
