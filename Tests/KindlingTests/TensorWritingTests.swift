import Kindling
import Testing

/// Writing by mask, by number and by step, and into overlapping parts.
@Suite("Writing into a part") struct TensorWritingTests {
    static func mask(_ shape: [Int], _ random: inout TestRandom) -> BoolTensor {
        BoolTensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in random.chance(50) })
    }

    @Test("by mask, against plain arrays", arguments: 0..<60)
    func masks(seed: Int) {
        var random = TestRandom(seed)
        let shape = (0..<random.int(1...3)).map { _ in random.int(0...4) }
        let x = random.tensor(shape)
        let leading = random.int(0...shape.count)
        let mask = Self.mask(Array(shape.prefix(leading)), &random)
        let part = shape.dropFirst(leading).reduce(1, *)
        let isPicked = mask.array.flatMap { [Bool](repeating: $0, count: part) }
        let places = isPicked.indices.filter { isPicked[$0] }

        var expected = x.array
        #expect(x[mask].array == places.map { expected[$0] })
        #expect(x[mask].shape == [mask.array.filter { $0 }.count] + shape.dropFirst(leading))

        let values = random.tensor(random.broadcastable(to: x[mask].shape))
        let repeated = values.expand(x[mask].shape).array
        x[mask] = values
        for (i, place) in places.enumerated() { expected[place] = repeated[i] }
        #expect(x.array == expected)

        x[mask] *= 3
        for place in places { expected[place] *= 3 }
        #expect(x.array == expected)

        x[mask] = -7
        for place in places { expected[place] = -7 }
        #expect(x.array == expected)
    }

    @Test("by row numbers, against plain arrays", arguments: 0..<40)
    func rows(seed: Int) {
        var random = TestRandom(seed)
        let shape = [random.int(1...5)] + (0..<random.int(0...2)).map { _ in random.int(1...3) }
        let x = random.tensor(shape)
        let part = shape.dropFirst().reduce(1, *)
        let index = (0..<random.int(0...6)).map { _ in random.int(-shape[0]...(shape[0] - 1)) }
        let values = random.tensor([index.count] + shape.dropFirst())

        var expected = x.array
        x[IntTensor(index)] = values
        for (i, row) in index.enumerated() {
            let row = row < 0 ? row + shape[0] : row
            for j in 0..<part { expected[row * part + j] = values.array[i * part + j] }
        }
        #expect(x.array == expected)
    }

    @Test("steps are views, for every start, end and step")
    func steps() {
        for size in 0...7 {
            for step in [1, 2, 3, 7, 8, Int.max] {
                for start in 0...8 {
                    for end in [0, 1, 4, 7, 9, Int.max] {
                        let x = Tensor.arange(Double(size))
                        let part = x[.every(step, from: start, to: end)]
                        let expected = (0..<size).filter { $0 >= start && $0 < end && ($0 - start) % step == 0 }
                        #expect(
                            part.array == expected.map(Float.init), "\(size), every \(step) from \(start) to \(end)")
                        #expect(part.sharesStorage(with: x))
                        part.fill(-1)
                        #expect(x.array == (0..<size).map { expected.contains($0) ? -1 : Float($0) })
                    }
                }
            }
        }
        // Views of views: shapes, transposes and steps of steps.
        let table = Tensor.arange(24).view(4, 6)
        #expect(table[.every(2), .every(3)].strides == [12, 3])
        #expect(table.T[.every(2)][.every(2)].array == [0, 6, 12, 18, 4, 10, 16, 22])
        #expect(table[.every(2)].reshape(-1).array == [0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17])
        #expect(table[0..., .every(2)].view(4, 3, 1).array == table[0..., .every(2)].array)
    }

    @Test("the two sides may overlap")
    func overlapping() {
        let x = Tensor.arange(6)
        x[1..<4] = x[0..<3]
        #expect(x.array == [0, 0, 1, 2, 4, 5])
        x[IntTensor([0, 1, 2])] = x[3..<6]
        #expect(x.array == [2, 4, 5, 2, 4, 5])
        let table = Tensor.arange(9).view(3, 3)
        table[IntTensor([0, 1, 2])] = table.T
        #expect(table.array == [0, 3, 6, 1, 4, 7, 2, 5, 8])
        table[0...] = table.T
        #expect(table.array == [0, 1, 2, 3, 4, 5, 6, 7, 8])
        table[.every(2)] = table[0..<2]
        #expect(table.array == [0, 1, 2, 3, 4, 5, 3, 4, 5])
        table[BoolTensor([true, true, false])] = table[1...]
        #expect(table.array == [3, 4, 5, 3, 4, 5, 3, 4, 5])
        let labels = IntTensor.arange(6)
        labels[1..<6] = labels[0..<5]
        #expect(labels.array == [0, 0, 1, 2, 3, 4])
        labels[.every(2)] = labels[3..<6]
        #expect(labels.array == [2, 0, 3, 2, 4, 4])
    }

    @Test("what += changes is there afterwards, once")
    func inPlaceOperators() {
        final class Holder { var x = Tensor([1, 2, 3]) }
        let holder = Holder()
        let before = holder.x
        holder.x += 1
        #expect(holder.x === before)
        #expect(before.array == [2, 3, 4])
        let x = Tensor([1, 2, 3])
        x[0] += 10
        x[1..<3] *= 2
        x[.every(2)] -= 1
        x[IntTensor([1])] /= 4
        x[x .> 4] += Tensor([100, 200])
        #expect(x.array == [110, 1, 205])
        x.grad = Tensor([1, 1, 1])
        x.grad! += 1
        x.grad? *= Tensor([1, 2, 3])
        #expect(x.grad!.array == [2, 4, 6])
        var list = [x]
        list[0] -= 1
        #expect(x.array == [109, 0, 204] && list[0] === x)
        let table = Tensor.zeros(2, 2)
        table[.arange(2), IntTensor([1, 0])] += 3
        table[0, 0] += 1
        #expect(table.array == [1, 3, 3, 0])
    }

    @Test("numbers and truth values on the right")
    func literals() {
        let x = Tensor.zeros(2, 3)
        x[0] = 1
        x[1, 2] = -0.5
        x[0..., 0..<1] = 7
        x[x .== 0] = .nan
        #expect(x.isNaN().array == [false, false, false, false, true, false])
        x[1] = .infinity
        x[x .> 1e30] = -.infinity
        x[0] = Tensor(2)
        let value = 3.5
        x[0, 1] = Tensor(value)
        x[0, 0] = .init(value)
        let written: [Float] = [3.5, 3.5, 2, -.infinity, -.infinity, -.infinity]
        #expect(x.array == written)
        // Reading gives tensors, whatever stands around it.
        let angle = x[0] * (2 * Double.pi)
        #expect(angle.shape == [3])
        #expect((1 - x[0..<1]).shape == [1, 3] && (2 * x[0, 0]).item() == 7 && (-x[x .> 3]).array == [-3.5, -3.5])
        let flags = BoolTensor([[true, false], [false, false]])
        flags[1] = true
        flags[0, 0] = false
        flags[0..<1] = BoolTensor([false, true])
        #expect(flags.array == [false, true, true, true])
        let counts = IntTensor.zeros(2, 3)
        counts[1, -1] = -4
        counts[counts .== 0] = IntTensor([1, 2, 3, 4, 5])
        counts[.every(2)] = 9
        #expect(counts.array == [9, 9, 9, 4, 5, -4])
        #expect((counts[0] + 1).array == [10, 10, 10])
    }

    @Test("indices and masks may change after they were used: the gradient goes to the places that they named")
    func frozenIndices() {
        func gradient(_ body: (Tensor) -> Tensor, then change: () -> Void) -> [Float] {
            let x = Tensor([[1, 2], [3, 4]])
            x.requiresGrad = true
            let y = body(x).sum()
            change()
            y.backward()
            return x.grad!.array
        }
        let rows = IntTensor([0])
        #expect(gradient({ $0[rows] }, then: { rows[0] = 1 }) == [1, 1, 0, 0])
        let column = IntTensor([1])
        #expect(gradient({ $0[IntTensor([0]), column] }, then: { column[0] = 0 }) == [0, 1, 0, 0])
        let mask = BoolTensor([true, false])
        #expect(gradient({ $0[mask] }, then: { mask[0] = false }) == [1, 1, 0, 0])
        let looked = IntTensor([1])
        #expect(gradient({ F.embedding(looked, $0) }, then: { looked[0] = 1_000_000 }) == [0, 0, 1, 1])
        let places = IntTensor([[0, 0]])
        #expect(gradient({ $0.gather(0, places) }, then: { places[0, 1] = 1 }) == [1, 1, 0, 0])
        let chosen = BoolTensor([true, false])
        #expect(gradient({ .where(chosen, $0, Tensor(0)) }, then: { chosen[0..<2] = false }) == [1, 0, 1, 0])
        let filled = BoolTensor([true, false])
        #expect(gradient({ $0.maskedFill(filled, 9) }, then: { filled[1] = true }) == [0, 1, 0, 1])
        var best: IntTensor?
        #expect(
            gradient(
                {
                    let both = $0.max(1)
                    best = both.indices
                    return both.values
                }, then: { best![0..<2] = 0 }) == [0, 1, 0, 1])
        let written = IntTensor([0])
        #expect(
            gradient(
                {
                    let y = $0 * 1
                    y[written] = 5
                    return y
                }, then: { written[0] = 1 }) == [0, 0, 1, 1])
    }

    @Test("a place that was written twice has the last one's gradient only")
    func duplicates() {
        let rows = Tensor([[1, 2], [3, 4], [5, 6]])
        rows.requiresGrad = true
        let y = Tensor.zeros(2, 2)
        y[IntTensor([1, 0, -1])] = rows
        #expect(y.detach().array == [3, 4, 5, 6])
        (y * Tensor([[1, 2], [3, 4]])).sum().backward()
        #expect(rows.grad!.array == [0, 0, 1, 2, 3, 4])
        // One row for all of them: it counts as often as it is still there.
        let row = Tensor([1, 2])
        row.requiresGrad = true
        let z = Tensor.zeros(2, 2)
        z[IntTensor([1, 0, -1])] = row
        z.sum().backward()
        #expect(row.grad!.array == [2, 2])
    }

    @Test("gradients of writes against finite differences")
    func gradients() {
        let a = Tensor([[0.5, -1, 2], [1.5, 0.25, -0.75]])
        let mask = BoolTensor([[true, false, true], [false, false, true]])
        #expect(
            gradientError(at: [a, Tensor([1, 2, 3])]) {
                let y = $0[0] * $0[0]
                y[mask] = $0[1].exp()
                return y * $0[0]
            } < 2e-3)
        #expect(
            gradientError(at: [a, Tensor([1.5])]) {
                let y = $0[0] * $0[0]
                y[mask] *= $0[1]
                return y
            } < 2e-3)
        #expect(
            gradientError(at: [a, Tensor([1, 2, 3])]) {
                let y = $0[0] * 2
                y[IntTensor([-1])] = $0[1] * $0[1]
                return y
            } < 2e-3)
        #expect(gradientError(at: [a]) { $0[0][.every(1), .every(2)].pow(2) } < 2e-3)
        #expect(
            gradientError(at: [a]) {
                let y = $0[0].T * 1
                y[y .> 1] = 0
                return y.pow(2)
            } < 2e-3)
    }
}

