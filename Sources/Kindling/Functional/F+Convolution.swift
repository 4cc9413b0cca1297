// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-01-conv2d.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3fc07c561b8eb68f

// Chapters/Workshop/13-01-conv2d.md: The function
import KindlingEngine

extension Op {
    /// A convolution: `(N, O, OH, OW)` from `(N, C, H, W)`, a weight `(O, C / groups, KH, KW)` and perhaps a bias
    /// `(O)`.
    struct Convolution: Function {
        let stride, padding, dilation: Size2D
        let groups: Int

        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
            context.save(inputs[0], if: context.needsGradient[1])
            context.save(inputs[1], if: context.needsGradient[0])
            let (x, weight) = (inputs[0], inputs[1].unrecorded.contiguous())
            let bias = inputs.count > 2 ? inputs[2].unrecorded.contiguous() : nil
            var sizes = sizes(x.shape, weight.shape)
            return Tensor(pixelsOf: [sizes.images, sizes.outputs, sizes.out_height, sizes.out_width]) { y in
                weight.withPointer { weight in
                    withExtendedLifetime(bias) {
                        let bias = bias.map { $0.storage.pointer + $0.offset }
                        x.withPixels { x in kd_conv2d(&sizes, x, weight, bias, y) }
                    }
                }
            }
        }

        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            var sizes = sizes(context.inputShapes[0], context.inputShapes[1])
            var gradients = [Tensor?](repeating: nil, count: context.inputShapes.count)
            let weight = context.needsGradient[0] ? context.saved(1).unrecorded.contiguous() : nil
            gradient.withPixels { change in
                if let weight {
                    gradients[0] = Tensor(pixelsOf: context.inputShapes[0]) { result in
                        weight.withPointer { kd_conv2d_input_gradient(&sizes, $0, change, result) }
                    }
                }
                if context.needsGradient[1] {
                    let result = Tensor(uninitialized: context.inputShapes[1])
                    context.saved(0).withPixels {
                        kd_conv2d_weight_gradient(&sizes, $0, change, result.storage.mutablePointer)
                    }
                    gradients[1] = result
                }
                if gradients.count > 2, context.needsGradient[2] {
                    let result = Tensor(uninitialized: context.inputShapes[2])
                    kd_conv2d_bias_gradient(&sizes, change, result.storage.mutablePointer)
                    gradients[2] = result
                }
            }
            return gradients
        }

        private func sizes(_ x: [Int], _ weight: [Int]) -> kd_conv2d_sizes {
            let rows = Windows(
                kernel: weight[2], stride: stride.height, padding: padding.height, dilation: dilation.height)
            let columns = Windows(
                kernel: weight[3], stride: stride.width, padding: padding.width, dilation: dilation.width)
            return kd_conv2d_sizes(
                images: x[0], channels: x[1], height: x[2], width: x[3],
                outputs: weight[0], out_height: rows.count(in: x[2]), out_width: columns.count(in: x[3]),
                kernel_h: weight[2], kernel_w: weight[3], stride_h: stride.height, stride_w: stride.width,
                padding_h: padding.height, padding_w: padding.width,
                dilation_h: dilation.height, dilation_w: dilation.width, groups: groups)
        }
    }
}

