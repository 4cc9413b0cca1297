import Kindling

extension ParityTable {
    /// A layer's result and its buffers, with the inputs after the first in the place of its parameters.
    private static func result(_ inputs: ParityInputs, _ module: Module) -> [any ParityValue] {
        for (number, parameter) in module.parameters.enumerated() { inputs.put(number + 1, into: parameter) }
        return [module(inputs.a)] + module.buffers
    }

    /// Two calls while training, with the buffers after each, and one in evaluation.
    private static func results(_ inputs: ParityInputs, _ module: Module) -> [any ParityValue] {
        for (number, parameter) in module.parameters.enumerated() { inputs.put(number + 2, into: parameter) }
        var outputs: [any ParityValue] = []
        for x in [inputs.a, inputs.b] {
            outputs.append(module(x))
            for buffer in module.buffers { outputs.append(count(buffer, in: module) ?? buffer.clone()) }
        }
        module.eval()
        return outputs + [module(inputs.a)]
    }

    /// torch counts batches in a whole number; here it is a buffer like the others, of Floats.
    private static func count(_ buffer: Buffer, in module: Module) -> IntTensor? {
        guard let counter = (module as? BatchNorm)?.numBatchesTracked, counter === buffer else { return nil }
        return IntTensor(Int(counter.item()))
    }

