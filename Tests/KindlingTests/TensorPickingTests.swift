import Kindling
import Testing

@Suite("Tensor: picking and joining", .ownRandomNumbers) struct TensorPickingTests {
    @Test("cat and stack", arguments: 0..<2)
    func joining(block: Int) {
        for seed in block * 150..<(block + 1) * 150 {
            var random = TestRandom(seed)
            let shape = random.shape(4, minDimensions: 1)
            let d = random.int(0...shape.count - 1)
            let parts = (0..<random.int(1...4)).map { _ -> Tensor in
                var own = shape
                own[d] = random.int(0...4)
                return random.tensor(own)
            }
            let joined = cat(parts, random.chance(50) ? d : d - shape.count)
            var total = shape
            total[d] = parts.reduce(0) { $0 + $1.shape[d] }
            #expect(joined.shape == total)
            // Cut apart again, the parts are as they were.
            var start = 0
            for part in parts {
                let piece = joined.narrow(d, start: start, length: part.shape[d])
                if !sameBits(piece.array, part.array) { report("cat \(parts.map(\.shape)) along \(d)", piece, part) }
                start += part.shape[d]
            }

            let equal = (0..<random.int(1...4)).map { _ in random.tensor(shape) }
            let place = random.int(0...shape.count)
            let stacked = stack(equal, random.chance(50) ? place : place - shape.count - 1)
            var stackedShape = shape
            stackedShape.insert(equal.count, at: place)
            #expect(stacked.shape == stackedShape)
            let order = [place] + stackedShape.indices.filter { $0 != place }
            for (i, part) in equal.enumerated() {
                let piece = stacked.permute(order)[i]
                if !sameBits(piece.array, part.array) { report("stack of \(shape) along \(place)", piece, part) }
            }
            #expect(!stacked.sharesStorage(with: equal[0]))
        }
        #expect(cat([Tensor([1]), Tensor([2, 3])]).array == [1, 2, 3])
        #expect(stack([Tensor(1), Tensor(2)]).array == [1, 2])
        let x = Tensor([1, 2])
        let twice = cat([x, x])
        twice.zero()
        #expect(x.array == [1, 2])
    }

    @Test("where and maskedFill broadcast all three", arguments: 0..<2)
    func conditions(block: Int) {
        for seed in block * 150..<(block + 1) * 150 {
            var random = TestRandom(seed)
            let shape = random.shape()
            let shapes = (0..<3).map { _ in random.broadcastable(to: shape) }
            let (a, b) = (random.tensor(shapes[0]), random.tensor(shapes[1]))
            let condition = random.tensor(shapes[2]) .> 0
            let result = Tensor.where(condition, a, b)
            let expectedShape = broadcast(broadcast(a.shape, b.shape)!, condition.shape)!
            let (x, y, c) = (a.array, b.array, condition.array)
            let expected = indices(of: expectedShape).map { index in
                func at(_ shape: [Int]) -> Int { number(of: broadcastIndex(index, to: shape), in: shape) }
                return c[at(condition.shape)] ? x[at(a.shape)] : y[at(b.shape)]
            }
            if result.shape != expectedShape || !sameBits(result.array, expected) {
                report("where \(shapes)", result, expected)
            }
            let filled = b.maskedFill(b .> 0, -9)
            #expect(filled.array == y.map { $0 > 0 ? -9 : $0 } && sameBits(b.array, y))
        }
    }

    @Test("rows, pairs, masks and gather", arguments: 0..<2)
    func picking(block: Int) {
        for seed in block * 150..<(block + 1) * 150 {
            var random = TestRandom(seed)
            let shape = (0..<random.int(1...4)).map { _ in random.int(1...4) }
            let x = random.tensor(shape)
            let values = x.array

            // Rows, from the front and from the end, by an index of any shape.
            let indexShape = random.shape(2)
            let rows = IntTensor(
                shape: indexShape,
                values: (0..<indexShape.reduce(1, *)).map { _ in random.int(-shape[0]...shape[0] - 1) })
            let picked = x[rows]
            #expect(picked.shape == indexShape + shape.dropFirst())
            let expectedRows = rows.array.flatMap { x[$0].array }
            if !sameBits(picked.array, expectedRows) { report("rows \(rows.array) of \(shape)", picked, expectedRows) }
            #expect(!picked.sharesStorage(with: x))

            let mask = x .> 0
            let kept = x[mask]
            #expect(sameBits(kept.array, values.filter { $0 > 0 }) && kept.shape == [mask.sum().item()])

            let d = random.int(0...shape.count - 1)
            var gatherShape = shape
            gatherShape[d] = random.int(0...5)
            let index = IntTensor(
                shape: gatherShape, values: (0..<gatherShape.reduce(1, *)).map { _ in random.int(0...shape[d] - 1) })
            let gathered = x.gather(random.chance(50) ? d : d - shape.count, index)
            let places = index.array
            let expected = indices(of: gatherShape).enumerated().map { i, place -> Float in
                var place = place
                place[d] = places[i]
                return values[number(of: place, in: shape)]
            }
            if gathered.shape != gatherShape || !sameBits(gathered.array, expected) {
                report("gather \(index.shape) along \(d) of \(shape)", gathered, expected)
            }

            if shape.count == 2 {
                let n = random.int(0...6)
                let r = (0..<n).map { _ in random.int(-shape[0]...shape[0] - 1) }
                let c = (0..<n).map { _ in random.int(-shape[1]...shape[1] - 1) }
                let pairs = x[IntTensor(r), IntTensor(c)]
                #expect(pairs.shape == [n])
                #expect(sameBits(pairs.array, zip(r, c).map { Float(x[$0, $1].item()) }))
            }
        }
    }

