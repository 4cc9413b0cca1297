import Foundation
import Kindling
import Testing

@Suite("Tensor: element by element", .ownRandomNumbers) struct TensorElementwiseTests {
    typealias Binary = (
        name: String, tensor: @Sendable (Tensor, Tensor) -> Tensor, float: @Sendable (Float, Float) -> Float
    )

    static let operators: [Binary] = [
        ("+", { $0 + $1 }, { $0 + $1 }), ("-", { $0 - $1 }, { $0 - $1 }),
        ("*", { $0 * $1 }, { $0 * $1 }), ("/", { $0 / $1 }, { $0 / $1 }),
    ]

    /// What `operation` of two tensors is, index by index.
    static func reference<Result>(_ a: Tensor, _ b: Tensor, _ operation: (Float, Float) -> Result) -> [Result] {
        let shape = broadcast(a.shape, b.shape)!
        let (x, y) = (a.array, b.array)
        return indices(of: shape).map { index in
            operation(
                x[number(of: broadcastIndex(index, to: a.shape), in: a.shape)],
                y[number(of: broadcastIndex(index, to: b.shape), in: b.shape)])
        }
    }

    /// Two random views whose shapes broadcast, in either order.
    static func pair(_ random: inout TestRandom, maxSize: Int = 5) -> (Tensor, Tensor) {
        let shape = random.shape(4, maxSize: maxSize)
        let (a, b) = (random.broadcastable(to: shape), random.broadcastable(to: shape))
        return (random.tensor(a), random.tensor(b))
    }

    @Test("operators broadcast, whatever the layout", arguments: 0..<4)
    func broadcasting(block: Int) {
        for seed in block * 200..<(block + 1) * 200 {
            var random = TestRandom(seed)
            let (a, b) = Self.pair(&random, maxSize: random.chance(10) ? 20 : 5)
            let number = Double(random.float(-3...3))
            let (left, right) = (a.array, b.array)
            for (name, tensor, float) in Self.operators {
                let result = tensor(a, b)
                if result.shape != broadcast(a.shape, b.shape) || !sameBits(result.array, Self.reference(a, b, float)) {
                    report("\(a.shape) \(name) \(b.shape), seed \(seed)", result, Self.reference(a, b, float))
                }
            }
            let f = Float(number)
            #expect(sameBits((a + number).array, left.map { $0 + f }))
            #expect(sameBits((number + a).array, left.map { f + $0 }))
            #expect(sameBits((a - number).array, left.map { $0 - f }))
            #expect(sameBits((number - a).array, left.map { f - $0 }))
            #expect(sameBits((a * number).array, left.map { $0 * f }))
            #expect(sameBits((number * a).array, left.map { f * $0 }))
            #expect(sameBits((a / number).array, left.map { $0 / f }))
            // torch computes a number divided by a tensor as the reciprocal times the number.
            #expect(sameBits((number / a).array, left.map { 1 / $0 * f }))
            #expect(sameBits((-a).array, left.map { -$0 }))
            #expect(sameBits(a.reciprocal().array, left.map { 1 / $0 }))
            // The operands are as before.
            #expect(sameBits(a.array, left) && sameBits(b.array, right))
        }
    }

