// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-05-pooling.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bc12537018024335

// Chapters/Workshop/13-05-pooling.md: In the library
import KindlingEngine

/// The sizes of a pooling.
struct Pooling {
    let kernel, stride, padding, dilation: Size2D
    let ceilMode: Bool

    init(
        _ kernel: Size2D, _ stride: Size2D?, _ padding: Size2D, dilation: Size2D = 1, _ ceilMode: Bool,
        of operation: String
    ) {
        let stride = stride ?? kernel
        kernel.check("kernel size", atLeast: 1, of: operation)
        stride.check("stride", atLeast: 1, of: operation)
        padding.check("padding", atLeast: 0, of: operation)
        dilation.check("dilation", atLeast: 1, of: operation)
        let reach = Size2D(dilation.height * (kernel.height - 1) + 1, dilation.width * (kernel.width - 1) + 1)
        if padding.height > reach.height / 2 || padding.width > reach.width / 2 {
            fatalError(
                "\(operation): the padding \(padding) is more than half of the window, which reaches over \(reach.pair)"
            )
        }
        (self.kernel, self.stride, self.padding, self.dilation) = (kernel, stride, padding, dilation)
        self.ceilMode = ceilMode
    }

    /// The sizes for images `(…, H, W)`.
    func sizes(_ shape: [Int], of operation: String) -> kd_pool2d_sizes {
        checkImages(shape, of: operation)
        let (height, width) = (shape[shape.count - 2], shape[shape.count - 1])
        if height < 1 || width < 1 { fatalError("\(operation): there are no pixels in images of shape \(shape)") }
        let rows = Windows(
            kernel: kernel.height, stride: stride.height, padding: padding.height, dilation: dilation.height)
        let columns = Windows(
            kernel: kernel.width, stride: stride.width, padding: padding.width, dilation: dilation.width)
        let out = (rows.count(in: height, ceilMode: ceilMode), columns.count(in: width, ceilMode: ceilMode))
        if out.0 < 1 || out.1 < 1 {
            fatalError(
                "\(operation): a window of \(kernel.pair) doesn't fit into images of shape \(shape) with the padding \(padding.pair)"
            )
        }
        let order = PixelOrder(ofImages: shape)
        return kd_pool2d_sizes(
            images: order.images, channels: order.channels, height: height, width: width, out_height: out.0,
            out_width: out.1,
            kernel_h: kernel.height, kernel_w: kernel.width, stride_h: stride.height, stride_w: stride.width,
            padding_h: padding.height, padding_w: padding.width,
            dilation_h: dilation.height, dilation_w: dilation.width)
    }
}

/// Stops the program unless the shape is that of images, `(N, C, H, W)` or `(C, H, W)`.
private func checkImages(_ shape: [Int], of operation: String) {
    if shape.count != 3 && shape.count != 4 {
        fatalError("\(operation): it takes images (N, C, H, W) or (C, H, W), not \(shape)")
    }
}

extension Op {
    /// The mean of each window.
    struct AvgPool2D: Function {
        let pooling: Pooling
        let countIncludePad: Bool
        let divisor: Int?

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            var sizes = pooling.sizes(inputs[0].shape, of: "avgPool2d")
            return Tensor(pixelsOf: inputs[0].shape.dropLast(2) + [sizes.out_height, sizes.out_width]) { y in
                inputs[0].withPixels { kd_avg_pool2d(&sizes, countIncludePad ? 1 : 0, divisor ?? 0, $0, y) }
            }
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            var sizes = pooling.sizes(context.inputShapes[0], of: "avgPool2d")
            let result = Tensor(pixelsOf: context.inputShapes[0]) { dx in
                gradient.withPixels { kd_avg_pool2d_gradient(&sizes, countIncludePad ? 1 : 0, divisor ?? 0, $0, dx) }
            }
            return [result]
        }
    }
}

