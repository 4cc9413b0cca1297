// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/15-01-max-pooling.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b5e7441d44e21e92

// Chapters/Workshop/15-01-max-pooling.md: The layer
/// `F.maxPool2d` as a module: `(N, C, H, W)` or `(C, H, W)` in, the largest number of each window of each channel out.
public final class MaxPool2d: Module {
    let kernelSize, stride, padding, dilation: Size2D
    let ceilMode: Bool

    /// The parameters are those of `F.maxPool2d`; the window moves by its own size if no stride is given.
    public init(
        _ kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, dilation: Size2D = 1, ceilMode: Bool = false
    ) {
        (self.kernelSize, self.stride, self.padding) = (kernelSize, stride ?? kernelSize, padding)
        (self.dilation, self.ceilMode) = (dilation, ceilMode)
        super.init()
    }

    /// The same, with the window's size labelled: `MaxPool2d(kernelSize: 2)`.
    public convenience init(
        kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, dilation: Size2D = 1, ceilMode: Bool = false
    ) {
        self.init(kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
    }

    public override func forward(_ x: Tensor) -> Tensor {
        F.maxPool2d(x, kernelSize, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
    }

    public override var extraDescription: String {
        "kernel_size=\(kernelSize), stride=\(stride), padding=\(padding), dilation=\(dilation), ceil_mode=\(ceilMode ? "True" : "False")"
    }
}
