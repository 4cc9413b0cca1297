import Foundation
import Kindling
import KindlingEngine
import Testing

/// Recorded by Fixtures/make_convolution.py.
struct ConvolutionRecording: Decodable {
    struct Floats: Decodable {
        var shape: [Int]
        var values: Data

        var tensor: Tensor { Tensor(shape: shape, values: values.floats) }
    }

    struct Case: Decodable, CustomStringConvertible {
        var op, node: String
        var inputs: [Floats]
        var options: [String: [String]]
        var output, upstream: Floats
        var gradients: [Floats]

        var description: String { "\(op) of \(inputs.map(\.shape)), \(options.sorted { $0.key < $1.key })" }

        func size(_ name: String, _ fallback: Int = 1) -> Size2D { given(name) ?? Size2D(fallback) }

        func given(_ name: String) -> Size2D? {
            let numbers = (options[name] ?? []).compactMap { Int($0) }
            return numbers.count == 2 ? Size2D(numbers[0], numbers[1]) : numbers.first.map { Size2D($0) }
        }

        var padding: Padding2D {
            switch options["padding"] {
            case ["same"]: .same
            case ["valid"]: .valid
            default: .zeros(size("padding", 0))
            }
        }

        /// The same with Kindling.
        func run(_ x: [Tensor]) -> Tensor {
            let ceilMode = options["ceil_mode"] == ["1"]
            return switch op {
            case "conv2d":
                F.conv2d(
                    x[0], x[1], x.count > 2 ? x[2] : nil, stride: size("stride"), padding: padding,
                    dilation: size("dilation"), groups: size("groups").width)
            case "max_pool2d":
                F.maxPool2d(
                    x[0], size("kernel_size"), stride: given("stride"), padding: size("padding", 0),
                    dilation: size("dilation"), ceilMode: ceilMode)
            case "avg_pool2d":
                F.avgPool2d(
                    x[0], size("kernel_size"), stride: given("stride"), padding: size("padding", 0), ceilMode: ceilMode,
                    countIncludePad: options["count_include_pad"] != ["0"],
                    divisorOverride: given("divisor_override")?.width)
            default: F.adaptiveAvgPool2d(x[0], size("output_size"))
            }
        }
    }

    struct Init: Decodable {
        var seed: UInt64
        var text: String
        var weight: Floats
        var bias: Floats?
    }

    var torch: String
    var cases: [Case]
    var inits: [Init]
    var texts: [String]
    var state: [String]
}

/// Checks the output, the node's name and the gradients of a recorded case.
///
/// Sums of some dozens of products, in another order: within 1e-5 of the largest number.
func checkAgainstTorch(_ recorded: ConvolutionRecording.Case) {
    func isNear(_ a: Tensor, _ b: ConvolutionRecording.Floats, _ what: String) {
        #expect(a.shape == b.shape, "\(what) of \(recorded)")
        let expected = b.values.floats
        let allowed = 1e-5 * max(1, expected.map(abs).max() ?? 0)
        let error = zip(a.array, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(error <= allowed, "\(what) of \(recorded): off by \(error)")
    }
    let inputs = recorded.inputs.map(\.tensor)
    for input in inputs { input.requiresGrad = true }
    let output = recorded.run(inputs)
    isNear(output, recorded.output, "the output")
    #expect(output.gradFn?.name == recorded.node, "\(recorded)")
    output.backward(gradient: recorded.upstream.tensor)
    for (i, (input, gradient)) in zip(inputs, recorded.gradients).enumerated() {
        isNear(input.grad ?? .zeros(0), gradient, "gradient \(i)")
    }
}

/// Runs `body` with each instruction set of this machine and each number of threads, and puts back what was.
///
/// Tests that run at the same time don't notice: their numbers are the same, which is the point.
func onEveryPath(_ body: (_ path: String) -> Void) {
    let (isa, count) = (kd_isa(), kd_threads())
    for path in [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON] where kd_set_isa(path) == 1 {
        for threads: Int32 in [1, 2, 5] {
            kd_set_threads(threads)
            body("\(String(cString: kd_isa_name(path))), \(threads) threads")
        }
    }
    kd_set_isa(isa)
    kd_set_threads(count)
}

/// Equal to the last bit; any NaN equals any NaN.
func haveSameBits(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN }
}

/// (images, pixels, channels) from (images, channels, pixels).
func channelsLast<Element>(_ planes: [Element], images: Int, channels: Int) -> [Element] {
    let count = planes.count / max(images * channels, 1)
    return planes.indices.map { i in
        let (image, pixel, channel) = (i / (count * channels), i / channels % count, i % channels)
        return planes[(image * channels + channel) * count + pixel]
    }
}

/// What `fill` writes to `count` numbers. One more stands behind them, to notice who writes too far.
func written<Element: Equatable>(_ count: Int, _ guardian: Element, _ fill: (UnsafeMutablePointer<Element>) -> Void)
    -> [Element]
{
    var result = [Element](repeating: guardian, count: count + 1)
    result.withUnsafeMutableBufferPointer { fill($0.baseAddress!) }
    #expect(result.last == guardian)
    return result.dropLast()
}

