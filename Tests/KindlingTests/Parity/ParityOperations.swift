import Kindling

extension ParityTable {
    /// The operations of workshop pages 01-12 and 02-06, writing into a part, and who gets the gradient at an edge.
    static func operations() -> ParityTable {
        var t = ParityTable("operations")
        t.tolerance = 0
        // (The gradient of a broadcast number is a sum: hence not exact.)
        t.add("maximum(a, b)", "maximum(_:_:) Tensor, Tensor", within: 1e-6) { [maximum($0.a, $0.b)] }
        t.add("minimum(a, b)", "minimum(_:_:) Tensor, Tensor", within: 1e-6) { [minimum($0.a, $0.b)] }
        t.add("maximum(i, j)", "maximum(_:_:) IntTensor, IntTensor") { [maximum($0.i, $0.j)] }
        t.add("minimum(i, j)", "minimum(_:_:) IntTensor, IntTensor") { [minimum($0.i, $0.j)] }
        t.add("i .<= j", "IntTensor..<=(_:_:) IntTensor, IntTensor") { [$0.i .<= $0.j] }
        t.add("i .>= j", "IntTensor..>=(_:_:) IntTensor, IntTensor") { [$0.i .>= $0.j] }
        t.add("i .<= 1", "IntTensor..<=(_:_:) IntTensor, Int") { [$0.i .<= 1] }
        t.add("i .>= 1", "IntTensor..>=(_:_:) IntTensor, Int") { [$0.i .>= 1] }
        t.add("a.sign()", "Tensor.sign()") { [$0.a.sign()] }
        t.add("i.sign()", "IntTensor.sign()") { [$0.i.sign()] }
        t.add("a.isInf()", "Tensor.isInf()") { [$0.a.isInf()] }
        t.add("a.isFinite()", "Tensor.isFinite()") { [$0.a.isFinite()] }
        sums(&t)
        flips(&t)
        steps(&t)
        picking(&t)
        writing(&t)
        wholeNumbers(&t)
        edges(&t)
        return t
    }

    private static func sums(_ t: inout ParityTable) {
        t.tolerance = 1e-6
        for (text, p) in [
            ("2", 2), ("1", 1), ("0", 0), (".infinity", .infinity), ("-.infinity", -.infinity), ("3", 3), ("1.5", 1.5),
            ("0.5", 0.5), ("-1", -1), ("-2.5", -2.5),
        ] as [(String, Double)] {
            t.add("a.norm(\(text))", "Tensor.norm(_:_:keepDim:) Double, Int...") { [$0.a.norm(p)] }
            t.add("a.norm(\(text), -1)", "Tensor.norm(_:_:keepDim:) Double, Int...") { [$0.a.norm(p, -1)] }
            t.add("a.norm(\(text), 0, 1, keepDim: true)", "Tensor.norm(_:_:keepDim:) Double, Int...") {
                [$0.a.norm(p, 0, 1, keepDim: true)]
            }
        }
        t.add("a.norm()", "Tensor.norm(_:_:keepDim:) Double, Int...") { [$0.a.norm()] }
        t.add("a.norm(1, [0, -1])", "Tensor.norm(_:_:keepDim:) Double, [Int]") { [$0.a.norm(1, [0, -1])] }
        t.add("a.norm(2, [])", "Tensor.norm(_:_:keepDim:) Double, [Int]") { [$0.a.norm(2, [])] }
        t.add("a.norm(2, 0) of nothing") { [$0.a.norm(2, 0)] }
        t.add("a.variance(-1)", "Tensor.variance(_:correction:keepDim:) Int...") { [$0.a.variance(-1)] }
        t.add("a.variance(0, 1, correction: 0, keepDim: true)", "Tensor.variance(_:correction:keepDim:) Int...") {
            [$0.a.variance(0, 1, correction: 0, keepDim: true)]
        }
        t.add("a.variance(1) of one") { [$0.a.variance(1)] }
        t.add("a.std(-1)", "Tensor.std(_:correction:keepDim:) Int...") { [$0.a.std(-1)] }
        t.add("a.std(0, 1, correction: 0, keepDim: true)", "Tensor.std(_:correction:keepDim:) Int...") {
            [$0.a.std(0, 1, correction: 0, keepDim: true)]
        }
        t.add("a.std(1) of equal ones") { [$0.a.std(1)] }
        t.add("a.logsumexp(-1)", "Tensor.logsumexp(_:keepDim:) Int...") { [$0.a.logsumexp(-1)] }
        t.add("a.logsumexp(0)", "Tensor.logsumexp(_:keepDim:) Int...") { [$0.a.logsumexp(0)] }
        t.add("a.logsumexp(0, 1, keepDim: true)", "Tensor.logsumexp(_:keepDim:) Int...") {
            [$0.a.logsumexp(0, 1, keepDim: true)]
        }
        t.add("a.logsumexp()", "Tensor.logsumexp(_:keepDim:) Int...") { [$0.a.logsumexp()] }
        t.add("a.logsumexp([0, -1])", "Tensor.logsumexp(_:keepDim:) [Int]") { [$0.a.logsumexp([0, -1])] }
        t.tolerance = 0
    }

