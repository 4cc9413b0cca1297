// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-08-notmnist.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 753ce59dd36db9b5

import Checkpoint

_program("Chapters/Workshop/10-08-notmnist.md", code: "1ba5945c91772a52")
#sourceLocation(file: "Chapters/Workshop/10-08-notmnist.md", line: 29)
import Foundation
import Kindling

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Serves files from memory on the loopback, and remembers what it was asked for.
final class Server: @unchecked Sendable {
    private let files: [String: [UInt8]]
    private let listener: Int32
    private let lock = NSLock()
    private var asked: [String] = []
    let port: UInt16

    init(_ files: [String: [UInt8]]) throws {
        #if canImport(Darwin)
            let stream = SOCK_STREAM
        #else
            let stream = Int32(SOCK_STREAM.rawValue)
        #endif
        let listener = socket(AF_INET, stream, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isListening else { throw DataError(.missing, "the server", "no socket on the loopback") }
        signal(SIGPIPE, SIG_IGN)  // A client that hangs up early must not end the program.
        self.files = files
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread { [self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 { answer(connection) }
        }.start()
    }

    /// The paths that were asked for, in order.
    var requests: [String] { lock.withLock { asked } }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func answer(_ connection: Int32) {
        defer { close(connection) }
        var request: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            request += buffer[..<count]
        }
        let words = String(decoding: request, as: UTF8.self).split(separator: " ")
        let path = words.count > 1 ? String(words[1]) : ""
        lock.withLock { asked.append(path) }
        let body = files[path] ?? []
        let status = files[path] == nil ? "404 Not Found" : "200 OK"
        var rest = Array("HTTP/1.1 \(status)\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n".utf8)[...] + body
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, 0) }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/10-08-notmnist.md", line: 107)
let whole = try readBytes(of: URL(fileURLWithPath: "Chapters/Data/letters.tar.gz"), limit: 1 << 20)
var changed = whole
changed[100_000] ^= 1
let server = try Server(["/old/letters.tar.gz": changed, "/good/letters.tar.gz": whole])
print(whole.count, SHA256.hex(whole) == SHA256.hex(changed))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/10-08-notmnist.md", line: 168)
/// The folder `name` out of an archive, fetched from the first mirror that has it as it should be.
/// - Parameters:
///   - folder: where the archive and its content go.
///   - sha256: the archive's fingerprint, as 64 hexadecimal digits.
func fetchFolder(_ name: String, in folder: URL, from mirrors: [URL], sha256: String, limit: Int) throws -> URL {
    let root = folder.appendingPathComponent(name)
    if FileManager.default.fileExists(atPath: root.path) { return root.appendingPathComponent(name) }
    let archive = folder.appendingPathComponent("\(name).tar.gz")
    try Download.fetch(from: mirrors, to: archive, limit: limit, patience: 10, progress: nil) { file in
        let found = SHA256.hex(try readBytes(of: file, limit: limit))
        guard found == sha256 else { throw DataError(.checksum, name, "it is another file, with SHA-256 \(found.prefix(8))…") }
    }
    try Tar.unpack(archive, to: root)
    return root.appendingPathComponent(name)
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/10-08-notmnist.md", line: 188)
let fingerprint = "cdd9acbf8b5eae7d5e7179eb574eec75b1b581cb9d322eb467fe829940cdfd4d"
let home = "http://127.0.0.1:\(server.port)"
let mirrors = ["http://127.0.0.1:9", home + "/old", home + "/good"].compactMap { URL(string: $0 + "/letters.tar.gz") }
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")

for attempt in 1...2 {
    let root = try fetchFolder("letters", in: folder, from: mirrors, sha256: fingerprint, limit: 1 << 20)
    print("attempt \(attempt): \(root.lastPathComponent), asked for \(server.requests)")
}
do {
    _ = try fetchFolder("others", in: folder, from: Array(mirrors[1...1]), sha256: fingerprint, limit: 1 << 20)
} catch let error as DataError {
    print(error.problem.replacingOccurrences(of: home, with: "…"))
}
server.stop()
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/10-08-notmnist.md", line: 248)
let root = folder.appendingPathComponent("letters/letters")
print(root.lastPathComponent, server.requests.prefix(2).joined(separator: " "))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/10-08-notmnist.md", line: 262)
let letters = try ImageFolder(root: root) { $0.grey().tensor(dividedBy: 256).view(784) }
print(letters.count, letters.classes.joined())
for file in letters.skipped {
    let name = URL(fileURLWithPath: file.path).deletingPathExtension().lastPathComponent
    let font = Data(base64Encoded: name).map { String(decoding: $0, as: UTF8.self) } ?? name
    print("skipped: \(font): \(file.reason.problem)")
}
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/10-08-notmnist.md", line: 328)
let parts = randomSplit(letters, [500, 100], generator: Generator(seed: 1))
let trainLoader = DataLoader(parts[0], batchSize: 50, shuffle: true, workers: 2)
let validLoader = DataLoader(parts[1], batchSize: 100)

manualSeed(1)
var iterator = trainLoader.makeIterator()
let (xFirst, yFirst) = iterator.next()!
print(xFirst.shape, yFirst[0..<10], xFirst.mean())
let grid = xFirst.view(5, 10, 28, 28).permute(0, 2, 1, 3).reshape(140, 280)
try Figure.write(PNG.grey(grid, scale: 2), to: "10-letters.png", in: .book)
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/Workshop/10-08-notmnist.md", line: 362)
final class LetterNet: Module {
    let hidden = Linear(784, 32)
    let scores = Linear(32, 10)

    override func forward(_ x: Tensor) -> Tensor { scores(F.relu(hidden(x))) }
}

manualSeed(1)
let net = LetterNet()
let opt = SGD(net.parameters, lr: 0.1, momentum: 0.9)
for epoch in 1...5 {
    var sum = Tensor(0)
    for (xb, yb) in trainLoader {
        let loss = F.crossEntropy(net(xb), yb)
        loss.backward()
        opt.step()
        opt.zeroGrad()
        sum = sum + loss.detach()
    }
    var right = 0
    for (xb, yb) in validLoader { right += noGrad { (net(xb).argmax(1) .== yb).sum().item() } }
    print("epoch \(epoch):", sum / 10, right, "of 100")
}
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/Workshop/10-08-notmnist.md", line: 434)
func notMNIST(in folder: URL, sha256: String) throws -> ImageFolder {
    let mirrors = [
        "http://yaroslavvb.com/upload/notMNIST/notMNIST_small.tar.gz",
        "https://commondatastorage.googleapis.com/books1000/notMNIST_small.tar.gz",
    ].compactMap { URL(string: $0) }
    return try ImageFolder(root: fetchFolder("notMNIST_small", in: folder, from: mirrors, sha256: sha256, limit: 1 << 26))
}
try FileManager.default.removeItem(at: folder)
#sourceLocation()
