import Foundation
import Testing

@testable import Kindling

/// Of each limit, the last that is taken and the first that isn't.
@Suite("Limits", .ownRandomNumbers) struct LimitTests {
    // MARK: Tar

    private func entries(_ archive: [UInt8]) throws -> [Tar.Entry] {
        var found: [Tar.Entry] = []
        try Tar.forEachEntry(of: archive) { found.append($0) }
        return found
    }

    @Test("names in an archive", arguments: [(100, 2), (101, 4)])
    func tarNames(length: Int, blocks: Int) throws {
        let entry = Tar.Entry(String(repeating: "n", count: length), [1])
        let archive = Tar.pack([entry])
        // From a hundred and one bytes on, the name stands in an entry of its own.
        #expect(archive.count == 512 * blocks + 1024)
        #expect(try entries(archive) == [entry])
    }

    @Test("paths in an archive")
    func tarPaths() throws {
        /// A path of so many bytes, in parts of 255 at most.
        func path(_ length: Int, last: Int = 1) -> String {
            var parts: [String] = []
            var left = length - last
            while left > 0 {
                parts.append(String(repeating: "p", count: min(left - 1, 255)))
                left -= parts[parts.count - 1].utf8.count + 1
            }
            return (parts + [String(repeating: "q", count: last)]).joined(separator: "/")
        }
        for (path, isTaken) in [
            (path(4096), true), (path(4097), false), (path(600, last: 255), true), (path(600, last: 256), false),
        ] {
            let entry = Tar.Entry(path, [1])
            if isTaken {
                #expect(try entries(Tar.pack([entry])) == [entry])
            } else {
                #expect(kind { _ = try entries(Tar.pack([entry])) } == .refused, "\(path.utf8.count)")
            }
        }
    }

    @Test("an entry about another", arguments: [(1 << 16, nil), (1 << 16 | 1, DataError.Kind.refused)])
    func tarRemarks(size: Int, expected: DataError.Kind?) throws {
        let name = Array("named".utf8)
        var remark = Tar.pack([Tar.Entry("x", name + [UInt8](repeating: 0, count: size - name.count))]).dropLast(1024)
        remark[156] = UInt8(ascii: "L")
        let sum = remark[..<148].reduce(8 * 0x20) { $0 + Int($1) } + remark[156..<512].reduce(0) { $0 + Int($1) }
        let digits = Array(String(sum, radix: 8).utf8)
        remark.replaceSubrange(148..<156, with: [UInt8](repeating: 0x30, count: 6 - digits.count) + digits + [0, 0x20])
        let archive = remark + Tar.pack([Tar.Entry("b", [1])])
        #expect(kind { _ = try entries(Array(archive)) } == expected)
        if expected == nil { #expect(try entries(Array(archive)) == [Tar.Entry("named", [1])]) }
    }

    // MARK: States

    @Test("a header of safetensors", arguments: [(100_000_000, DataError.Kind.truncated), (100_000_001, .malformed)])
    func safetensorsHeaders(length: Int, expected: DataError.Kind) {
        let size = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        #expect(kind { _ = try StateDict(safetensors: size + Array("{}".utf8)) } == expected)
    }

    @Test("dimensions", arguments: [64, 65])
    func dimensions(count: Int) throws {
        let shape = [Int](repeating: 1, count: count)
        let isTaken = count == 64
        #expect((StoredTensor.byteCount(shape, .uint8) == 1) == isTaken)
        let header = #"{"x":{"dtype":"U8","shape":\#(shape),"data_offsets":[0,1]}}"#
        let length = header.utf8.count
        let bytes = [UInt8(length & 255), UInt8(length >> 8), 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [7]
        if isTaken {
            #expect(try StateDict(safetensors: bytes).keys == ["x"])
        } else {
            let error = #expect(throws: DataError.self) { try StateDict(safetensors: bytes) }
            #expect(error?.description.contains("more than 64 numbers") == true)
        }
        let numbers = String(repeating: "I1\n", count: count)
        let pickle =
            "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(\(numbers)t"
            + "cnumpy\ndtype\n(S'u1'\nI0\nI1\ntRI00\nS'a'\ntb."
        #expect(kind { _ = try Pickle.load(Array(pickle.utf8)) } == (isTaken ? nil : .malformed))
    }

    @Test("a name in an archive of arrays", arguments: [((1 << 15) - 1, nil), (1 << 15, DataError.Kind.refused)])
    func npzNames(length: Int, expected: DataError.Kind?) {
        let state: StateDict = [String(repeating: "n", count: length): Tensor(1)]
        #expect(kind { _ = try state.npz() } == expected)
    }

    // MARK: Random numbers

    /// From 2²⁸ numbers on, torch draws 64 bits for each. `torch.manual_seed(1); torch.randint(0, n, (4,))`
    @Test(
        "whole numbers of a range",
        arguments: [
            ((1 << 28) - 1, [180_483_115, 256_344_314, 140_980_119, 247_206_998]),
            (1 << 28, [256_344_299, 247_206_984, 13_419_401, 264_314_501]),
            ((1 << 28) + 1, [52_969_206, 139_009_074, 5_559_191, 157_708_819]),
        ])
    func wholeNumbers(count: Int, expected: [Int]) {
        manualSeed(1)
        #expect(IntTensor.randint(0..<count, 4).array == expected)
    }
}
