import Kindling

/// The network of chapter 15, with the names of its parts: they are the names in the file of weights.
final class LeNet: Module {
    let conv1 = Conv2d(1, 6, kernelSize: 3)
    let conv2 = Conv2d(6, 16, kernelSize: 3)
    let fc1 = Linear(16 * 6 * 6, 120)
    let fc2 = Linear(120, 84)
    let fc3 = Linear(84, 10)

    /// The scores of the ten digits, `(N, 10)`, for images of shape `(N, 1, 32, 32)`.
    override func forward(_ x: Tensor) -> Tensor {
        let first = F.maxPool2d(F.relu(conv1(x)), 2)
        let second = F.maxPool2d(F.relu(conv2(first)), 2)
        return fc3(F.relu(fc2(F.relu(fc1(second.flatten(1))))))
    }
}
