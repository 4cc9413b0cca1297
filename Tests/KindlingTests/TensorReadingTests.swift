import Foundation
import Kindling
import Synchronization
import Testing

/// Convolutions and poolings leave their results in memory pixel by pixel. Who reads them by index must not move them: another thread may be
/// reading, too.
@Suite("Reading changes nothing", .ownRandomNumbers) struct TensorReadingTests {
    /// A data set that holds images and cuts them itself, as one of a reader's would.
    struct Images: Dataset {
        let images: Tensor
        var count: Int { images.size(0) }
        subscript(index: Int) -> Tensor { images[index] }
    }

    /// The output of a convolution, made anew with the same numbers each time: nobody has read it yet.
    static func convolved(images: Int = 24) -> Tensor {
        var random = TestRandom(7)
        let x = Tensor(shape: [images, 3, 13, 11], values: random.floats(images * 3 * 13 * 11))
        let weight = Tensor(shape: [8, 3, 3, 3], values: random.floats(8 * 3 * 3 * 3))
        return F.conv2d(x, weight, padding: 1)
    }

    /// The elements as they stand in memory, whatever their order: `Storage.memory`, which only the library itself sees otherwise.
    static func memory<Element>(of storage: Storage<Element>) throws -> [Element] {
        let memory = try #require(Mirror(reflecting: storage).descendant("memory") as? UnsafeMutablePointer<Element>)
        return withExtendedLifetime(storage) { Array(UnsafeBufferPointer(start: memory, count: storage.count)) }
    }

    /// What `read` gives in each of so many threads, which begin together.
    static func results<Value: Equatable & Sendable>(inThreads count: Int, _ read: @escaping () -> Value) -> [Value] {
        nonisolated(unsafe) let read = read
        nonisolated(unsafe) var values = [Value?](repeating: nil, count: count)
        let lock = NSLock()
        let ready = Atomic(0)
        let done = DispatchGroup()
        for place in 0..<count {
            done.enter()
            Thread.detachNewThread {
                ready.add(1, ordering: .acquiringAndReleasing)
                while ready.load(ordering: .acquiring) < count {}
                let value = read()
                lock.withLock { values[place] = value }
                done.leave()
            }
        }
        done.wait()
        return lock.withLock { values.map { $0! } }
    }

