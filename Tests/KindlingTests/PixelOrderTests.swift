import Kindling
import Testing

/// Images that stand in memory pixel by pixel look like any others, in whole and in part.
@Suite("Pixel by pixel", .ownRandomNumbers) struct PixelOrderTests {
    static let operations: [(name: String, run: @Sendable (Tensor) -> Tensor)] = [
        ("relu", { F.relu($0) }),
        ("exp", { $0.exp() }),
        ("negated", { -$0 }),
        ("plus one", { $0 + 1 }),
        ("plus itself", { $0 + $0 }),
        ("times a row", { $0 * Tensor.arange(Double($0.size(-1))) }),
        ("compared", { ($0 .> 0).float() }),
        ("where", { Tensor.where($0 .> 0, $0, Tensor(0)) }),
        ("sum", { $0.sum(1) }),
        ("largest", { $0.max(1).values }),
        ("reshaped", { $0.reshape(-1) }),
        ("transposed", { $0.transpose(1, 2).contiguous() }),
        ("joined", { cat([$0, $0], 1) }),
        ("rows", { $0[IntTensor([0, -1])] }),
        ("gathered", { $0.gather([0, 0]) }),
        ("convolved", { F.conv2d($0, .ones(2, 4, 3, 3)) }),
        ("averaged", { F.avgPool2d($0, 2) }),
        ("pooled", { F.maxPool2d($0, 2) }),
        ("padded", { F.pad($0, [1, 2, 0, 1]) }),
        ("copied", { $0.clone() }),
    ]

    /// A convolution's output, and the same numbers in the order of their indices.
    static func images() -> (pixels: Tensor, planes: Tensor) {
        let pixels = F.conv2d(Tensor.randn(3, 2, 6, 5), Tensor.randn(4, 2, 1, 1))
        return (pixels, Tensor(shape: pixels.shape, values: pixels.array))
    }

    @Test("an operation on the first images, the last, or all of them", arguments: operations.indices)
    func parts(i: Int) {
        let (name, run) = Self.operations[i]
        for range in [0..<2, 0..<1, 1..<3, 0..<3] {
            let (pixels, planes) = Self.images()
            let (got, wanted) = (run(pixels[range]), run(planes[range]))
            #expect(got.shape == wanted.shape && got.array == wanted.array, "\(name) of \(range)")
            // Two with two orders, or one order and two sizes.
            #expect((pixels[range] + planes[range]).array == (planes[range] + planes[range]).array)
        }
    }

    @Test("a change in place of the first images leaves the others where they are")
    func inPlace() {
        for range in [0..<2, 1..<3, 0..<3] {
            let (pixels, planes) = Self.images()
            pixels[range] *= 2
            planes[range] *= 2
            #expect(pixels.array == planes.array)
        }
    }
}