    static func layers() -> ParityTable {
        var t = ParityTable("layers")
        let linear = ["Linear.init(_:_:bias:generator:)", "Linear.forward(_:)"]
        t.add("Linear(4, 2)", linear[0], linear[1]) { result($0, Linear(4, 2)) }
        t.add("Linear(4, 2, bias: false)", linear[0]) { result($0, Linear(4, 2, bias: false)) }
        // As F.conv2d.
        t.tolerance = 2e-6
        let conv2d = "Conv2d.init(_:_:kernelSize:stride:padding:dilation:groups:bias:generator:)"
        t.add("Conv2d(4, 6, kernelSize: 3)", conv2d, "Conv2d.forward(_:)") { result($0, Conv2d(4, 6, kernelSize: 3)) }
        t.add("Conv2d(4, 6, kernelSize: [3, 2], stride: 2, padding: [1, 0], bias: false)", conv2d) {
            result($0, Conv2d(4, 6, kernelSize: [3, 2], stride: 2, padding: [1, 0], bias: false))
        }
        t.add("Conv2d(4, 6, kernelSize: 2, padding: .same, dilation: 2, groups: 2)", conv2d) {
            result($0, Conv2d(4, 6, kernelSize: 2, padding: .same, dilation: 2, groups: 2))
        }
        t.add("Conv2d(4, 4, kernelSize: 3, padding: .valid, groups: 4)", conv2d) {
            result($0, Conv2d(4, 4, kernelSize: 3, padding: .valid, groups: 4))
        }

        t.tolerance = 1e-6
        t.add("ReLU()", "ReLU.forward(_:)", within: 0) { result($0, ReLU()) }
        t.add("Sigmoid()", "Sigmoid.forward(_:)") { result($0, Sigmoid()) }
        t.add("Tanh()", "Tanh.forward(_:)") { result($0, Tanh()) }
        t.add("GELU()", "GELU.init(approximate:)", "GELU.forward(_:)") { result($0, GELU()) }
        t.add("GELU(approximate: .tanh)", "GELU.init(approximate:)") { result($0, GELU(approximate: .tanh)) }
        t.add("Softmax(-1)", "Softmax.init(_:)", "Softmax.forward(_:)") { result($0, Softmax(-1)) }
        t.add("LogSoftmax(0)", "LogSoftmax.init(_:)", "LogSoftmax.forward(_:)") { result($0, LogSoftmax(0)) }
        t.add("Flatten()", "Flatten.init(_:_:)", "Flatten.forward(_:)", within: 0) { result($0, Flatten()) }
        t.add("Flatten(0, 1)", "Flatten.init(_:_:)", within: 0) { result($0, Flatten(0, 1)) }
        t.add("Identity()", "Identity.init()", "Identity.forward(_:)", within: 0) { result($0, Identity()) }

        let maxPool = "MaxPool2d.init(_:stride:padding:dilation:ceilMode:)"
        t.add("MaxPool2d(2)", maxPool, "MaxPool2d.forward(_:)") { result($0, MaxPool2d(2)) }
        t.add("MaxPool2d(3, stride: [2, 1], padding: 1, ceilMode: true)", maxPool) {
            result($0, MaxPool2d(3, stride: [2, 1], padding: 1, ceilMode: true))
        }
        t.add("MaxPool2d(2, stride: 1, dilation: 2)", maxPool) { result($0, MaxPool2d(2, stride: 1, dilation: 2)) }
        let avgPool = "AvgPool2d.init(_:stride:padding:ceilMode:countIncludePad:divisorOverride:)"
        t.add("AvgPool2d(2)", avgPool, "AvgPool2d.forward(_:)") { result($0, AvgPool2d(2)) }
        t.add("AvgPool2d([2, 3], stride: 2, padding: 1, ceilMode: true, countIncludePad: false)", avgPool) {
            result($0, AvgPool2d([2, 3], stride: 2, padding: 1, ceilMode: true, countIncludePad: false))
        }
        t.add("AvgPool2d(2, divisorOverride: 5)", avgPool) { result($0, AvgPool2d(2, divisorOverride: 5)) }
        t.add("AdaptiveAvgPool2d(1)", "AdaptiveAvgPool2d.init(_:)", "AdaptiveAvgPool2d.forward(_:)") {
            result($0, AdaptiveAvgPool2d(1))
        }
        t.add("AdaptiveAvgPool2d([3, 2])", "AdaptiveAvgPool2d.init(_:)") { result($0, AdaptiveAvgPool2d([3, 2])) }

        let batchNorm = ["BatchNorm.init(_:epsilon:momentum:affine:trackRunningStats:bias:)", "BatchNorm.forward(_:)"]
        t.add("BatchNorm1d(3)", batchNorm[0], batchNorm[1]) { results($0, BatchNorm1d(3)) }
        t.add("BatchNorm1d(3, epsilon: 1e-2, momentum: 0.3)", batchNorm[0]) {
            results($0, BatchNorm1d(3, epsilon: 1e-2, momentum: 0.3))
        }
        t.add("BatchNorm1d(3, momentum: nil)", batchNorm[0]) { results($0, BatchNorm1d(3, momentum: nil)) }
        t.add("BatchNorm1d(3, affine: false)", batchNorm[0]) { results($0, BatchNorm1d(3, affine: false)) }
        t.add("BatchNorm1d(3, trackRunningStats: false)", batchNorm[0]) {
            results($0, BatchNorm1d(3, trackRunningStats: false))
        }
        t.add("BatchNorm1d(3, bias: false)", batchNorm[0]) { results($0, BatchNorm1d(3, bias: false)) }
        t.add("BatchNorm2d(3)", batchNorm[0], batchNorm[1]) { results($0, BatchNorm2d(3)) }
        t.add("BatchNorm2d(3, momentum: nil)", batchNorm[0]) { results($0, BatchNorm2d(3, momentum: nil)) }
        t.add("Dropout(p: 0.3).eval()", "Dropout.init(p:)", "Dropout.forward(_:)", "Module.eval()", within: 0) {
            result($0, Dropout(p: 0.3).eval())
        }

        t.add(
            "Sequential(Linear(4, 5), ReLU(), Linear(5, 2))", "Sequential.init(_:) Module...", "Sequential.forward(_:)",
            "Module.parameters",
            "Module.buffers", "Module.callAsFunction(_:)"
        ) { result($0, Sequential(Linear(4, 5), ReLU(), Linear(5, 2))) }
        t.add(
            "Sequential(…)[1..<3]", "Sequential.init(_:) [Module]", "Sequential.subscript(_:) Range<Int>",
            "Sequential.subscript(_:) Int",
            "Sequential.append(_:)"
        ) { inputs in
            let model = Sequential([Linear(4, 5), ReLU(), Linear(5, 2)])
            let part = model[1..<3]
            return [part[0](inputs.a), part.count, model.append(ReLU()).count]
        }
        t.add("Lambda { $0 * 2 }", "Lambda.init(_:)", "Lambda.forward(_:)") { result($0, Lambda({ $0 * 2 })) }
        t.add("MnistCNN()", "MnistCNN.forward(_:)") { inputs in
            manualSeed(1)
            let model = MnistCNN()
            let output = model(inputs.a)
            output.pow(2).sum().backward()
            let sums = model.parameters.map { parameter -> Tensor in
                guard let gradient = parameter.grad else { return Tensor(.nan) }
                return gradient.ndim == 1 ? gradient : gradient.sum(Array(1..<gradient.ndim))
            }
            return [output.detach()] + sums
        }
        losses(&t)
        return t
    }