    private static func flips(_ t: inout ParityTable) {
        t.add("a.flip(0)", "Tensor.flip(_:) Int...") { [$0.a.flip(0)] }
        t.add("a.flip(-1, 0)", "Tensor.flip(_:) Int...") { [$0.a.flip(-1, 0)] }
        t.add("a.flip([1])", "Tensor.flip(_:) [Int]") { [$0.a.flip([1])] }
        t.add("a.flip([])", "Tensor.flip(_:) [Int]") { [$0.a.flip([])] }
        t.add("i.flip(0)", "StridedView.flip(_:) Int...") { [$0.i.flip(0)] }
        t.add("m.flip([0, 1])", "StridedView.flip(_:) [Int]") { [$0.m.flip([0, 1])] }
    }

    private static func steps(_ t: inout ParityTable) {
        let every = "TensorIndex.every(_:from:to:)"
        t.add("a[.every(2)]", every) { [$0.a[.every(2)]] }
        t.add("a[.every(3, from: 1, to: 8)]", every) { [$0.a[.every(3, from: 1, to: 8)]] }
        t.add("a[.every(2, from: 7, to: 3)]", every) { [$0.a[.every(2, from: 7, to: 3)]] }
        t.add("a[.every(100)]", every) { [$0.a[.every(100)]] }
        t.add("a[0..., .every(2, from: 1)]", every) { [$0.a[0..., .every(2, from: 1)]] }
        t.add("a[.every(2), -1]", every) { [$0.a[.every(2), -1]] }
        t.add("a[.every(1), .every(2)][.every(2)]", every) { [$0.a[.every(1), .every(2)][.every(2)]] }
        t.add("i[.every(2)]", "StridedView.subscript(_:) Steps") { [$0.i[.every(2)]] }
    }

    private static func picking(_ t: inout ParityTable) {
        t.add("a[mask of the first dimensions]", "Tensor.subscript(_:) BoolTensor") { [$0.a[$0.m]] }
        t.add("a[mask without dimensions]", "Tensor.subscript(_:) BoolTensor") { [$0.a[$0.m]] }
        t.add("i[j]", "StridedView.subscript(_:) IntTensor") { [$0.i[$0.j]] }
        t.add("i[rows, columns]", "StridedView.subscript(_:_:) IntTensor, IntTensor") { [$0.i[$0.j, $0.ints[2]]] }
        t.add("i[m]", "StridedView.subscript(_:) BoolTensor") { [$0.i[$0.m]] }
        t.add("m[i]", "StridedView.subscript(_:) IntTensor") { [$0.m[$0.i]] }
    }

    /// What a change makes of a tensor that a graph has computed.
    private static func changed(_ inputs: ParityInputs, _ change: (Tensor) -> Void) -> [any ParityValue] {
        let x = inputs.a * 1
        change(x)
        return [x]
    }

