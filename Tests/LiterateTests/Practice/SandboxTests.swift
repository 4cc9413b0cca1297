import Foundation
import Testing

@testable import Literate

/// Whether the system lets a process be locked in.
private let isPossible: Bool = {
    let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var isPossible = false
    Task.detached {
        isPossible = (try? await Sandbox().require()) != nil
        done.signal()
    }
    done.wait()
    return isPossible
}()

/// What is graded sees no network and writes nowhere. Where the system doesn't let a process be locked in, as in some
/// containers, there is nothing to test, and `practice grade` refuses.
@Suite(.serialized, .enabled(if: isPossible)) struct SandboxTests {
    private let scratch: TemporaryFolder
    private let hidden: TemporaryFolder

    init() throws {
        scratch = try TemporaryFolder()
        hidden = try TemporaryFolder()
        try Files.write(Array("seen\n".utf8), to: "\(hidden.path)/expected")
    }

    private func run(_ script: String, _ sandbox: Sandbox = Sandbox()) async throws -> ChildProcess.Result {
        defer {
            scratch.remove()
            hidden.remove()
        }
        let words = sandbox.words(scratch: scratch.path, hidden: [hidden.path]) + ["sh", "-c", script]
        return try await ChildProcess.run(words[0], Array(words.dropFirst()), directory: "/", timeout: .seconds(60))
    }

    @Test func onlyTheScratchFolderIsWritable() async throws {
        let home = Files.temporaryDirectory
        let result = try await run(
            """
            for place in / /root /tmp /var/tmp /dev/shm /usr \(home); do
                touch $place/kindling-was-here 2>/dev/null && echo $place
            done
            touch \(scratch.path)/own && echo scratch
            """)
        #expect(String(decoding: result.output, as: UTF8.self) == "scratch\n", "\(result.errorText)")
    }

    @Test func itCannotBeUndone() async throws {
        let result = try await run(
            """
            mount -o remount,bind,rw / 2>/dev/null && echo remounted
            umount \(hidden.path) 2>/dev/null && echo unmounted
            unshare --user --map-root-user --mount sh -c 'mount -o remount,bind,rw /' 2>/dev/null && echo remounted
            echo tried
            """)
        #expect(String(decoding: result.output, as: UTF8.self) == "tried\n")
    }

    @Test func noNetworkAndNothingHidden() async throws {
        let result = try await run(
            """
            cat \(hidden.path)/expected 2>/dev/null
            grep -v -e lo: -e Inter -e face /proc/net/dev | grep -c : | sed s/^/devices:\\ /
            ls /proc | grep -c '^[0-9]*$' > /dev/null
            """)
        let lines = String(decoding: result.output, as: UTF8.self)
        #expect(!lines.contains("seen"))
        // Some systems show devices that lead nowhere; none has an address.
        let connected = try await run("bash -c 'exec 3<>/dev/tcp/127.0.0.1/22' 2>/dev/null && echo connected; true")
        #expect(!String(decoding: connected.output, as: UTF8.self).contains("connected"))
    }

    @Test func limits() async throws {
        var sandbox = Sandbox()
        (sandbox.seconds, sandbox.gigabytes) = (1, 1)
        let endless = try await run("while :; do :; done", sandbox)
        #expect(endless.status != .exited(0))
        let large = try await run("head -c 3000000000 /dev/zero | tail -c 2900000000 > /dev/null", sandbox)
        #expect(!large.errorText.isEmpty)
    }
}
