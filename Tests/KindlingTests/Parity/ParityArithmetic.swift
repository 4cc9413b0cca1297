import Kindling

extension ParityTable {
    static func arithmetic() -> ParityTable {
        var t = ParityTable("arithmetic")
        // One rounding: the same bits. (The gradient of a broadcast number is a sum, of up to 24 numbers here: hence not exact.)
        t.add("a + b", "Tensor.+(_:_:) Tensor, Tensor") { [$0.a + $0.b] }
        t.add("a - b", "Tensor.-(_:_:) Tensor, Tensor") { [$0.a - $0.b] }
        t.add("a * b", "Tensor.*(_:_:) Tensor, Tensor") { [$0.a * $0.b] }
        t.add("a / b", "Tensor./(_:_:) Tensor, Tensor") { [$0.a / $0.b] }
        t.add("a / b of special numbers", within: 0) { [$0.a / $0.b] }
        t.add("a + 2.5", "Tensor.+(_:_:) Tensor, Double", within: 0) { [$0.a + 2.5] }
        t.add("2.5 + a", "Tensor.+(_:_:) Double, Tensor", within: 0) { [2.5 + $0.a] }
        t.add("a - 0.1", "Tensor.-(_:_:) Tensor, Double", within: 0) { [$0.a - 0.1] }
        t.add("0.1 - a", "Tensor.-(_:_:) Double, Tensor", within: 0) { [0.1 - $0.a] }
        t.add("a * 1.7", "Tensor.*(_:_:) Tensor, Double", within: 0) { [$0.a * 1.7] }
        t.add("1.7 * a", "Tensor.*(_:_:) Double, Tensor", within: 0) { [1.7 * $0.a] }
        t.add("a / 3", "Tensor./(_:_:) Tensor, Double") { [$0.a / 3] }
        t.add("3 / a", "Tensor./(_:_:) Double, Tensor") { [3 / $0.a] }
        t.add("-a", "Tensor.-(_:)", within: 0) { [-$0.a] }
        t.add("a.reciprocal()", "Tensor.reciprocal()") { [$0.a.reciprocal()] }

        t.add("a.exp()", "Tensor.exp()") { [$0.a.exp()] }
        t.add("a.log()", "Tensor.log()") { [$0.a.log()] }
        t.add("a.log1p()", "Tensor.log1p()") { [$0.a.log1p()] }
        t.add("a.sqrt()", "Tensor.sqrt()") { [$0.a.sqrt()] }
        t.add("a.sin()", "Tensor.sin()") { [$0.a.sin()] }
        t.add("a.cos()", "Tensor.cos()") { [$0.a.cos()] }
        t.add("a.tanh()", "Tensor.tanh()") { [$0.a.tanh()] }
        t.add("a.sigmoid()", "Tensor.sigmoid()") { [$0.a.sigmoid()] }
        t.add("a.relu()", "Tensor.relu()", within: 0) { [$0.a.relu()] }
        t.add("a.abs()", "Tensor.abs()", within: 0) { [$0.a.abs()] }
        t.add("a.erf()", "Tensor.erf()") { [$0.a.erf()] }
        for exponent in [0.0, 1, 2, 3, -1, -2] {
            t.add("a.pow(\(Int(exponent)))", "Tensor.pow(_:)") { [$0.a.pow(exponent)] }
        }
        for exponent in [0.5, 2.5, -0.7] {
            t.add("a.pow(\(exponent))", "Tensor.pow(_:)") { [$0.a.pow(exponent)] }
        }
        t.add("a.clamp(min: -0.5, max: 0.5)", "Tensor.clamp(min:max:)", within: 0) { [$0.a.clamp(min: -0.5, max: 0.5)] }
        t.add("a.clamp(min: 0.25)", "Tensor.clamp(min:max:)", within: 0) { [$0.a.clamp(min: 0.25)] }
        t.add("a.clamp(max: 0.25)", "Tensor.clamp(min:max:)", within: 0) { [$0.a.clamp(max: 0.25)] }
        t.add("a.clamp(min: 1, max: -1)", "Tensor.clamp(min:max:)", within: 0) { [$0.a.clamp(min: 1, max: -1)] }

        t.add("a .== b", "Tensor..==(_:_:) Tensor, Tensor") { [$0.a .== $0.b] }
        t.add("a .== 1", "Tensor..==(_:_:) Tensor, Double") { [$0.a .== 1] }
        t.add("a .!= b", "Tensor..!=(_:_:) Tensor, Tensor") { [$0.a .!= $0.b] }
        t.add("a .!= 1", "Tensor..!=(_:_:) Tensor, Double") { [$0.a .!= 1] }
        t.add("a .< b", "Tensor..<(_:_:) Tensor, Tensor") { [$0.a .< $0.b] }
        t.add("a .< 1", "Tensor..<(_:_:) Tensor, Double") { [$0.a .< 1] }
        t.add("a .<= b", "Tensor..<=(_:_:) Tensor, Tensor") { [$0.a .<= $0.b] }
        t.add("a .<= 1", "Tensor..<=(_:_:) Tensor, Double") { [$0.a .<= 1] }
        t.add("a .> b", "Tensor..>(_:_:) Tensor, Tensor") { [$0.a .> $0.b] }
        t.add("a .> 1", "Tensor..>(_:_:) Tensor, Double") { [$0.a .> 1] }
        t.add("a .>= b", "Tensor..>=(_:_:) Tensor, Tensor") { [$0.a .>= $0.b] }
        t.add("a .>= 1", "Tensor..>=(_:_:) Tensor, Double") { [$0.a .>= 1] }
        t.add("a.isNaN()", "Tensor.isNaN()") { [$0.a.isNaN()] }
        t.add("a.isEqual(to: b)", "Tensor.isEqual(to:)") { [$0.a.isEqual(to: $0.b)] }
        for number in 0..<5 {
            t.add("a.isClose(to: b) \(number)", "Tensor.isClose(to:relativeTolerance:absoluteTolerance:)") {
                [$0.a.isClose(to: $0.b)]
            }
        }
        t.add(
            "a.isClose(to: b, relativeTolerance: 1e-2, absoluteTolerance: 1e-3)",
            "Tensor.isClose(to:relativeTolerance:absoluteTolerance:)"
        ) {
            [$0.a.isClose(to: $0.b, relativeTolerance: 1e-2, absoluteTolerance: 1e-3)]
        }
        inPlace(&t)
        creation(&t)
        return t
    }

