import Foundation
import Testing

@testable import Kindling

private struct PythonFailed: Error {}

/// What a script prints.
private func runPython(_ python: String, _ script: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-W", "ignore", "-c", script] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw PythonFailed() }
    return String(decoding: text, as: UTF8.self)
}

private func pythonReadsStates() -> Bool {
    let python = ProcessInfo.processInfo.environment["KINDLING_PYTHON"] ?? ""
    return !python.isEmpty && (try? runPython(python, "import safetensors.torch, numpy", [])) != nil
}

/// Files that Kindling has written, opened by NumPy and by Python's safetensors, where a Python that has both is at hand: KINDLING_PYTHON names it.
@Suite(
    .ownRandomNumbers,
    .enabled(if: pythonReadsStates(), "KINDLING_PYTHON names no Python with safetensors, torch and numpy"))
struct StatePythonTests {
    private static let python = ProcessInfo.processInfo.environment["KINDLING_PYTHON"] ?? ""

    private static func run(_ script: String, _ arguments: [String]) throws -> String {
        try runPython(python, script, arguments)
    }

    private static func line(_ name: String, _ stored: StoredTensor) -> String {
        "\(name) \(stored.shape) \(stored.bytes.map { String($0, radix: 16) }.joined(separator: " "))"
    }

    @Test func safetensors() throws {
        try withDataFolder { folder in
            let file = folder.appendingPathComponent("x.safetensors")
            var state: StateDict = [
                "weight": Tensor([[1, 2], [3, 4]]).T, "none": Tensor.zeros(0, 3), "one": Tensor(7), "ä \"": Tensor([1]),
            ]
            for dtype in StoredTensor.DType.allCases {
                state[stored: dtype.rawValue] = StoredTensor(
                    dtype: dtype, shape: [3],
                    bytes: (0..<3 * dtype.size).map { dtype == .bool ? UInt8($0 % 2) : UInt8($0) })
            }
            try state.write(to: file, metadata: ["by": "Kindling \"test\"", "empty": ""])
            let script = """
                import sys, torch, safetensors, safetensors.torch
                with safetensors.safe_open(sys.argv[1], "pt") as file:
                    print(sorted(file.metadata().items()))
                for name, tensor in sorted(safetensors.torch.load_file(sys.argv[1]).items()):
                    data = tensor.contiguous().flatten().view(torch.uint8).tolist() if tensor.numel() else []
                    print(name, list(tensor.shape), " ".join(f"{byte:x}" for byte in data))
                """
            // Its own torch reader lacks a name for e8m0.
            state[stored: "F8_E8M0"] = nil
            try state.write(to: file, metadata: ["by": "Kindling \"test\"", "empty": ""])
            let lines = state.keys.sorted {
                Array($0.unicodeScalars.map(\.value)).lexicographicallyPrecedes($1.unicodeScalars.map(\.value))
            }
            .map { Self.line($0, state[stored: $0]!) }
            let expected = ["[('by', 'Kindling \"test\"'), ('empty', '')]"] + lines
            #expect(try Self.run(script, [file.path]) == expected.joined(separator: "\n") + "\n")
        }
    }

    @Test func numpy() throws {
        try withDataFolder { folder in
            var state: StateDict = [
                "weight": Tensor([[1, 2], [3, 4]]).T, "none": Tensor.zeros(0, 3), "one": Tensor(7),
            ]
            for dtype in StoredTensor.DType.allCases where dtype.isNumPys {
                state[stored: dtype.rawValue] = StoredTensor(
                    dtype: dtype, shape: [3],
                    bytes: (0..<3 * dtype.size).map { dtype == .bool ? UInt8($0 % 2) : UInt8($0) })
            }
            let expected = state.keys.map { Self.line($0, state[stored: $0]!) }.joined(separator: "\n") + "\n"
            let script = """
                import sys, numpy as np
                file = np.load(sys.argv[1])
                for name in file.files:
                    array = np.ascontiguousarray(file[name]) if file[name].ndim else file[name]
                    print(name, list(array.shape), " ".join(f"{byte:x}" for byte in array.tobytes()))
                """
            for compressed in [false, true] {
                let file = folder.appendingPathComponent("x.npz")
                try state.write(npz: file, compressed: compressed)
                #expect(try Self.run(script, [file.path]) == expected)
            }
            // With fields of 64 bits everywhere.
            var bytes: [UInt8] = []
            var writer = ZipWriter(large: 0) { bytes += $0 }
            for name in state.keys {
                let stored = state[stored: name]!
                try writer.add(
                    "\(name).npy", [StoredTensor.npyHeader(stored.dtype, stored.shape, of: ""), stored.bytes],
                    compressed: name == "one")
            }
            try writer.finish()
            let large = folder.appendingPathComponent("large.npz")
            try Data(bytes).write(to: large)
            #expect(try Self.run(script, [large.path]) == expected)
        }
    }
}
