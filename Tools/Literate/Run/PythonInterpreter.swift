import Foundation

/// A Python that has PyTorch.
package struct PythonInterpreter: Sendable {
    let path: String
    /// The version of PyTorch, with its build: `2.13.0+cpu`.
    package let torchVersion: String

    /// One thread, and one set of instructions: on both depend the last bits of PyTorch's sums, and after some training
    /// the digits that a page shows.
    let environment = [
        "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2",
        "MKL_CBWR": "COMPATIBLE",
    ]

    /// The version that the book's outputs were compared with.
    static let bookTorchVersion = "2.13.0"

    init(path: String, torchVersion: String) {
        self.path = path
        self.torchVersion = torchVersion
    }

    /// Looks for PyTorch in the interpreter at `path`, or in `KINDLING_PYTHON`, or in `python3`.
    package init(path: String? = nil, root: String) async throws {
        let path = path ?? ProcessInfo.processInfo.environment["KINDLING_PYTHON"] ?? "python3"
        let result = try await ChildProcess.run(
            path, ["-c", "import torch; print(torch.__version__)"], directory: root)
        guard result.status == .exited(0) else {
            throw Failure(
                "\(path) can't import torch, which the PyTorch column needs", at: nil,
                details: result.errorText.textLines.suffix(1).map { "| " + $0 },
                remedy: """
                    `make parity` makes an environment that has it, and verifies with that. By hand:
                        python3 -m venv .build-python
                        .build-python/bin/pip install "torch==\(Self.bookTorchVersion)" numpy
                        swift run -c release verify --python --python-path .build-python/bin/python
                    """)
        }
        self.path = path
        torchVersion = String(decoding: result.output, as: UTF8.self).textLines.last.map(String.init) ?? ""
    }

    /// A remark if the version is another than the book's.
    package var versionRemark: String? {
        torchVersion.hasPrefix(Self.bookTorchVersion)
            ? nil : "PyTorch \(torchVersion) may print other digits than \(Self.bookTorchVersion), the book's."
    }
}
