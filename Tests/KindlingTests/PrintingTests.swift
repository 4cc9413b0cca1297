import Foundation
import Testing

@testable import Kindling

/// A recorded file of this folder.
func fixture<Contents: Decodable>(_ name: String, as type: Contents.Type) throws -> Contents {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "json"))
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
}

extension Data {
    /// The numbers whose bits these bytes are, lowest byte first.
    func unpacked<Bits: FixedWidthInteger>(_: Bits.Type) -> [Bits] {
        withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: MemoryLayout<Bits>.size).map {
                Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Bits.self))
            }
        }
    }

    var floats: [Float] { unpacked(UInt32.self).map(Float.init(bitPattern:)) }
    var doubles: [Double] { unpacked(UInt64.self).map(Double.init(bitPattern:)) }
}

/// Texts that torch has printed, recorded by Fixtures/make_printing.py.
private struct Recording: Decodable {
    struct Options: Decodable {
        var precision, threshold, edgeitems, linewidth: Int?
        var sci_mode: Bool?

        var options: PrintOptions {
            var options = PrintOptions()
            if let precision { options.precision = precision }
            if let threshold { options.threshold = threshold }
            if let edgeitems { options.edgeItems = edgeitems }
            if let linewidth { options.lineWidth = linewidth }
            options.scientific = sci_mode
            return options
        }
    }

    struct Case: Decodable {
        var shape: [Int]
        var text: String
        var suffix: String?
        var options: Options?
        var floats: Data?
        var ints: [Int]?
        var bools: [Bool]?

        var layout: TensorLayout { TensorLayout(shape: shape, options: options?.options ?? PrintOptions()) }
        var count: Int { shape.reduce(1, *) }
    }

    var torch: String
    var cases: [Case]
    var tensors, modules: [String: String]
}

private final class CNN: Module {
    let conv1 = Conv2d(1, 16, kernelSize: 3, stride: 2, padding: 1)
    let conv2 = Conv2d(16, 16, kernelSize: 3, stride: 2, padding: 1)
    let conv3 = Conv2d(16, 10, kernelSize: 3, stride: 2, padding: 1)
}

private final class LeNet: Module {
    let conv1 = Conv2d(1, 6, kernelSize: 3)
    let conv2 = Conv2d(6, 16, kernelSize: 3)
    let fc1 = Linear(16 * 6 * 6, 120)
    let fc2 = Linear(120, 84)
    let fc3 = Linear(84, 10)
}

private final class Plain: Module {}

private final class Told: Module {
    let inner = Linear(1, 1)

    override var extraDescription: String { "width=3" }
}

private final class Everything: Module {
    let firstLayer = Sequential(Linear(4, 4), ReLU())
    let weight = Parameter(.ones(2))
    let blocks = ModuleList((0..<3).map { _ in Sequential(Linear(4, 4), Tanh()) } + [Identity()])
    let heads = ["large": Linear(4, 10), "small": Linear(4, 2, bias: false)]
    let told = Told()
    let plain = Plain()
    let loss = CrossEntropyLoss()
}

/// All `count` elements of a recording that repeats its values.
private func repeated<Value>(_ values: [Value], _ count: Int) -> [Value] {
    (0..<count).map { values[$0 % values.count] }
}

@Suite("Printing", .ownRandomNumbers) struct PrintingTests {
    @Test("every recorded text comes out, to the last character")
    func recordedTexts() throws {
        let recording = try fixture("torch-printing", as: Recording.self)
        #expect(recording.torch.hasPrefix("2.13"))
        #expect(recording.cases.count > 600)
        for one in recording.cases {
            let text: String
            if let values = one.floats?.floats {
                text = one.layout.text(
                    floats: { values[$0 % values.count] }, suffixes: one.suffix.map { [$0] } ?? [])
            } else if let values = one.ints {
                text = one.layout.text(integers: { values[$0 % values.count] })
            } else {
                let values = try #require(one.bools)
                text = one.layout.text(truths: { values[$0 % values.count] })
            }
            #expect(text == one.text, "shape \(one.shape)")
        }
    }