    @Test("comparisons broadcast and know nan")
    func comparisons() {
        typealias Comparison = (String, (Tensor, Tensor) -> BoolTensor, (Float, Float) -> Bool)
        let all: [Comparison] = [
            (".==", { $0 .== $1 }, { $0 == $1 }), (".!=", { $0 .!= $1 }, { $0 != $1 }),
            (".<", { $0 .< $1 }, { $0 < $1 }), (".<=", { $0 .<= $1 }, { $0 <= $1 }),
            (".>", { $0 .> $1 }, { $0 > $1 }), (".>=", { $0 .>= $1 }, { $0 >= $1 }),
        ]
        for seed in 0..<150 {
            var random = TestRandom(seed)
            let shape = random.shape()
            // Few different values, so that equal ones meet; and nan.
            func values(_ random: inout TestRandom, _ n: Int) -> [Float] {
                (0..<n).map { _ in random.chance(10) ? .nan : Float(random.int(-1...1)) }
            }
            let shapes = (random.broadcastable(to: shape), random.broadcastable(to: shape))
            let a = random.arranged(shapes.0, values)
            let b = random.arranged(shapes.1, values)
            for (name, tensor, float) in all {
                let result = tensor(a, b)
                let expected = Self.reference(a, b, float)
                if result.shape != broadcast(a.shape, b.shape) || result.array != expected {
                    report("\(a) \(name) \(b)", result.array, expected)
                }
            }
            let values = a.array
            #expect((a .== 1).array == values.map { $0 == 1 })
            #expect((a .!= 1).array == values.map { $0 != 1 })
            #expect((a .< 0).array == values.map { $0 < 0 })
            #expect((a .<= 0).array == values.map { $0 <= 0 })
            #expect((a .> 0).array == values.map { $0 > 0 })
            #expect((a .>= 0).array == values.map { $0 >= 0 })
            #expect(a.isNaN().array == values.map(\.isNaN))
            #expect(a.isEqual(to: a) == !values.contains { $0.isNaN })
            #expect(a.isEqual(to: a.clone()) == !values.contains { $0.isNaN })
        }
        #expect(!Tensor([1, 2]).isEqual(to: Tensor([[1, 2]])))
        #expect(!Tensor([1, 2]).isEqual(to: Tensor([1, 3])))
    }

    @Test("isClose is torch's allclose")
    func isClose() {
        let x = Tensor([1, 100, 0])
        #expect(x.isClose(to: Tensor([1.000_009, 100.0009, 0])))
        #expect(!x.isClose(to: Tensor([1.000_02, 100, 0])))
        #expect(!x.isClose(to: Tensor([1, 100, 2e-8])))
        #expect(x.isClose(to: x + 0.01, absoluteTolerance: 0.011))
        #expect(x.isClose(to: x * 1.05, relativeTolerance: 0.05))
        #expect(Tensor.ones(2, 3).isClose(to: Tensor(1)))
        let infinity = Tensor([.infinity])
        #expect(infinity.isClose(to: infinity))
        #expect(!infinity.isClose(to: -infinity))
        #expect(!Tensor([5]).isClose(to: infinity))
        #expect(!infinity.isClose(to: Tensor([5])))
        #expect(!Tensor([.nan]).isClose(to: Tensor([.nan])))
    }

    /// A function of one element: here, in Double, where it is tried, and how far off it may be, in units of the last place
    /// (ulps) of a Float of the result's size.
    ///
    /// Foundation's Double functions are right to far more digits than a Float has. Rounding alone is half an ulp. The
    /// engine's own polynomials (Appendix A) may add up to one more; pow multiplies a logarithm, whose error the power
    /// magnifies; the functions of exact steps (sqrt, abs, relu) add nothing.
    static let functions:
        [(
            name: String, tensor: @Sendable (Tensor) -> Tensor, double: @Sendable (Double) -> Double,
            range: ClosedRange<Float>, ulps: Double
        )] = [
            ("exp", { $0.exp() }, exp, -80...80, 1.5), ("log", { $0.log() }, log, 1e-6...1000, 1.5),
            ("log1p", { $0.log1p() }, log1p, -0.999...100, 1.5), ("sqrt", { $0.sqrt() }, sqrt, 0...1e6, 0.5),
            ("sin", { $0.sin() }, sin, -100...100, 1.5), ("cos", { $0.cos() }, cos, -100...100, 1.5),
            ("tanh", { $0.tanh() }, tanh, -10...10, 1.5), ("erf", { $0.erf() }, erf, -4...4, 1.5),
            ("sigmoid", { $0.sigmoid() }, { 1 / (1 + exp(-$0)) }, -30...30, 2.5),
            ("abs", { $0.abs() }, abs, -10...10, 0), ("relu", { $0.relu() }, { max($0, 0) }, -10...10, 0),
            ("pow 2", { $0.pow(2) }, { $0 * $0 }, -10...10, 0.5), ("pow 0.5", { $0.pow(0.5) }, sqrt, 0...100, 0.5),
            ("pow 3", { $0.pow(3) }, { $0 * $0 * $0 }, -10...10, 1.5),
            ("pow -1", { $0.pow(-1) }, { 1 / $0 }, 0.1...10, 1.5),
            ("pow 2.5", { $0.pow(2.5) }, { pow($0, 2.5) }, 0...30, 1.5),
            ("pow 0", { $0.pow(0) }, { _ in 1 }, -5...5, 0),
            ("pow -1.5", { $0.pow(-1.5) }, { pow($0, -1.5) }, 0.01...30, 1.5),
            ("clamp", { $0.clamp(min: -1, max: 0.5) }, { min(max($0, -1), 0.5) }, -2...2, 0),
        ]

