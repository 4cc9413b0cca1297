import Kindling
import Testing

/// Weights of losses are inputs like any other: they get a gradient, and a change of them is noticed (see `Mistakes`).
@Suite("Losses with weights", .ownRandomNumbers) struct LossWeightTests {
    /// PyTorch 2.13 for the loss multiplied by its weight outside, since it takes no weight that requires a gradient. (pytorch#19254)
    @Test("a weight computed from the logits sends its gradient on to them")
    func focalLoss() throws {
        let x = Tensor([0.5, -1, 2])
        let t = Tensor([1, 0, 1])
        x.requiresGrad = true
        let p = x.sigmoid()
        let right = p * t + (1 - p) * (1 - t)
        F.binaryCrossEntropyWithLogits(x, t, weight: (1 - right).pow(2)).backward()
        let grad = try #require(x.grad)
        #expect(grad.isClose(to: Tensor([-0.045979, 0.017527, -0.0016236]), absoluteTolerance: 1e-5))
    }

    @Test("weights of yes-or-no losses have the gradient of the formula", arguments: [LossReduction.mean, .sum, .none])
    func binaryWeights(_ reduction: LossReduction) {
        let (x, t) = (Tensor.randn(3, 4), Tensor.rand(3, 4))
        let (weight, positive) = (Tensor.rand(4) + 0.5, Tensor.rand(3, 1) + 0.5)
        let error = gradientError(at: [x, t, weight, positive]) {
            F.binaryCrossEntropyWithLogits($0[0], $0[1], weight: $0[2], reduction: reduction, positiveWeight: $0[3])
                .sum()
        }
        #expect(error < 1e-2)
        #expect(
            gradientError(at: [x, positive]) {
                F.binaryCrossEntropyWithLogits($0[0], t, reduction: reduction, positiveWeight: $0[1]).sum()
            } < 1e-2)
    }

    @Test(
        "weights of classes have a gradient, and with it the loss has the same value",
        arguments: [LossReduction.mean, .sum, .none])
    func classWeights(_ reduction: LossReduction) {
        let target = IntTensor([2, 0, -100, 1, 2])
        let (x, weight) = (Tensor.randn(5, 3), Tensor.rand(3) + 0.5)
        for smoothing in [0, 0.2] {
            func loss(_ x: Tensor, _ weight: Tensor) -> Tensor {
                F.crossEntropy(x, target, weight: weight, reduction: reduction, labelSmoothing: smoothing)
            }
            #expect(gradientError(at: [x, weight]) { loss($0[0], $0[1]).sum() } < 1e-2)
            let variable = weight.clone()
            variable.requiresGrad = true
            #expect(loss(x, variable).detach().isClose(to: loss(x, weight), relativeTolerance: 1e-6))
        }
        let (one, place) = (Tensor.randn(3), IntTensor(1))
        #expect(gradientError(at: [one, weight]) { F.crossEntropy($0[0], place, weight: $0[1]) } < 1e-2)
        let (deep, pixels) = (Tensor.randn(2, 3, 2, 2), IntTensor.randint(0..<3, 2, 2, 2))
        #expect(gradientError(at: [deep, weight]) { F.crossEntropy($0[0], pixels, weight: $0[1]) } < 1e-2)
    }

    @Test("classes that are overwritten before backward don't lead the gradient elsewhere")
    func overwrittenTarget() {
        let x = Tensor.zeros(2, 2)
        x.requiresGrad = true
        let target = IntTensor([0, 1])
        let loss = F.crossEntropy(x, target, weight: Tensor([1, 1]))
        target[0..<2] = 0
        loss.backward()
        #expect(x.grad?.array == [-0.25, 0.25, 0.25, -0.25])
    }
}
