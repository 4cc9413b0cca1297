import Kindling

extension ParityTable {
    static let reductionModes: [(name: String, mode: LossReduction)] = [
        ("none", .none), ("mean", .mean), ("sum", .sum),
    ]

    static func functional() -> ParityTable {
        var t = ParityTable("functional")
        t.add("F.relu(a)", "F.relu(_:)", within: 0) { [F.relu($0.a)] }
        t.add("F.sigmoid(a)", "F.sigmoid(_:)") { [F.sigmoid($0.a)] }
        t.add("F.tanh(a)", "F.tanh(_:)") { [F.tanh($0.a)] }
        t.add("F.gelu(a)", "F.gelu(_:approximate:)") { [F.gelu($0.a)] }
        t.add("F.gelu(a, approximate: .tanh)", "F.gelu(_:approximate:)") { [F.gelu($0.a, approximate: .tanh)] }
        for d in [-1, 1, 0] {
            t.add("F.softmax(a, \(d))", "F.softmax(_:_:)") { [F.softmax($0.a, d)] }
            t.add("F.logSoftmax(a, \(d))", "F.logSoftmax(_:_:)") { [F.logSoftmax($0.a, d)] }
        }
        t.add("F.dropout(a, training: false)", "F.dropout(_:p:training:generator:)", within: 0) {
            [F.dropout($0.a, training: false)]
        }
        t.add("F.dropout(a, p: 0)", "F.dropout(_:p:training:generator:)", within: 0) { [F.dropout($0.a, p: 0)] }
        t.add("F.dropout(a, p: 1)", "F.dropout(_:p:training:generator:)", within: 0) { [F.dropout($0.a, p: 1)] }
        t.add("F.linear(a, w)", "F.linear(_:_:_:)") { [F.linear($0.a, $0.b)] }
        t.add("F.linear(a, w, b)", "F.linear(_:_:_:)") { [F.linear($0.a, $0.b, $0.c)] }
        losses(&t)
        images(&t)
        batchNorm(&t)
        layerNorm(&t)
        return t
    }

    private static func losses(_ t: inout ParityTable) {
        for (r, mode) in reductionModes {
            t.add("F.mseLoss(a, b, reduction: .\(r))", "F.mseLoss(_:_:reduction:)") {
                [F.mseLoss($0.a, $0.b, reduction: mode)]
            }
            t.add("F.l1Loss(a, b, reduction: .\(r))", "F.l1Loss(_:_:reduction:)") {
                [F.l1Loss($0.a, $0.b, reduction: mode)]
            }
            for (text, beta) in [("1", 1.0), ("0.5", 0.5), ("0", 0)] {
                t.add("F.smoothL1Loss(a, b, reduction: .\(r), beta: \(text))", "F.smoothL1Loss(_:_:reduction:beta:)") {
                    [F.smoothL1Loss($0.a, $0.b, reduction: mode, beta: beta)]
                }
            }
            t.add(
                "F.binaryCrossEntropyWithLogits(a, b, reduction: .\(r))",
                "F.binaryCrossEntropyWithLogits(_:_:weight:reduction:positiveWeight:)"
            ) {
                [F.binaryCrossEntropyWithLogits($0.a, $0.b, reduction: mode)]
            }
            t.add(
                "F.binaryCrossEntropyWithLogits(a, b, weight: w, reduction: .\(r), positiveWeight: p)",
                "F.binaryCrossEntropyWithLogits(_:_:weight:reduction:positiveWeight:)"
            ) {
                [
                    F.binaryCrossEntropyWithLogits(
                        $0.a, $0.b, weight: $0.c, reduction: mode, positiveWeight: $0.tensors[3])
                ]
            }
            t.add("F.nllLoss(a, i, reduction: .\(r))", "F.nllLoss(_:_:weight:ignoreIndex:reduction:)") {
                [F.nllLoss($0.a, $0.i, reduction: mode)]
            }
            t.add(
                "F.nllLoss(a, i, weight: w, ignoreIndex: 1, reduction: .\(r))",
                "F.nllLoss(_:_:weight:ignoreIndex:reduction:)"
            ) {
                [F.nllLoss($0.a, $0.i, weight: $0.b, ignoreIndex: 1, reduction: mode)]
            }
            let indices = "F.crossEntropy(_:_:weight:ignoreIndex:reduction:labelSmoothing:)"
            t.add("F.crossEntropy(a, i, reduction: .\(r))", indices) { [F.crossEntropy($0.a, $0.i, reduction: mode)] }
            t.add("F.crossEntropy(a, i, weight: w, ignoreIndex: 1, reduction: .\(r))", indices) {
                [F.crossEntropy($0.a, $0.i, weight: $0.b, ignoreIndex: 1, reduction: mode)]
            }
            t.add("F.crossEntropy(a, i, weight: w, ignoreIndex: 1, reduction: .\(r), labelSmoothing: 0.1)", indices) {
                [F.crossEntropy($0.a, $0.i, weight: $0.b, ignoreIndex: 1, reduction: mode, labelSmoothing: 0.1)]
            }
            t.add("F.crossEntropy(a, i, reduction: .\(r), labelSmoothing: 0.3)", indices) {
                [F.crossEntropy($0.a, $0.i, reduction: mode, labelSmoothing: 0.3)]
            }
            let shares = "F.crossEntropy(_:_:weight:reduction:labelSmoothing:)"
            t.add("F.crossEntropy(a, b, reduction: .\(r))", shares) { [F.crossEntropy($0.a, $0.b, reduction: mode)] }
            t.add("F.crossEntropy(a, b, weight: w, reduction: .\(r), labelSmoothing: 0.1)", shares) {
                [F.crossEntropy($0.a, $0.b, weight: $0.c, reduction: mode, labelSmoothing: 0.1)]
            }
        }
        t.add("F.crossEntropy(a, i, ignoreIndex: 1) of nobody") { [F.crossEntropy($0.a, $0.i, ignoreIndex: 1)] }
        t.add("F.oneHot(i)", "F.oneHot(_:numClasses:)") { [F.oneHot($0.i)] }
        t.add("F.oneHot(i, numClasses: 6)", "F.oneHot(_:numClasses:)") { [F.oneHot($0.i, numClasses: 6)] }
    }

