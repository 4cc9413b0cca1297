// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-01-conv2d.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 457a08a254fe1d27

// Chapters/Workshop/13-01-conv2d.md: The layer
/// A convolution with a weight and a bias of its own: `(N, O, OH, OW)` from `(N, C, H, W)`.
///
///     let layer = Conv2d(1, 16, kernelSize: 3, stride: 2, padding: 1)
///     layer(Tensor.zeros(64, 1, 28, 28)).shape        // [64, 16, 14, 14]
///
/// Weight and bias start uniformly distributed within ±1/√n, where n is the number of inputs of one output. See
/// `F.conv2d`.
public final class Conv2d: Module {
    /// C.
    public let inChannels: Int
    /// O: how many kernels there are.
    public let outChannels: Int
    /// Height and width of a kernel, in pixels.
    public let kernelSize: Size2D
    /// From one window to the next, down and across, in pixels.
    public let stride: Size2D
    /// What is put around the images.
    public let padding: Padding2D
    /// How far apart the pixels of a window are; 1 for neighbours.
    public let dilation: Size2D
    /// Into how many parts the channels are cut, each with kernels of its own.
    public let groups: Int
    /// `(out, in / groups, height, width)`.
    public let weight: Parameter
    /// `(out)`; nil for none.
    public let bias: Parameter?

    /// Stops unless `groups` divides both numbers of channels, or if `.same` comes with a stride.
    /// The numbers come from `generator` or the default one.
    public init(
        _ inChannels: Int, _ outChannels: Int, kernelSize: Size2D, stride: Size2D = 1, padding: Padding2D = 0,
        dilation: Size2D = 1, groups: Int = 1, bias: Bool = true, generator: Generator? = nil
    ) {
        if inChannels < 1 || outChannels < 1 || groups < 1 || inChannels % groups != 0 || outChannels % groups != 0 {
            fatalError(
                "Conv2d: \(inChannels) and \(outChannels) channels can't be cut into \(groups) groups of one channel at least"
            )
        }
        kernelSize.check("kernel size", atLeast: 1, of: "Conv2d")
        stride.check("stride", atLeast: 1, of: "Conv2d")
        dilation.check("dilation", atLeast: 1, of: "Conv2d")
        if case .zeros(let zeros) = padding { zeros.check("padding", atLeast: 0, of: "Conv2d") }
        if padding == .same && stride != 1 { fatalError("Conv2d: padding .same needs the stride 1, not \(stride)") }
        (self.inChannels, self.outChannels, self.kernelSize, self.stride) = (
            inChannels, outChannels, kernelSize, stride
        )
        (self.padding, self.dilation, self.groups) = (padding, dilation, groups)
        weight = Parameter(Tensor.zeros(outChannels, inChannels / groups, kernelSize.height, kernelSize.width))
        self.bias = bias ? Parameter(Tensor.zeros(outChannels)) : nil
        super.init()
        resetParameters(generator: generator)
    }

    /// Draws weight and bias anew.
    public func resetParameters(generator: Generator? = nil) {
        Init.kaimingUniform(weight, a: 5.0.squareRoot(), generator: generator)
        if let bias {
            let bound = 1 / Double(Init.fans(of: weight).fanIn).squareRoot()
            Init.uniform(bias, -bound, bound, generator: generator)
        }
    }

    public override func forward(_ x: Tensor) -> Tensor {
        F.conv2d(x, weight, bias, stride: stride, padding: padding, dilation: dilation, groups: groups)
    }

    public override var extraDescription: String {
        var parts = ["\(inChannels), \(outChannels), kernel_size=\(kernelSize.pair), stride=\(stride.pair)"]
        switch padding {
        case .zeros(0): break
        case .zeros(let zeros): parts.append("padding=\(zeros.pair)")
        case .same: parts.append("padding=same")
        case .valid: parts.append("padding=valid")
        }
        if dilation != 1 { parts.append("dilation=\(dilation.pair)") }
        if groups != 1 { parts.append("groups=\(groups)") }
        if bias == nil { parts.append("bias=False") }
        return parts.joined(separator: ", ")
    }
}

extension Conv2d {
    /// The same, with the kernel's size unlabelled: `Conv2d(1, 16, 3)`.
    public convenience init(
        _ inChannels: Int, _ outChannels: Int, _ kernelSize: Size2D, stride: Size2D = 1, padding: Padding2D = 0,
        dilation: Size2D = 1, groups: Int = 1, bias: Bool = true, generator: Generator? = nil
    ) {
        self.init(
            inChannels, outChannels, kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation,
            groups: groups,
            bias: bias, generator: generator)
    }
}
