import Foundation
import Kindling
import Testing

@Suite("Layers of chapters 13 to 15", .ownRandomNumbers) struct LayersTests {
    static func layers() -> [Conv2d] {
        let makers: [() -> Conv2d] = [
            { Conv2d(1, 16, kernelSize: 3, stride: 2, padding: 1) }, { Conv2d(6, 16, kernelSize: 3) },
            {
                Conv2d(
                    4, 8, kernelSize: [3, 5], stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 4, bias: false)
            },
            { Conv2d(2, 3, kernelSize: 2, padding: .same) }, { Conv2d(2, 3, kernelSize: 2, padding: .valid) },
        ]
        return makers.enumerated().map { i, make in
            manualSeed(UInt64(i))
            return make()
        }
    }

    @Test("Conv2d starts with torch's weights, to the bit, and prints as torch does") func convolutions() throws {
        let recording = try fixture("torch-convolution", as: ConvolutionRecording.self)
        let layers = Self.layers()
        #expect(layers.count == recording.inits.count)
        for (layer, recorded) in zip(layers, recording.inits) {
            #expect("\(layer)" == recorded.text)
            #expect(layer.weight.shape == recorded.weight.shape)
            #expect(haveSameBits(layer.weight.array, recorded.weight.values.floats))
            #expect((layer.bias == nil) == (recorded.bias == nil))
            if let bias = layer.bias, let expected = recorded.bias {
                #expect(haveSameBits(bias.array, expected.values.floats))
            }
        }
    }

    @Test("every module prints as torch prints it") func printing() throws {
        let modules: [Module] = [
            ReLU(), Sigmoid(), Tanh(), GELU(), GELU(approximate: .tanh), Softmax(1), LogSoftmax(-1),
            Flatten(), Flatten(0, 2), MaxPool2d(2),
            MaxPool2d([2, 3], stride: 1, padding: 1, dilation: 2, ceilMode: true),
            AvgPool2d(4), AvgPool2d([2, 3], stride: [1, 2], padding: 1), AdaptiveAvgPool2d(1),
            AdaptiveAvgPool2d([2, 3]),
            L1Loss(), MSELoss(), SmoothL1Loss(), CrossEntropyLoss(), NLLLoss(), BCEWithLogitsLoss(),
            Sequential(), Sequential(Linear(2, 3), Sequential(ReLU(), Linear(3, 1))),
        ]
        let recording = try fixture("torch-convolution", as: ConvolutionRecording.self)
        #expect(modules.map { "\($0)" } == recording.texts)
        let model = Sequential(Linear(2, 3), Sequential(ReLU(), Conv2d(3, 1, kernelSize: 1)))
        #expect(model.stateDict.keys == recording.state)
    }

    @Test("the kernel's size may have a label or not, with the same result") func labels() {
        let x = Tensor.randn(2, 1, 9, 8, generator: Generator(seed: 1))
        let unlabelled = Conv2d(
            1, 3, [3, 2], stride: 2, padding: 1, dilation: [1, 2], bias: false, generator: Generator(seed: 2))
        let labelled = Conv2d(
            1, 3, kernelSize: [3, 2], stride: 2, padding: 1, dilation: [1, 2], bias: false,
            generator: Generator(seed: 2))
        #expect("\(unlabelled)" == "\(labelled)" && unlabelled(x).isEqual(to: labelled(x)))
        let grouped = Conv2d(4, 8, 3, groups: 2, generator: Generator(seed: 2))
        #expect("\(grouped)" == "Conv2d(4, 8, kernel_size=(3, 3), stride=(1, 1), groups=2)")

        let pairs: [(Module, Module)] = [
            (
                MaxPool2d(3, stride: 2, padding: 1, dilation: 2, ceilMode: true),
                MaxPool2d(kernelSize: 3, stride: 2, padding: 1, dilation: 2, ceilMode: true)
            ),
            (MaxPool2d([2, 3]), MaxPool2d(kernelSize: [2, 3])),
            (
                AvgPool2d(3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false, divisorOverride: 5),
                AvgPool2d(
                    kernelSize: 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false, divisorOverride: 5)
            ),
            (AvgPool2d(2), AvgPool2d(kernelSize: 2)),
            (AdaptiveAvgPool2d([3, 2]), AdaptiveAvgPool2d(outputSize: [3, 2])),
        ]
        for (a, b) in pairs {
            #expect("\(a)" == "\(b)")
            #expect(a(x).isEqual(to: b(x)), "\(a)")
        }
        #expect(
            F.maxPool2d(x, 3, stride: 2, padding: 1, dilation: 2, ceilMode: true)
                .isEqual(to: F.maxPool2d(x, kernelSize: 3, stride: 2, padding: 1, dilation: 2, ceilMode: true)))
        #expect(
            F.avgPool2d(x, 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false, divisorOverride: 5)
                .isEqual(
                    to: F.avgPool2d(
                        x, kernelSize: 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false,
                        divisorOverride: 5)))
        #expect(F.adaptiveAvgPool2d(x, 2).isEqual(to: F.adaptiveAvgPool2d(x, outputSize: 2)))
    }

    @Test("the loss classes are the functions with their settings") func losses() {
        manualSeed(1)
        let (x, t) = (Tensor.randn(4, 3), Tensor.rand(4, 3))
        let (classes, weight) = (IntTensor([0, 2, 1, 2]), Tensor([1, 2, 0.5]))
        #expect(L1Loss(reduction: .sum)(x, t).isEqual(to: F.l1Loss(x, t, reduction: .sum)))
        #expect(MSELoss(reduction: .none)(x, t).isEqual(to: F.mseLoss(x, t, reduction: .none)))
        #expect(SmoothL1Loss(beta: 0.3)(x, t).isEqual(to: F.smoothL1Loss(x, t, beta: 0.3)))
        #expect(
            BCEWithLogitsLoss(weight: weight, positiveWeight: weight)(x, t).isEqual(
                to: F.binaryCrossEntropyWithLogits(x, t, weight: weight, positiveWeight: weight)))
        #expect(
            NLLLoss(weight: weight, ignoreIndex: 1)(x, classes).isEqual(
                to: F.nllLoss(x, classes, weight: weight, ignoreIndex: 1)))
        #expect(
            CrossEntropyLoss(weight: weight, labelSmoothing: 0.1)(x, classes).isEqual(
                to: F.crossEntropy(x, classes, weight: weight, labelSmoothing: 0.1)))
        #expect(CrossEntropyLoss()(x, F.softmax(t, 1)).isEqual(to: F.crossEntropy(x, F.softmax(t, 1))))
    }

    @Test("Sequential counts, indexes, cuts, appends and replaces") func sequential() {
        let model = Sequential(Linear(2, 3), ReLU())
        #expect(model.count == 2 && model[1] is ReLU)
        model.append(Linear(3, 1))
        model[1] = Tanh()
        #expect(model(Tensor.zeros(5, 2)).shape == [5, 1])
        #expect(model[0..<2].count == 2 && model[0..<2][0] === model[0])
        #expect(model.parameters.count == 4)
        #expect(Sequential([])(Tensor([1, 2])).array == [1, 2])
    }
}
