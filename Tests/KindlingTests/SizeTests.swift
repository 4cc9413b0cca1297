import Foundation
import Kindling
import KindlingEngine
import Testing

/// Sizes that don't fit into 32 bits, and limits that don't fit into 64 when something is added to them. What must stop is in `Mistakes`.
@Suite("Sizes", .ownRandomNumbers) struct SizeTests {
    @Test("where there is no memory left, the process ends there and then")
    func noMemory() async {
        let outcome = await #expect(processExitsWith: .signal(SIGABRT), observing: [\.standardErrorContent]) {
            _ = Tensor.zeros(1 << 44)
        }
        let text = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("Kindling: no memory left for 70368744177664 bytes"), "\(text)")
    }

    @Test("a batch may be as large as can be said")
    func batches() {
        for size in [3, 1 << 34, .max] {
            let loader = DataLoader([1, 2, 3], batchSize: size)
            #expect(loader.count == 1)
            #expect(loader.map { $0.array } == [[1, 2, 3]])
            #expect(DataLoader([1, 2, 3], batchSize: size, dropLast: true).count == (size == 3 ? 1 : 0))
        }
        #expect(DataLoader([1, 2, 3], batchSize: 2, workers: 2, prefetch: .max).map { $0.array } == [[1, 2], [3]])
        #expect(BatchSampler([1, 2, 3], batchSize: .max, dropLast: false).map { $0 } == [[1, 2, 3]])
    }

    @Test("ranges are cut at the end, wherever they end")
    func ranges() {
        let x = Tensor.arange(4)
        #expect(
            x[1...Int.max].array == [1, 2, 3] && x[...Int.max].array == [0, 1, 2, 3] && x[2..<Int.max].array == [2, 3])
        #expect(x[Int.max...Int.max].array == [] && IntTensor.arange(3)[1..<Int.max].array == [1, 2])
        #expect(x.split(.max).map(\.array) == [[0, 1, 2, 3]])
        #expect(Sequential(ReLU(), Tanh())[1..<Int.max].count == 1)
    }

    @Test("whole numbers count from any number to any other")
    func aranges() {
        #expect(IntTensor.arange(.max - 2, .max).array == [.max - 2, .max - 1])
        #expect(IntTensor.arange(.min, .max, step: 1 << 62).array == [.min, -(1 << 62), 0, 1 << 62])
        #expect(IntTensor.arange(5, 0, step: -2).array == [5, 3, 1] && IntTensor.arange(3, 3).array == [])
        #expect(IntTensor([.max, 1]).sum().item() == .min)
    }

    /// Four billion elements in the place of one.
    @Test("an expanded view's places have 64 bits")
    func expanded() {
        let count = 1 << 33 + 5
        let x = Tensor([1, 2, 3]).unsqueeze(1).expand(3, count)
        #expect(x.count == 3 * count && x[1, count - 1].item() == 2 && x[2][(1 << 32)..<(1 << 32 + 2)].array == [3, 3])
        #expect(x.narrow(1, start: 1 << 32, length: 2)[IntTensor([0, 2])].array == [1, 1, 3, 3])
        #expect(x.T[IntTensor([0, count - 1, 1 << 32])].array == [1, 2, 3, 1, 2, 3, 1, 2, 3])
        #expect(x.T.gather([count - 1, 7]).array == [1, 2, 3, 1, 2, 3])
        let index = IntTensor(shape: [3, 1], values: [count - 1, 1 << 32, 0])
        #expect(x.gather(1, index).array == [1, 2, 3])
        #expect(x[IntTensor([0, 1]), IntTensor([count - 1, -1])].array == [1, 2])
        #expect("\(x)".contains("..."))
    }

    /// 8 GB and a little, of which a megabyte exists: the same pages over and over, but for the last.
    @Test("the largest of more than 2^31 elements is found where it is")
    func extremes() throws {
        let page = 1 << 20
        let pages = (1 << 33) / page + 1
        let file = URL(fileURLWithPath: NSTemporaryDirectory()).appending(path: "kindling-\(UUID().uuidString)")
        try Data(count: 2 * page).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let descriptor = open(file.path, O_RDWR)
        defer { close(descriptor) }
        let all = try #require(mmap(nil, pages * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0))
        try #require(all != MAP_FAILED)
        defer { munmap(all, pages * page) }
        for i in 0..<pages {
            let part = mmap(
                all + i * page, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, descriptor,
                i == pages - 1 ? page : 0)
            try #require(part != MAP_FAILED)
        }
        let count = pages * page / 4
        let x = all.bindMemory(to: Float.self, capacity: count)
        x[count - 3] = 5
        x[count - 2] = 5
        var (value, place) = (Float(0), 0)
        kd_max(1, count, 1, x, &value, &place)
        #expect(value == 5 && place == count - 3)
        x[count - 1] = -.nan
        kd_min(1, count, 1, x, &value, &place)
        #expect(value.isNaN && place == count - 1)
        // Two columns: half as many rows, still more than 2^30.
        var (values, places) = ([Float](repeating: 0, count: 2), [0, 0])
        x[count - 1] = 4
        kd_max(1, count / 2, 2, x, &values, &places)
        #expect(values == [5, 5] && places == [count / 2 - 1, count / 2 - 2])
    }

}