extension F {
    /// The convolution of images with kernels: each output pixel is a weighted sum of the pixels around its place.
    ///
    /// - Parameters:
    ///   - input: `(N, C, H, W)`, or one image, `(C, H, W)`.
    ///   - weight: `(O, C / groups, KH, KW)`.
    ///   - bias: `(O)`, or nil for none.
    ///   - stride: how far apart neighbouring outputs look.
    ///   - padding: the zeros around the image.
    ///   - dilation: how far apart the pixels are that a kernel looks at.
    ///   - groups: into how many parts the channels are cut; each part of the outputs sees one part of the inputs.
    /// - Returns: `(N, O, OH, OW)`, or `(O, OH, OW)`, with OH = ⌊(H + 2 padding − dilation (KH − 1) − 1) / stride⌋ + 1.
    public static func conv2d(
        _ input: Tensor, _ weight: Tensor, _ bias: Tensor? = nil, stride: Size2D = 1, padding: Padding2D = 0,
        dilation: Size2D = 1, groups: Int = 1
    ) -> Tensor {
        stride.check("stride", atLeast: 1, of: "conv2d")
        dilation.check("dilation", atLeast: 1, of: "conv2d")
        if input.ndim == 3 && weight.ndim == 4 {
            let images = input.unsqueeze(0)
            return conv2d(
                images, weight, bias, stride: stride, padding: padding, dilation: dilation, groups: groups
            ).squeeze(0)
        }
        checkConvolution(input, weight, bias, groups: groups)
        switch padding {
        case .valid:
            return convolution(input, weight, bias, stride, padding: 0, dilation, groups)
        case .zeros(let zeros):
            zeros.check("padding", atLeast: 0, of: "conv2d")
            return convolution(input, weight, bias, stride, padding: zeros, dilation, groups)
        case .same:
            if stride != 1 { fatalError("conv2d: padding .same needs the stride 1, not \(stride)") }
            // If the number of zeros is odd, the one more goes below, or to the right.
            let (rows, columns) = (dilation.height * (weight.size(2) - 1), dilation.width * (weight.size(3) - 1))
            let padded = rows % 2 + columns % 2 == 0 ? input : pad(input, [0, columns % 2, 0, rows % 2])
            return convolution(padded, weight, bias, stride, padding: Size2D(rows / 2, columns / 2), dilation, groups)
        }
    }

    private static func convolution(
        _ input: Tensor, _ weight: Tensor, _ bias: Tensor?, _ stride: Size2D, padding: Size2D, _ dilation: Size2D,
        _ groups: Int
    ) -> Tensor {
        let reach = Size2D(dilation.height * (weight.size(2) - 1) + 1, dilation.width * (weight.size(3) - 1) + 1)
        let padded = Size2D(input.size(2) + 2 * padding.height, input.size(3) + 2 * padding.width)
        if input.size(2) < 1 || input.size(3) < 1 {
            fatalError("conv2d: there are no pixels in images of shape \(input.shape)")
        }
        if reach.height > padded.height || reach.width > padded.width {
            fatalError(
                "conv2d: the kernel reaches over \(reach) pixels, and the padded input has only \(padded); the shapes are \(input.shape) and \(weight.shape)"
            )
        }
        let operation = Op.Convolution(stride: stride, padding: padding, dilation: dilation, groups: groups)
        return operation([input, weight] + (bias.map { [$0] } ?? []))
    }

    private static func checkConvolution(_ input: Tensor, _ weight: Tensor, _ bias: Tensor?, groups: Int) {
        if input.ndim != 4 || weight.ndim != 4 {
            fatalError(
                "conv2d: it takes images (N, C, H, W) and a weight (O, C / groups, KH, KW), not \(input.shape) and \(weight.shape)"
            )
        }
        if groups < 1 || weight.size(0) % groups != 0 {
            fatalError("conv2d: \(weight.size(0)) outputs can't be cut into \(groups) groups")
        }
        if weight.size(2) < 1 || weight.size(3) < 1 {
            fatalError("conv2d: a kernel can't be empty; the weight's shape is \(weight.shape)")
        }
        if input.size(1) != weight.size(1) * groups {
            fatalError(
                "conv2d: an input of shape \(input.shape) has \(input.size(1)) channels, and a weight of shape \(weight.shape) in \(groups) group\(groups == 1 ? "" : "s") takes \(weight.size(1) * groups)"
            )
        }
        if let bias, bias.shape != [weight.size(0)] {
            fatalError("conv2d: a bias of shape \(bias.shape) doesn't fit a weight of shape \(weight.shape)")
        }
    }
}
