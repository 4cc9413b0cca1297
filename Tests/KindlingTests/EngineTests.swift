import Foundation
import KindlingEngine
import TestSupport
import Testing

/// Every fast path of the engine against its plain loops, bit for bit, and its functions against the system's doubles.
///
/// The tests switch the instruction set and the number of threads for the whole process. Tests that run at the same time don't notice:
/// their numbers are the same, which is the point.
@Suite("The engine", .serialized, .ownRandomNumbers)
struct EngineTests {
    @Test("the fast gather returns the naive loop's bytes")
    func gather() {
        var random = TestRandom(13)
        for _ in 0..<300 {
            let size = [0, 1, random.int(1...70), random.int(71...3000), random.int(8000...20_000)][random.int(0...4)]
            let stride = size + random.int(0...9)
            let rows = random.int(1...9)
            let count = random.int(0...12)
            let first = random.int(0...3)
            let source = (0...first + rows * stride).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let wanted = (0..<count).map { _ in random.int(0...rows - 1) }
            func gathered(
                _ gather: (Int, Int, UnsafeRawPointer?, Int, UnsafePointer<Int>?, UnsafeMutableRawPointer?) -> Void
            ) -> [UInt8] {
                var target = [UInt8](repeating: 7, count: count * size + 8)
                source.withUnsafeBytes { source in
                    target.withUnsafeMutableBytes {
                        gather(count, size, source.baseAddress! + first, stride, wanted, $0.baseAddress!)
                    }
                }
                return target
            }
            #expect(
                gathered(kd_gather) == gathered(kd_gather_naive),
                "\(count) of \(rows) rows of \(size) bytes, \(stride) apart")
        }
    }

    static let unaryOps: [(name: String, op: kd_unary_op)] = [
        ("copy", KD_COPY), ("neg", KD_NEG), ("abs", KD_ABS), ("sign", KD_SIGN), ("reciprocal", KD_RECIPROCAL),
        ("sqrt", KD_SQRT), ("exp", KD_EXP), ("log", KD_LOG), ("log1p", KD_LOG1P), ("sin", KD_SIN), ("cos", KD_COS),
        ("tanh", KD_TANH), ("erf", KD_ERF), ("sigmoid", KD_SIGMOID), ("relu", KD_RELU), ("floor", KD_FLOOR),
        ("round", KD_ROUND),
    ]
    static let binaryOps: [(name: String, op: kd_binary_op)] = [
        ("add", KD_ADD), ("sub", KD_SUB), ("mul", KD_MUL), ("div", KD_DIV), ("max", KD_MAX), ("min", KD_MIN),
        ("pow", KD_POW), ("relu's gradient", KD_RELU_GRADIENT),
    ]
    static let compareOps: [(name: String, op: kd_compare_op)] = [
        ("==", KD_EQ), ("!=", KD_NE), ("<", KD_LT), ("<=", KD_LE), (">", KD_GT), (">=", KD_GE),
    ]

    // MARK: Matrix product

    @Test("matmul returns the naive loop's bits: three forms, odd and empty shapes, every path")
    func matmul() {
        var random = Random(seed: 1)
        var shapes = [
            (1, 1, 1), (3, 5, 0), (0, 4, 3), (4, 0, 3), (0, 0, 0), (13, 17, 33), (12, 32, 64), (24, 64, 384),
            (25, 33, 385),
            (64, 10, 784), (784, 10, 64), (64, 784, 10), (97, 65, 515), (1, 100, 300), (100, 1, 300), (7, 1100, 3),
            (211, 131, 203), (1001, 70, 71), (16, 12, 8), (15, 12, 9), (50, 12, 77), (1000, 3, 40), (17, 1, 100),
            (10, 784, 64), (5, 300, 70),
        ]
        for _ in 0..<20 { shapes.append((random.int(1...60), random.int(1...80), random.int(1...90))) }
        for (m, n, k) in shapes {
            let a = random.ordinary(m * k)
            let b = random.ordinary(k * n)
            for form in ["a b", "a bᵀ", "aᵀ b"] {
                let (ars, acs) = form == "aᵀ b" ? (1, m) : (k, 1)
                let (brs, bcs) = form == "a bᵀ" ? (1, k) : (n, 1)
                var expected = [Float](repeating: 0, count: m * n)
                kd_matmul_naive(m, n, k, a, ars, acs, b, brs, bcs, &expected)
                everyPath { path in
                    var c = [Float](repeating: 7, count: m * n + 1)
                    kd_matmul(m, n, k, a, ars, acs, b, brs, bcs, &c)
                    #expect(c.removeLast() == 7, "wrote past the end: \(form) \(m)×\(k)×\(n), \(path)")
                    #expect(equalBits(c, expected), "\(form) \(m)×\(k)×\(n), \(path)")
                }
            }
        }
    }

    @Test("matmul takes any strides, and values of every kind")
    func matmulStrides() {
        var random = Random(seed: 2)
        let a = random.wild(40_000)
        let b = random.wild(40_000)
        for _ in 0..<60 {
            let m = random.int(1...40)
            let n = random.int(1...70)
            let k = random.int(1...30)
            let (ars, acs) = random.pick([(0, 1), (1, 0), (2 * k, 2), (3, 3 * m), (k + 5, 1)])
            let (brs, bcs) = random.pick([(0, 1), (1, 0), (2 * n, 2), (3, 3 * k), (n + 5, 1)])
            var expected = [Float](repeating: 0, count: m * n)
            kd_matmul_naive(m, n, k, a, ars, acs, b, brs, bcs, &expected)
            everyPath(threads: [1]) { path in
                var c = [Float](repeating: 7, count: m * n)
                kd_matmul(m, n, k, a, ars, acs, b, brs, bcs, &c)
                #expect(equalBits(c, expected), "\(m)×\(k)×\(n), strides \(ars) \(acs) \(brs) \(bcs), \(path)")
            }
        }
    }

    @Test("many products at once: each is the naive loop's, whatever the steps")
    func matmulBatch() {
        var random = Random(seed: 17)
        for round in 0..<160 {
            let isLarge = round % 16 == 0
            let (outer, inner) = (random.int(0...5), random.int(isLarge ? 1...3 : 0...5))
            let (m, n) = (random.int(0...(isLarge ? 130 : 20)), random.int(0...(isLarge ? 130 : 40)))
            let k = random.int(0...(isLarge ? 90 : 30))
            func steps(_ rows: Int, _ columns: Int) -> kd_steps {
                random.pick([
                    kd_steps(outer: inner * rows * columns, inner: rows * columns, row: columns, column: 1),
                    kd_steps(outer: inner * rows * columns, inner: columns, row: inner * columns, column: 1),
                    kd_steps(outer: inner * rows * columns, inner: rows * columns, row: 1, column: rows),
                ])
            }
            var (a, b) = (steps(m, k), steps(k, n))
            let c = steps(m, n)
            if round % 3 == 0 { a.outer = 0 }
            if round % 4 == 0 { (b.outer, b.inner) = (0, 0) }
            let count = outer * inner
            let x = round % 5 == 0 ? random.wild(count * m * k) : random.ordinary(count * m * k)
            let y = random.ordinary(count * k * n)
            var expected = [Float](repeating: 7, count: count * m * n)
            for i in 0..<count {
                var product = [Float](repeating: 7, count: m * n)
                let (o, h) = (i / inner, i % inner)
                x.withUnsafeBufferPointer { x in
                    y.withUnsafeBufferPointer { y in
                        guard let x = x.baseAddress, let y = y.baseAddress else { return }
                        kd_matmul_naive(
                            m, n, k, x + o * a.outer + h * a.inner, a.row, a.column, y + o * b.outer + h * b.inner,
                            b.row, b.column, &product)
                    }
                }
                if k == 0 { product = [Float](repeating: 0, count: m * n) }
                for e in 0..<m * n {
                    expected[o * c.outer + h * c.inner + e / n * c.row + e % n * c.column] = product[e]
                }
            }
            let what = "(\(outer), \(inner)) of \(m)×\(k)×\(n), \(a), \(b), \(c)"
            var naive = [Float](repeating: 7, count: count * m * n)
            kd_matmul_batch_naive(outer, inner, m, n, k, x, a, y, b, &naive, c)
            #expect(equalBits(naive, expected), "naive, \(what)")
            everyPath { path in
                var fast = [Float](repeating: 7, count: count * m * n + 1)
                kd_matmul_batch(outer, inner, m, n, k, x, a, y, b, &fast, c)
                #expect(fast.removeLast() == 7)
                #expect(equalBits(fast, expected), "\(what), \(path)")
            }
        }
    }

    @Test("the loop that measures the processor computes x / 2 + 1/4, and touches nothing else")
    func ladderCompute() {
        let count = 192
        let x = UnsafeMutableRawBufferPointer.allocate(byteCount: (count + 192) * 4, alignment: 64)
            .bindMemory(to: Float.self)
        defer { x.deallocate() }
        var random = Random(seed: 4)
        let values = random.ordinary(x.count)
        everyPath(threads: [1]) { path in
            _ = x.update(from: values)
            kd_ladder_compute(3, x.baseAddress)
            let expected = values[..<count].map { x in (0..<3).reduce(x) { x, _ in x / 2 + 0.25 } }
            #expect(equalBits(Array(x), expected + values[count...]), "\(path)")
        }
    }

    @Test("the loop that measures reading adds up all that it reads, and nothing else")
    func ladderRead() {
        let count = 64 * 5
        let x = UnsafeMutableRawBufferPointer.allocate(byteCount: (count + 64) * 4, alignment: 64)
            .bindMemory(to: Float.self)
        defer { x.deallocate() }
        // Whole numbers, which are added without rounding, each another.
        for i in x.indices { x[i] = i < count ? Float(i * i % 509) : 1e9 }
        let sum = x[..<count].reduce(0, +)
        everyPath(threads: [1]) { path in
            #expect(kd_ladder_read(3, count, x.baseAddress) == 3 * sum, "\(path)")
            #expect(kd_ladder_read(1, 0, x.baseAddress) == 0, "\(path)")
        }
    }

    @Test("baseline's FMA rounds once, where two roundings would differ")
    func emulatedFMA() {
        let before = kd_isa()
        defer { kd_set_isa(before) }
        #expect(kd_set_isa(KD_BASELINE) == 1)
        var random = Random(seed: 3)
        for round in 0..<20_000 {
            // c + a · b, with c near -a · b, near it in size, or anything at all; or easy ones and, in one lane, a sum that is
            // 2⁻⁴⁷ of the distance between two Floats away from half-way, which a double can't tell from half-way.
            var a = random.wild(1)[0]
            var b = random.wild(16)
            var c = random.wild(16)
            if round % 4 == 1 {
                a = 0x1.000002p-40
                (b, c) = (random.ordinary(16), random.ordinary(16))
                let lane = random.int(0...15)
                let exponent = random.pick([0, random.int(1...200)])
                c[lane] = Float(bitPattern: UInt32(exponent) << 23 | UInt32(random.int(0...0x7f_ffff)))
                if random.int(0...1) == 0 { c[lane] = -c[lane] }
                b[lane] = c[lane].ulp * random.pick([0x1.fffffcp38, -0x1.fffffcp38])
            } else if round % 2 == 0 {
                for i in 0..<16 {
                    c[i] = Float(bitPattern: (-a * b[i]).bitPattern &+ UInt32(random.int(0...4)) &- 2)
                    if round % 4 == 0 { c[i] *= random.pick([0x1p24, 0x1p-25, 0x1p-24, 0x1p25]) }
                }
            }
            var result = [Float](repeating: 0, count: 16)
            kd_matmul(1, 16, 2, [1, a], 2, 1, c + b, 16, 1, &result)
            let expected = (0..<16).map { (c[$0] + 0).addingProduct(a, b[$0]) }
            #expect(equalBits(result, expected))
        }
    }

    // MARK: Elementwise

    static let lengths = [0, 1, 15, 16, 17, 1000, 1023, 1025, 20_001, 140_001]

    @Test("one operand: every stride and path gives the scalar formula's bits", arguments: unaryOps)
    func unary(name: String, op: kd_unary_op) {
        var random = Random(seed: 4)
        let x = random.wild(3 * 140_001)
        for n in Self.lengths {
            for stride in [1, 0, 2, 3, -1] {
                let start = stride < 0 ? max(n - 1, 0) : 0
                x.withUnsafeBufferPointer { x in
                    let first = x.baseAddress! + start
                    var expected = [Float](repeating: 0, count: n)
                    kd_unary_naive(op, n, first, stride, &expected)
                    everyPath { path in
                        var y = [Float](repeating: 7, count: n + 1)
                        kd_unary(op, n, first, stride, &y)
                        #expect(y.removeLast() == 7)
                        #expect(equalBits(y, expected), "\(name), \(n) elements, stride \(stride), \(path)")
                    }
                }
            }
        }
    }

    @Test("two operands: every pair of strides and path gives the scalar formula's bits", arguments: binaryOps)
    func binary(name: String, op: kd_binary_op) {
        var random = Random(seed: 5)
        let a = random.wild(3 * 140_001)
        let b = random.wild(3 * 140_001)
        for n in Self.lengths {
            for (sa, sb) in [(1, 1), (1, 0), (0, 1), (0, 0), (1, 3), (3, 1), (2, 3)] {
                var expected = [Float](repeating: 0, count: n)
                kd_binary_naive(op, n, a, sa, b, sb, &expected)
                everyPath { path in
                    var out = [Float](repeating: 7, count: n + 1)
                    kd_binary(op, n, a, sa, b, sb, &out)
                    #expect(out.removeLast() == 7)
                    #expect(equalBits(out, expected), "\(name), \(n) elements, strides \(sa) \(sb), \(path)")
                }
            }
        }
    }

    @Test("two tables: rows, columns and numbers that repeat", arguments: binaryOps)
    func binaryRows(name: String, op: kd_binary_op) {
        var random = Random(seed: 16)
        let a = random.wild(200_001)
        let b = random.wild(200_001)
        for (rows, n) in [
            (0, 3), (3, 0), (1, 1), (64, 10), (300, 10), (7, 256), (7, 257), (50, 1), (1, 1025), (205, 5), (40, 17),
            (6000, 10), (130, 300),
        ] {
            for (ars, acs, brs, bcs) in [
                (n, 1, n, 1), (n, 1, 0, 1), (n, 1, 1, 0), (0, 0, n, 1), (1, rows, n, 1), (0, 1, 1, 0), (n + 3, 1, n, 1),
                (2 * n, 2, 1, rows),
            ] {
                var expected = [Float](repeating: 0, count: rows * n)
                kd_binary_rows_naive(op, rows, n, a, ars, acs, b, brs, bcs, &expected)
                everyPath { path in
                    var out = [Float](repeating: 7, count: rows * n + 1)
                    kd_binary_rows(op, rows, n, a, ars, acs, b, brs, bcs, &out)
                    #expect(out.removeLast() == 7)
                    #expect(
                        equalBits(out, expected),
                        "\(name), (\(rows), \(n)), strides \(ars) \(acs) \(brs) \(bcs), \(path)")
                }
            }
        }
    }

    @Test("comparisons: every pair of strides and path", arguments: compareOps)
    func compare(name: String, op: kd_compare_op) {
        var random = Random(seed: 6)
        var a = random.wild(3 * 140_001)
        let b = random.wild(3 * 140_001)
        for i in stride(from: 0, to: a.count, by: 3) { a[i] = b[i] }
        for n in Self.lengths {
            for (sa, sb) in [(1, 1), (1, 0), (0, 1), (2, 3)] {
                let expected: [UInt8] = (0..<n).map { i in
                    let (x, y) = (a[i * sa], b[i * sb])
                    switch op {
                    case KD_EQ: return x == y ? 1 : 0
                    case KD_NE: return x != y ? 1 : 0
                    case KD_LT: return x < y ? 1 : 0
                    case KD_LE: return x <= y ? 1 : 0
                    case KD_GT: return x > y ? 1 : 0
                    default: return x >= y ? 1 : 0
                    }
                }
                everyPath { path in
                    var out = [UInt8](repeating: 7, count: n + 1)
                    kd_compare(op, n, a, sa, b, sb, &out)
                    #expect(out.removeLast() == 7)
                    #expect(out == expected, "\(name), \(n) elements, strides \(sa) \(sb), \(path)")
                }
                var naive = [UInt8](repeating: 7, count: n)
                kd_compare_naive(op, n, a, sa, b, sb, &naive)
                #expect(naive == expected)
            }
        }
    }

    @Test("the result may stand where an operand stood")
    func inPlace() {
        var random = Random(seed: 7)
        let a = random.wild(150_000)
        let b = random.wild(150_000)
        var expected = a
        kd_binary_naive(KD_DIV, a.count, a, 1, b, 1, &expected)
        everyPath { path in
            var x = a
            x.withUnsafeMutableBufferPointer { kd_binary(KD_DIV, $0.count, $0.baseAddress!, 1, b, 1, $0.baseAddress!) }
            #expect(equalBits(x, expected), "out = a, \(path)")
            var y = b
            y.withUnsafeMutableBufferPointer { kd_binary(KD_DIV, $0.count, a, 1, $0.baseAddress!, 1, $0.baseAddress!) }
            #expect(equalBits(y, expected), "out = b, \(path)")
        }
    }

    // MARK: Reductions

    static let counts = [0, 1, 2, 7, 8, 15, 16, 17, 31, 255, 4095, 4096, 4097, 4112, 8192, 8193, 100_000]
    static let surroundings = [(1, 1), (3, 1), (1, 5), (2, 17), (1, 300), (5, 16)]

    @Test("sums follow the rule, whatever the layout and path")
    func sum() {
        var random = Random(seed: 8)
        let values = random.ordinary(3_000_000)
        for count in Self.counts {
            for (outer, inner) in Self.surroundings where outer * count * inner <= values.count {
                let x = Array(values[0..<(outer * count * inner)])
                let expected = (0..<(outer * inner)).map { i in
                    ruleSum((0..<count).map { x[(i / inner * count + $0) * inner + i % inner] })
                }
                var naive = [Float](repeating: 7, count: outer * inner)
                kd_sum_naive(outer, count, inner, x, &naive)
                #expect(equalBits(naive, expected), "naive (\(outer), \(count), \(inner))")
                everyPath { path in
                    var out = [Float](repeating: 7, count: outer * inner + 1)
                    kd_sum(outer, count, inner, x, &out)
                    #expect(out.removeLast() == 7)
                    #expect(equalBits(out, expected), "(\(outer), \(count), \(inner)), \(path)")
                }
            }
        }
    }

    @Test("a sum of more than 4096 blocks goes one level deeper")
    func deepSum() {
        let count = 4096 * 4096 + 5
        let x = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            var random = Random(seed: 9)
            for i in 0..<count { buffer[i] = Float(random.next() >> 40) * 0x1p-24 }
            initialized = count
        }
        var expected: Float = 0
        kd_sum_naive(1, count, 1, x, &expected)
        everyPath(threads: [1, 2]) { path in
            var sum: Float = 0
            kd_sum(1, count, 1, x, &sum)
            #expect(sum == expected, "\(path)")
        }
    }

    @Test("largest and smallest: first of equals, NaN first of all, every path")
    func extremes() {
        var random = Random(seed: 10)
        for (count, (outer, inner)) in Self.counts.flatMap({ count in Self.surroundings.map { (count, $0) } }) {
            let size = outer * count * inner
            guard size <= 1_000_000 else { continue }
            // Few different values, so that there are ties; sometimes a NaN; sometimes anything.
            var x = random.int(0...2) == 0 ? random.wild(size) : (0..<size).map { _ in Float(random.int(-6...6)) }
            if size > 0, random.int(0...1) == 0 { x[random.int(0...(size - 1))] = .nan }
            for largest in [true, false] {
                var expected = [Float](repeating: 7, count: outer * inner)
                var places = [Int](repeating: 7, count: outer * inner)
                (largest ? kd_max_naive : kd_min_naive)(outer, count, inner, x, &expected, &places)
                everyPath { path in
                    var out = expected.map { _ in Float(7) }
                    var index = places.map { _ in Int(7) }
                    (largest ? kd_max : kd_min)(outer, count, inner, x, &out, &index)
                    #expect(equalBits(out, expected) && index == places, "(\(outer), \(count), \(inner)), \(path)")
                    out = expected.map { _ in Float(7) }
                    (largest ? kd_max : kd_min)(outer, count, inner, x, &out, nil)
                    #expect(equalBits(out, expected))
                }
            }
        }
        var value: Float = 0
        var place: Int = 0
        kd_max(1, 5, 1, [1, 3, 3, -.infinity, 2], &value, &place)
        #expect(value == 3 && place == 1)
        kd_min(1, 5, 1, [1, .nan, 3, .nan, -.infinity], &value, &place)
        #expect(value.isNaN && place == 1)
        kd_max(1, 3, 1, [-0.0, 0.0, -1], &value, &place)
        #expect(value.sign == .minus && place == 0)
        kd_max(1, 0, 1, [0], &value, &place)
        #expect(value.isNaN && place == -1)
    }

    // MARK: Softmax

    @Test("log-softmax and its gradient: rows of every length, unaligned, every path")
    func logSoftmax() {
        var random = Random(seed: 13)
        var shapes = [
            (0, 10), (3, 0), (1, 1), (64, 10), (17, 15), (16, 16), (33, 17), (5, 256), (5, 257), (2, 4096), (2, 4097),
            (1, 9000), (2000, 10),
        ]
        for _ in 0..<20 { shapes.append((random.int(1...70), random.int(1...70))) }
        for (rows, n) in shapes {
            for isWild in [false, true] {
                let (x, dy) =
                    isWild
                    ? (random.wild(rows * n + 1), random.wild(rows * n + 1))
                    : (random.ordinary(rows * n + 1), random.ordinary(rows * n + 1))
                x.withUnsafeBufferPointer { x in
                    let x = x.baseAddress! + (isWild ? 1 : 0)
                    var expected = [Float](repeating: 0, count: rows * n)
                    var gradient = expected
                    kd_log_softmax_naive(rows, n, x, &expected)
                    kd_log_softmax_gradient_naive(rows, n, expected, dy, &gradient)
                    everyPath { path in
                        var y = [Float](repeating: 7, count: rows * n + 1)
                        var dx = y
                        kd_log_softmax(rows, n, x, &y)
                        #expect(y.removeLast() == 7)
                        #expect(equalBits(y, expected), "\(rows) rows of \(n), \(path)")
                        kd_log_softmax_gradient(rows, n, y, dy, &dx)
                        #expect(dx.removeLast() == 7)
                        #expect(equalBits(dx, gradient), "gradient, \(rows) rows of \(n), \(path)")
                    }
                }
            }
        }
        // And the definition is the one of the operations one after the other.
        let x = random.ordinary(30)
        let largest = (0..<3).map { r in x[(r * 10)..<(r * 10 + 10)].max()! }
        var powers = x.indices.map { x[$0] - largest[$0 / 10] }
        var y = powers
        var sums = [Float](repeating: 0, count: 3)
        kd_unary(KD_EXP, 30, y, 1, &powers)
        kd_sum(3, 10, 1, powers, &sums)
        kd_unary(KD_LOG, 3, sums, 1, &sums)
        y = y.indices.map { y[$0] - sums[$0 / 10] }
        kd_log_softmax(3, 10, x, &powers)
        #expect(equalBits(powers, y))
    }

    /// Every sum of the definition is the rule's, and every other operation rounds by itself.
    @Test("layer normalization and its gradients: rows and columns of every length, unaligned, every path")
    func layerNorm() {
        var random = Random(seed: 18)
        var shapes = [
            (0, 5), (3, 0), (1, 1), (17, 15), (320, 64), (5, 512), (300, 130), (2, 4096), (3, 4097), (4100, 6),
            (9000, 3),
        ]
        for _ in 0..<12 { shapes.append((random.int(1...70), random.int(1...300))) }
        for (rows, n) in shapes {
            for form in 0..<4 {
                let isWild = form == 3 && rows * n < 20_000
                let (x, dy) =
                    isWild
                    ? (random.wild(rows * n + 1), random.wild(rows * n))
                    : (random.ordinary(rows * n + 1), random.ordinary(rows * n))
                let weight = form & 1 == 0 ? random.ordinary(n) : nil
                let bias = form & 2 == 0 ? random.ordinary(n) : nil
                x.withUnsafeBufferPointer { x in
                    let x = x.baseAddress! + 1
                    var (y, mean, scale) = (
                        [Float](repeating: 7, count: rows * n), [Float](repeating: 7, count: rows),
                        [Float](repeating: 7, count: rows)
                    )
                    kd_layer_norm_naive(rows, n, x, weight, bias, 1e-5, &y, &mean, &scale)
                    var (dx, dw, db) = (y, [Float](repeating: 7, count: n), [Float](repeating: 7, count: n))
                    kd_layer_norm_gradient_naive(rows, n, x, weight, mean, scale, dy, &dx, &dw, &db)
                    if n > 0, !isWild {
                        for r in 0..<rows {
                            let row = (0..<n).map { x[r * n + $0] }
                            #expect(mean[r] == ruleSum(row) / Float(n))
                            let squares = ruleSum(row.map { ($0 - mean[r]) * ($0 - mean[r]) })
                            #expect(scale[r] == 1 / (squares / Float(n) + 1e-5).squareRoot())
                        }
                        #expect(db == (0..<n).map { j in ruleSum((0..<rows).map { dy[$0 * n + j] }) })
                    }
                    everyPath { path in
                        var (y2, mean2, scale2) = (
                            [Float](repeating: 7, count: rows * n + 1), [Float](repeating: 7, count: rows + 1),
                            [Float](repeating: 7, count: rows + 1)
                        )
                        kd_layer_norm(rows, n, x, weight, bias, 1e-5, &y2, &mean2, &scale2)
                        #expect(y2.removeLast() == 7 && mean2.removeLast() == 7 && scale2.removeLast() == 7)
                        let what = "\(rows) rows of \(n), form \(form), \(path)"
                        #expect(equalBits(y2, y) && equalBits(mean2, mean) && equalBits(scale2, scale), "\(what)")
                        var (dx2, dw2, db2) = (
                            [Float](repeating: 7, count: rows * n + 1), [Float](repeating: 7, count: n + 1),
                            [Float](repeating: 7, count: n + 1)
                        )
                        kd_layer_norm_gradient(rows, n, x, weight, mean, scale, dy, &dx2, &dw2, &db2)
                        #expect(dx2.removeLast() == 7 && dw2.removeLast() == 7 && db2.removeLast() == 7)
                        #expect(equalBits(dx2, dx) && equalBits(dw2, dw) && equalBits(db2, db), "gradient, \(what)")
                        kd_layer_norm_gradient(rows, n, x, weight, mean, scale, dy, nil, nil, &db2)
                        kd_layer_norm_gradient(rows, n, x, weight, mean, scale, dy, nil, &dw2, nil)
                        kd_layer_norm_gradient(rows, n, x, weight, mean, scale, dy, &dx2, nil, nil)
                        #expect(equalBits(dx2, dx) && equalBits(dw2, dw) && equalBits(db2, db), "one each, \(what)")
                    }
                }
            }
        }
    }

    @Test("the softmax with a mask and its gradient: every kind of mask, rows of every length, every path")
    func maskedSoftmax() {
        var random = Random(seed: 19)
        var shapes = [
            (0, 2, 3, 4), (2, 3, 0, 4), (2, 3, 4, 0), (1, 1, 1, 1), (64, 4, 5, 5), (3, 4, 16, 16), (2, 3, 17, 33),
            (1, 2, 100, 129), (1, 1, 3, 4096), (1, 2, 3, 4097), (1, 1, 2, 9000),
        ]
        for _ in 0..<40 {
            shapes.append((random.int(1...4), random.int(1...4), random.int(1...30), random.int(1...50)))
        }
        for (round, (outer, inner, m, n)) in shapes.enumerated() {
            let count = outer * inner * m * n
            func steps() -> kd_steps {
                random.pick([
                    kd_steps(outer: inner * m * n, inner: m * n, row: n, column: 1),
                    kd_steps(outer: inner * m * n, inner: m * n, row: 1, column: m),
                    kd_steps(outer: 0, inner: 0, row: n, column: 1), kd_steps(outer: n, inner: 0, row: 0, column: 1),
                    kd_steps(outer: m, inner: 0, row: 1, column: 0), kd_steps(outer: 0, inner: 0, row: 0, column: 0),
                ])
            }
            let isWild = round % 5 == 0
            let (x, dy) = (isWild ? random.wild(count) : random.ordinary(count), random.ordinary(count))
            let share = random.pick([10, 50, 95])
            let blocked = (0..<count + m + n).map { _ in UInt8(random.int(1...100) <= share ? 1 : 0) }
            let added = (0..<count + m + n).map { _ in random.int(0...2) == 0 ? -Float.infinity : random.ordinary(1)[0]
            }
            blocked.withUnsafeBufferPointer { blocked in
                added.withUnsafeBufferPointer { added in
                    for kind in 0..<6 {
                        var mask = kd_mask()
                        mask.blocked = kind & 1 != 0 ? blocked.baseAddress : nil
                        mask.added = kind & 2 != 0 ? added.baseAddress : nil
                        mask.is_causal = kind > 2 ? 1 : 0
                        (mask.blocked_steps, mask.added_steps) = (steps(), steps())
                        var expected = [Float](repeating: 7, count: count)
                        var change = expected
                        kd_masked_softmax_naive(outer, inner, m, n, x, 0.37, &mask, &expected)
                        kd_softmax_gradient_naive(outer * inner * m, n, expected, dy, 0.37, &change)
                        everyPath { path in
                            let what = "(\(outer), \(inner), \(m), \(n)), kind \(kind), \(path)"
                            var y = [Float](repeating: 7, count: count + 1)
                            var dx = y
                            kd_masked_softmax(outer, inner, m, n, x, 0.37, &mask, &y)
                            #expect(y.removeLast() == 7)
                            #expect(equalBits(y, expected), "\(what)")
                            kd_softmax_gradient(outer * inner * m, n, y, dy, 0.37, &dx)
                            #expect(dx.removeLast() == 7)
                            #expect(equalBits(dx, change), "gradient, \(what)")
                        }
                    }
                }
            }
        }
    }

    @Test("a row without anything to look at gets zeros; a nan and an infinity make their row nan, and no other")
    func softmaxEdges() {
        let (inf, nan) = (Float.infinity, Float.nan)
        let x: [Float] = [
            -inf, -inf, -inf, 1, -inf, 1, nan, 1, 2, inf, 1, -inf, 3e38, 3e38, -3e38, nan, inf, 5,
        ]
        var y = x
        kd_masked_softmax(1, 1, 6, 3, x, 1, nil, &y)
        #expect(
            equalBits(y, [0, 0, 0, 0.5, 0, 0.5, nan, nan, nan, nan, nan, nan, 0.5, 0.5, 0, nan, nan, nan]))
        // What a mask leaves out isn't looked at.
        let blocked: [UInt8] = [0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0]
        blocked.withUnsafeBufferPointer {
            var mask = kd_mask()
            mask.blocked = $0.baseAddress
            mask.blocked_steps = kd_steps(outer: 0, inner: 0, row: 3, column: 1)
            kd_masked_softmax(1, 1, 6, 3, x, 1, &mask, &y)
        }
        #expect(equalBits(y, [0, 0, 0, 0.5, 0, 0.5, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]))
        // Without a mask, it is the exponential of the log-softmax.
        var random = Random(seed: 20)
        let scores = random.ordinary(60)
        var (a, b) = (scores, scores)
        kd_masked_softmax(1, 1, 3, 20, scores, 1, nil, &a)
        kd_log_softmax(3, 20, scores, &b)
        #expect(zip(a, b).allSatisfy { abs($0 - exp($1)) < 1e-7 })
    }

    // MARK: Optimizers

    @Test("the optimizers' steps: every setting and path gives the plain loops' bits")
    func optimizerSteps() {
        var random = Random(seed: 14)
        for n in [0, 1, 7, 8, 15, 16, 17, 33, 100, 1003] {
            for setting in 0..<32 {
                let (first, second, decays) = (setting & 1 != 0, setting & 2 != 0, setting & 4 != 0)
                let (third, isWild) = (setting & 8 != 0, setting & 16 != 0)
                let decay: Float = decays ? 0.01 : 0
                // Unaligned: one element in.
                let start = (0..<5).map { _ in isWild ? random.wild(n + 1) : random.ordinary(n + 1) }
                func run(_ step: (_ a: [UnsafeMutablePointer<Float>]) -> Void) -> [Float] {
                    var memory = start.flatMap { $0 }
                    memory.withUnsafeMutableBufferPointer { buffer in
                        step((0..<5).map { buffer.baseAddress! + $0 * (n + 1) + 1 })
                    }
                    return memory
                }
                let sgd = run {
                    kd_sgd_step_naive(
                        n, $0[0], $0[1], first ? $0[2] : nil, second ? 1 : 0, 0.1, 0.9, third ? 0 : 0.2, decay,
                        third ? 1 : 0)
                }
                let adam = run {
                    kd_adam_step_naive(
                        n, $0[0], $0[1], $0[2], $0[3], first ? 0.3 : 0.9, 0.999, 1e-8, 0.01, 0.7, second ? 0.99 : 1,
                        decay)
                }
                let rms = run {
                    kd_rmsprop_step_naive(
                        n, $0[0], $0[1], $0[2], first ? $0[3] : nil, second ? $0[4] : nil, 0.01, third ? 0.4 : 0.99,
                        1e-8, 0.9, decay)
                }
                everyPath(threads: [1, 2, 5]) { path in
                    let fastSGD = run {
                        kd_sgd_step(
                            n, $0[0], $0[1], first ? $0[2] : nil, second ? 1 : 0, 0.1, 0.9, third ? 0 : 0.2, decay,
                            third ? 1 : 0)
                    }
                    #expect(equalBits(fastSGD, sgd), "SGD, \(n) parameters, setting \(setting), \(path)")
                    let fastAdam = run {
                        kd_adam_step(
                            n, $0[0], $0[1], $0[2], $0[3], first ? 0.3 : 0.9, 0.999, 1e-8, 0.01, 0.7, second ? 0.99 : 1,
                            decay)
                    }
                    #expect(equalBits(fastAdam, adam), "Adam, \(n) parameters, setting \(setting), \(path)")
                    let fastRMS = run {
                        kd_rmsprop_step(
                            n, $0[0], $0[1], $0[2], first ? $0[3] : nil, second ? $0[4] : nil, 0.01, third ? 0.4 : 0.99,
                            1e-8, 0.9, decay)
                    }
                    #expect(equalBits(fastRMS, rms), "RMSprop, \(n) parameters, setting \(setting), \(path)")
                }
            }
        }
    }

    // MARK: Memory

    @Test("a piece of memory has one owner at a time, is aligned, and holds what it should")
    func allocator() {
        var random = Random(seed: 15)
        var owned: [(memory: UnsafeMutableRawPointer, bytes: UInt, mark: UInt8)] = []
        for round in 0..<20_000 {
            if random.int(0...1) == 0, !owned.isEmpty {
                let (memory, bytes, mark) = owned.takeOut(random.int(0...(owned.count - 1)))
                let bytesOf = UnsafeRawBufferPointer(start: memory, count: Int(bytes))
                #expect(bytesOf.first ?? mark == mark && bytesOf.last ?? mark == mark)
                kd_release(memory, bytes)
            } else {
                let bytes = UInt(random.int(0...(1 << random.int(0...18))))
                let mark = UInt8(round & 255)
                let memory = kd_allocate(bytes)!
                #expect(UInt(bitPattern: memory) % 64 == 0)
                memset(memory, Int32(mark), Int(bytes))
                owned.append((memory, bytes, mark))
            }
            if owned.count > 200 { kd_release(owned[0].memory, owned.removeFirst().bytes) }
        }
        for piece in owned { kd_release(piece.memory, piece.bytes) }
        // The largest pieces aren't kept, and the smallest is no exception.
        let large = kd_allocate(40 << 20)!
        memset(large, 1, 40 << 20)
        kd_release(large, 40 << 20)
        let empty = kd_allocate(0)!
        kd_release(empty, 0)
    }

    @Test func fill() {
        var y = [Float](repeating: 0, count: 37)
        kd_fill(36, 2.5, &y)
        #expect(y == [Float](repeating: 2.5, count: 36) + [0])
    }

    // MARK: Accuracy and special values

    @Test(
        "functions are off by at most 0.5001 units in the last place",
        arguments: unaryOps.filter { (KD_EXP.rawValue...KD_SIGMOID.rawValue).contains($0.op.rawValue) })
    func accuracy(name: String, op: kd_unary_op) {
        let exact: (Double) -> Double =
            switch op {
            case KD_EXP: { exp($0) }
            case KD_LOG: { log($0) }
            case KD_LOG1P: { log1p($0) }
            case KD_SIN: { sin($0) }
            case KD_COS: { cos($0) }
            case KD_TANH: { tanh($0) }
            case KD_ERF: { erf($0) }
            default: { 1 / (1 + exp(-$0)) }
            }
        // Every 1999th of all Floats, so all magnitudes, and a million between -20 and 20.
        var random = Random(seed: 11)
        var x = stride(from: UInt32.min, through: UInt32.max - 1999, by: 1999).map { Float(bitPattern: $0) }
        x += (0..<1_000_000).map { _ in Float(random.next() >> 40) * 0x1p-24 * 40 - 20 }
        var y = x
        kd_unary(op, x.count, x, 1, &y)
        var worst = 0.0
        for (x, y) in zip(x, y) { worst = max(worst, error(of: y, from: exact(Double(x)))) }
        #expect(worst <= 0.5001, "\(name)")
    }

    @Test("pow is off by at most 0.5001 units in the last place")
    func powAccuracy() {
        var random = Random(seed: 12)
        let x = random.wild(1_000_000)
        let y = random.wild(500_000) + (0..<500_000).map { _ in Float(random.int(-160...160)) / 8 }
        var z = x
        kd_binary(KD_POW, x.count, x, 1, y, 1, &z)
        var worst = 0.0
        for i in x.indices { worst = max(worst, error(of: z[i], from: pow(Double(x[i]), Double(y[i])))) }
        #expect(worst <= 0.5001)
    }

    @Test("pow has the special cases of C's powf")
    func powSpecialCases() {
        let values: [Float] = [
            0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 2.5, -2.5, .infinity, -.infinity, .nan, 0x1p-149, -0x1p-149, 1e30,
            16_777_215, 16_777_216,
            33_554_436, .greatestFiniteMagnitude,
        ]
        for x in values {
            for y in values {
                var z: Float = 0
                kd_binary(KD_POW, 1, [x], 1, [y], 1, &z)
                let expected = pow(Double(x), Double(y))
                #expect(error(of: z, from: expected) <= 0.5001, "pow(\(x), \(y)) = \(z), not \(expected)")
                #expect(z.isNaN || z.sign == expected.sign, "pow(\(x), \(y)) = \(z), not \(expected)")
            }
        }
    }

    @Test("special values of the functions")
    func specialValues() {
        let inf = Float.infinity
        let nan = Float.nan
        let tiny = Float.leastNonzeroMagnitude
        let cases: [(kd_unary_op, Float, Float)] = [
            (KD_EXP, 0, 1), (KD_EXP, inf, inf), (KD_EXP, -inf, 0), (KD_EXP, nan, nan), (KD_EXP, 89, inf),
            (KD_EXP, -104, 0),
            (KD_EXP, -103, tiny), (KD_LOG, 1, 0), (KD_LOG, 0, -inf), (KD_LOG, -0.0, -inf), (KD_LOG, -1, nan),
            (KD_LOG, inf, inf),
            (KD_LOG, -inf, nan), (KD_LOG, nan, nan), (KD_LOG, tiny, -103.27893), (KD_LOG1P, 0, 0),
            (KD_LOG1P, -0.0, -0.0),
            (KD_LOG1P, -1, -inf), (KD_LOG1P, -2, nan), (KD_LOG1P, inf, inf), (KD_LOG1P, nan, nan),
            (KD_LOG1P, tiny, tiny),
            (KD_SIN, 0, 0), (KD_SIN, -0.0, -0.0), (KD_SIN, inf, nan), (KD_SIN, nan, nan), (KD_SIN, tiny, tiny),
            (KD_COS, 0, 1),
            (KD_COS, -inf, nan), (KD_COS, nan, nan), (KD_TANH, -0.0, -0.0), (KD_TANH, inf, 1), (KD_TANH, -inf, -1),
            (KD_TANH, nan, nan), (KD_TANH, tiny, tiny), (KD_ERF, -0.0, -0.0), (KD_ERF, inf, 1), (KD_ERF, -inf, -1),
            (KD_ERF, nan, nan), (KD_ERF, tiny, tiny), (KD_SIGMOID, 0, 0.5), (KD_SIGMOID, inf, 1), (KD_SIGMOID, -inf, 0),
            (KD_SIGMOID, nan, nan), (KD_SQRT, -0.0, -0.0), (KD_SQRT, -1, nan), (KD_SQRT, inf, inf), (KD_SIGN, -0.0, 0),
            (KD_SIGN, nan, 0), (KD_SIGN, -inf, -1), (KD_RELU, -3, 0), (KD_RELU, nan, nan), (KD_RELU, inf, inf),
            (KD_FLOOR, -0.5, -1), (KD_FLOOR, -0.0, -0.0), (KD_FLOOR, 0.99999994, 0), (KD_FLOOR, 8_388_607.5, 8_388_607),
            (KD_FLOOR, -inf, -inf), (KD_FLOOR, nan, nan), (KD_ROUND, 0.5, 0), (KD_ROUND, 1.5, 2), (KD_ROUND, 2.5, 2),
            (KD_ROUND, -0.5, -0.0), (KD_ROUND, -1.5, -2), (KD_ROUND, 8_388_607.5, 8_388_608), (KD_ROUND, inf, inf),
            (KD_ROUND, nan, nan),
            (KD_ABS, -0.0, 0), (KD_NEG, 0, -0.0), (KD_RECIPROCAL, -0.0, -inf),
        ]
        for (op, x, expected) in cases {
            var y: Float = 7
            kd_unary(op, 1, [x], 1, &y)
            #expect(equalBits([y], [expected]), "\(Self.unaryOps[Int(op.rawValue)].name)(\(x)) = \(y), not \(expected)")
        }
    }

    // MARK: The machine

    @Test("instruction sets: names, availability, choice")
    func instructionSets() {
        let before = kd_isa()
        defer { kd_set_isa(before) }
        #expect(kd_isa_available(KD_BASELINE) == 1)
        #expect(
            [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON].map { String(cString: kd_isa_name($0)) } == [
                "baseline", "avx2", "avx512", "neon",
            ])
        for isa in [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON] {
            let current = kd_isa()
            let done = kd_set_isa(isa)
            #expect(done == kd_isa_available(isa))
            #expect(kd_isa() == (done == 1 ? isa : current))
        }
        for isa: Int32 in [-1, 4, 1000] {
            #expect(kd_isa_available(isa) == 0 && kd_set_isa(isa) == 0)
            #expect(String(cString: kd_isa_name(isa)) == "unknown")
        }
    }

    @Test("the number of threads stays between 1 and 256")
    func threadCount() {
        let before = kd_threads()
        defer { kd_set_threads(before) }
        for (asked, got) in [(3, 3), (0, 1), (-5, 1), (1_000_000, 256)] as [(Int32, Int32)] {
            kd_set_threads(asked)
            #expect(kd_threads() == got)
        }
    }

    @Test("many threads may use the engine at once")
    func concurrentCallers() {
        var random = Random(seed: 13)
        let a = random.ordinary(200 * 180)
        let b = random.ordinary(180 * 190)
        var expected = [Float](repeating: 0, count: 200 * 190)
        kd_matmul_naive(200, 190, 180, a, 180, 1, b, 190, 1, &expected)
        let right = expected
        let before = kd_threads()
        kd_set_threads(3)
        defer { kd_set_threads(before) }
        DispatchQueue.concurrentPerform(iterations: 40) { _ in
            var c = [Float](repeating: 0, count: 200 * 190)
            kd_matmul(200, 190, 180, a, 180, 1, b, 190, 1, &c)
            #expect(equalBits(c, right))
        }
    }

    @Test("each thread has its own four slots")
    func threadSlots() {
        let last = kd_thread_slot(rawValue: KD_THREAD_SLOTS.rawValue - 1)
        let (above, below) = (KD_THREAD_SLOTS, kd_thread_slot(rawValue: -1))
        var here = 1
        var there = 2
        withUnsafeMutablePointer(to: &here) { here in
            withUnsafeMutablePointer(to: &there) { there in
                kd_thread_slot_set(last, here)
                nonisolated(unsafe) let other = UnsafeMutableRawPointer(there)
                let done = DispatchSemaphore(value: 0)
                Thread.detachNewThread {
                    #expect(kd_thread_slot_get(last) == nil)
                    kd_thread_slot_set(last, other)
                    #expect(kd_thread_slot_get(last) == other)
                    done.signal()
                }
                done.wait()
                #expect(kd_thread_slot_get(last) == UnsafeMutableRawPointer(here))
                kd_thread_slot_set(last, nil)
            }
        }
        kd_thread_slot_set(above, &here)
        kd_thread_slot_set(below, &here)
        #expect(kd_thread_slot_get(above) == nil && kd_thread_slot_get(below) == nil)
    }
}

