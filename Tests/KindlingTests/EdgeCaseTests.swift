import Kindling
import Testing

/// What torch does at the edges, where a shape is empty or a window sticks out. All values are PyTorch 2.13's.
@Suite("Edge cases", .ownRandomNumbers) struct EdgeCaseTests {
    @Test("a row without elements can be joined with anything")
    func emptyRows() {
        let (none, ones) = (Tensor.zeros(0), Tensor.ones(2, 2))
        #expect(cat([none, ones]).array == [1, 1, 1, 1] && cat([ones, none], 1).shape == [2, 2])
        #expect(cat([none, none]).shape == [0] && cat([none, .zeros(2, 0)], 1).shape == [2, 0])
        #expect(cat([ones, .zeros(0, 2)]).shape == [2, 2])
        let variable = Tensor.ones(2)
        variable.requiresGrad = true
        cat([none, variable, none]).sum().backward()
        #expect(variable.grad?.array == [1, 1])
    }

    @Test("in ceil mode a window may be larger than the image, if it begins in it")
    func largeWindows() {
        let image = Tensor.arange(4).view(1, 1, 2, 2)
        #expect(F.maxPool2d(image, 3, stride: 2, ceilMode: true).array == [3])
        #expect(F.avgPool2d(image, 3, stride: 2, ceilMode: true).array == [1.5])
        #expect(F.maxPool2d(Tensor.arange(2).view(1, 1, 1, 2), 3, stride: 3, ceilMode: true).array == [1])
        let x = image.clone()
        x.requiresGrad = true
        (F.maxPool2d(x, 3, stride: 2, ceilMode: true) * 2 + F.avgPool2d(x, 3, stride: 2, ceilMode: true)).sum()
            .backward()
        #expect(x.grad?.array == [0.25, 0.25, 0.25, 2.25])
    }

    @Test("pooling to no size at all gives nothing, and a gradient of zeros")
    func poolingToNothing() {
        let x = Tensor.ones(1, 2, 4, 4)
        x.requiresGrad = true
        let y = F.adaptiveAvgPool2d(x, 0)
        #expect(y.shape == [1, 2, 0, 0])
        y.sum().backward()
        #expect(x.grad?.array == [Float](repeating: 0, count: 32))
        #expect(F.adaptiveAvgPool2d(x, Size2D(2, 0)).shape == [1, 2, 2, 0])
    }

    @Test("batch normalization of no samples leaves its means alone")
    func emptyBatch() {
        let layer = BatchNorm2d(2)
        let y = layer(Tensor.zeros(0, 2, 3, 3))
        #expect(y.shape == [0, 2, 3, 3])
        y.sum().backward()
        #expect(layer.parameters.map { $0.grad?.array } == [[0, 0], [0, 0]])
        #expect(layer.buffers.map(\.array).prefix(2) == [[0, 0], [1, 1]])
        #expect(layer.eval()(Tensor.zeros(0, 2, 3, 3)).shape == [0, 2, 3, 3])
    }

    /// 0/0 has a sign on x86, and none elsewhere. (pytorch#116349)
    @Test("a nan has no sign, whoever shows it")
    func nans() {
        let nothing = F.crossEntropy(Tensor.zeros(2, 3), IntTensor([-100, -100]))
        #expect("\(nothing.item())" == "nan" && "\(nothing.array)" == "[nan]" && "\(nothing)" == "tensor(nan)")
        #expect("\((Tensor([0, -1]) / Tensor([0, 0])).array)" == "[nan, -inf]")
        #expect("\((-Tensor([.nan, 1])).array)" == "[nan, -1.0]")
        let loader = DataLoader(TensorDataset(Tensor.zeros(0, 2), IntTensor.zeros(0)), batchSize: 2)
        #expect("\(validate(Linear(2, 2), { F.crossEntropy($0, $1) }, loader))" == "nan")
        #expect("\(accuracy(Linear(2, 2), loader))" == "nan")
    }
}