extension F {
    /// The mean of each window of each channel.
    ///
    /// - Parameters:
    ///   - input: `(N, C, H, W)` or `(C, H, W)`.
    ///   - kernelSize: the window's size.
    ///   - stride: how far the window moves; by its own size if not given.
    ///   - padding: zeros around the image, at most half a window.
    ///   - ceilMode: whether a last window may hang over the edge. See `F.maxPool2d` (chapter 15).
    ///   - countIncludePad: whether the padding's zeros count when the mean is taken.
    ///   - divisorOverride: what each window's sum is divided by, whatever its size.
    /// - Returns: `(N, C, OH, OW)` or `(C, OH, OW)`, with OH = ⌊(H + 2 padding − kernelSize) / stride⌋ + 1, or ⌈…⌉ + 1;
    ///   one less if the last window would begin behind the image.
    public static func avgPool2d(
        _ input: Tensor, _ kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, ceilMode: Bool = false,
        countIncludePad: Bool = true, divisorOverride: Int? = nil
    ) -> Tensor {
        if divisorOverride == 0 { fatalError("avgPool2d: divisorOverride can't be 0") }
        let pooling = Pooling(kernelSize, stride, padding, ceilMode, of: "avgPool2d")
        return Op.AvgPool2D(pooling: pooling, countIncludePad: countIncludePad, divisor: divisorOverride)(input)
    }

    /// The same, with the window's size labelled: `F.avgPool2d(x, kernelSize: 2)`.
    public static func avgPool2d(
        _ input: Tensor, kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, ceilMode: Bool = false,
        countIncludePad: Bool = true, divisorOverride: Int? = nil
    ) -> Tensor {
        avgPool2d(
            input, kernelSize, stride: stride, padding: padding, ceilMode: ceilMode, countIncludePad: countIncludePad,
            divisorOverride: divisorOverride)
    }
}

// Chapters/Workshop/13-05-pooling.md: Adaptive
extension Op {
    /// The mean of each of `size` windows that divide an image evenly.
    struct AdaptiveAvgPool2D: Function {
        let size: Size2D

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            var sizes = sizes(inputs[0].shape)
            return Tensor(pixelsOf: inputs[0].shape.dropLast(2) + [size.height, size.width]) { y in
                inputs[0].withPixels { kd_adaptive_avg_pool2d(&sizes, $0, y) }
            }
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            var sizes = sizes(context.inputShapes[0])
            let result = Tensor(pixelsOf: context.inputShapes[0]) { dx in
                gradient.withPixels { kd_adaptive_avg_pool2d_gradient(&sizes, $0, dx) }
            }
            return [result]
        }

        private func sizes(_ shape: [Int]) -> kd_pool2d_sizes {
            var sizes = kd_pool2d_sizes()
            let order = PixelOrder(ofImages: shape)
            (sizes.images, sizes.channels) = (order.images, order.channels)
            (sizes.height, sizes.width) = (shape[shape.count - 2], shape[shape.count - 1])
            (sizes.out_height, sizes.out_width) = (size.height, size.width)
            return sizes
        }
    }
}

extension F {
    /// The means of windows that divide each channel evenly, so many that the result has the given size.
    ///
    /// Of n rows, output i of m takes ⌊i n / m⌋ ..< ⌈(i + 1) n / m⌉.
    ///
    /// - Parameters:
    ///   - input: `(N, C, H, W)` or `(C, H, W)`, of any H and W from 1 on.
    ///   - outputSize: the result's height and width. With 1, it is the channel's mean.
    public static func adaptiveAvgPool2d(_ input: Tensor, _ outputSize: Size2D) -> Tensor {
        checkImages(input.shape, of: "adaptiveAvgPool2d")
        outputSize.check("output size", atLeast: 0, of: "adaptiveAvgPool2d")
        if input.size(-1) < 1 || input.size(-2) < 1 {
            fatalError("adaptiveAvgPool2d: there is nothing to take the mean of in images of shape \(input.shape)")
        }
        if outputSize == 1 { return input.mean(-1, -2, keepDim: true) }
        return Op.AdaptiveAvgPool2D(size: outputSize)(input)
    }

    /// The same, with the size labelled: `F.adaptiveAvgPool2d(x, outputSize: 1)`.
    public static func adaptiveAvgPool2d(_ input: Tensor, outputSize: Size2D) -> Tensor {
        adaptiveAvgPool2d(input, outputSize)
    }
}