    @Test("a convolution's output is the same for one reader and for several at once", arguments: [2, 4])
    func threads(count: Int) {
        let expected = Self.convolved().array
        for _ in 0..<25 {
            let shared = Self.convolved()
            for values in Self.results(inThreads: count, { shared.array }) { #expect(values == expected) }
        }
        let rows = Self.convolved().gather([5, 0, 23]).array
        for _ in 0..<25 {
            let shared = Self.convolved()
            for values in Self.results(inThreads: count, { shared.gather([5, 0, 23]).array }) {
                #expect(values == rows)
            }
        }
    }

    @Test("so are the places of a pooling, which are whole numbers", arguments: [2, 4])
    func places(count: Int) {
        let expected = F.maxPool2dWithIndices(Self.convolved(), 2).indices.array
        for _ in 0..<25 {
            let shared = F.maxPool2dWithIndices(Self.convolved(), 2).indices
            for values in Self.results(inThreads: count, { shared.array }) { #expect(values == expected) }
        }
    }

    @Test("one reads by index, another convolves", arguments: [2, 4])
    func readingAndConvolving(count: Int) {
        let weight = Tensor(shape: [4, 8, 3, 3], values: (0..<288).map { Float($0 % 7) - 3 })
        let (values, convolution) = (Self.convolved().array, F.conv2d(Self.convolved(), weight).array)
        for _ in 0..<10 {
            let shared = Self.convolved()
            let turn = Atomic(0)
            let read = {
                turn.add(1, ordering: .relaxed).newValue % 2 == 0 ? shared.array : F.conv2d(shared, weight).array
            }
            for result in Self.results(inThreads: count, read) { #expect(result == values || result == convolution) }
        }
    }

    @Test("a loader's workers read it as one reader does", arguments: [2, 4])
    func workers(count: Int) {
        let expected = DataLoader(Images(images: Self.convolved()), batchSize: 5).map(\.array)
        #expect(expected.flatMap { $0 } == Self.convolved().array)
        for _ in 0..<25 {
            #expect(DataLoader(Images(images: Self.convolved()), batchSize: 5, workers: count).map(\.array) == expected)
            #expect(DataLoader(TensorDataset(Self.convolved()), batchSize: 5, workers: count).map(\.array) == expected)
        }
    }

    @Test("what has been read stands as before, and the next convolution gives the same")
    func staysInOrder() throws {
        let weight = Tensor(shape: [4, 8, 3, 3], values: (0..<288).map { Float($0 % 7) - 3 })
        let read = Self.convolved()
        let before = try Self.memory(of: read.storage)
        #expect(before != read.array, "a convolution's output isn't pixel by pixel any more: this test says nothing")
        _ = (
            read.description, read.sum(), read + Tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), read[3].array,
            read.flatten(1).matmul(.ones(8 * 13 * 11, 2))
        )
        #expect(try Self.memory(of: read.storage) == before)
        #expect(F.conv2d(read, weight).array == F.conv2d(Self.convolved(), weight).array)
        #expect(
            try Self.memory(of: F.relu(read).storage) == before.map { max($0, 0) },
            "an element by element operation keeps the order")
    }

    @Test("what is written in place after it has been read is seen by every view")
    func writing() throws {
        let weight = Tensor(shape: [4, 8, 3, 3], values: (0..<288).map { Float($0 % 7) - 3 })
        let y = Self.convolved()
        let (row, flat, turned) = (y[3], y.flatten(1), y.transpose(1, 3))
        var expected = y.array
        #expect(flat.array == expected)

        y += Tensor(1)
        expected = expected.map { $0 + 1 }
        #expect(y.array == expected && flat.array == expected && row.array == Array(expected[3 * 1144..<4 * 1144]))
        #expect(turned.transpose(1, 3).array == expected)
        #expect(try Self.memory(of: y.storage) == expected)

        row *= Tensor(2)
        for i in 3 * 1144..<4 * 1144 { expected[i] *= 2 }
        #expect(y.array == expected && flat.array == expected)
        #expect(F.conv2d(y, weight).array == F.conv2d(Tensor(shape: y.shape, values: expected), weight).array)
    }

    @Test("what reads and writes the same images, in all the ways of being the same")
    func writingToItself() throws {
        let values = Self.convolved().array
        for isRead in [false, true] {
            let y = Self.convolved()
            if isRead { _ = y.array }
            y += y
            #expect(y.array == values.map { $0 + $0 })

            let z = Self.convolved()
            if isRead { _ = z.array }
            z -= z.view(24, 8, 13, 11)
            #expect(z.array == values.map { $0 - $0 })

            let rows = Self.convolved()
            if isRead { _ = rows.array }
            rows += rows[2]
            #expect(rows.array == values.indices.map { values[$0] + values[2 * 1144 + $0 % 1144] })

            let source = Self.convolved()
            let target = Tensor.zeros(like: source)
            if isRead { _ = source.array }
            target += source
            source += target
            #expect(target.array == values && source.array == values.map { $0 + $0 })

            let copied = Self.convolved()
            if isRead { _ = copied.array }
            copied[0].copy(copied[1])
            #expect(copied.array == Array(values[1144..<2288] + values[1144...]))
        }
    }

    @Test("a step of an optimizer moves images that are parameters")
    func optimizer() throws {
        for isRead in [false, true] {
            let images = Self.convolved()
            let gradient = Self.convolved()
            if isRead { _ = (images.array, gradient.array) }
            let before = Self.convolved().array
            images.requiresGrad = true
            images.grad = gradient
            SGD([images], lr: 0.5).step()
            #expect(images.array == before.map { $0 - 0.5 * $0 })
        }
    }
}