// MARK: - Helpers

extension Array {
    /// Takes an element out, and puts the last one in its place.
    fileprivate mutating func takeOut(_ i: Int) -> Element {
        swapAt(i, count - 1)
        return removeLast()
    }
}

/// Runs `body` with each instruction set of this machine and each number of threads, and puts back what was.
private func everyPath(threads: [Int32] = [1, 2, 5], _ body: (String) -> Void) {
    let isa = kd_isa()
    let count = kd_threads()
    for path in [KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON] where kd_set_isa(path) == 1 {
        for n in threads {
            kd_set_threads(n)
            body("\(String(cString: kd_isa_name(path))), \(n) threads")
        }
    }
    kd_set_isa(isa)
    kd_set_threads(count)
}

/// Equal to the last bit; any NaN equals any NaN.
private func equalBits(_ a: [Float], _ b: [Float]) -> Bool {
    if a.count != b.count || memcmp(a, b, 4 * a.count) == 0 { return a.count == b.count }
    return zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN }
}

/// The rule of the order of sums, written a second time.
private func ruleSum(_ x: [Float]) -> Float {
    if x.count > 4096 {
        return ruleSum(stride(from: 0, to: x.count, by: 4096).map { ruleSum(Array(x[$0..<min($0 + 4096, x.count)])) })
    }
    var lanes = [Float](repeating: 0, count: 16)
    for (i, e) in x.enumerated() { lanes[i % 16] += e }
    for half in [8, 4, 2, 1] { for l in 0..<half { lanes[l] += lanes[l + half] } }
    return lanes[0]
}