    /// What a change in place makes of a tensor that a graph has computed.
    private static func changed(_ inputs: ParityInputs, _ change: (Tensor, Tensor) -> Void) -> [any ParityValue] {
        let x = inputs.a * 1
        change(x, inputs.b)
        return [x]
    }

    private static func inPlace(_ t: inout ParityTable) {
        t.add("x += b", "Tensor.+=(_:_:) Tensor, Tensor") { changed($0) { $0 += $1 } }
        t.add("x -= b", "Tensor.-=(_:_:) Tensor, Tensor") { changed($0) { $0 -= $1 } }
        t.add("x *= b", "Tensor.*=(_:_:) Tensor, Tensor") { changed($0) { $0 *= $1 } }
        t.add("x /= b", "Tensor./=(_:_:) Tensor, Tensor") { changed($0) { $0 /= $1 } }
        t.add("x += 2.5", "Tensor.+=(_:_:) Tensor, Double", within: 0) { changed($0) { x, _ in x += 2.5 } }
        t.add("x -= 2.5", "Tensor.-=(_:_:) Tensor, Double", within: 0) { changed($0) { x, _ in x -= 2.5 } }
        t.add("x *= 2.5", "Tensor.*=(_:_:) Tensor, Double", within: 0) { changed($0) { x, _ in x *= 2.5 } }
        t.add("x /= 2.5", "Tensor./=(_:_:) Tensor, Double") { changed($0) { x, _ in x /= 2.5 } }
        t.add("x.copy(b)", "Tensor.copy(_:)") { changed($0) { $0.copy($1) } }
        t.add("x.fill(0.3)", "Tensor.fill(_:)", within: 0) { changed($0) { x, _ in x.fill(0.3) } }
        t.add("x.zero()", "Tensor.zero()", within: 0) { changed($0) { x, _ in x.zero() } }
        t.add("x[1] += b", "Tensor.+=(_:_:) Tensor, Tensor", within: 0) {
            changed($0) { x, b in
                let row = x[1]
                row += b
            }
        }
        t.add("x.T *= b", "Tensor.*=(_:_:) Tensor, Tensor") {
            changed($0) { x, b in
                let turned = x.T
                turned *= b
            }
        }
    }

