// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/15-01-max-pooling.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: a3d1b6e5346fee24

// Chapters/Workshop/15-01-max-pooling.md: The operation
import KindlingEngine

extension Op {
    /// The largest of each window. Its operation remembers where it was found.
    final class MaxPool2DWithIndices: Function {
        let pooling: Pooling
        /// For each window, where in its channel the largest stands, counted row by row; in memory as the result.
        private var places: Storage<Int32>?

        init(_ pooling: Pooling) { self.pooling = pooling }

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            var sizes = pooling.sizes(inputs[0].shape, of: "maxPool2d")
            if sizes.height * sizes.width > Int32.max {
                fatalError("maxPool2d: a plane of the shape \(inputs[0].shape) has more than \(Int32.max) pixels")
            }
            let result = Tensor(pixelsOf: inputs[0].shape.dropLast(2) + [sizes.out_height, sizes.out_width]) { y in
                let places = Storage<Int32>(count: sizes.images * sizes.channels * sizes.out_height * sizes.out_width)
                inputs[0].withPixels { kd_max_pool2d(&sizes, $0, y, places.memory) }
                self.places = places
            }
            context.saveElsewhere()
            return result
        }

        /// The places as a tensor of the result's shape.
        func indices(of result: Tensor) -> IntTensor {
            let indices = IntTensor(uninitialized: result.shape)
            guard let places else { return indices }
            for i in 0..<places.count { indices.storage.memory[i] = Int(places.memory[i]) }
            let order = PixelOrder(ofImages: result.shape)
            if !order.isOrderOfIndices { indices.storage.pixelOrder = order }
            return indices
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            guard let places else { return [nil] }
            var sizes = pooling.sizes(context.inputShapes[0], of: "maxPool2d")
            let result = Tensor(pixelsOf: context.inputShapes[0]) { dx in
                gradient.withPixels { kd_max_pool2d_gradient(&sizes, $0, places.memory, dx) }
            }
            return [result]
        }
    }
}

// Chapters/Workshop/15-01-max-pooling.md: The functions
extension F {
    /// The largest number of each window of each channel.
    ///
    /// - Parameters:
    ///   - input: `(N, C, H, W)` or `(C, H, W)`.
    ///   - kernelSize: the window's size.
    ///   - stride: how far the window moves; by its own size if not given.
    ///   - padding: how many places around the image a window may reach over, at most half a window. They don't take
    ///     part.
    ///   - dilation: how far apart the pixels are that a window looks at.
    ///   - ceilMode: what becomes of a rest that is smaller than a window: false leaves it out, true gives it a window
    ///     that hangs over the edge.
    /// - Returns: `(N, C, OH, OW)` or `(C, OH, OW)`, with
    ///   OH = ⌊(H + 2 padding − dilation (kernelSize − 1) − 1) / stride⌋ + 1, or ⌈…⌉ + 1; one less if
    ///   the last window would begin behind the image.
    public static func maxPool2d(
        _ input: Tensor, _ kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, dilation: Size2D = 1,
        ceilMode: Bool = false
    ) -> Tensor {
        let pooling = Pooling(kernelSize, stride, padding, dilation: dilation, ceilMode, of: "maxPool2d")
        return Op.MaxPool2DWithIndices(pooling)(input)
    }

    /// The same, with the window's size labelled: `F.maxPool2d(x, kernelSize: 2)`.
    public static func maxPool2d(
        _ input: Tensor, kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, dilation: Size2D = 1,
        ceilMode: Bool = false
    ) -> Tensor {
        maxPool2d(input, kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
    }

    /// The largest number of each window of each channel, and where in the channel it stands, counted row by row. See
    /// `maxPool2d`.
    public static func maxPool2dWithIndices(
        _ input: Tensor, _ kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, dilation: Size2D = 1,
        ceilMode: Bool = false
    ) -> (values: Tensor, indices: IntTensor) {
        let pooling = Pooling(kernelSize, stride, padding, dilation: dilation, ceilMode, of: "maxPool2d")
        let operation = Op.MaxPool2DWithIndices(pooling)
        let values = operation(input)
        return (values, operation.indices(of: values))
    }
}
