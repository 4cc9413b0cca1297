import Foundation
import Kindling
import TestSupport
import Testing

/// Orders that torch's samplers, splits and loaders have given, recorded by Fixtures/make_loader.py.
struct LoaderRecording: Decodable {
    struct Loader: Decodable {
        var seed: UInt64
        var count, size: Int
        var shuffle, dropLast: Bool
        var own: UInt64?
        var length: Int
        var epochs: [[[Int]]]
        var after: Double
    }

    struct Order: Decodable {
        var seed: UInt64
        var kind: String
        var own: UInt64?
        var weights: [Double]?
        var samples: Int?
        var length: Int
        var epochs: [[Int]]
        var after: Double
    }

    struct Split: Decodable {
        var seed: UInt64
        var count: Int
        var sizes: [Int]?
        var fractions: [Double]?
        var own: UInt64?
        var parts: [[Int]]
        var after: Double
    }

    struct Stream: Decodable {
        var batches: [[Int]]
        var after: Double
    }

    var torch: String
    var loaders: [Loader]
    var samplers: [Order]
    var splits: [Split]
    var stream: Stream
}

@Suite("Data sets", .ownRandomNumbers) struct DatasetTests {
    @Test("a tensor data set cuts all tensors alike, without copying")
    func tensorDataset() {
        let x = Tensor.arange(24).view(6, 2, 2)
        let y = IntTensor.arange(6)
        let mask = BoolTensor([true, false, true, false, true, false])
        let dataset = TensorDataset(x, y, mask)
        #expect(dataset.count == 6)
        let (row, label, flag) = dataset[4]
        #expect(row.shape == [2, 2] && row.array == [16, 17, 18, 19])
        #expect(label.shape == [] && label.item() == 4 && flag.item())
        let (rows, labels, flags) = dataset[4..<9]
        #expect(rows.shape == [2, 2, 2] && labels.array == [4, 5] && flags.array == [true, false])
        #expect(rows.sharesStorage(with: x) && labels.sharesStorage(with: y))
        #expect(dataset[2..<2].0.shape == [0, 2, 2])
        let alone: Tensor = TensorDataset(x)[1]
        #expect(alone.array == [4, 5, 6, 7])
        #expect(dataset[-1].1.item() == 5)
    }

    @Test("gathered rows equal the rows one by one, whatever the strides")
    func gather() {
        var random = SplitMix64(seed: 1)
        for shape in [[7], [7, 5], [7, 3, 4], [7, 0], [7, 1, 300]] {
            let base = Tensor(
                shape: shape, values: (0..<shape.reduce(1, *)).map { _ in Float.random(in: -1...1, using: &random) })
            var views = [base, base[1..<6]]
            if shape.count == 3 { views.append(base.transpose(1, 2)) }
            if shape.count == 2 { views.append(base.T.contiguous().T) }
            views.append(base[0].unsqueeze(0).expand([9] + shape.dropFirst()))
            for view in views {
                let indices = (0..<12).map { _ in Int.random(in: -view.size(0)..<view.size(0), using: &random) }
                let gathered = view.gather(indices)
                #expect(gathered.shape == [12] + view.shape.dropFirst())
                var expected: [Float] = []
                for index in indices { expected += view[index].array }
                #expect(gathered.array == expected)
                #expect(!gathered.sharesStorage(with: base))
            }
        }
        #expect(IntTensor([[1, 2], [3, 4]]).gather([1, 1, 0]).array == [3, 4, 3, 4, 1, 2])
        #expect(Tensor([1, 2]).gather([Int]()).shape == [0])
    }

    @Test("splits deal out as torch does")
    func splits() throws {
        for record in try fixture("torch-loader", as: LoaderRecording.self).splits {
            manualSeed(record.seed)
            let generator = record.own.map { Generator(seed: $0) }
            let all = Array(0..<record.count)
            let parts =
                record.sizes.map { randomSplit(all, $0, generator: generator) }
                ?? randomSplit(all, record.fractions ?? [], generator: generator)
            #expect(parts.map(\.indices) == record.parts)
            #expect(Tensor.rand(1).item() == record.after)
            #expect(parts.flatMap(\.indices).sorted() == all)
        }
    }

    @Test("subsets, joined and transformed data sets")
    func combinations() {
        let squares = Array(0..<10).transformed { $0 * $0 }
        let odd = Subset(squares, [1, 3, 5, 7, 9])
        #expect((0..<odd.count).map { odd[$0] } == [1, 9, 25, 49, 81])
        let joined = ConcatDataset<Int>([odd, [7, 8], [Int](), squares])
        #expect(joined.count == 17)
        #expect((0..<17).map { joined[$0] } == [1, 9, 25, 49, 81, 7, 8, 0, 1, 4, 9, 16, 25, 36, 49, 64, 81])
        #expect(joined[-1] == 81 && joined[-17] == 1)
        let both: (Int) -> Int = compose({ $0 + 1 }, { $0 * 10 })
        #expect(both(2) == 30)
        let neither: (Int) -> Int = compose()
        #expect(neither(5) == 5)
    }

    @Test("transforms run at access, each time")
    func transformAtAccess() {
        var calls = 0
        let dataset = [1, 2, 3].transformed { (number: Int) -> Int in
            calls += 1
            return number
        }
        #expect(calls == 0)
        _ = (dataset[0], dataset[0], dataset[2])
        #expect(calls == 3)
    }

    @Test("streams follow each other, empty ones too")
    func chain() {
        struct Numbers: IterableDataset {
            let range: Range<Int>
            func makeIterator() -> Range<Int>.Iterator { range.makeIterator() }
        }
        let chain = ChainDataset([0..<0, 1..<3, 5..<5, 7..<9, 2..<2].map { Numbers(range: $0) })
        #expect(Array(chain) == [1, 2, 7, 8])
        #expect(Array(chain) == [1, 2, 7, 8])
        #expect(Array(ChainDataset<Numbers>([])).isEmpty)
    }
}