    @Test("functions agree with Foundation's in Double", arguments: functions.indices)
    func functionsAgree(i: Int) {
        let (name, tensor, double, range, ulps) = Self.functions[i]
        var worst = 0.0
        for seed in 0..<40 {
            var random = TestRandom(1000 * i + seed)
            let shape = seed == 0 ? [3000] : random.shape(3, maxSize: 12)
            let x = random.tensor(shape, range)
            let y = tensor(x)
            #expect(y.shape == shape && !y.sharesStorage(with: x))
            for (input, output) in zip(x.array, y.array) {
                let exact = double(Double(input))
                let error = abs(Double(output) - exact) / Double(Float(exact).ulp)
                if !(error <= worst) { worst = error.isNaN ? .infinity : error }
            }
        }
        #expect(worst <= ulps, "\(name) is off by \(worst) units of the last place")
    }

    @Test("functions of the numbers at the edges")
    func edges() {
        let inf = Float.infinity
        let x = Tensor([-inf, -1, -0.0, 0, 1, inf, .nan])
        func check(_ y: Tensor, _ expected: [Float], sourceLocation: SourceLocation = #_sourceLocation) {
            #expect(sameBits(y.array, expected), "\(y.array)", sourceLocation: sourceLocation)
        }
        check(x.log(), [.nan, .nan, -inf, -inf, 0, inf, .nan])
        check(x.sqrt(), [.nan, .nan, -0.0, 0, 1, inf, .nan])
        check(x.log1p()[1...], [-inf, -0.0, 0, 0.6931472, inf, .nan])
        check(x.exp()[IntTensor([0, 2, 3, 5, 6])], [0, 1, 1, inf, .nan])
        check(x.sin()[IntTensor([0, 2, 3, 5, 6])], [.nan, -0.0, 0, .nan, .nan])
        check(x.cos()[IntTensor([0, 2, 3, 5, 6])], [.nan, 1, 1, .nan, .nan])
        check(x.tanh()[IntTensor([0, 2, 3, 5, 6])], [-1, -0.0, 0, 1, .nan])
        check(x.erf()[IntTensor([0, 2, 3, 5, 6])], [-1, -0.0, 0, 1, .nan])
        check(x.sigmoid()[IntTensor([0, 2, 3, 5, 6])], [0, 0.5, 0.5, 1, .nan])
        check(x.relu(), [0, 0, 0, 0, 1, inf, .nan])
        check(x.abs(), [inf, 1, 0, 0, 1, inf, .nan])
        check(x.reciprocal(), [-0.0, -1, -inf, inf, 1, 0, .nan])
        check(x.clamp(min: -0.5, max: 0.5), [-0.5, -0.5, -0.0, 0, 0.5, 0.5, .nan])
        check(x.clamp(min: 0.25), [0.25, 0.25, 0.25, 0.25, 1, inf, .nan])
        check(x.clamp(max: 0.25), [-inf, -1, -0.0, 0, 0.25, 0.25, .nan])
        check(x.pow(0), [1, 1, 1, 1, 1, 1, 1])
        check(x.pow(-1), [-0.0, -1, -inf, inf, 1, 0, .nan])
        check(x.pow(0.5)[IntTensor([1, 3, 4, 5, 6])], [.nan, 0, 1, inf, .nan])
    }