/// What must stop.
enum WritingMistakes {
    static let all: [Mistakes.Mistake] = [
        .init("slice: a step must be positive, not 0, in dimension 0 of the shape [5]") {
            _ = Tensor.zeros(5)[.every(0)]
        },
        .init("slice: ", "-2", "dimension 1", "[5, 3]") { _ = Tensor.zeros(5, 3)[0..., .every(-2)] },
        .init("slice: ", "-1", "[5]") { _ = Tensor.zeros(5)[.every(2, from: -1)] },
        .init("subscript: ", "1 indices", "[]") { _ = Tensor(5)[.every(2)] },
        .init("slice: ", "0", "[5]") { _ = IntTensor.zeros(5)[.every(0)] },
        .init("subscript: the shape [2] can't be expanded to [3]") {
            Tensor.zeros(3)[BoolTensor([true, true, true])] = Tensor([1, 2])
        },
        .init("subscript: the shape [3] can't be expanded to [0]") {
            Tensor.zeros(3)[BoolTensor([false, false, false])] = Tensor([1, 2, 3])
        },
        .init("subscript: the shape [3] can't be expanded to [1, 2]") {
            Tensor.zeros(3, 2)[IntTensor([0])] = Tensor([1, 2, 3])
        },
        .init("subscript: the shape [2, 2] can't be expanded to [2]") {
            Tensor.zeros(3)[IntTensor([0, 1])] = Tensor.zeros(2, 2)
        },
        .init("subscript: index 3 is outside dimension 0 of the shape [3]") { Tensor.zeros(3)[IntTensor([3])] = 0 },
        .init("subscript: a mask of shape [2] does not fit a tensor of shape [3, 2]") {
            Tensor.zeros(3, 2)[BoolTensor([true, false])] = 0
        },
        .init("subscript: a mask of shape [2, 1] does not fit a tensor of shape [2]") {
            _ = Tensor.zeros(2)[BoolTensor([[true], [false]])]
        },
        .init("subscript: ", "[3]", "[2]") { IntTensor.zeros(2)[BoolTensor([true, false, true])] = 1 },
        .init("subscript: ", "[2]", "[3]") { IntTensor.zeros(3)[0..<3] = IntTensor([1, 2]) },
        .init("select: index 5", "[3]") { IntTensor.zeros(3)[5] = 1 },
        .init("share", "[2, 3]", "[0, 1]") { Tensor.zeros(3).expand(2, 3)[IntTensor([0])] = 1 },
        .init("share", "[2, 3]", "[0, 1]") { Tensor.zeros(3).expand(2, 3)[Tensor.zeros(2, 3) .== 0] = 1 },
        .init("share", "[2, 3]") {
            let x = Tensor.zeros(3)
            x.requiresGrad = true
            (x * 1).expand(2, 3)[IntTensor([0])] = 1
        },
        .init("share", "[2, 3]") {
            IntTensor(storage: IntTensor.zeros(3).storage, layout: Layout(shape: [2, 3], strides: [0, 1]))[0..<2] = 1
        },
        .init("backward: ", "[3]", "changed in place", "version 1") { backwardAfter { $0[IntTensor([0])] = 1 } },
        .init("backward: ", "[3]", "changed in place", "version 1") { backwardAfter { $0[$0 .> 0] = 1 } },
        .init("backward: ", "[3]", "changed in place", "version 1") { backwardAfter { $0[.every(2)] = 1 } },
        .init("backward: ", "[3]", "changed in place", "version 1") { backwardAfter { $0[1...][IntTensor([0])] = 1 } },
        .init("IndexPutBackward0: ", "leaf", "noGrad") {
            let x = Tensor.zeros(3)
            x.requiresGrad = true
            x[x .== 0] = 1
        },
        .init("IndexPutBackward0: ", "view", "base") {
            let x = Tensor.zeros(3, 2)
            x.requiresGrad = true
            (x * 1)[0][IntTensor([0])] = 1
        },
        .init("maximum: ", "[2]", "[3]") { _ = maximum(Tensor.zeros(2), Tensor.zeros(3)) },
        .init("minimum: ", "[2]", "[3]") { _ = minimum(IntTensor.zeros(2), IntTensor.zeros(3)) },
        .init("flip: ", "[0, -2]", "[2, 3]", "twice") { _ = Tensor.zeros(2, 3).flip(0, -2) },
        .init("flip: ", "[2, 3]", "2") { _ = IntTensor.zeros(2, 3).flip(2) },
        .init("norm: ", "[2, 3]", "2") { _ = Tensor.zeros(2, 3).norm(2, 2) },
        .init("norm: ", "no elements", "[0]") { _ = Tensor.zeros(0).norm(-1) },
        .init("norm: ", "no norm of no elements", "[2, 0]") { _ = Tensor.zeros(2, 0).norm(.infinity, 1) },
        .init("logsumexp: ", "[2, 3]", "-3") { _ = Tensor.zeros(2, 3).logsumexp(-3) },
        .init("variance: ", "[2, 3]", "2") { _ = Tensor.zeros(2, 3).variance(2) },
    ]

    /// A product saves its factor; then the factor is written to.
    static func backwardAfter(_ write: (Tensor) -> Void) {
        let (x, factor) = (Tensor.ones(3), Tensor.ones(3))
        x.requiresGrad = true
        let y = (x * factor).sum()
        write(factor)
        y.backward()
    }
}

@Suite("Writing into a part: errors") struct TensorWritingErrorTests {
    @Test("mistakes stop the program and say what was wrong", arguments: WritingMistakes.all.indices)
    func mistakes(i: Int) async throws {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            WritingMistakes.all[i].body()
        }
        let text = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.contains("Fatal error: ") } ?? "no message in: \(text)"
        for part in WritingMistakes.all[i].message where !line.contains(part) {
            Issue.record("mistake \(i) says “\(line)”, without “\(part)”")
        }
    }
}
