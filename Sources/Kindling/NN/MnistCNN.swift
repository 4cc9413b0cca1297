// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 8eb449bf0f6589fd

// Chapters/13-cnn.md: The network
/// The convolutional network of chapter 13: ten scores `(N, 10)` from images of digits `(N, 784)`.
public final class MnistCNN: Module {
    /// `(N, 16, 14, 14)` from `(N, 1, 28, 28)`.
    public let conv1 = Conv2d(1, 16, kernelSize: 3, stride: 2, padding: 1)
    /// `(N, 16, 7, 7)`.
    public let conv2 = Conv2d(16, 16, kernelSize: 3, stride: 2, padding: 1)
    /// `(N, 10, 4, 4)`: a channel for each digit.
    public let conv3 = Conv2d(16, 10, kernelSize: 3, stride: 2, padding: 1)

    public override func forward(_ xb: Tensor) -> Tensor {
        var xb = xb.view(-1, 1, 28, 28)
        xb = F.relu(conv1(xb))
        xb = F.relu(conv2(xb))
        xb = F.relu(conv3(xb))
        xb = F.avgPool2d(xb, 4)
        return xb.view(-1, xb.size(1))
    }
}
