import Kindling
import Testing

@Suite("Tensor: views", .ownRandomNumbers) struct TensorViewTests {
    /// One random view operation, on the tensor and on the model. nil if none was possible.
    static func step(
        _ x: Tensor, _ model: Model, _ random: inout TestRandom, expand: Bool = true
    ) -> (Tensor, Model, String)? {
        let shape = model.shape
        let n = shape.count
        func fromEnd(_ d: Int, _ random: inout TestRandom) -> Int { random.chance(50) ? d - n : d }
        switch random.int(0...15) {
        case 0 where n > 0:
            let order = shape.indices.shuffled(using: &random)
            let given = order.map { fromEnd($0, &random) }
            return (x.permute(given), model.permuted(order), "permute \(given)")
        case 1 where n > 0:
            let (a, b) = (random.int(0...n - 1), random.int(0...n - 1))
            var order = Array(shape.indices)
            order.swapAt(a, b)
            return (x.transpose(fromEnd(a, &random), fromEnd(b, &random)), model.permuted(order), "transpose \(a) \(b)")
        case 2: return (x.T, model.permuted(shape.indices.reversed()), "T")
        case 3 where n == 2: return (x.t(), model.permuted([1, 0]), "t")
        case 4:
            let d = random.int(0...n)
            return (x.unsqueeze(random.chance(50) ? d - n - 1 : d), model.unsqueezed(d), "unsqueeze \(d)")
        case 5: return (x.squeeze(), model.squeezed(Set(shape.indices)), "squeeze")
        case 6 where n > 0:
            let d = random.int(0...n - 1)
            return (x.squeeze(fromEnd(d, &random)), model.squeezed([d]), "squeeze \(d)")
        case 7 where n > 0:
            let d = random.int(0...n - 1)
            let start = random.int(0...shape[d])
            let length = random.int(0...shape[d] - start)
            if length == 0 && random.chance(80) { return nil }
            return (
                x.narrow(fromEnd(d, &random), start: start, length: length),
                model.sliced(d, start..<start + length), "narrow \(d) \(start) \(length)"
            )
        case 8 where n > 0 && shape.allSatisfy { $0 > 0 }:
            let d = random.int(0...n - 1)
            let size = random.int(1...shape[d] + 1)
            let parts = x.split(size, fromEnd(d, &random))
            let i = random.int(0...parts.count - 1)
            return (
                parts[i], model.sliced(d, i * size..<min((i + 1) * size, shape[d])), "split \(size) \(d), part \(i)"
            )
        case 9, 10, 11:
            // An index for some of the dimensions in front.
            var model = model
            var d = 0
            var given: [any TensorIndex] = []
            for size in shape.prefix(random.int(0...n)) {
                let a = random.int(0...size)
                let b = random.int(a...size)
                switch random.int(0...7) {
                case 0 where size > 0:
                    let i = random.int(0...size - 1)
                    given.append(random.chance(50) ? i - size : i)
                    model = model.selected(d, i)
                    continue
                case 1:
                    given.append(a..<b)
                    model = model.sliced(d, a..<b)
                case 2 where a < size:
                    given.append(a...a)
                    model = model.sliced(d, a..<a + 1)
                case 3 where b < size:
                    given.append(a...b)
                    model = model.sliced(d, a..<b + 1)
                case 4:
                    given.append(a...)
                    model = model.sliced(d, a..<size)
                case 5:
                    given.append(..<b)
                    model = model.sliced(d, 0..<b)
                case 6 where b < size:
                    given.append(...b)
                    model = model.sliced(d, 0..<b + 1)
                default:
                    // Beyond the end: cut.
                    given.append(a..<size + random.int(0...3))
                    model = model.sliced(d, a..<size)
                }
                d += 1
            }
            let result: Tensor
            switch given.count {
            case 0: return nil
            case 1: result = x[given[0]]
            case 2: result = x[given[0], given[1]]
            case 3: result = x[given[0], given[1], given[2]]
            case 4: result = x[given[0], given[1], given[2], given[3]]
            default: return nil
            }
            return (result, model, "[\(given)]")
        case 12 where expand:
            var target = shape.map { $0 == 1 ? random.int(1...3) : $0 }
            var given = target.enumerated().map { d, size in size == shape[d] && random.chance(30) ? -1 : size }
            for _ in 0..<random.int(0...1) {
                target.insert(random.int(1...3), at: 0)
                given.insert(target[0], at: 0)
            }
            if target.reduce(1, *) > 400 { return nil }
            return (x.expand(given), model.expanded(target), "expand \(given)")
        case 13:
            let count = shape.reduce(1, *)
            let target = randomShape(count: count, &random)
            if !model.canBeViewed(as: target) { return nil }
            var given = target
            if count > 0, let d = given.indices.randomElement(using: &random), random.chance(50) { given[d] = -1 }
            return (x.view(given), model.viewed(as: target), "view \(given)")
        case 14 where n > 0:
            let start = random.int(0...n - 1)
            let end = random.int(start...n - 1)
            let target = shape[..<start] + [shape[start...end].reduce(1, *)] + shape[(end + 1)...]
            if !model.canBeViewed(as: Array(target)) { return nil }
            return (
                x.flatten(fromEnd(start, &random), fromEnd(end, &random)), model.viewed(as: Array(target)),
                "flatten \(start) \(end)"
            )
        case 15: return (x.detach(), model, "detach")
        default: return nil
        }
    }