@Suite("Convolution", .serialized, .ownRandomNumbers) struct ConvolutionTests {
    /// Random sizes of a convolution that fits.
    static func randomSizes(_ random: inout TestRandom) -> kd_conv2d_sizes {
        while true {
            var s = kd_conv2d_sizes()
            s.groups = random.chance(30) ? random.int(2...4) : 1
            s.images = random.int(1...4)
            s.channels = s.groups * random.int(1...(random.chance(30) ? 18 : 5))
            s.outputs = s.groups * random.int(1...(random.chance(30) ? 35 : 6))
            (s.height, s.width) = (random.int(1...20), random.int(1...40))
            (s.kernel_h, s.kernel_w) = (random.int(1...4), random.int(1...5))
            // Wide steps over wide margins: some windows, or all, miss the image.
            let isSparse = random.chance(30)
            (s.stride_h, s.stride_w) = (random.int(1...(isSparse ? 9 : 4)), random.int(1...(isSparse ? 9 : 3)))
            (s.padding_h, s.padding_w) = (random.int(0...(isSparse ? 9 : 3)), random.int(0...(isSparse ? 9 : 3)))
            (s.dilation_h, s.dilation_w) = (random.int(1...3), random.int(1...3))
            let down = s.height + 2 * s.padding_h - (s.kernel_h - 1) * s.dilation_h - 1
            let across = s.width + 2 * s.padding_w - (s.kernel_w - 1) * s.dilation_w - 1
            if down < 0 || across < 0 { continue }
            (s.out_height, s.out_width) = (down / s.stride_h + 1, across / s.stride_w + 1)
            return s
        }
    }

    @Test("the fast convolution and its gradients return the naive loops' bits, on every path") func bits() {
        var random = TestRandom(1)
        for round in 0..<60 {
            var s = Self.randomSizes(&random)
            let pixels = s.images * s.channels * s.height * s.width
            let weights = s.outputs * s.channels / s.groups * s.kernel_h * s.kernel_w
            let places = s.images * s.outputs * s.out_height * s.out_width
            var x = random.floats(pixels)
            var w = random.floats(weights)
            let bias = random.floats(s.outputs)
            let dy = random.floats(places)
            if round % 10 == 0 {
                x[pixels / 2] = .infinity
                w[weights / 2] = .nan
            }
            let hasBias = random.chance(70)

            let xPixels = channelsLast(x, images: s.images, channels: s.channels)
            let dyPixels = channelsLast(dy, images: s.images, channels: s.outputs)
            bias.withUnsafeBufferPointer {
                let bias = hasBias ? $0.baseAddress : nil
                let y = written(places, 7) { kd_conv2d_naive(&s, x, w, bias, $0) }
                let dx = written(pixels, 7) { kd_conv2d_input_gradient_naive(&s, w, dy, $0) }
                let expected = [
                    channelsLast(y, images: s.images, channels: s.outputs),
                    channelsLast(dx, images: s.images, channels: s.channels),
                    written(weights, 7) { kd_conv2d_weight_gradient_naive(&s, x, dy, $0) },
                    written(s.outputs, 7) { kd_conv2d_bias_gradient_naive(&s, dy, $0) },
                ]
                onEveryPath { path in
                    let fast = [
                        written(places, 7) { kd_conv2d(&s, xPixels, w, bias, $0) },
                        written(pixels, 7) { kd_conv2d_input_gradient(&s, w, dyPixels, $0) },
                        written(weights, 7) { kd_conv2d_weight_gradient(&s, xPixels, dyPixels, $0) },
                        written(s.outputs, 7) { kd_conv2d_bias_gradient(&s, dyPixels, $0) },
                    ]
                    for (what, (fast, naive)) in zip(["y", "dx", "dw", "db"], zip(fast, expected)) {
                        #expect(haveSameBits(fast, naive), "\(what), \(path): \(s)")
                    }
                }
            }
        }
    }

    @Test("planes become pixels, and pixels planes, on every path") func turning() {
        var random = TestRandom(4)
        for _ in 0..<40 {
            let (images, channels, count) = (random.int(0...3), random.int(1...40), random.int(1...70))
            let planes = random.floats(images * channels * count)
            let expected = channelsLast(planes, images: images, channels: channels)
            onEveryPath { path in
                let turned = written(planes.count, 7) { kd_pixels_from_planes(images, channels, count, planes, $0) }
                let back = written(planes.count, 7) { kd_planes_from_pixels(images, channels, count, turned, $0) }
                #expect(turned == expected && back == planes, "\(path): \(images) \(channels) \(count)")
            }
        }
    }

