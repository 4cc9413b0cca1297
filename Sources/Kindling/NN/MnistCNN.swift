// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2b441a9c5aabddd6

#sourceLocation(file: "Chapters/13-cnn.md", line: 2397)
/// The convolutional network of chapter 13: ten scores `(N, 10)` from images of digits `(N, 784)`.
public final class MnistCNN: Module {
    public let conv1 = Conv2d(1, 16, kernelSize: 3, stride: 2, padding: 1)
    public let conv2 = Conv2d(16, 16, kernelSize: 3, stride: 2, padding: 1)
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
#sourceLocation()
