import Foundation
import Kindling
import Synchronization
import Testing

/// A web server on the loopback for one test: each path has a manner of answering, good or bad.
final class DataTestServer: Sendable {
    enum Answer: Sendable {
        case whole([UInt8])
        /// Pieces with a pause before each.
        case slow([UInt8], pieces: Int, pause: Double)
        /// Announces `declared` bytes, or nothing, and closes after `bytes`.
        case cutOff([UInt8], declared: Int?)
        case status(Int)
        case redirect(String)
        /// Accepts, and says nothing.
        case hang
        /// Headers and some bytes, and then nothing.
        case stall([UInt8], declared: Int)
    }

    let port: UInt16
    private let socket: Int32
    private let answers: Mutex<[String: Answer]>
    private let asked = Mutex<[String]>([])

    /// The paths that were asked for, in order.
    var requests: [String] { asked.withLock { $0 } }

    init(_ answers: [String: Answer]) throws {
        self.answers = Mutex(answers)
        #if canImport(Darwin)
            socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
        #else
            socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = socket
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        try #require(status, "no socket on the loopback")
        let thread = Thread { [self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                let worker = Thread { [self] in serve(connection) }
                worker.start()
            }
            // Closed by whoever uses it: its number may be another server's at once.
            close(listener)
        }
        thread.start()
    }

    func url(_ path: String) throws -> URL { try #require(URL(string: "http://127.0.0.1:\(port)/\(path)")) }

    func stop() {
        shutdown(socket, Int32(SHUT_RDWR))
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        #if canImport(Darwin)
            var one: Int32 = 1
            setsockopt(connection, SOL_SOCKET, SO_NOSIGPIPE, &one, socklen_t(MemoryLayout<Int32>.size))
        #endif
        var request: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            request += buffer[..<count]
        }
        let path = String(decoding: request, as: UTF8.self).split(separator: " ")[1].dropFirst()
        asked.withLock { $0.append(String(path)) }
        switch answers.withLock({ $0[String(path)] }) ?? .status(404) {
        case .whole(let bytes):
            write(connection, head(200, bytes.count) + bytes)
        case .slow(let bytes, let pieces, let pause):
            write(connection, head(200, bytes.count))
            for piece in 0..<pieces {
                Thread.sleep(forTimeInterval: pause)
                write(connection, Array(bytes[bytes.count * piece / pieces..<bytes.count * (piece + 1) / pieces]))
            }
        case .cutOff(let bytes, let declared):
            write(connection, head(200, declared) + bytes)
        case .status(let status):
            write(connection, head(status, 5) + Array("sorry".utf8))
        case .redirect(let target):
            write(
                connection,
                Array(
                    "HTTP/1.1 302 Found\r\nLocation: \(target)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8))
        case .hang:
            Thread.sleep(forTimeInterval: 8)
        case .stall(let bytes, let declared):
            write(connection, head(200, declared) + bytes)
            Thread.sleep(forTimeInterval: 8)
        }
    }

    private func head(_ status: Int, _ length: Int?) -> [UInt8] {
        let length = length.map { "Content-Length: \($0)\r\n" } ?? ""
        return Array(
            "HTTP/1.1 \(status) Any\r\nContent-Type: application/x-gzip\r\n\(length)Connection: close\r\n\r\n".utf8)
    }

    private func write(_ connection: Int32, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            #if canImport(Darwin)
                let flags: Int32 = 0
            #else
                let flags = Int32(MSG_NOSIGNAL)
            #endif
            let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, flags) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