    /// A base whose elements are their own numbers, and a random chain of 1 to 6 views of it.
    static func chain(_ random: inout TestRandom, expand: Bool = true) -> (base: Tensor, view: Tensor, Model, String) {
        let shape = random.shape()
        let base = Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map(Float.init))
        var state = (base, Model(base: shape), "\(shape)")
        var left = random.int(1...6)
        while left > 0 {
            guard let next = step(state.0, state.1, &random, expand: expand) else { continue }
            state = (next.0, next.1, state.2 + " → " + next.2)
            left -= 1
        }
        return (base, state.0, state.1, state.2)
    }

    @Test("chains of views have the shape and the elements that indices say", arguments: 0..<8)
    func chains(block: Int) {
        for seed in block * 400..<(block + 1) * 400 {
            var random = TestRandom(seed)
            let (base, view, model, text) = Self.chain(&random)
            if view.shape != model.shape { report(text, view.shape, model.shape) }
            let expected = model.places.map(Float.init)
            if view.array != expected { report(text, view.array, expected) }
            if !view.sharesStorage(with: base) { report(text, "a copy", "a view") }
            if view.count != expected.count || view.ndim != model.shape.count || view.strides.count != view.ndim {
                report(text, (view.count, view.ndim, view.strides), model.shape)
            }
            // The layout says the same as the elements: they are numbers of places in the storage.
            let byLayout = indices(of: view.shape).map { index in
                Float(view.offset + zip(index, view.strides).reduce(0) { $0 + $1.0 * $1.1 })
            }
            if byLayout != expected { report(text + ", layout", byLayout, expected) }
            // A clone, `contiguous` and `reshape` keep the elements.
            let copy = view.clone()
            if copy.array != expected || copy.sharesStorage(with: base) || !copy.isContiguous {
                report(text + ", clone", copy.array, expected)
            }
            let straight = view.contiguous()
            if straight.array != expected || !straight.isContiguous || (straight === view) != view.isContiguous {
                report(text + ", contiguous", straight.array, expected)
            }
            for d in view.shape.indices where view.size(d) != view.shape[d] || view.size(d - view.ndim) != view.shape[d]
            {
                report(text + ", size", view.size(d), view.shape[d])
            }
        }
    }

    @Test("reshape is a view where strides can express it, and a copy where not", arguments: 0..<4)
    func legality(block: Int) {
        var views = 0
        var copies = 0
        for seed in block * 600..<(block + 1) * 600 {
            var random = TestRandom(100_000 + seed)
            let (base, view, model, text) = Self.chain(&random)
            let target = randomShape(count: view.count, &random)
            let reshaped = view.reshape(target)
            let possible = model.canBeViewed(as: target)
            if reshaped.sharesStorage(with: base) != possible {
                report("\(text) → \(target)", "\(!possible)", "\(possible)")
            }
            if possible { views += 1 } else { copies += 1 }
            if reshaped.shape != target || reshaped.array != view.array {
                report("\(text) → \(target)", (reshaped.shape, reshaped.array), (target, view.array))
            }
            if view.ndim > 0 {
                let flat = view.flatten()
                if flat.shape != [view.count] || flat.array != view.array {
                    report("\(text) → flatten", flat.array, view.array)
                }
            }
        }
        // Both kinds have occurred, so the test tests.
        #expect(views > 50 && copies > 50)
    }

    @Test("writing through a view is seen in the base at exactly its places", arguments: 0..<4)
    func sharing(block: Int) {
        for seed in block * 400..<(block + 1) * 400 {
            var random = TestRandom(200_000 + seed)
            let (base, view, model, text) = Self.chain(&random)
            let before = base.array
            var expected = before
            view.fill(-1)
            for place in model.places { expected[place] = -1 }
            if base.array != expected { report(text + ", fill", base.array, expected) }

            // Without repeated elements, other values for each place, by all the ways of writing.
            var random2 = TestRandom(300_000 + seed)
            let (base2, view2, model2, text2) = Self.chain(&random2, expand: false)
            var expected2 = base2.array
            let values = random2.tensor(view2.shape)
            let new = values.array
            let kind = random2.int(0...4)
            switch kind {
            case 0: view2.copy(values)
            case 1: view2 += values
            case 2: view2 -= values
            case 3: view2 *= values
            default: view2 /= values
            }
            for (i, place) in model2.places.enumerated() {
                switch kind {
                case 0: expected2[place] = new[i]
                case 1: expected2[place] += new[i]
                case 2: expected2[place] -= new[i]
                case 3: expected2[place] *= new[i]
                default: expected2[place] /= new[i]
                }
            }
            if !sameBits(base2.array, expected2) { report("\(text2), way \(kind)", base2.array, expected2) }
            // And what the base is given, the view sees.
            base2.copy(Tensor(shape: base2.shape, values: (0..<base2.count).map { Float($0) * 2 }))
            let seen = model2.places.map { Float($0) * 2 }
            if view2.array != seen { report("\(text2), base written", view2.array, seen) }
        }
    }

    @Test("subscripts can be assigned to")
    func subscripts() {
        let x = Tensor.zeros(3, 4)
        x[1] = Tensor([1, 2, 3, 4])
        x[0..., 3] = Tensor(9)
        x[2, ..<2] += 5
        x[-1, -2] = Tensor(7)
        #expect(x.array == [0, 0, 0, 9, 1, 2, 3, 9, 5, 5, 7, 9])
        x[0...1, 1...2] = x[1...2, 0...1]
        #expect(x.array == [0, 1, 2, 9, 1, 5, 5, 9, 5, 5, 7, 9])
    }

    @Test("split covers a dimension, without a rest and with one, and an empty one")
    func split() {
        let x = Tensor(shape: [5, 2], values: (0..<10).map(Float.init))
        #expect(x.split(2).map(\.shape) == [[2, 2], [2, 2], [1, 2]])
        #expect(x.split(5).map(\.shape) == [[5, 2]])
        #expect(x.split(9).map(\.shape) == [[5, 2]])
        #expect(x.split(1, -1).map(\.array) == [[0, 2, 4, 6, 8], [1, 3, 5, 7, 9]])
        // torch: one part, as empty as the whole.
        #expect(Tensor.zeros(0, 3).split(2).map(\.shape) == [[0, 3]])
    }

    @Test("a tensor without elements can be viewed as any shape without elements")
    func empty() {
        let x = Tensor.zeros(3, 0, 2)
        #expect(x.view(0).shape == [0])
        #expect(x.view(-1).shape == [0])
        #expect(x.T.view(5, 0).shape == [5, 0])
        #expect(x.T.reshape(0, 4).shape == [0, 4])
        #expect(x.view(-1, 7).shape == [0, 7])
        #expect(x.array.isEmpty && x.T.contiguous().array.isEmpty)
        #expect(x.sum(1).array == [0, 0, 0, 0, 0, 0])
        #expect(Tensor.zeros(0).unsqueeze(0).expand(3, -1).shape == [3, 0])
        #expect(Tensor.zeros(1).expand(0).shape == [0])
    }

    @Test("whole numbers and truth values have the same views")
    func otherElements() {
        let ints = IntTensor([[0, 1, 2], [3, 4, 5]])
        #expect(ints[1].array == [3, 4, 5])
        #expect(ints[-1].array == [3, 4, 5])
        #expect(ints[1, 2].item() == 5)
        #expect(ints[0..<9].shape == [2, 3])
        #expect(ints[1..<2].array == [3, 4, 5])
        #expect(ints.view(-1).array == [0, 1, 2, 3, 4, 5])
        #expect(ints.reshape(3, -1)[2].array == [4, 5])
        #expect(ints.reshape([-1, 2]).array == ints.array && ints.reshape([-1, 2]).shape == [3, 2])
        #expect(ints.unsqueeze(-1).shape == [2, 3, 1])
        #expect(ints.unsqueeze(0).squeeze(0).shape == [2, 3])
        #expect(ints.gather([1, 0, -1]).array == [3, 4, 5, 0, 1, 2, 3, 4, 5])
        #expect(ints.view(6).sharesStorage(with: ints))
        #expect(ints.size(-1) == 3 && ints.count == 6 && ints.ndim == 2)
        let bools = BoolTensor([[true, false], [false, false]])
        #expect(bools[0].array == [true, false])
        #expect(bools.view(4)[0..<1].item())
        #expect(bools.gather([1]).array == [false, false])
    }
}
