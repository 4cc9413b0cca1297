import Kindling
import KindlingEngine
import Testing

@Suite("Pooling", .serialized, .ownRandomNumbers) struct PoolingTests {
    @Test("the fast poolings return the naive loops' bits, on every path") func bits() {
        var random = TestRandom(11)
        for _ in 0..<160 {
            var s = kd_pool2d_sizes()
            (s.images, s.channels) = (random.int(1...3), random.int(1...(random.chance(50) ? 4 : 20)))
            (s.height, s.width) = (random.int(1...12), random.int(1...50))
            (s.kernel_h, s.kernel_w) = (random.int(1...4), random.int(1...4))
            // Every other time the windows lie side by side, as they mostly do.
            let isApart = random.chance(50)
            (s.stride_h, s.stride_w) = isApart ? (s.kernel_h, s.kernel_w) : (random.int(1...3), random.int(1...3))
            (s.padding_h, s.padding_w) =
                isApart ? (0, 0) : (random.int(0...(s.kernel_h / 2)), random.int(0...(s.kernel_w / 2)))
            (s.dilation_h, s.dilation_w) = (1, 1)
            let down = s.height + 2 * s.padding_h - s.kernel_h
            let across = s.width + 2 * s.padding_w - s.kernel_w
            if down < 0 || across < 0 { continue }
            let isCeiled = random.chance(50)
            func count(_ room: Int, _ stride: Int, _ end: Int) -> Int {
                let count = (room + (isCeiled ? stride - 1 : 0)) / stride + 1
                return (count - 1) * stride >= end ? count - 1 : count
            }
            s.out_height = count(down, s.stride_h, s.height + s.padding_h)
            s.out_width = count(across, s.stride_w, s.width + s.padding_w)
            var x = random.floats(s.images * s.channels * s.height * s.width)
            for i in x.indices where random.chance(20) { x[i] = [0, -.infinity, .nan, .infinity][random.int(0...3)] }
            let places = s.images * s.channels * s.out_height * s.out_width
            let (padding, divisor): (Int32, Int) = (random.chance(50) ? 1 : 0, random.chance(30) ? 3 : 0)

            var largest = [Float](repeating: 0, count: places)
            var means = largest
            var index = [Int32](repeating: -7, count: places)
            kd_max_pool2d_naive(&s, x, &largest, &index)
            kd_avg_pool2d_naive(&s, padding, divisor, x, &means)
            var dy = random.floats(places)
            for i in dy.indices where random.chance(10) { dy[i] = [0, -0.0, .nan, .infinity][random.int(0...3)] }
            var dx = [Float](repeating: 7, count: x.count)
            var meanGradient = dx
            var evenGradient = dx
            var even = largest
            kd_max_pool2d_gradient_naive(&s, dy, index, &dx)
            kd_avg_pool2d_gradient_naive(&s, padding, divisor, dy, &meanGradient)
            // Windows that divide the image evenly, as many as the others.
            kd_adaptive_avg_pool2d_naive(&s, x, &even)
            kd_adaptive_avg_pool2d_gradient_naive(&s, dy, &evenGradient)
            func turned<Element>(_ planes: [Element]) -> [Element] {
                channelsLast(planes, images: s.images, channels: s.channels)
            }
            let (xPixels, dyPixels, indexPixels) = (turned(x), turned(dy), turned(index))
            let (largestPixels, meanPixels, dxPixels) = (turned(largest), turned(means), turned(dx))
            onEveryPath { path in
                var y: [Float] = []
                let found = written(places, 7) { index in
                    y = written(places, 7) { kd_max_pool2d(&s, xPixels, $0, index) }
                }
                #expect(haveSameBits(y, largestPixels) && found == indexPixels, "max, \(path): \(s)")
                let dx = written(x.count, 7) { kd_max_pool2d_gradient(&s, dyPixels, indexPixels, $0) }
                #expect(haveSameBits(dx, dxPixels), "gradient of max, \(path): \(s)")
                let means = written(places, 7) { kd_avg_pool2d(&s, padding, divisor, xPixels, $0) }
                #expect(haveSameBits(means, meanPixels), "mean, \(path): \(s)")
                let meanChange = written(x.count, 7) { kd_avg_pool2d_gradient(&s, padding, divisor, dyPixels, $0) }
                #expect(haveSameBits(meanChange, turned(meanGradient)), "gradient of mean, \(path): \(s)")
                let evenMeans = written(places, 7) { kd_adaptive_avg_pool2d(&s, xPixels, $0) }
                #expect(haveSameBits(evenMeans, turned(even)), "adaptive mean, \(path): \(s)")
                let evenChange = written(x.count, 7) { kd_adaptive_avg_pool2d_gradient(&s, dyPixels, $0) }
                #expect(haveSameBits(evenChange, turned(evenGradient)), "gradient of adaptive mean, \(path): \(s)")
            }
        }
    }

