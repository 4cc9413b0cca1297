import Foundation
import Testing

@testable import TestSupport

@Suite(.enabled(if: FaultInjection.isPossible(), "needs strace"))
struct FaultInjectionTests {
    @Test("a program that hangs is an error, and ended with the strace that it hangs in")
    func hang() throws {
        let command = ["strace", "-f", "-qq", "-o", "/dev/null", "sleep", "86399"]
        #expect(throws: FaultInjection.Hang.self) { try FaultInjection.run(command, in: "/", patience: 10) }
        let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
        let left = processes.filter {
            (try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8))?.contains("86399") == true
        }
        #expect(left == [])
    }
}