/// How far `y` is from `exact`, in units of the last place of a Float of that size. Both NaN, or both the same infinity, is 0.
private func error(of y: Float, from exact: Double) -> Double {
    let rounded = Float(exact)
    if rounded == y || rounded.isNaN && y.isNaN { return 0 }
    guard rounded.isFinite, y.isFinite else { return .infinity }
    return abs(Double(y) - exact) / Double(Float(exact).ulp)
}

/// Random numbers of a seed, of the kinds that tests need.
private struct Random: RandomNumberGenerator {
    private var bits: SplitMix64

    init(seed: UInt64) { bits = SplitMix64(seed: seed) }

    mutating func next() -> UInt64 { bits.next() }

    mutating func int(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    mutating func pick<T>(_ choices: [T]) -> T { choices[int(0...(choices.count - 1))] }

    /// Numbers between -1 and 1.
    mutating func ordinary(_ n: Int) -> [Float] {
        (0..<n).map { _ in Float(Int64(bitPattern: next()) >> 39) * 0x1p-24 }
    }

    /// Numbers of every size, and the special ones.
    mutating func wild(_ n: Int) -> [Float] {
        let special: [Float] = [
            0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 1.5, 2.5, 3, -3, .infinity, -.infinity, .nan, 0x1p-133, -0x1p-133,
            0x1p-149, 0x1.fffffep127,
            8_388_607.5,
            8_388_609, 16_777_216, 16_777_218, 1e5, 1e6, 1_048_576, 1e20,
        ]
        return (0..<n).map { _ in
            switch int(0...3) {
            case 0: Float(bitPattern: UInt32(truncatingIfNeeded: next()))
            case 1: special[int(0...(special.count - 1))]
            case 2: Float(int(-1000...1000)) / 100
            default: Float(int(-8_388_608...8_388_607)) * Float(sign: .plus, exponent: int(-33...6), significand: 1)
            }
        }
    }
}