    private static func writing(_ t: inout ParityTable) {
        let mask = "Tensor.subscript(_:) BoolTensor"
        let rows = "Tensor.subscript(_:) IntTensor"
        let pairs = "Tensor.subscript(_:_:)"
        let indices = "Tensor.subscript(_:) any TensorIndex..."
        // (Where one number was written to many places, its gradient is their sum.)
        t.tolerance = 1e-6
        t.add("x[m] = 0.5", mask) { inputs in changed(inputs) { $0[inputs.m] = 0.5 } }
        t.add("x[m] = -.infinity", mask) { inputs in changed(inputs) { $0[inputs.m] = -.infinity } }
        t.add("x[m] = b", mask) { inputs in changed(inputs) { $0[inputs.m] = inputs.b } }
        t.add("x[m] += b", mask, "Tensor.+=(_:_:) inout Tensor, Tensor") { inputs in
            changed(inputs) { $0[inputs.m] += inputs.b }
        }
        t.add("x[i] = b", rows) { inputs in changed(inputs) { $0[inputs.i] = inputs.b } }
        t.add("x[i] = 2", rows) { inputs in changed(inputs) { $0[inputs.i] = 2 } }
        t.add("x[i] *= b", rows, "Tensor.*=(_:_:) inout Tensor, Tensor") { inputs in
            changed(inputs) { $0[inputs.i] *= inputs.b }
        }
        t.add("x[i, j] = b", pairs) { inputs in changed(inputs) { $0[inputs.i, inputs.j] = inputs.b } }
        t.add("x[i, j] = 7", pairs) { inputs in changed(inputs) { $0[inputs.i, inputs.j] = 7 } }
        t.add("x[.every(2)] = b", indices) { inputs in changed(inputs) { $0[.every(2)] = inputs.b } }
        t.add("x[0..., .every(2, from: 1)] = 3", indices) { changed($0) { $0[0..., .every(2, from: 1)] = 3 } }
        t.add("x[1..., 0] = -2.5", indices) { changed($0) { $0[1..., 0] = -2.5 } }
        t.add("x[0..<2] = 4", indices) { changed($0) { $0[0..<2] = 4 } }
        t.add(
            "x[1] += b, then x[0..., 0] *= 3", "Tensor.+=(_:_:) inout Tensor, Tensor",
            "Tensor.*=(_:_:) inout Tensor, Double"
        ) { inputs in
            changed(inputs) {
                $0[1] += inputs.b
                $0[0..., 0] *= 3
            }
        }
        t.add("x[m] -= b", mask, "Tensor.-=(_:_:) inout Tensor, Tensor") { inputs in
            changed(inputs) { $0[inputs.m] -= inputs.b }
        }
        t.add("x[m] /= b", mask, "Tensor./=(_:_:) inout Tensor, Tensor") { inputs in
            changed(inputs) { $0[inputs.m] /= inputs.b }
        }
        t.add("x[m] += 2.5", mask, "Tensor.+=(_:_:) inout Tensor, Double") { inputs in
            changed(inputs) { $0[inputs.m] += 2.5 }
        }
        t.add("x[m] -= 2.5", mask, "Tensor.-=(_:_:) inout Tensor, Double") { inputs in
            changed(inputs) { $0[inputs.m] -= 2.5 }
        }
        t.add("x[m] /= 2.5", mask, "Tensor./=(_:_:) inout Tensor, Double") { inputs in
            changed(inputs) { $0[inputs.m] /= 2.5 }
        }
        t.add("part of x[m] = 1", mask) { inputs in
            let part = inputs.a[1...]
            part[inputs.m] = 1
            return [inputs.a]
        }
        t.tolerance = 0
    }

    /// What a change makes of a tensor of whole numbers or truth values.
    private static func changed<Other: StridedView & ParityValue>(_ tensor: Other, _ change: (Other) -> Void)
        -> [any ParityValue]
    {
        let copy = Other(
            storage: Other(shape: [tensor.storage.count], values: everything(in: tensor)).storage, layout: tensor.layout
        )
        change(copy)
        return [copy]
    }

    /// All of the memory that a tensor lies in.
    private static func everything<Other: StridedView>(in tensor: Other) -> [Other.Element] {
        Other(storage: tensor.storage, layout: Layout(shape: [tensor.storage.count])).array
    }

