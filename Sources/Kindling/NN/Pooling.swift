// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/14-01-functions-as-modules.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ac7bc4b527ad9941

// Chapters/Workshop/14-01-functions-as-modules.md: Pooling
/// `F.avgPool2d` as a module.
public final class AvgPool2d: Module {
    let kernelSize, stride, padding: Size2D
    let ceilMode, countIncludePad: Bool
    let divisorOverride: Int?

    /// Without a stride, windows don't overlap. `divisorOverride` divides the sums instead of the number of pixels. See
    /// `F.avgPool2d`.
    public init(
        _ kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, ceilMode: Bool = false,
        countIncludePad: Bool = true, divisorOverride: Int? = nil
    ) {
        (self.kernelSize, self.stride, self.padding) = (kernelSize, stride ?? kernelSize, padding)
        (self.ceilMode, self.countIncludePad, self.divisorOverride) = (ceilMode, countIncludePad, divisorOverride)
        super.init()
    }

    /// The same, with the window's size labelled: `AvgPool2d(kernelSize: 2)`.
    public convenience init(
        kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, ceilMode: Bool = false,
        countIncludePad: Bool = true, divisorOverride: Int? = nil
    ) {
        self.init(
            kernelSize, stride: stride, padding: padding, ceilMode: ceilMode, countIncludePad: countIncludePad,
            divisorOverride: divisorOverride)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        F.avgPool2d(
            x, kernelSize, stride: stride, padding: padding, ceilMode: ceilMode, countIncludePad: countIncludePad,
            divisorOverride: divisorOverride)
    }

    public override var extraDescription: String { "kernel_size=\(kernelSize), stride=\(stride), padding=\(padding)" }
}

/// `F.adaptiveAvgPool2d` as a module.
public final class AdaptiveAvgPool2d: Module {
    let outputSize: Size2D

    /// Height and width of the output, whatever the input's are.
    public init(_ outputSize: Size2D) {
        self.outputSize = outputSize
        super.init()
    }

    /// The same, with the size labelled: `AdaptiveAvgPool2d(outputSize: 1)`.
    public convenience init(outputSize: Size2D) { self.init(outputSize) }

    public override func forward(_ x: Tensor) -> Tensor { F.adaptiveAvgPool2d(x, outputSize) }

    public override var extraDescription: String { "output_size=\(outputSize)" }
}