    /// The pool counts a job's pieces in 16 bits.
    @Test("more images than a job has pieces") func manyImages() {
        var random = TestRandom(14)
        for images in [65_535, 65_536, 200_001] {
            var s = kd_pool2d_sizes(
                images: images, channels: 1, height: 2, width: 2, out_height: 1, out_width: 1, kernel_h: 2, kernel_w: 2,
                stride_h: 2, stride_w: 2, padding_h: 0, padding_w: 0, dilation_h: 1, dilation_w: 1)
            let x = random.floats(4 * images)
            var largest = [Float](repeating: 0, count: images)
            var index = [Int32](repeating: -7, count: images)
            kd_max_pool2d_naive(&s, x, &largest, &index)
            onEveryPath { path in
                var y: [Float] = []
                let found = written(images, 7) { index in y = written(images, 7) { kd_max_pool2d(&s, x, $0, index) } }
                #expect(haveSameBits(y, largest) && found == index, "\(path): \(images)")
            }
        }
    }

    @Test("of equal numbers the first is the largest, and a nan is larger than all") func ties() {
        let x = Tensor([[[[1, 1, 0], [1, 1, .nan], [-.infinity, -.infinity, 2]]]])
        let (values, indices) = F.maxPool2dWithIndices(x, 2, stride: 1)
        #expect(indices.array == [0, 5, 3, 5])
        #expect(haveSameBits(values.array, [1, .nan, 1, .nan]))
        let low = Tensor.full([1, 1, 2, 2], -.infinity)
        #expect(F.maxPool2dWithIndices(low, 2).indices.array == [0])
    }

    @Test("gradients agree with finite differences") func gradients() {
        var random = TestRandom(12)
        for _ in 0..<12 {
            let shape = [random.int(1...2), random.int(1...2), random.int(4...8), random.int(4...8)]
            // All numbers at least 0.05 apart, so that no step of 0.01 changes which is the largest.
            let numbers = (0..<shape.reduce(1, *)).map { Float($0) * 0.05 }.shuffled(using: &random)
            let x = Tensor(shape: shape, values: numbers.map { $0 - 1 })
            let kernel = Size2D(random.int(2...3), random.int(2...3))
            let stride = Size2D(random.int(1...3), random.int(1...3))
            let isCeiled = random.chance(50)
            let countsPadding = random.chance(50)
            let functions: [(String, ([Tensor]) -> Tensor)] = [
                ("max", { F.maxPool2d($0[0], kernel, stride: stride, padding: 1, ceilMode: isCeiled) }),
                (
                    "mean",
                    {
                        F.avgPool2d(
                            $0[0], kernel, stride: stride, padding: 1, ceilMode: isCeiled,
                            countIncludePad: countsPadding)
                    }
                ),
                ("adaptive", { F.adaptiveAvgPool2d($0[0], kernel) }),
            ]
            for (name, function) in functions {
                #expect(gradientError(at: [x], of: function) < 1e-3, "\(name) \(shape) \(kernel) \(stride)")
            }
        }
    }

    @Test("outputs and gradients agree with torch") func torch() throws {
        let recording = try fixture("torch-convolution", as: ConvolutionRecording.self)
        for recorded in recording.cases where recorded.op != "conv2d" { checkAgainstTorch(recorded) }
    }
}