    private static func wholeNumbers(_ t: inout ParityTable) {
        t.add("i[m] = -1", "StridedView.subscript(_:) BoolTensor") { inputs in changed(inputs.i) { $0[inputs.m] = -1 } }
        t.add("i[m] = j", "StridedView.subscript(_:) BoolTensor") { inputs in
            changed(inputs.i) { $0[inputs.m] = inputs.j }
        }
        t.add("i[j] = k", "StridedView.subscript(_:) IntTensor") { inputs in
            changed(inputs.i) { $0[inputs.j] = inputs.ints[2] }
        }
        t.add("i[j] = 7", "StridedView.subscript(_:) IntTensor") { inputs in changed(inputs.i) { $0[inputs.j] = 7 } }
        let pairs = "StridedView.subscript(_:_:) IntTensor, IntTensor"
        t.add("i[rows, columns] = k", pairs) { inputs in
            changed(inputs.i) { $0[inputs.j, inputs.ints[2]] = inputs.ints[3] }
        }
        t.add("i[rows, columns] = 7", pairs) { inputs in changed(inputs.i) { $0[inputs.j, inputs.ints[2]] = 7 } }
        t.add("i[1] = j", "StridedView.subscript(_:) Int") { inputs in changed(inputs.i) { $0[1] = inputs.j } }
        t.add("i[1] = 7", "StridedView.subscript(_:) Int") { inputs in changed(inputs.i) { $0[1] = 7 } }
        t.add("i[1, -2] = j", "StridedView.subscript(_:_:) Int, Int") { inputs in
            changed(inputs.i) { $0[1, -2] = inputs.j }
        }
        t.add("i[1, -2] = 7", "StridedView.subscript(_:_:) Int, Int") { inputs in changed(inputs.i) { $0[1, -2] = 7 } }
        t.add("i[1..<3] = j", "IntTensor.subscript(_:)") { inputs in changed(inputs.i) { $0[1..<3] = inputs.j } }
        t.add("i[1..<3] = 7", "StridedView.subscript(_:) Range<Int>") { inputs in changed(inputs.i) { $0[1..<3] = 7 } }
        t.add("i[.every(2)] = j", "StridedView.subscript(_:) Steps") { inputs in
            changed(inputs.i) { $0[.every(2)] = inputs.j }
        }
        t.add("i[.every(2)] = 7", "StridedView.subscript(_:) Steps") { inputs in changed(inputs.i) { $0[.every(2)] = 7 }
        }
        t.add("m[n] = true", "StridedView.subscript(_:) BoolTensor") { inputs in
            changed(inputs.m) { $0[inputs.n] = true }
        }
        t.add("m[0..<2] = n", "StridedView.subscript(_:) Range<Int>") { inputs in
            changed(inputs.m) { $0[0..<2] = inputs.n }
        }
    }

    private static func edges(_ t: inout ParityTable) {
        t.add("a.max() at the edge", "Tensor.max()") { [$0.a.max()] }
        t.add("a.min() at the edge", "Tensor.min()") { [$0.a.min()] }
        t.add("a.max(-1) at the edge", "Tensor.max(_:keepDim:)") { values($0.a.max(-1)) }
        t.add("a.min(-1) at the edge", "Tensor.min(_:keepDim:)") { values($0.a.min(-1)) }
        t.add("a.argmax(-1) with nan", "Tensor.argmax(_:keepDim:)") { [$0.a.argmax(-1)] }
        t.add("a.argmin(-1) with nan", "Tensor.argmin(_:keepDim:)") { [$0.a.argmin(-1)] }
        t.add("a.abs() at the edge", "Tensor.abs()") { [$0.a.abs()] }
        t.add("a.relu() at the edge", "Tensor.relu()") { [$0.a.relu()] }
        t.add("a.clamp(min: 0, max: 1) at the edge", "Tensor.clamp(min:max:)") { [$0.a.clamp(min: 0, max: 1)] }
        t.add("a.clamp(min: 0) at the edge", "Tensor.clamp(min:max:)") { [$0.a.clamp(min: 0)] }
        t.add("a.sqrt() at the edge", "Tensor.sqrt()") { [$0.a.sqrt()] }
        t.add("a.log() at the edge", "Tensor.log()") { [$0.a.log()] }
        t.tolerance = 1e-6
        t.add("a.exp() at the edge", "Tensor.exp()") { [$0.a.exp()] }
        t.add("a.tanh() at the edge", "Tensor.tanh()") { [$0.a.tanh()] }
        t.add("a.sigmoid() at the edge", "Tensor.sigmoid()") { [$0.a.sigmoid()] }
        for exponent in [0.0, 1, 2, 3] {
            t.add("a.pow(\(Int(exponent))) at the edge", "Tensor.pow(_:)") { [$0.a.pow(exponent)] }
        }
    }
}