    private static func images(_ t: inout ParityTable) {
        let pad = "F.pad(_:_:mode:value:)"
        t.add("F.pad(a, [1, 2])", pad, within: 0) { [F.pad($0.a, [1, 2])] }
        t.add("F.pad(a, [1, 0, 2, 1], value: 0.5)", pad, within: 0) { [F.pad($0.a, [1, 0, 2, 1], value: 0.5)] }
        t.add("F.pad(a, [-1, 2, 1, -2])", pad, within: 0) { [F.pad($0.a, [-1, 2, 1, -2])] }
        for (name, mode) in [("reflect", PadMode.reflect), ("replicate", .replicate), ("circular", .circular)] {
            t.add("F.pad(a, [1, 2], mode: .\(name))", pad) { [F.pad($0.a, [1, 2], mode: mode)] }
            t.add("F.pad(a, [1, 2, 2, 0], mode: .\(name))", pad) { [F.pad($0.a, [1, 2, 2, 0], mode: mode)] }
        }
        t.add("F.pad(a, [1, 0, 0, 1, 1, 1], mode: .reflect)", pad) {
            [F.pad($0.a, [1, 0, 0, 1, 1, 1], mode: .reflect)]
        }

        // Sums of up to 48 products, in another order than torch's: the rounding of the largest partial sum, not of the result.
        t.tolerance = 2e-6
        let conv2d = "F.conv2d(_:_:_:stride:padding:dilation:groups:)"
        t.add("F.conv2d(a, w)", conv2d) { [F.conv2d($0.a, $0.b)] }
        t.add("F.conv2d(a, w, b)", conv2d) { [F.conv2d($0.a, $0.b, $0.c)] }
        t.add("F.conv2d(a, w, b, stride: 2, padding: 1)", conv2d) {
            [F.conv2d($0.a, $0.b, $0.c, stride: 2, padding: 1)]
        }
        t.add("F.conv2d(a, w, b, stride: [2, 3], padding: [2, 1])", conv2d) {
            [F.conv2d($0.a, $0.b, $0.c, stride: [2, 3], padding: [2, 1])]
        }
        t.add("F.conv2d(a, w, b, dilation: [2, 3])", conv2d) { [F.conv2d($0.a, $0.b, $0.c, dilation: [2, 3])] }
        t.add("F.conv2d(a, w, b, padding: .same, dilation: 2)", conv2d) {
            [F.conv2d($0.a, $0.b, $0.c, padding: .same, dilation: 2)]
        }
        t.add("F.conv2d(a, w, b, padding: .same)", conv2d) { [F.conv2d($0.a, $0.b, $0.c, padding: .same)] }
        t.add("F.conv2d(a, w, b, padding: .valid)", conv2d) { [F.conv2d($0.a, $0.b, $0.c, padding: .valid)] }
        t.add("F.conv2d(a, w, b, padding: 1, groups: 2)", conv2d) {
            [F.conv2d($0.a, $0.b, $0.c, padding: 1, groups: 2)]
        }
        t.add("F.conv2d(a, w, b, stride: 2, padding: 1, dilation: 2, groups: 3)", conv2d) {
            [F.conv2d($0.a, $0.b, $0.c, stride: 2, padding: 1, dilation: 2, groups: 3)]
        }

        t.tolerance = 1e-6
        let maxPool = "F.maxPool2d(_:_:stride:padding:dilation:ceilMode:)"
        t.add("F.maxPool2d(a, 2)", maxPool, within: 0) { [F.maxPool2d($0.a, 2)] }
        t.add("F.maxPool2d(a, [3, 2], stride: [2, 1], padding: 1)", maxPool) {
            [F.maxPool2d($0.a, [3, 2], stride: [2, 1], padding: 1)]
        }
        t.add("F.maxPool2d(a, 2, ceilMode: true)", maxPool, within: 0) { [F.maxPool2d($0.a, 2, ceilMode: true)] }
        t.add("F.maxPool2d(a, 2, stride: 3, padding: 1, ceilMode: true)", maxPool, within: 0) {
            [F.maxPool2d($0.a, 2, stride: 3, padding: 1, ceilMode: true)]
        }
        t.add("F.maxPool2d(a, 2, stride: 1, dilation: 2)", maxPool) { [F.maxPool2d($0.a, 2, stride: 1, dilation: 2)] }
        t.add(
            "F.maxPool2dWithIndices(a, 2, stride: 1, padding: 1)",
            "F.maxPool2dWithIndices(_:_:stride:padding:dilation:ceilMode:)"
        ) {
            values(F.maxPool2dWithIndices($0.a, 2, stride: 1, padding: 1))
        }
        let avgPool = "F.avgPool2d(_:_:stride:padding:ceilMode:countIncludePad:divisorOverride:)"
        t.add("F.avgPool2d(a, 2)", avgPool) { [F.avgPool2d($0.a, 2)] }
        t.add("F.avgPool2d(a, [3, 2], stride: [2, 1], padding: 1)", avgPool) {
            [F.avgPool2d($0.a, [3, 2], stride: [2, 1], padding: 1)]
        }
        t.add("F.avgPool2d(a, 3, stride: 2, padding: 1, ceilMode: true)", avgPool) {
            [F.avgPool2d($0.a, 3, stride: 2, padding: 1, ceilMode: true)]
        }
        t.add("F.avgPool2d(a, 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false)", avgPool) {
            [F.avgPool2d($0.a, 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false)]
        }
        t.add("F.avgPool2d(a, 2, divisorOverride: 3)", avgPool) { [F.avgPool2d($0.a, 2, divisorOverride: 3)] }
        t.add("F.adaptiveAvgPool2d(a, 1)", "F.adaptiveAvgPool2d(_:_:)") { [F.adaptiveAvgPool2d($0.a, 1)] }
        t.add("F.adaptiveAvgPool2d(a, [3, 2])", "F.adaptiveAvgPool2d(_:_:)") { [F.adaptiveAvgPool2d($0.a, [3, 2])] }
        t.add("F.adaptiveAvgPool2d(a, [7, 4])", "F.adaptiveAvgPool2d(_:_:)") { [F.adaptiveAvgPool2d($0.a, [7, 4])] }
    }