    private static func creation(_ t: inout ParityTable) {
        t.tolerance = 0
        t.add("Tensor.zeros(2, 3)", "Tensor.zeros(_:) Int...") { _ in [Tensor.zeros(2, 3)] }
        t.add("Tensor.zeros([2, 0])", "Tensor.zeros(_:) [Int]") { _ in [Tensor.zeros([2, 0])] }
        t.add("Tensor.ones(2, 3)", "Tensor.ones(_:) Int...") { _ in [Tensor.ones(2, 3)] }
        t.add("Tensor.ones([3])", "Tensor.ones(_:) [Int]") { _ in [Tensor.ones([3])] }
        t.add("Tensor.full([2, 2], 0.1)", "Tensor.full(_:_:)") { _ in [Tensor.full([2, 2], 0.1)] }
        t.add("Tensor.eye(3)", "Tensor.eye(_:)") { _ in [Tensor.eye(3)] }
        t.add("Tensor.zeros(like: a)", "Tensor.zeros(like:)") { [Tensor.zeros(like: $0.a)] }
        t.add("Tensor.ones(like: a)", "Tensor.ones(like:)") { [Tensor.ones(like: $0.a)] }
        t.add("Tensor.arange(7)", "Tensor.arange(_:)") { _ in [Tensor.arange(7)] }
        // torch's vectorised loops round a number in the middle of the computation, at places that depend on the width of the vectors: one
        // unit of the last place of the larger end.
        for (text, start, end, step) in [
            ("0, 1, step: 0.1", 0.0, 1.0, 0.1), ("5, -5, step: -0.75", 5, -5, -0.75), ("1, 2, step: 0.3", 1, 2, 0.3),
            ("0, 0, step: 1", 0, 0, 1),
            ("-3.5, 40, step: 1.1", -3.5, 40, 1.1),
        ] {
            t.add("Tensor.arange(\(text))", "Tensor.arange(_:_:step:)", within: 2.4e-7) { _ in
                [Tensor.arange(start, end, step: step)]
            }
        }
        for (text, start, end, count) in [
            ("0, 1, 5", 0.0, 1.0, 5), ("0, 1, 1", 0, 1, 1), ("-1, 1, 11", -1, 1, 11), ("3, -7, 40", 3, -7, 40),
            ("0.1, 0.7, 17", 0.1, 0.7, 17),
            ("0, 10, 0", 0, 10, 0),
        ] {
            t.add("Tensor.linspace(\(text))", "Tensor.linspace(_:_:_:)", within: 4.8e-7) { _ in
                [Tensor.linspace(start, end, count)]
            }
        }
        t.add("Tensor(0.1)", "Tensor.init(_:) Double") { _ in [Tensor(0.1)] }
        t.add("Tensor([0.1, 2, -3e-8])", "Tensor.init(_:) [Float]") { _ in [Tensor([0.1, 2, -3e-8])] }
        t.add("Tensor([[0.1, 2], [3, 4]])", "Tensor.init(_:) [[Float]]") { _ in [Tensor([[0.1, 2], [3, 4]])] }
        t.add("Tensor([[[0.1], [2]], [[3], [4]]])", "Tensor.init(_:) [[[Float]]]") { _ in
            [Tensor([[[0.1], [2]], [[3], [4]]])]
        }
        t.add("Tensor([[[[0.1, 2]], [[3, 4]]]])", "Tensor.init(_:) [[[[Float]]]]") { _ in
            [Tensor([[[[0.1, 2]], [[3, 4]]]])]
        }
        t.add("a.item()", "Tensor.item()") { [$0.a.item()] }
        t.add("a.detach()", "Tensor.detach()") { [$0.a.detach()] }
        t.add("noGrad", "noGrad(_:)") { inputs in [noGrad { inputs.a * 2 } + inputs.a] }
    }
}