    @Test("tensors, and views of them, print what was recorded")
    func tensors() throws {
        let recording = try fixture("torch-printing", as: Recording.self)
        for one in recording.cases where one.suffix == nil && one.count <= 20_000 {
            let options = one.options?.options ?? PrintOptions()
            if let values = one.floats?.floats {
                let tensor = Tensor(shape: one.shape, values: repeated(values, one.count))
                #expect(tensor.description(options) == one.text)
                // The same elements, read through strides and an offset.
                let stored = tensor.T.clone().T
                #expect(stored.description(options) == one.text)
                #expect(stored.unsqueeze(0).expand([2] + one.shape)[1].description(options) == one.text)
            } else if let values = one.ints {
                let tensor = IntTensor(shape: one.shape, values: repeated(values, one.count))
                #expect(tensor.description(options) == one.text)
            } else if let values = one.bools {
                let tensor = BoolTensor(shape: one.shape, values: repeated(values, one.count))
                #expect(tensor.description(options) == one.text)
            }
        }
    }

    @Test("one element at each edge is enough")
    func oneElementAtEachEdge() {
        let options = PrintOptions(edgeItems: 1)
        #expect(Tensor.arange(2000).description(options) == "tensor([   0.,  ..., 1999.])")
        #expect(
            Tensor.arange(2000).view(4, 500).description(options) == """
                tensor([[   0.,  ...,  499.],
                        ...,
                        [1500.,  ..., 1999.]])
                """)
    }

    @Test("what operations have made, and parameters, print as torch prints them")
    func tensorsOfGraphs() throws {
        let x = Tensor([[0.5, -1, 2], [1.5, 0.25, -3]])
        let square = Tensor([[1, 2], [3, 4]])
        let images = Tensor.arange(18).view(1, 2, 3, 3)
        for tensor in [x, square, images] { tensor.requiresGrad = true }
        let alone = x.detach()
        alone.requiresGrad = true
        let classes = IntTensor([2, 0])
        var printed: [String: Tensor] = [:]
        printed["x"] = x
        printed["x.detach()"] = x.detach()
        printed["x + 1"] = x + 1
        printed["1 - x"] = 1 - x
        printed["x - x"] = x - x
        printed["x * 2"] = x * 2
        printed["x * x"] = x * x
        printed["x / x"] = x / x
        printed["-x"] = -x
        printed["x.exp()"] = x.exp()
        printed["x.abs()"] = x.abs()
        printed["x.pow(2)"] = x.pow(2)
        printed["x.sigmoid()"] = x.sigmoid()
        printed["x.tanh()"] = x.tanh()
        printed["x.relu()"] = x.relu()
        printed["x.abs().sqrt()"] = x.abs().sqrt()
        printed["x.abs().log()"] = x.abs().log()
        printed["x.sin()"] = x.sin()
        printed["x.cos()"] = x.cos()
        printed["x.clamp(min: 0, max: 1)"] = x.clamp(min: 0, max: 1)
        printed["x.sum()"] = x.sum()
        printed["x.sum(0)"] = x.sum(0)
        printed["x.mean()"] = x.mean()
        printed["x.mean(1)"] = x.mean(1)
        printed["x.max()"] = x.max()
        printed["x.t()"] = x.t()
        printed["x.view(3, 2)"] = x.view(3, 2)
        printed["x.reshape(6)"] = x.reshape(6)
        printed["x.unsqueeze(0)"] = x.unsqueeze(0)
        printed["x.unsqueeze(0).squeeze(0)"] = x.unsqueeze(0).squeeze(0)
        printed["x.permute(1, 0)"] = x.permute(1, 0)
        printed["x[0]"] = x[0]
        printed["x[0..<1]"] = x[0..<1]
        printed["x.flatten()"] = x.flatten()
        printed["x.clone()"] = x.clone()
        printed["square • square"] = square • square
        printed["cat([x, x], 0)"] = cat([x, x], 0)
        printed["F.softmax(x, 1)"] = F.softmax(x, 1)
        printed["F.logSoftmax(x, 1)"] = F.logSoftmax(x, 1)
        printed["F.gelu(x)"] = F.gelu(x)
        printed["F.crossEntropy(x, classes)"] = F.crossEntropy(x, classes)
        printed["F.nllLoss(x, classes)"] = F.nllLoss(x, classes)
        printed["F.mseLoss(x, zeros)"] = F.mseLoss(x, .zeros(2, 3))
        printed["F.l1Loss(x, zeros)"] = F.l1Loss(x, .zeros(2, 3))
        printed["F.linear(x, ones, bias)"] = F.linear(x, .ones(4, 3), .ones(4))
        printed["F.linear(x, ones)"] = F.linear(x, .ones(4, 3))
        printed["F.conv2d(images, kernel)"] = F.conv2d(images, .ones(1, 2, 2, 2))
        printed["F.maxPool2d(images, 2)"] = F.maxPool2d(images, 2)
        printed["F.avgPool2d(images, 2, stride: 1)"] = F.avgPool2d(images, 2, stride: 1)
        printed["F.pad(x, [1, 1])"] = F.pad(x, [1, 1])
        printed["Parameter([1, 2.5])"] = Parameter(Tensor([1, 2.5]))
        printed["Parameter(ones)"] = Parameter(.ones(4, 3))
        printed["Parameter(0)"] = Parameter(Tensor(0))
        printed["Parameter([])"] = Parameter(.zeros(0))
        printed["Parameter(long)"] = Parameter(.arange(1001))
        printed["Parameter(frozen)"] = Parameter(.ones(2), requiresGrad: false)
        printed["Parameter([1, 2.5]) * 2"] = Parameter(Tensor([1, 2.5])) * 2
        printed["x.requiresGrad, no graph"] = alone
        try expect(printed, \.tensors)
    }

    @Test("modules with their settings, and in one another, print as torch prints them")
    func modules() throws {
        let runs: [Module] = [ReLU(), ReLU(), Tanh(), ReLU()] + (0..<3).map { _ in Linear(2, 2) }
        var printed: [String: Module] = [:]
        printed["Linear(3, 2)"] = Linear(3, 2)
        printed["Linear(3, 2, bias: false)"] = Linear(3, 2, bias: false)
        printed["Identity()"] = Identity()
        printed["Conv2d(1, 6, kernelSize: 3)"] = Conv2d(1, 6, kernelSize: 3)
        printed["Conv2d(1, 6, kernelSize: [3, 3])"] = Conv2d(1, 6, kernelSize: [3, 3])
        printed["Conv2d(2, 4, kernelSize: [3, 5], stride: 2)"] = Conv2d(2, 4, kernelSize: [3, 5], stride: 2)
        printed["Conv2d(2, 4, kernelSize: 3, stride: [1, 1])"] = Conv2d(2, 4, kernelSize: 3, stride: [1, 1])
        printed["Conv2d(2, 4, kernelSize: 3, padding: [0, 0])"] = Conv2d(2, 4, kernelSize: 3, padding: [0, 0])
        printed["Conv2d(2, 4, kernelSize: 3, padding: [0, 1])"] = Conv2d(2, 4, kernelSize: 3, padding: [0, 1])
        printed["Conv2d(2, 4, kernelSize: 3, padding: .same)"] = Conv2d(2, 4, kernelSize: 3, padding: .same)
        printed["Conv2d(2, 4, kernelSize: 3, padding: .valid)"] = Conv2d(2, 4, kernelSize: 3, padding: .valid)
        printed["Conv2d(2, 4, kernelSize: 3, dilation: 2)"] = Conv2d(2, 4, kernelSize: 3, dilation: 2)
        printed["Conv2d(2, 4, kernelSize: 3, dilation: [1, 1], groups: 2)"] =
            Conv2d(2, 4, kernelSize: 3, dilation: [1, 1], groups: 2)
        printed["Conv2d(4, 4, kernelSize: 3, stride: 2, padding: 1, dilation: [2, 1], groups: 4, bias: false)"] =
            Conv2d(4, 4, kernelSize: 3, stride: 2, padding: 1, dilation: [2, 1], groups: 4, bias: false)
        printed["MaxPool2d(2)"] = MaxPool2d(2)
        printed["MaxPool2d([2, 2])"] = MaxPool2d([2, 2])
        printed["MaxPool2d(3, stride: 2)"] = MaxPool2d(3, stride: 2)
        printed["MaxPool2d(3, stride: [2, 1], padding: [1, 0])"] = MaxPool2d(3, stride: [2, 1], padding: [1, 0])
        printed["MaxPool2d(2, dilation: [1, 2], ceilMode: true)"] = MaxPool2d(2, dilation: [1, 2], ceilMode: true)
        printed["AvgPool2d(4)"] = AvgPool2d(4)
        printed["AvgPool2d([4, 4])"] = AvgPool2d([4, 4])
        printed["AvgPool2d(3, stride: 1)"] = AvgPool2d(3, stride: 1)
        printed["AvgPool2d(3, padding: 1, ceilMode: true, countIncludePad: false, divisorOverride: 2)"] =
            AvgPool2d(3, padding: 1, ceilMode: true, countIncludePad: false, divisorOverride: 2)
        printed["AdaptiveAvgPool2d(1)"] = AdaptiveAvgPool2d(1)
        printed["AdaptiveAvgPool2d([1, 1])"] = AdaptiveAvgPool2d([1, 1])
        printed["AdaptiveAvgPool2d([2, 3])"] = AdaptiveAvgPool2d([2, 3])
        printed["BatchNorm1d(3)"] = BatchNorm1d(3)
        printed["BatchNorm2d(8)"] = BatchNorm2d(8)
        printed["BatchNorm1d(3, epsilon: 0.001)"] = BatchNorm1d(3, epsilon: 0.001)
        printed["BatchNorm2d(3, epsilon: 1e-8)"] = BatchNorm2d(3, epsilon: 1e-8)
        printed["BatchNorm2d(3, momentum: nil)"] = BatchNorm2d(3, momentum: nil)
        printed["BatchNorm2d(3, momentum: 0.01)"] = BatchNorm2d(3, momentum: 0.01)
        printed["BatchNorm2d(3, affine: false)"] = BatchNorm2d(3, affine: false)
        printed["BatchNorm2d(3, bias: false)"] = BatchNorm2d(3, bias: false)
        printed["BatchNorm2d(3, affine: false, bias: false)"] = BatchNorm2d(3, affine: false, bias: false)
        printed["BatchNorm1d(3, trackRunningStats: false)"] = BatchNorm1d(3, trackRunningStats: false)
        printed["Dropout()"] = Dropout()
        printed["Dropout(p: 0.25)"] = Dropout(p: 0.25)
        printed["Dropout(p: 0.0)"] = Dropout(p: 0)
        printed["Dropout(p: 1.0)"] = Dropout(p: 1)
        printed["ReLU()"] = ReLU()
        printed["Sigmoid()"] = Sigmoid()
        printed["Tanh()"] = Tanh()
        printed["GELU()"] = GELU()
        printed["GELU(approximate: .tanh)"] = GELU(approximate: .tanh)
        printed["Softmax(1)"] = Softmax(1)
        printed["Softmax(-1)"] = Softmax(-1)
        printed["LogSoftmax(0)"] = LogSoftmax(0)
        printed["Flatten()"] = Flatten()
        printed["Flatten(0)"] = Flatten(0)
        printed["Flatten(1, 2)"] = Flatten(1, 2)
        printed["L1Loss(reduction: .sum)"] = L1Loss(reduction: .sum)
        printed["MSELoss()"] = MSELoss()
        printed["SmoothL1Loss(beta: 0.5)"] = SmoothL1Loss(beta: 0.5)
        printed["BCEWithLogitsLoss(weight: ones)"] = BCEWithLogitsLoss(weight: .ones(3))
        printed["NLLLoss(ignoreIndex: 1)"] = NLLLoss(ignoreIndex: 1)
        printed["CrossEntropyLoss(weight: ones, labelSmoothing: 0.1)"] = CrossEntropyLoss(
            weight: .ones(3), labelSmoothing: 0.1)
        printed["Sequential()"] = Sequential()
        printed["Sequential(ReLU())"] = Sequential(ReLU())
        printed["Sequential(ReLU(), ReLU(), ReLU())"] = Sequential(ReLU(), ReLU(), ReLU())
        printed["Sequential in Sequential"] =
            Sequential(
                Sequential(Conv2d(1, 2, kernelSize: 3), Sequential(BatchNorm2d(2), ReLU()), Sequential()), Flatten(),
                Linear(8, 1))
        printed["Sequential of 11"] = Sequential((0..<11).map { _ in Identity() })
        printed["ModuleList()"] = ModuleList()
        printed["ModuleList([Linear(1, 2)])"] = ModuleList([Linear(1, 2)])
        printed["ModuleList of equal ones"] = ModuleList((0..<4).map { _ in Linear(1, 2) })
        printed["ModuleList of runs"] = ModuleList(runs)
        printed["ModuleList of networks"] = ModuleList(
            (0..<2).map { _ in Sequential(Linear(1, 1), ReLU()) } + [Sequential()])
        printed["CNN()"] = CNN()
        printed["LeNet()"] = LeNet()
        printed["Plain()"] = Plain()
        printed["Told()"] = Told()
        printed["Everything()"] = Everything()
        printed["Sequential(LeNet())"] = Sequential(Identity(), LeNet())
        try expect(printed, \.modules)
        #expect(MnistCNN().description == "Mnist" + CNN().description)
    }

    /// Compares what is printed with what was recorded under the same names, all of them.
    private func expect(
        _ printed: [String: some CustomStringConvertible], _ group: KeyPath<Recording, [String: String]>
    ) throws {
        let recorded = try fixture("torch-printing", as: Recording.self)[keyPath: group]
        #expect(printed.keys.sorted() == recorded.keys.sorted())
        for (name, value) in printed.sorted(by: { $0.key < $1.key }) {
            #expect(value.description == recorded[name], "\(name)")
        }
    }

    @Test("a summary reads only what it shows")
    func summaryReadsOnlyTheEdges() {
        var reads = 0
        let layout = TensorLayout(shape: [50_000, 784], options: PrintOptions())
        _ = layout.text(floats: { _ in
            reads += 1
            return 1
        })
        #expect(reads == 36)
    }

    @Test("print options of torch's profiles")
    func profiles() {
        let row = Tensor.arange(1200)
        #expect(row.description(.short) == "tensor([0.00e+00, 1.00e+00,  ..., 1.20e+03, 1.20e+03])")
        #expect(!row.description(.full).contains("..."))
        #expect(
            row.description(PrintOptions(scientific: false))
                == "tensor([   0.,    1.,    2.,  ..., 1197., 1198., 1199.])")
        // torch.set_printoptions(precision=0)
        let whole = PrintOptions(precision: 0)
        #expect(Tensor([0.25, 1.75, -3.5]).description(whole) == "tensor([ 0,  2, -4])")
        #expect(Tensor([1, 2]).description(whole) == "tensor([1., 2.])")
    }

    @Test("a Double prints as Python's float, as far as losses and gradients go")
    func items() {
        #expect(Tensor([0.1]).item().description == "0.10000000149011612")
        #expect(1e-5.description == "1e-05")
        #expect(0.0001.description == "0.0001")
        #expect(1e16.description == "1e+16")
        #expect(100.0.description == "100.0")
    }
}
