import Kindling

import func Foundation.exit

/// What a user of the library does: tensors, gradients, an operation of one's own, and the data that comes with the package.
@main struct Dependent {
    struct Twice: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { inputs[0] * 2 }
        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient * 2] }
    }

    static func main() {
        manualSeed(1)
        let weights = Tensor.randn(3)
        weights.requiresGrad = true
        let loss = (Twice()(weights) • Tensor([1, 2, 3])).pow(2)
        loss.backward()
        print(weights)
        print(loss.graph.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " "))
        print(weights.grad?.isClose(to: loss.detach().sqrt() * Tensor([4, 8, 12])) ?? false)

        do {
            let data = try MNIST.load()
            print(data.train.images.shape, data.valid.images.shape)
            print(data.train.labels[0..<10].array, data.valid.labels[0].item())
            print(data.train.images[0].sum().item(), data.train.images.max().item())
        } catch {
            print(error)
            exit(1)
        }
    }
}