    @Test("in place is the same as not in place, whatever the layout", arguments: 0..<4)
    func inPlace(block: Int) {
        let inPlace: [(Tensor, Tensor) -> Void] = [{ $0 += $1 }, { $0 -= $1 }, { $0 *= $1 }, { $0 /= $1 }]
        for seed in block * 150..<(block + 1) * 150 {
            var random = TestRandom(seed)
            let shape = random.shape(4, maxSize: random.chance(10) ? 20 : 5)
            for (i, (name, tensor, _)) in Self.operators.enumerated() {
                let a = random.tensor(shape)
                let b = random.tensor(random.broadcastable(to: shape))
                let expected = tensor(a, b).array
                inPlace[i](a, b)
                if !sameBits(a.array, expected) {
                    report("\(shape) \(name)= \(b.shape), seed \(seed)", a.array, expected)
                }
                let number = Double(random.float(-3...3))
                let scaled = tensor(a, Tensor(number)).array
                switch i {
                case 0: a += number
                case 1: a -= number
                case 2: a *= number
                default: a /= number
                }
                #expect(sameBits(a.array, scaled))
            }
            let a = random.tensor(shape)
            let b = random.tensor(random.broadcastable(to: shape))
            a.copy(b)
            #expect(sameBits(a.array, b.expand(shape).array))
            a.fill(2.5)
            #expect(a.array.allSatisfy { $0 == 2.5 })
            a.zero()
            #expect(a.array.allSatisfy { $0 == 0 })
        }
    }

    /// The right-hand side means the values from before, even where it reads the memory that is being written.
    @Test("a tensor can be changed by views of itself", arguments: 0..<4)
    func overlapping(block: Int) {
        let inPlace: [(Tensor, Tensor) -> Void] = [
            { $0 += $1 }, { $0 -= $1 }, { $0 *= $1 }, { $0 /= $1 }, { $0.copy($1) },
        ]
        let expected: [(Tensor, Tensor) -> Tensor] =
            [{ $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / $1 }, { $1.expand($0.shape).clone() }]
        for seed in block * 100..<(block + 1) * 100 {
            for i in inPlace.indices {
                var random = TestRandom(seed * 10 + i)
                let n = random.int(2...40)
                let base = Tensor(shape: [n, n], values: random.floats(n * n))
                let pairs: [(String, Tensor, Tensor)] = [
                    ("a, a", base, base), ("a, a.T", base, base.T), ("a.T, a", base.T, base),
                    ("a, a[0]", base, base[0]),
                    ("a, a[-1]", base, base[-1]), ("a, a[k]", base, base[random.int(0...n - 1)]),
                    ("a, a[k, k]", base, base[n / 2, n / 2]), ("a, column", base, base[0..., n / 2..<n / 2 + 1]),
                    ("a[1...], a[..<n-1]", base[1...], base[..<(n - 1)]),
                    ("a[..<n-1], a[1...]", base[..<(n - 1)], base[1...]),
                    ("shifted columns", base[0..., 1...], base[0..., ..<(n - 1)]),
                    (
                        "flat, shifted by k", base.view(-1)[random.int(1...n)...].narrow(0, start: 0, length: n),
                        base.view(-1)[..<n]
                    ),
                    ("row, column", base[0], base[0..., 0]), ("column, row", base[0..., 1], base[1]),
                    ("row, own element", base[1], base[1, n - 1]),
                ]
                let (name, a, b) = pairs[random.int(0...pairs.count - 1)]
                // Elsewhere nothing may change.
                let result = expected[i](a, b).array
                let before = base.array
                let offsets = indices(of: a.shape).map { index in
                    a.offset + zip(index, a.strides).reduce(0) { $0 + $1.0 * $1.1 }
                }
                inPlace[i](a, b)
                var whole = before
                for (place, value) in zip(offsets, result) { whole[place] = value }
                if !sameBits(base.array, whole) {
                    report("operation \(i) on \(name), n = \(n), seed \(seed)", a.array.prefix(12), result.prefix(12))
                }
            }
        }
    }
}