    private static func losses(_ t: inout ParityTable) {
        let call = "Loss.callAsFunction(_:_:)"
        for (r, mode) in reductionModes {
            t.add("L1Loss(reduction: .\(r))", "L1Loss.forward(_:_:)", call) { [L1Loss(reduction: mode)($0.a, $0.b)] }
            t.add("MSELoss(reduction: .\(r))", "MSELoss.forward(_:_:)") { [MSELoss(reduction: mode)($0.a, $0.b)] }
            t.add(
                "SmoothL1Loss(reduction: .\(r), beta: 0.5)", "SmoothL1Loss.init(reduction:beta:)",
                "SmoothL1Loss.forward(_:_:)"
            ) {
                [SmoothL1Loss(reduction: mode, beta: 0.5)($0.a, $0.b)]
            }
            t.add(
                "BCEWithLogitsLoss(weight: w, reduction: .\(r), positiveWeight: p)",
                "BCEWithLogitsLoss.init(weight:reduction:positiveWeight:)",
                "BCEWithLogitsLoss.forward(_:_:)"
            ) {
                [BCEWithLogitsLoss(weight: $0.c, reduction: mode, positiveWeight: $0.tensors[3])($0.a, $0.b)]
            }
            t.add(
                "NLLLoss(weight: w, ignoreIndex: 1, reduction: .\(r))", "NLLLoss.init(weight:ignoreIndex:reduction:)",
                "NLLLoss.forward(_:_:)"
            ) {
                [NLLLoss(weight: $0.b, ignoreIndex: 1, reduction: mode)($0.a, $0.i)]
            }
            t.add(
                "CrossEntropyLoss(weight: w, ignoreIndex: 1, reduction: .\(r), labelSmoothing: 0.1)",
                "CrossEntropyLoss.init(weight:ignoreIndex:reduction:labelSmoothing:)", "CrossEntropyLoss.forward(_:_:)"
            ) {
                [CrossEntropyLoss(weight: $0.b, ignoreIndex: 1, reduction: mode, labelSmoothing: 0.1)($0.a, $0.i)]
            }
            t.add(
                "CrossEntropyLoss(weight: w, reduction: .\(r)) of probabilities",
                "CrossEntropyLoss.callAsFunction(_:_:)"
            ) {
                [CrossEntropyLoss(weight: $0.c, reduction: mode)($0.a, $0.b)]
            }
        }
        t.add("L1Loss()", "Loss.init(reduction:)") { [L1Loss()($0.a, $0.b)] }
        t.add("MSELoss()", "Loss.init(reduction:)") { [MSELoss()($0.a, $0.b)] }
        t.add("SmoothL1Loss()", "SmoothL1Loss.init(reduction:beta:)") { [SmoothL1Loss()($0.a, $0.b)] }
        t.add("BCEWithLogitsLoss()", "BCEWithLogitsLoss.init(weight:reduction:positiveWeight:)") {
            [BCEWithLogitsLoss()($0.a, $0.b)]
        }
        t.add("NLLLoss()", "NLLLoss.init(weight:ignoreIndex:reduction:)") { [NLLLoss()($0.a, $0.i)] }
        t.add("CrossEntropyLoss()", "CrossEntropyLoss.init(weight:ignoreIndex:reduction:labelSmoothing:)") {
            [CrossEntropyLoss()($0.a, $0.i)]
        }
    }
}
