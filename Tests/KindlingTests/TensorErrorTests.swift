import Foundation
import Kindling
import Testing

/// Mistakes that must stop the program with a message that names the operation and the shapes. Each runs in a process of its own.
enum Mistakes {
    struct Mistake: Sendable {
        /// The message, or the parts of it that matter.
        var message: [String]
        var body: @Sendable () -> Void

        init(_ message: String..., body: @escaping @Sendable () -> Void) {
            self.message = message
            self.body = body
        }
    }

    static func variable(_ shape: Int...) -> Tensor {
        let x = Tensor.ones(shape)
        x.requiresGrad = true
        return x
    }

    /// Claims two gradients for one input, or one of a wrong shape, or none at all.
    struct Broken: Function {
        let kind: Int
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { inputs[0] * 2 }
        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
            kind == 0 ? [gradient, gradient] : kind == 1 ? [gradient.sum()] : [context.saved(0)]
        }
    }

    struct NoGradient: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { inputs[0] * 2 }
    }

    static var image: Tensor { .ones(1, 1, 4, 4) }
    static var kernel: Tensor { .ones(1, 1, 2, 2) }

    /// One parameter of two that have one name.
    final class Twins: Module {
        let W = Parameter(.ones(2)), w = Parameter(.zeros(2))
    }

    static let all: [Mistake] = [
        // Views and changes in place.
        Mistake("AddBackward0: this view was made before its base was changed") {
            let (w, built) = (variable(2), Tensor.zeros(2))
            built += w
            let old = built[0..<1]
            built += w
            let y = Tensor.zeros(1)
            y += old
        },
        // This one is older than the first change, and has no history itself.
        Mistake("AddBackward0: this view was made before its base was changed") {
            let (w, built) = (variable(2), Tensor.zeros(2))
            let old = built[0..<1]
            built += w
            let y = Tensor.zeros(1)
            y += old
        },
        Mistake("backward: this view was made before its base was changed") {
            let (w, built) = (variable(2), Tensor.zeros(2))
            built += w
            let old = built[0]
            built += w
            old.backward()
        },
        Mistake("MulBackward0: a view can't be changed in place by a recorded operation") {
            let x = variable(2) * 1
            let view = noGrad { x[0] }
            view *= 2
        },
        Mistake("AddBackward0: a view can't be changed in place by a recorded operation") {
            let x = Tensor.zeros(2)
            let view = x[0]
            x.requiresGrad = true
            view += 1
        },
        Mistake("backward: what the graph had saved is freed") {
            let (w, y) = (variable(2), Tensor.zeros(2))
            y += w
            y[BoolTensor([true, false])] = 5
            let sum = y.sum()
            sum.backward()
            sum.backward()
        },
        // States and settings.
        Mistake("Twins: two of its tensors are named w") { _ = Twins().stateDict },
        Mistake("batchNorm: ", "evaluation needs both") {
            _ = F.batchNorm(.ones(2, 3), runningMean: nil, runningVariance: nil)
        },
        Mistake("batchNorm: ", "come together") {
            _ = F.batchNorm(.ones(2, 3), runningMean: .zeros(3), runningVariance: nil, training: true)
        },
        Mistake("CrossEntropyLoss: no class can be ignored where targets are probabilities") {
            _ = CrossEntropyLoss(ignoreIndex: 1)(Tensor.zeros(1, 2), Tensor([[0.5, 0.5]]))
        },
        Mistake("maxPool2d: there are no pixels in images of shape [1, 1, 0, 4]") {
            _ = F.maxPool2d(.zeros(1, 1, 0, 4), 2, padding: 1)
        },
        Mistake("conv2d: there are no pixels in images of shape [1, 1, 0, 4]") {
            _ = F.conv2d(.zeros(1, 1, 0, 4), kernel, padding: 1)
        },
        // Broadcasting.
        Mistake("+: ", "[2, 3]", "[2]") { _ = Tensor.zeros(2, 3) + .zeros(2) },
        Mistake("-: ", "[2, 3]", "[4, 3]") { _ = Tensor.zeros(2, 3) - .zeros(4, 3) },
        Mistake("*: ", "[2]", "[3]") { _ = Tensor.zeros(2) * .zeros(3) },
        Mistake("/: ", "[0]", "[3]") { _ = Tensor.zeros(0) / .zeros(3) },
        Mistake(".==: ", "[2]", "[3]") { _ = Tensor.zeros(2) .== .zeros(3) },
        Mistake(".<: ", "[2]", "[3]") { _ = IntTensor.zeros(2) .< .zeros(3) },
        Mistake(".&: ", "[2]", "[3]") { _ = BoolTensor([true, true]) .& BoolTensor([true, true, true]) },
        Mistake("+: ", "[2]", "[3]") { _ = IntTensor.zeros(2) + .zeros(3) },
        Mistake("isClose: ", "[2]", "[3]") { _ = Tensor.zeros(2).isClose(to: .zeros(3)) },
        Mistake("where: ", "[2]", "[3]") { _ = Tensor.where(BoolTensor([true, false]), .zeros(3), .zeros(3)) },
        Mistake("where: ", "[4]", "[3]") { _ = Tensor.where(BoolTensor(true), .zeros(4), .zeros(3)) },
        Mistake("where: ", "[4]", "[3]") { _ = Tensor.zeros(3).maskedFill(Tensor.zeros(4) .> 0, 1) },
        // In place.
        Mistake("+=: ", "[2]", "[2, 2]") {
            let x = Tensor.zeros(2)
            x += .zeros(2, 2)
        },
        Mistake("*=: ", "[3]", "[2]") {
            let x = Tensor.zeros(3)
            x *= .zeros(2)
        },
        Mistake("copy: ", "[2, 3]", "[3]") { Tensor.zeros(3).copy(.zeros(2, 3)) },
        Mistake("copy: ", "[2]", "[3]") {
            let x = Tensor.zeros(2, 3)
            x[0] = .zeros(2)
        },
        Mistake("+=: ", "[5, 4]", "[0, 1]", "clone()") {
            let x = Tensor.arange(4).expand(5, 4)
            x += Tensor.arange(20).view(5, 4)
        },
        Mistake("*=: ", "[5, 4]") {
            let x = Tensor.arange(4).expand(5, 4)
            x *= 2
        },
        Mistake("copy: ", "[3]", "[0]") { Tensor(1).expand(3).copy(.zeros(3)) },
        Mistake("copy: ", "[3]", "[0]") {
            let x = Tensor.zeros(2, 1).expand(2, 3)
            x[0] = .zeros(3)
        },
        Mistake("copy: ", "[3, 2]") { Tensor.zeros(2, 1).expand(2, 3).T.copy(Tensor(1)) },
        Mistake("copy: ", "[3]", "[0]") {
            let x = Parameter(.ones(1).expand(3))
            Init.uniform(x)
        },
        Mistake("+=: ", "[3]", "[0]") {
            let x = variable(3)
            x.grad = Tensor(1).expand(3)
            x.sum().backward()
        },
        Mistake("SGD: ", "[3]", "[0]") { _ = SGD([Parameter(.ones(1).expand(3))], lr: 1) },
        // Weights and graphs.
        Mistake("backward: ", "[3]", "changed in place", "version 1") {
            let weight = Tensor.ones(3)
            let loss = F.binaryCrossEntropyWithLogits(variable(3), .ones(3), weight: weight)
            weight *= 10
            loss.backward()
        },
        Mistake("backward: ", "[2]", "changed in place") {
            let weight = Tensor.ones(2)
            let loss = F.crossEntropy(variable(3, 2), IntTensor([0, 1, 1]), weight: weight)
            weight *= 10
            loss.backward()
        },
        Mistake("backward: ", "retainGraph") {
            let y = F.maxPool2d(variable(1, 4, 4), 2).sum()
            y.backward()
            y.backward()
        },
        Mistake("backward: ", "retainGraph") {
            let y = variable(3)[IntTensor([0, 2])].sum()
            y.backward()
            y.backward()
        },
        Mistake("backward: ", "retainGraph") {
            let y = variable(3).max(0).values
            y.backward()
            y.backward()
        },
        Mistake("backward: ", "retainGraph") {
            let y = F.crossEntropy(variable(3, 2), IntTensor([0, 1, 1]), reduction: .sum)
            y.backward()
            y.backward()
        },
        // Sizes.
        Mistake("zeros: ", "[1099511627776, 1099511627776]") { _ = Tensor.zeros(1 << 40, 1 << 40) },
        Mistake("full: ", "[2, 4611686018427387904]") { _ = Tensor.full([2, 1 << 62], 1) },
        Mistake("rand: ", "[1099511627776, 1099511627776]") { _ = Tensor.rand(1 << 40, 1 << 40) },
        Mistake("randn: ", "[-1]") { _ = Tensor.randn(-1) },
        Mistake("ones: ", "[0, 1099511627776, 1099511627776]") { _ = Tensor.ones(0, 1 << 40, 1 << 40) },
        Mistake("eye: ", "[-3, -3]") { _ = Tensor.eye(-3) },
        Mistake("Tensor: ", "[-1]") { _ = Tensor(shape: [-1], values: []) },
        Mistake("zeros: ", "[-1]") { _ = IntTensor.zeros(-1) },
        Mistake("full: ", "[-1]") { _ = BoolTensor.full([-1], true) },
        Mistake("randint: ", "[1099511627776, 1099511627776]") { _ = IntTensor.randint(0..<2, 1 << 40, 1 << 40) },
        Mistake("randperm: ", "[1152921504606846977]") { _ = IntTensor.randperm(1 << 60 + 1) },
        Mistake("Layout: ", "[1099511627776, 1099511627776]") { _ = Layout(shape: [1 << 40, 1 << 40]) },
        Mistake("arange: ", "0", "5") { _ = IntTensor.arange(0, 5, step: 0) },
        Mistake("arange: ", "-1", "5") { _ = IntTensor.arange(0, 5, step: -1) },
        Mistake("arange: ", "[9223372036854775807]") { _ = IntTensor.arange(.min, .max) },
        Mistake("arange: ", "nan") { _ = Tensor.arange(.nan) },
        Mistake("arange: ", "inf") { _ = Tensor.arange(.infinity, 0) },
        Mistake("arange: ", "memory") { _ = Tensor.arange(.infinity) },
        Mistake("arange: ", "memory") { _ = Tensor.arange(1e300) },
        Mistake("linspace: ", "[-2]") { _ = Tensor.linspace(0, 1, -2) },
        Mistake("expand: ", "[1099511627776, 1099511627776]") { _ = Tensor(1).expand(1 << 40, 1 << 40) },
        Mistake("view: ", "[2]", "[4611686018427387904, 4]") { _ = Tensor.zeros(2).view(1 << 62, 4) },
        Mistake("reshape: ", "[2]", "[-1, 4611686018427387904, 4]") { _ = Tensor.zeros(2).reshape(-1, 1 << 62, 4) },
        Mistake("narrow: ", "9223372036854775807", "[3]") { _ = Tensor.zeros(3).narrow(0, start: 1, length: .max) },
        Mistake("sum: ", "[0, 0]", "[2, 2]") { _ = Tensor.ones(2, 2).sum(0, 0) },
        Mistake("mean: ", "[0, -2]", "[2, 2]") { _ = Tensor.ones(2, 2).mean(0, -2) },
        Mistake("pad: ", "[-3, 5]", "[2]") { _ = F.pad(Tensor([1, 2]), [-3, 5]) },
        Mistake("pad: ", "[2]") { _ = F.pad(Tensor([1, 2]), [.max, 1]) },
        Mistake("maxPool2d: ", "9223372036854775807") { _ = F.maxPool2d(.ones(1, 1, 4, 4), 2, stride: .init(.max)) },
        Mistake("conv2d: ", "9223372036854775807") {
            _ = F.conv2d(.ones(1, 1, 4, 4), .ones(1, 1, 2, 2), dilation: .init(.max))
        },
        Mistake("conv2d: ", "4611686018427387904") {
            _ = F.conv2d(.ones(1, 1, 4, 4), .ones(1, 1, 2, 2), padding: .zeros(.init(1 << 62)))
        },
        Mistake("conv2d: ", "stride", "(1, 0)") { _ = F.conv2d(image, kernel, stride: .init(1, 0)) },
        Mistake("conv2d: ", "dilation", "(0, 1)") { _ = F.conv2d(image, kernel, dilation: .init(0, 1)) },
        Mistake("conv2d: ", "padding", "(-1, 0)") { _ = F.conv2d(image, kernel, padding: .zeros(.init(-1, 0))) },
        Mistake("maxPool2d: ", "kernel size", "(0, 1)") { _ = F.maxPool2d(image, .init(0, 1)) },
        Mistake("maxPool2d: ", "stride", "(1, 0)") { _ = F.maxPool2d(image, 2, stride: .init(1, 0)) },
        Mistake("maxPool2d: ", "padding", "(0, -1)") { _ = F.maxPool2d(image, 2, padding: .init(0, -1)) },
        Mistake("maxPool2d: ", "dilation", "(1, 0)") { _ = F.maxPool2d(image, 2, dilation: .init(1, 0)) },
        Mistake("avgPool2d: ", "stride", "(0, 1)") { _ = F.avgPool2d(image, 2, stride: .init(0, 1)) },
        Mistake("adaptiveAvgPool2d: ", "output size", "(-1, 1)") { _ = F.adaptiveAvgPool2d(image, .init(-1, 1)) },
        Mistake("Conv2d: ", "kernel size", "(0, 3)") { _ = Conv2d(1, 1, kernelSize: .init(0, 3)) },
        Mistake("Conv2d: ", "stride", "(3, 0)") { _ = Conv2d(1, 1, kernelSize: 3, stride: .init(3, 0)) },
        Mistake("Conv2d: ", "dilation", "(0, 3)") { _ = Conv2d(1, 1, kernelSize: 3, dilation: .init(0, 3)) },
        Mistake("Conv2d: ", "padding", "(-2, 0)") { _ = Conv2d(1, 1, kernelSize: 3, padding: .zeros(.init(-2, 0))) },
        Mistake("conv2d: ", "(3, 3)", "[1, 1, 2, 8]") { _ = F.conv2d(.ones(1, 1, 2, 8), .ones(1, 1, 3, 3)) },
        Mistake("maxPool2d: ", "[1, 1, 65536, 65536]") { _ = F.maxPool2d(Tensor(1).expand(1, 1, 1 << 16, 1 << 16), 2) },
        Mistake("IntTensor: ", "6 elements") {
            _ = IntTensor(storage: IntTensor.zeros(6).storage, layout: Layout(shape: [2, 3], strides: [3, 2]))
        },
        Mistake("BoolTensor: ", "2 elements") {
            _ = BoolTensor(
                storage: BoolTensor([true, false]).storage, layout: Layout(shape: [2], strides: [1], offset: -1))
        },
        // Places in lists.
        Mistake("Subset: ", "5", "2") { _ = Subset(TensorDataset(Tensor.zeros(3)), [0, 1])[5] },
        Mistake("Sequential: ", "-1", "1") { _ = Sequential(ReLU())[-1] },
        Mistake("ModuleList: ", "3", "1") { _ = ModuleList([ReLU()])[3] },
        Mistake("WeightedRandomSampler: ", "[9223372036854775807]") { _ = WeightedRandomSampler([1], .max) },
        Mistake("WeightedRandomSampler: ", "[2.0, -1.0]") { _ = WeightedRandomSampler([2, -1], 1) },
        Mistake("WeightedRandomSampler: ", "[2.0, inf]") { _ = WeightedRandomSampler([2, .infinity], 1) },
        Mistake("WeightedRandomSampler: ", "[2.0, nan]") { _ = WeightedRandomSampler([2, .nan], 1) },
        Mistake("WeightedRandomSampler: ", "[0.0, 0.0]") { _ = WeightedRandomSampler([0, 0], 1) },
        // Products.
        Mistake("matmul: ", "[2, 3]", "[2, 3]") { _ = Tensor.zeros(2, 3) • .zeros(2, 3) },
        Mistake("matmul: ", "[3]", "[2]") { _ = Tensor.zeros(3) • .zeros(2) },
        Mistake("matmul: ", "[]", "[2]") { _ = Tensor(1) • .zeros(2) },
        Mistake("matmul: ", "[2, 4, 3]", "[4, 2]") { _ = Tensor.zeros(2, 4, 3) • .zeros(4, 2) },
        Mistake("matmul: ", "[2]", "[3]") { _ = Tensor.zeros(2, 4, 3) • .zeros(3, 3, 4) },
        // Views.
        Mistake("view: ", "[2, 3]", "[4]") { _ = Tensor.zeros(2, 3).view(4) },
        Mistake("view: ", "[2, 3]", "[4, -1]") { _ = Tensor.zeros(2, 3).view(4, -1) },
        Mistake("view: ", "[2, 3]", "[-1, -1]") { _ = Tensor.zeros(2, 3).view(-1, -1) },
        Mistake("view: ", "[2, 3]", "[-2, -3]") { _ = Tensor.zeros(2, 3).view(-2, -3) },
        Mistake("view: ", "[3, 2]", "[6]", "[1, 3]") { _ = Tensor.zeros(2, 3).T.view(6) },
        Mistake("view: ", "[0, 2]", "[-1, 0]") { _ = Tensor.zeros(0, 2).view(-1, 0) },
        Mistake("reshape: ", "[2, 3]", "[7]") { _ = Tensor.zeros(2, 3).reshape(7) },
        Mistake("view: ", "[2]", "[3]") { _ = IntTensor.zeros(2).view(3) },
        Mistake("reshape: ", "[2]", "[3]") { _ = BoolTensor([true, true]).reshape(3) },
        Mistake("expand: ", "[2, 3]", "[4, 3]") { _ = Tensor.zeros(2, 3).expand(4, 3) },
        Mistake("expand: ", "[2, 3]", "[3]") { _ = Tensor.zeros(2, 3).expand(3) },
        Mistake("expand: ", "[3]", "[-1, 3]") { _ = Tensor.zeros(3).expand(-1, 3) },
        Mistake("expand: ", "[1]", "[-2]") { _ = Tensor.zeros(1).expand(-2) },
        Mistake("permute: ", "[2, 3]", "[0, 0]") { _ = Tensor.zeros(2, 3).permute(0, 0) },
        Mistake("permute: ", "[2, 3]", "[0]") { _ = Tensor.zeros(2, 3).permute(0) },
        Mistake("permute: ", "[2, 3]", "2") { _ = Tensor.zeros(2, 3).permute(0, 2) },
        Mistake("transpose: ", "[2, 3]", "-3") { _ = Tensor.zeros(2, 3).transpose(0, -3) },
        Mistake("t: ", "[2, 3, 4]") { _ = Tensor.zeros(2, 3, 4).t() },
        Mistake("unsqueeze: ", "[2]", "3") { _ = Tensor.zeros(2).unsqueeze(3) },
        Mistake("squeeze: ", "[2]", "1") { _ = Tensor.zeros(2).squeeze(1) },
        Mistake("flatten: ", "[2, 3]", "2") { _ = Tensor.zeros(2, 3).flatten(2) },
        Mistake("flatten: ", "[2, 3]") { _ = Tensor.zeros(2, 3).flatten(1, 0) },
        Mistake("narrow: ", "[2, 3]", "dimension 1") { _ = Tensor.zeros(2, 3).narrow(1, start: 2, length: 2) },
        Mistake("split: ", "0") { _ = Tensor.zeros(2).split(0) },
        Mistake("size: ", "[2]", "1") { _ = Tensor.zeros(2).size(1) },
        // Indices.
        Mistake("select: ", "[2, 3]", "2") { _ = Tensor.zeros(2, 3)[2] },
        Mistake("select: ", "[2, 3]", "-4") { _ = Tensor.zeros(2, 3)[0..., -4] },
        Mistake("select: ", "[2]", "2") { _ = IntTensor.zeros(2)[2] },
        Mistake("subscript: ", "[2]", "2 indices") { _ = Tensor.zeros(2)[0, 0] },
        Mistake("slice: ", "[3]", "-1") { _ = Tensor.zeros(3)[(-1)..<2] },
        Mistake("slice: ", "[3]", "-1") { _ = Tensor.zeros(3)[..<(-1)] },
        Mistake("slice: ", "[3]") { _ = Tensor.zeros(3)[...(-2)] },
        Mistake("slice: ", "[3]", "-2") { _ = Tensor.zeros(3)[(-2)...] },
        Mistake("subscript: ", "[2, 3]", "5") { _ = Tensor.zeros(2, 3)[IntTensor([0, 5])] },
        Mistake("subscript: ", "[2, 3]", "3") { _ = Tensor.zeros(2, 3)[IntTensor([0]), IntTensor([3])] },
        Mistake("subscript: ", "[2]", "[1]", "[2, 3]") { _ = Tensor.zeros(2, 3)[IntTensor([0, 1]), IntTensor([0])] },
        Mistake("subscript: ", "[2]", "[3]") { _ = Tensor.zeros(3)[BoolTensor([true, false])] },
        Mistake("subscript: ", "[2]", "2") { _ = IntTensor.zeros(2).gather([2]) },
        Mistake("gather: ", "[2, 3]", "3") { _ = Tensor.zeros(2, 3).gather(1, IntTensor([[0], [3]])) },
        Mistake("gather: ", "[2, 3]", "-1") { _ = Tensor.zeros(2, 3).gather(1, IntTensor([[0], [-1]])) },
        Mistake("gather: ", "[3, 1]", "[2, 3]") { _ = Tensor.zeros(2, 3).gather(1, .zeros(3, 1)) },
        // Joining.
        Mistake("cat: ", "[2, 3]", "[2, 4]") { _ = cat([.zeros(2, 3), .zeros(2, 4)]) },
        Mistake("cat: ", "[2, 3]", "[2]") { _ = cat([.zeros(2, 3), .zeros(2)]) },
        Mistake("cat: ", "[2]", "1") { _ = cat([.zeros(2)], 1) },
        Mistake("cat: ", "no tensors") { _ = cat([]) },
        Mistake("stack: ", "[2]", "[3]") { _ = stack([.zeros(2), .zeros(3)]) },
        Mistake("stack: ", "no tensors") { _ = stack([]) },
        // Reductions.
        Mistake("sum: ", "[2, 3]", "2") { _ = Tensor.zeros(2, 3).sum(2) },
        Mistake("mean: ", "[2, 3]", "-3") { _ = Tensor.zeros(2, 3).mean(-3) },
        Mistake("max: ", "[0]") { _ = Tensor.zeros(0).max() },
        Mistake("argmin: ", "[2, 0]") { _ = Tensor.zeros(2, 0).argmin(1) },
        Mistake("argmax: ", "[2]", "1") { _ = Tensor.zeros(2).argmax(1) },
        Mistake("max: ", "[0]") { _ = IntTensor.zeros(0).max() },
        // Making.
        Mistake("Tensor: ", "[2]", "[1]") { _ = Tensor([[1, 2], [3]]) },
        Mistake("Tensor: ", "[1, 1]", "[1, 2]") { _ = Tensor([[[1]], [[2, 3]]]) },
        Mistake("Tensor: ", "[2]", "[1]") { _ = IntTensor([[1, 2], [3]]) },
        Mistake("Tensor: ", "[2, 2]", "3") { _ = Tensor(shape: [2, 2], values: [1, 2, 3]) },
        Mistake("zeros: ", "[2, -1]") { _ = Tensor.zeros(2, -1) },
        Mistake("arange: ") { _ = Tensor.arange(0, 1, step: 0) },
        Mistake("arange: ") { _ = Tensor.arange(0, 1, step: -1) },
        Mistake("item: ", "[2]") { _ = Tensor([1, 2]).item() },
        Mistake("item: ", "[0]") { _ = IntTensor.zeros(0).item() },
        // Autograd.
        Mistake("backward: ", "doesn't require a gradient") { Tensor([1]).backward() },
        Mistake("backward: ", "[2]") { (variable(2) * 2).backward() },
        Mistake("backward: ", "[3]", "[2]") { (variable(2) * 2).backward(gradient: .ones(3)) },
        Mistake("backward: ", "freed", "retainGraph") {
            let x = variable(2)
            let y = (x * x).sum()
            y.backward()
            y.backward()
        },
        Mistake("backward: ", "[2]", "changed in place", "version 1") {
            let (x, y) = (variable(2), Tensor.ones(2))
            let z = (x * y).sum()
            y += 1
            z.backward()
        },
        Mistake("backward: ", "[2]", "changed in place") {
            let (x, y) = (variable(2), Tensor.ones(3, 2))
            let z = (x * y[0]).sum()
            // The same storage, through another view, without recording.
            noGrad { y[2].fill(4) }
            z.backward()
        },
        Mistake("backward: ", "[2]", "changed in place") {
            let y = variable(2).exp()
            let z = y.sum()
            noGrad { y *= 2 }
            z.backward()
        },
        Mistake("AddBackward0: ", "leaf", "noGrad") {
            let x = variable(2)
            x += 1
        },
        Mistake("CopyBackwards: ", "leaf") { variable(2).zero() },
        Mistake("MulBackward0: ", "view") {
            let y = variable(2) * 2
            let v = y[0]
            v *= 2
        },
        Mistake("AddBackward0: ", "view", "base") {
            let y = variable(2) * 2
            let v = y[0]
            y += 1
            _ = v + 1
        },
        Mistake("requiresGrad: ", "leaf", "detach") {
            let y = variable(2) * 2
            y.requiresGrad = false
        },
        Mistake("AddBackward0: ", "[2, 2]", "[2]") {
            let x = variable(2) * 1
            x += .ones(2, 2)
        },
        Mistake("BrokenBackward0: ", "2 gradients", "1 inputs") { Broken(kind: 0)(variable(2)).sum().backward() },
        Mistake("BrokenBackward0: ", "[]", "[2]") { Broken(kind: 1)(variable(2)).sum().backward() },
        Mistake("backward: ", "not saved", "0") { Broken(kind: 2)(variable(2)).sum().backward() },
        Mistake("NoGradientBackward0: ", "no gradient") { NoGradient()(variable(2)).sum().backward() },
    ]
}

@Suite("Errors", .ownRandomNumbers) struct TensorErrorTests {
    @Test("mistakes stop the program and say what was wrong", arguments: Mistakes.all.indices)
    func mistakes(i: Int) async throws {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            Mistakes.all[i].body()
        }
        let text = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.contains("Fatal error: ") } ?? "no message in: \(text)"
        for part in Mistakes.all[i].message where !line.contains(part) {
            Issue.record("mistake \(i) says “\(line)”, without “\(part)”")
        }
    }
}
