import Foundation
import Kindling
import Testing

#if canImport(Glibc)
    // Glibc has them, but its module doesn't show them.
    @_silgen_name("posix_openpt") private func posix_openpt(_ flags: Int32) -> Int32
    @_silgen_name("grantpt") private func grantpt(_ terminal: Int32) -> Int32
    @_silgen_name("unlockpt") private func unlockpt(_ terminal: Int32) -> Int32
    @_silgen_name("ptsname") private func ptsname(_ terminal: Int32) -> UnsafePointer<CChar>?
#endif

/// The line that a training shows where somebody watches: only on a terminal, so a pseudo-terminal is what it gets here.
@Suite("Progress", .ownRandomNumbers) struct ProgressTests {
    /// What a training of two epochs of three batches writes to a terminal, its own output included.
    @Test("on a terminal a line counts the batches, and is gone at the end")
    func terminal() async throws {
        let outcome = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            let output = dup(STDOUT_FILENO)
            let terminal = posix_openpt(O_RDWR | O_NOCTTY)
            guard terminal >= 0, grantpt(terminal) == 0, unlockpt(terminal) == 0, let name = ptsname(terminal) else {
                exit(1)
            }
            let other = open(name, O_RDWR | O_NOCTTY)
            dup2(other, STDOUT_FILENO)
            dup2(other, STDERR_FILENO)
            ProgressTests.train()
            fflush(nil)
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            _ = fcntl(terminal, F_SETFL, O_NONBLOCK)
            while case let count = read(terminal, &bytes, bytes.count), count > 0 { _ = write(output, bytes, count) }
        }
        let bytes = try #require(outcome?.standardOutputContent)
        let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
        // What is on the screen after each return to the line's start.
        let lines = text.split(separator: "\r\u{1B}[K", omittingEmptySubsequences: false)
        #expect(lines.first == "" && lines.count >= 4, "\(text.debugDescription)")
        let shown = lines.filter { $0.hasPrefix("epoch 1, batch ") }
        #expect(shown.contains { $0.contains(" of 3, loss ") && $0.hasSuffix(" s left") }, "\(text.debugDescription)")
        #expect(
            lines.filter { $0.contains("validation loss") }.allSatisfy { $0.hasPrefix("epoch: ") && $0.hasSuffix("\n") }
        )
        #expect(text.components(separatedBy: "validation loss").count == 3)
    }

    @Test("where nobody watches, nothing is written but the epochs")
    func pipe() async throws {
        let outcome = await #expect(
            processExitsWith: .success, observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            ProgressTests.train()
        }
        let written = try #require(outcome)
        #expect(written.standardErrorContent.isEmpty)
        let lines = String(decoding: written.standardOutputContent, as: UTF8.self).split(separator: "\n")
        #expect(lines.filter { $0.contains("validation loss") }.count == 2 && !lines.contains { $0.contains("\r") })
    }

    /// Each batch takes longer than a line needs to stay.
    static func train() {
        struct Slow: Dataset {
            var count: Int { 6 }
            subscript(index: Int) -> (Tensor, IntTensor) {
                Thread.sleep(forTimeInterval: 0.06)
                return (.ones(2), IntTensor(index % 2))
            }
        }
        let model = Linear(2, 2)
        fit(
            epochs: 2, model, { F.crossEntropy($0, $1) }, SGD(model.parameters, lr: 0.1),
            DataLoader(Slow(), batchSize: 2), DataLoader(Slow(), batchSize: 6))
    }
}
