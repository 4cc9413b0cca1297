import Foundation
import TestSupport
import Testing

@testable import Kindling

/// Files of torch, NumPy and Python's safetensors, recorded by Fixtures/make_states.py with what is in them.
struct StateRecording: Decodable, Sendable, CustomTestStringConvertible {
    struct Stored: Decodable, Sendable {
        var dtype: String
        var shape: [Int]
        var bytes: Data
    }

    var kind, name: String
    var file: Data
    var arrays: [String: Stored]
    var key: String?
    var metadata: [String: String]?

    var testDescription: String { "\(kind): \(name)" }

    static let all: [StateRecording] = {
        let file = dataPackageRoot.appendingPathComponent("Tests/KindlingTests/Fixtures/states.json")
        return (try? JSONDecoder().decode([StateRecording].self, from: Data(contentsOf: file))) ?? []
    }()

    static func all(_ kinds: String...) -> [StateRecording] { all.filter { kinds.contains($0.kind) } }

    func state() throws -> StateDict {
        let bytes = [UInt8](file)
        switch kind {
        case "safetensors": return try StateDict(safetensors: bytes)
        case "npz": return try StateDict(npz: bytes)
        case "npy":
            var state = StateDict()
            state[stored: ""] = try StoredTensor(npy: bytes)
            return state
        default: return try StateDict(torch: bytes, key: key)
        }
    }
}

