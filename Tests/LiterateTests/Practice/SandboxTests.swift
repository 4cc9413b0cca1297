import Foundation
import Testing

@testable import Literate

// `Sandbox` needs Linux.
#if os(Linux)
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
    @Suite(.serialized, .enabled(if: isPossible)) final class SandboxTests {
        private let scratch: TemporaryFolder
        private let hidden: TemporaryFolder

        init() throws {
            scratch = try TemporaryFolder()
            hidden = try TemporaryFolder()
            try Files.write(Array("seen\n".utf8), to: "\(hidden.path)/expected")
        }

        deinit {
            scratch.remove()
            hidden.remove()
        }

        private func run(_ script: String, _ sandbox: Sandbox = Sandbox()) async throws -> ChildProcess.Result {
            let words = sandbox.words(scratch: scratch.path, hidden: [hidden.path]) + ["sh", "-c", script]
            var result = try await ChildProcess.run(
                words[0], Array(words.dropFirst()), directory: "/", timeout: .seconds(60))
            result.status = Sandbox.status(result.status)
            return result
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

        @Test func nothingHiddenIsSeen() async throws {
            let show = "cat \(hidden.path)/expected; echo shown"
            let result = try await run("\(show) 2>/dev/null; ls -A \(hidden.path)")
            #expect(String(decoding: result.output, as: UTF8.self) == "shown\n", "\(result.errorText)")
            let outside = try await ChildProcess.run("sh", ["-c", show], directory: "/")
            #expect(String(decoding: outside.output, as: UTF8.self) == "seen\nshown\n", "it's there for others")
        }

        /// Somebody listens on this machine; from inside nobody answers.
        @Test func noNetwork() async throws {
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(listener) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { socketAddress in
                    bind(listener, socketAddress, length) == 0 && listen(listener, 8) == 0
                        && getsockname(listener, socketAddress, &length) == 0
                }
            }
            try #require(isBound)
            let connect = "bash -c 'exec 3<>/dev/tcp/127.0.0.1/\(UInt16(bigEndian: address.sin_port))' 2>/dev/null"
            let script = "\(connect) && echo connected; echo tried"
            let outside = try await ChildProcess.run("sh", ["-c", script], directory: "/")
            #expect(String(decoding: outside.output, as: UTF8.self) == "connected\ntried\n")
            let inside = try await run(script)
            #expect(String(decoding: inside.output, as: UTF8.self) == "tried\n", "\(inside.errorText)")
        }

        @Test func saysHowTheProgramEnded() async throws {
            #expect(try await run("exit 3").status == .exited(3))
            // Of itself, as a program does that aborts.
            let aborted = try await run("echo before >&2; kill -ABRT $$")
            #expect(aborted.status == .signaled(Int(SIGABRT)))
            #expect(aborted.errorText == "before\n")
        }

        @Test func limits() async throws {
            var sandbox = Sandbox()
            sandbox.seconds = 1
            let endless = try await run("while :; do :; done", sandbox)
            #expect(endless.status == .signaled(Int(SIGKILL)), "\(endless.errorText)")
            (sandbox.seconds, sandbox.gigabytes) = (30, 1)
            let large = try await run("head -c 3000000000 /dev/zero | tail -c 2900000000 > /dev/null", sandbox)
            #expect(large.errorText.contains("memory exhausted"), "\(large.errorText)")
        }
    }
#endif