    @Test("a result's memory is pixel by pixel, and its elements come in the order of their indices") func order() {
        let x = Tensor.arange(2 * 3 * 16).view(2, 3, 4, 4)
        // The identity: each output channel is its input channel.
        let same = Tensor.zeros(3, 3, 1, 1)
        for c in 0..<3 { same[c, c, 0, 0] = Tensor(1) }
        func y() -> Tensor { F.conv2d(x, same) }
        #expect(y().shape == x.shape && y().strides == x.strides && y().isContiguous)
        #expect(y().array == x.array)
        #expect(F.relu(y()).array == x.array)
        #expect((y() + F.relu(y())).array == (x + x).array)
        #expect((y() + x).array == (x + x).array)
        #expect(y().view(2, -1).sum(1).array == x.view(2, -1).sum(1).array)
        #expect(y()[1].array == x[1].array)
        #expect(y().transpose(1, 3).array == x.transpose(1, 3).array)
        #expect(F.maxPool2d(y(), 2).array == F.maxPool2d(x, 2).array)
        let z = y()
        let view = z.view(-1)
        view[5] = Tensor(100)
        #expect(z[0, 0, 1, 1].item() == 100)
        let (largest, places) = F.maxPool2dWithIndices(y(), 2)
        #expect(places.shape == largest.shape && places.array == F.maxPool2dWithIndices(x, 2).indices.array)
    }

    @Test("the weight's gradient is one chain however many images there are") func manyImages() {
        // More than the engine prepares at a time.
        var s = kd_conv2d_sizes(
            images: 70, channels: 9, height: 40, width: 38, outputs: 3, out_height: 40, out_width: 38, kernel_h: 3,
            kernel_w: 3, stride_h: 1, stride_w: 1, padding_h: 1, padding_w: 1, dilation_h: 1, dilation_w: 1, groups: 1)
        var random = TestRandom(2)
        let (x, dy) = (random.floats(70 * 9 * 40 * 38), random.floats(70 * 3 * 40 * 38))
        var fast = [Float](repeating: 0, count: 3 * 9 * 9)
        var naive = fast
        kd_conv2d_weight_gradient(
            &s, channelsLast(x, images: 70, channels: 9), channelsLast(dy, images: 70, channels: 3), &fast)
        kd_conv2d_weight_gradient_naive(&s, x, dy, &naive)
        #expect(haveSameBits(fast, naive))
    }

    /// A convolution is linear in each input, so the difference is exact but for rounding: with numbers up to 2 and some dozens of terms, an
    /// error of 1e-3 at the step 0.01.
    @Test("gradients agree with finite differences") func gradients() {
        var random = TestRandom(3)
        for _ in 0..<25 {
            let groups = random.int(1...2)
            let (channels, outputs) = (groups * random.int(1...2), groups * random.int(1...2))
            let kernel = (random.int(1...3), random.int(1...3))
            let x = random.tensor([random.int(1...2), channels, random.int(7...9), random.int(7...9)])
            let w = random.tensor([outputs, channels / groups, kernel.0, kernel.1])
            let stride = Size2D(random.int(1...3), random.int(1...3))
            let dilation = Size2D(random.int(1...2), random.int(1...2))
            let padding = Padding2D.zeros(Size2D(random.int(0...2), random.int(0...2)))
            let error = gradientError(at: [x, w, random.tensor([outputs])]) {
                F.conv2d($0[0], $0[1], $0[2], stride: stride, padding: padding, dilation: dilation, groups: groups)
            }
            #expect(error < 1e-3, "\(x.shape) \(w.shape) \(stride) \(padding) \(dilation) \(groups)")
        }
    }

    @Test("outputs and gradients agree with torch") func torch() throws {
        let recording = try fixture("torch-convolution", as: ConvolutionRecording.self)
        for recorded in recording.cases where recorded.op == "conv2d" {
            // One image goes through unsqueeze and squeeze here and in torch.
            checkAgainstTorch(recorded)
        }
    }

    @Test("no gradient is computed for an input that doesn't want one") func inputLayer() {
        let (x, w) = (Tensor.ones(1, 1, 4, 4), Tensor.ones(1, 1, 3, 3))
        w.requiresGrad = true
        let y = F.conv2d(x, w)
        #expect(y.gradFn?.nextFunctions.map { $0?.name } == [nil, "AccumulateGrad"])
        y.sum().backward()
        #expect(x.grad == nil)
        #expect(w.grad?.array == [Float](repeating: 4, count: 9))
    }

    @Test("an empty batch is an empty batch") func empty() {
        let (x, w, bias) = (Tensor.zeros(0, 2, 5, 5), Tensor.ones(3, 2, 3, 3), Tensor.ones(3))
        for input in [x, w, bias] { input.requiresGrad = true }
        let y = F.conv2d(x, w, bias)
        #expect(y.shape == [0, 3, 3, 3])
        y.sum().backward()
        #expect(x.grad?.shape == [0, 2, 5, 5])
        #expect(w.grad?.array == [Float](repeating: 0, count: 54))
        #expect(bias.grad?.array == [0, 0, 0])
    }
}