    private static func batchNorm(_ t: inout ParityTable) {
        let symbol = "F.batchNorm(_:runningMean:runningVariance:weight:bias:training:momentum:epsilon:)"
        t.add("F.batchNorm(a, …, training: true)", symbol) {
            let x = $0.tensors
            return [
                F.batchNorm(x[0], runningMean: x[1], runningVariance: x[2], weight: x[3], bias: x[4], training: true),
                x[1], x[2],
            ]
        }
        t.add("F.batchNorm(a, …, training: true, momentum: 0.3, epsilon: 1e-2)", symbol) {
            let x = $0.tensors
            let result = F.batchNorm(
                x[0], runningMean: x[1], runningVariance: x[2], weight: x[3], bias: x[4], training: true, momentum: 0.3,
                epsilon: 1e-2)
            return [result, x[1], x[2]]
        }
        t.add("F.batchNorm(a, …)", symbol) {
            let x = $0.tensors
            return [F.batchNorm(x[0], runningMean: x[1], runningVariance: x[2], weight: x[3], bias: x[4])]
        }
        t.add("F.batchNorm(a, mean, variance)", symbol) {
            [F.batchNorm($0.a, runningMean: $0.b, runningVariance: $0.c)]
        }
        t.add("F.batchNorm(a, nil, nil, training: true)", symbol) {
            [F.batchNorm($0.a, runningMean: nil, runningVariance: nil, training: true)]
        }
    }

    private static func layerNorm(_ t: inout ParityTable) {
        let symbol = "F.layerNorm(_:_:weight:bias:epsilon:)"
        t.add("F.layerNorm(a, [n], weight: w, bias: b)", symbol) {
            [F.layerNorm($0.a, [$0.a.size(-1)], weight: $0.b, bias: $0.c)]
        }
        t.add("F.layerNorm(a, [n], weight: w, epsilon: 1e-2)", symbol) {
            [F.layerNorm($0.a, [$0.a.size(-1)], weight: $0.b, epsilon: 1e-2)]
        }
        t.add("F.layerNorm(a, [n], bias: b)", symbol) { [F.layerNorm($0.a, [$0.a.size(-1)], bias: $0.b)] }
        t.add("F.layerNorm(a, [n])", symbol) { [F.layerNorm($0.a, [$0.a.size(-1)])] }
        t.add("F.layerNorm(a, [3, 4], weight: w, bias: b)", symbol) {
            [F.layerNorm($0.a, [3, 4], weight: $0.b, bias: $0.c)]
        }
    }
}