@Suite(.ownRandomNumbers) struct StateFileTests {
    @Test func theFixturesAreThere() { #expect(StateRecording.all.count > 70) }

    /// Bit for bit, whatever the type of the elements.
    @Test(arguments: StateRecording.all("safetensors", "npz", "npy", "torch"))
    func filesOfOthersAreRead(recording: StateRecording) throws {
        let state = try recording.state()
        #expect(Set(state.keys) == Set(recording.arrays.keys))
        #expect(state.metadata == recording.metadata ?? [:] || recording.metadata == nil)
        for (name, expected) in recording.arrays {
            let found = try #require(state[stored: name])
            #expect(found.dtype.rawValue == expected.dtype, "\(name)")
            #expect(found.shape == expected.shape, "\(name)")
            #expect(found.bytes == [UInt8](expected.bytes), "\(name)")
            #expect(state[name]?.shape == expected.shape)
        }
    }

    @Test(arguments: StateRecording.all("refused")) func othersAreRefused(recording: StateRecording) {
        #expect(kind { _ = try StateDict(torch: [UInt8](recording.file)) } == .refused)
    }

    /// What was read is written as it was, and whatever order of names it had.
    @Test(arguments: StateRecording.all("safetensors", "npz", "torch"))
    func whatIsReadIsWrittenUnchanged(recording: StateRecording) throws {
        let state = try recording.state()
        let bytes = try state.safetensors()
        let again = try StateDict(safetensors: bytes)
        #expect(again.keys == state.keys && again.metadata == state.metadata)
        #expect(again.keys.allSatisfy { again[stored: $0] == state[stored: $0] })
        #expect(try again.safetensors() == bytes)
        try withDataFolder { folder in
            let file = folder.appendingPathComponent("x.npz")
            let numpys = state.keys.filter { state[stored: $0]?.dtype.isNumPys == true }
            var some = StateDict()
            for name in numpys { some[stored: name] = state[stored: name] }
            for compressed in [false, true] {
                try some.write(npz: file, compressed: compressed)
                let again = try StateDict(npz: file)
                #expect(again.keys == numpys && numpys.allSatisfy { again[stored: $0] == state[stored: $0] })
            }
        }
    }

    /// The header of an `.npy` file is NumPy's to the byte.
    @Test(
        arguments: StateRecording.all("npy").filter { recording in
            !recording.name.hasPrefix(">") && !recording.name.hasSuffix("F")
                && !["version 2", "version 3"].contains(recording.name)
        })
    func npyIsWrittenAsNumPyWrites(recording: StateRecording) throws {
        try withDataFolder { folder in
            let file = folder.appendingPathComponent("x.npy")
            try StoredTensor(npy: [UInt8](recording.file)).write(npy: file)
            #expect(try Data(contentsOf: file) == recording.file)
        }
    }

    @Test(arguments: StateRecording.all("safetensors", "npz", "npy", "torch"))
    func everyCutIsNoticed(recording: StateRecording) throws {
        for length in 0..<recording.file.count {
            var cut = recording
            cut.file = recording.file.prefix(length)
            let thrown = kind { _ = try cut.state() }
            #expect(thrown == .truncated || thrown == .malformed, "\(recording.name) at \(length)")
        }
    }

    @Test(arguments: StateRecording.all("safetensors", "npz", "npy", "torch", "refused"))
    func damageIsThrownOrRead(recording: StateRecording) throws {
        var random = SplitMix64(seed: 5)
        for _ in 0..<150 {
            var damaged = recording
            for _ in 0...random.next() % 3 {
                damaged.file[Int(random.next() % UInt64(recording.file.count))] = UInt8(
                    truncatingIfNeeded: random.next())
            }
            do {
                let state = try damaged.state()
                for (_, tensor) in state { _ = tensor.array }
            } catch {
                #expect(error is DataError)
            }
        }
    }

    // MARK: The state

    @Test func aStateKeepsWhatWasStored() throws {
        var state: StateDict = ["a": Tensor([1, 2])]
        state[stored: "half"] = StoredTensor(Tensor([0.1]), as: .float16)
        state[stored: "labels"] = StoredTensor(IntTensor([7]))
        #expect(state.keys == ["a", "half", "labels"] && state.count == 3)
        #expect(state.map(\.name) == state.keys)
        #expect(state["half"]!.item() == 0.0999755859375)
        #expect(state.description == "a: [2]\nhalf: [1]\nlabels: [1]")

        let copy = state.clone()
        state["a"]! += 1
        #expect(copy["a"]!.array == [1, 2] && copy[stored: "half"] == state[stored: "half"])

        state["half"] = Tensor([0.1])
        #expect(state[stored: "half"]!.dtype == .float32 && state.keys == ["a", "half", "labels"])
        state[stored: "half"] = StoredTensor(Tensor([0.1]), as: .bfloat16)
        state[stored: "a"] = StoredTensor(Tensor([0.1]), as: .float64)
        #expect(state.keys == ["a", "half", "labels"] && state[stored: "a"]!.dtype == .float64)
        state["half"] = nil
        state[stored: "labels"] = nil
        #expect(state.keys == ["a"] && state["half"] == nil && state[stored: "labels"] == nil)
    }

    @Test func equalStatesMakeEqualFiles() throws {
        var (a, b): (StateDict, StateDict) = (["x": Tensor([[1, 2], [3, 4]]).T], ["x": Tensor([[1, 3], [2, 4]])])
        (a.metadata, b.metadata) = (["b": "1", "a": "2"], ["b": "1"])
        #expect(try a.safetensors() == b.safetensors(metadata: ["a": "2"]))
        #expect(try a.safetensors(metadata: ["a": "3"]) != b.safetensors(metadata: ["a": "2"]))
        #expect(try StateDict(safetensors: a.safetensors(metadata: ["a": "3"])).metadata == ["a": "3", "b": "1"])
    }

    @Test func tensorsBeginWhereTheirElementsMay() throws {
        var state = StateDict()
        state[stored: "flags"] = StoredTensor(BoolTensor([true, false, true]))
        state["floats"] = Tensor([1])
        state[stored: "half"] = StoredTensor(Tensor([1, 2, 3]), as: .float16)
        state[stored: "doubles"] = StoredTensor(Tensor([1]), as: .float64)
        let bytes = try state.safetensors()
        let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = try #require(
            try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: [String: Any]])
        #expect(length % 8 == 0)
        for (name, entry) in header {
            let start = try #require((entry["data_offsets"] as? [Int])?.first)
            #expect(start % state[stored: name]!.dtype.size == 0)
        }
        #expect(try StateDict(safetensors: bytes).keys == state.keys)
    }

    @Test func loadingTakesEveryTypeAndChangesNothingWhereItFails() throws {
        try withDataFolder { folder in
            let file = folder.appendingPathComponent("x.safetensors")
            let (model, other) = (Linear(2, 3), Linear(2, 3))
            var state = StateDict()
            for (name, tensor) in model.stateDict { state[stored: name] = StoredTensor(tensor, as: .float64) }
            try state.write(to: file)
            try other.load(from: file)
            #expect(other.weight.isEqual(to: model.weight) && other.bias!.isEqual(to: model.bias!))

            try Linear(3, 3).save(to: file)
            #expect(throws: StateDictError.self) { try other.load(from: file) }
            try Data([1, 2, 3]).write(to: file)
            #expect(kind { try other.load(from: file) } == .truncated)
            #expect(kind { try other.load(from: folder) } == .missing)
            #expect(kind { try other.load(from: folder.appendingPathComponent("none")) } == .missing)
            #expect(other.weight.isEqual(to: model.weight))
        }
    }

    @Test func aPipeIsNoFile() throws {
        try withDataFolder { folder in
            let pipe = folder.appendingPathComponent("pipe")
            #expect(mkfifo(pipe.path, 0o600) == 0)
            #expect(kind { _ = try StateDict(contentsOf: pipe) } == .missing)
            #expect(kind { try (["a": Tensor(1)] as StateDict).write(to: pipe) } == .refused)
        }
    }

    // MARK: Elements

    @Test func halvesAreSwiftsOwn() {
        #if !(os(macOS) && arch(x86_64))
            for bits in UInt16.min...UInt16.max {
                let (found, expected) = (Float(half: bits), Float(Float16(bitPattern: bits)))
                #expect(found == expected && found.sign == expected.sign || found.isNaN && expected.isNaN)
                if !found.isNaN { #expect(found.half == bits) }
            }
            var random = SplitMix64(seed: 3)
            for _ in 0..<200_000 {
                // Around the range of halves, and with the lower bits often those of a tie.
                let mask: UInt32 = random.next() % 2 == 0 ? .max : 0xffff_f000
                let exponent = UInt32(100 + random.next() % 46) << 23
                let x = Float(bitPattern: (UInt32(truncatingIfNeeded: random.next()) & 0x807f_ffff | exponent) & mask)
                #expect(x.half == Float16(x).bitPattern, "\(x)")
            }
        #endif
        #expect(Float.infinity.half == 0x7c00 && (-Float.infinity).half == 0xfc00 && Float.nan.half == 0x7e00)
        #expect((-Float.nan).half == 0x7e00 && (-Float.nan).brain == 0x7fc0)
        #expect(
            Float.greatestFiniteMagnitude.brain == 0x7f80 && Float(1).brain == 0x3f80 && Float(-0.0).brain == 0x8000)
        #expect(Float(bitPattern: 0x3f80_8000).brain == 0x3f80 && Float(bitPattern: 0x3f81_8000).brain == 0x3f82)
    }

    @Test func numbersOfEightBitsAreTorchs() throws {
        let recording = try fixture("torch-float8", as: [String: [UInt32]].self)
        #expect(recording.count == 5)
        for (name, expected) in recording {
            #expect(expected.count == 256)
            let dtype = try #require(StoredTensor.DType(rawValue: name))
            let found = StoredTensor(dtype: dtype, shape: [256], bytes: Array(0...255)).tensor().array
            for (bits, (found, expected)) in zip(found, expected.map { Float(bitPattern: $0) }).enumerated() {
                #expect(
                    found == expected && found.sign == expected.sign || found.isNaN && expected.isNaN,
                    "\(name), \(bits)")
            }
        }
    }

    @Test func integersKeepTheirRange() throws {
        for dtype in [StoredTensor.DType.int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64] {
            let low = dtype.rawValue.hasPrefix("I") ? -128 : 0
            let tensor = IntTensor([low, 0, 127])
            let stored = StoredTensor(tensor, as: dtype)
            #expect(try stored.intTensor().isEqual(to: tensor))
            #expect(stored.tensor().array == [Float(low), 0, 127])
            #expect(kind { _ = try stored.boolTensor() } == .malformed)
        }
        let large = StoredTensor(dtype: .uint64, shape: [1], bytes: [UInt8](repeating: 255, count: 8))
        #expect(kind { _ = try large.intTensor() } == .malformed)
        #expect(large.tensor().array == [0x1p64])
        #expect(kind { _ = try StoredTensor(Tensor([1])).intTensor() } == .malformed)
    }

    /// The numbers 0, 1 and 2 are then those of the next files that are opened.
    @Test func aProgramWithoutStandardStreamsSaves() async throws {
        try await withDataFolder { folder in
            let file = folder.appendingPathComponent("a.safetensors")
            await #expect(processExitsWith: .success) { [path = file.path as String] in
                for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] { close(descriptor) }
                try (["x": Tensor([1, 2])] as StateDict).write(to: URL(fileURLWithPath: path))
            }
            let found = try StateDict(contentsOf: file)
            #expect(found["x"]?.array == [1, 2])
        }
    }

    @Test func truthIsOne() throws {
        let stored = StoredTensor(BoolTensor([true, false, true]))
        #expect(stored.bytes == [1, 0, 1] && stored.dtype == .bool && stored.shape == [3])
        #expect(try stored.boolTensor().array == [true, false, true])
    }
}

extension StoredTensor.DType {
    /// Whether NumPy has it.
    var isNumPys: Bool { (try? StoredTensor.npyHeader(self, [], of: "")) != nil }
}