    @Test("whole numbers: arithmetic wraps around, comparisons broadcast")
    func wholeNumbers() {
        let a = IntTensor([[1], [2]])
        let b = IntTensor([10, 20, 30])
        #expect((a + b).array == [11, 21, 31, 12, 22, 32] && (a + b).shape == [2, 3])
        #expect((a - b).array == [-9, -19, -29, -8, -18, -28])
        #expect((a * b).array == [10, 20, 30, 20, 40, 60])
        #expect((a + 1).array == [2, 3] && (a - 1).array == [0, 1] && (a * 3).array == [3, 6])
        #expect((IntTensor([.max]) + 1).array == [.min])
        #expect((a .== 2).array == [false, true] && (a .!= 2).array == [true, false])
        #expect((b .< 20).array == [true, false, false] && (b .> 20).array == [false, false, true])
        #expect((a .== b).shape == [2, 3])
        #expect(a.isEqual(to: IntTensor([[1], [2]])) && !a.isEqual(to: IntTensor([1, 2])))
        #expect(IntTensor.arange(4).array == [0, 1, 2, 3] && IntTensor.arange(2, 9, step: 3).array == [2, 5, 8])
        #expect(IntTensor.zeros(2).array == [0, 0] && IntTensor.ones(1, 2).array == [1, 1])
        #expect(IntTensor.full([2], 7).array == [7, 7] && IntTensor(5).item() == 5)
        #expect(IntTensor([[1, 2]]).float().array == [1, 2] && b.float().shape == [3])
        // 2^53 + 1 has no Double and 2^24 + 1 no Float: whole numbers stay exact.
        #expect((IntTensor([9_007_199_254_740_993]) + 0).item() == 9_007_199_254_740_993)
    }

    @Test("truth values")
    func truthValues() {
        let a = BoolTensor([[true], [false]])
        let b = BoolTensor([true, false])
        #expect((a .& b).array == [true, false, false, false])
        #expect((a .| b).array == [true, true, true, false])
        #expect((!a).array == [false, true] && (!a).shape == [2, 1])
        #expect(BoolTensor.full([2], true).array == [true, true])
    }

    @Test("making tensors")
    func making() {
        #expect(Tensor(3).shape == [] && Tensor(3).item() == 3)
        #expect(Tensor([Float]()).shape == [0])
        #expect(Tensor([[1, 2], [3, 4]]).shape == [2, 2])
        #expect(Tensor([[[1], [2]], [[3], [4]]]).shape == [2, 2, 1])
        #expect(Tensor([[[[1, 2]]], [[[3, 4]]]]).shape == [2, 1, 1, 2])
        #expect(Tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]).array == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(Tensor.full([2, 2], 0.1).array == [0.1, 0.1, 0.1, 0.1])
        #expect(Tensor.eye(3).array == [1, 0, 0, 0, 1, 0, 0, 0, 1] && Tensor.eye(0).shape == [0, 0])
        #expect(Tensor.zeros(like: .ones(2, 3)).array == [0, 0, 0, 0, 0, 0])
        #expect(Tensor.ones(like: .zeros(2)).array == [1, 1])
        #expect(Tensor([[0.1]]).item() == 0.10000000149011612)
        struct Refused: Error {}
        #expect(throws: Refused.self) { try Tensor(shape: [2]) { (_) throws in throw Refused() } }
        let x = Tensor(shape: [2, 2]) { buffer in for i in buffer.indices { buffer[i] = Float(i) } }
        #expect(x.array == [0, 1, 2, 3])
    }
}
