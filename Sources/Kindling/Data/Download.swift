// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-08-download.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2189ec3b8d7edbec

// Chapters/Workshop/03-08-download.md: If the files are gone
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Fetches one file from the first of several servers that delivers it whole.
public struct Download {
    /// How far a download has come.
    public struct Progress: Sendable {
        /// The name of the file, without its folders.
        public var file: String
        /// Bytes that have arrived.
        public var received: Int
        /// Bytes there will be, if the server has said so.
        public var expected: Int?
        /// Seconds since the request.
        public var seconds: Double
        /// Whether this is the mirror's last report: its bytes have arrived, or it has failed. The check comes after
        /// it.
        public var isFinished: Bool

        /// What `fetch` reports; public so that a program's own display can be tried out without a network.
        public init(file: String, received: Int, expected: Int?, seconds: Double, isFinished: Bool = false) {
            self.file = file
            self.received = received
            self.expected = expected
            self.seconds = seconds
            self.isFinished = isFinished
        }
    }

    /// Fetches a file unless something goes wrong with every mirror.
    ///
    /// The bytes go to a file with a temporary name in the same folder. Only when they are all there and `check`
    /// agrees does the file get its name, in one step: whoever sees the name sees a whole file.
    /// - Parameters:
    ///   - mirrors: addresses of the same file, tried in order.
    ///   - file: where it goes. Folders on the way are made.
    ///   - limit: the most bytes to accept.
    ///   - patience: seconds to wait while nothing arrives.
    ///   - progress: called now and then, on this thread.
    ///   - check: throws if the finished file is not the right one.
    /// - Throws: `DataError`: `missing` if the folder can't be made, otherwise `download` with every mirror's reason, also
    ///   when the file can't be written. Any other error that `check` throws comes out as it is.
    public static func fetch(
        from mirrors: [URL], to file: URL, limit: Int, patience: Double = 30,
        progress: ((Progress) -> Void)? = ProgressBar.onTerminal, check: (URL) throws -> Void
    ) throws {
        let folder = file.deletingLastPathComponent()
        let name = file.lastPathComponent
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw DataError(.missing, name, "the folder \(folder.path) can't be made", advice: "Choose another folder.")
        }

        var reasons = ""
        for mirror in mirrors {
            do {
                let partial = try PartialFile(of: file)
                defer { partial.remove() }
                let transfer = Transfer(into: partial.handle, limit: limit)
                try transfer.run(from: mirror, name: name, patience: patience, progress: progress)
                try check(partial.location)
                guard rename(partial.location.path, file.path) == 0 else {
                    throw DataError(.missing, name, "it can't be put at \(file.path)")
                }
                return
            } catch let error as DataError {
                reasons += "\n  \(mirror.absoluteString): \(error.problem)"
            }
        }
        throw DataError(
            .download, name, "no mirror delivered it" + (reasons.isEmpty ? "; none was given" : ":" + reasons),
            advice: "\nName other mirrors, or put the file into \(folder.path) by hand.")
    }
}

/// One request. URLSession calls its delegate on a thread of its own, hence the lock around what both threads touch.
private final class Transfer: NSObject, URLSessionDataDelegate {
    private struct State {
        var handle: FileHandle?
        var received = 0
        var expected: Int?
        var lastArrival = ContinuousClock.now
        var failure: DataError?
    }

    private let state: Mutex<State>
    private let limit: Int
    private let finished = DispatchSemaphore(value: 0)

    init(into handle: FileHandle, limit: Int) {
        state = Mutex(State(handle: handle))
        self.limit = limit
    }

    /// Waits until the body is in the file.
    func run(from mirror: URL, name: String, patience: Double, progress: ((Download.Progress) -> Void)?) throws {
        let settings = URLSessionConfiguration.ephemeral
        settings.timeoutIntervalForRequest = max(patience, 1) * 2  // ours comes first
        let session = URLSession(configuration: settings, delegate: self, delegateQueue: nil)
        var request = URLRequest(url: mirror)
        // Otherwise a server may wrap the file in another gzip.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        let start = ContinuousClock.now
        let task = session.dataTask(with: request)
        task.resume()

        var isFinished = false
        while !isFinished {
            isFinished = finished.wait(timeout: .now() + 0.1) == .success
            let now = ContinuousClock.now
            let (received, expected, silence) = state.withLock { state in
                (state.received, state.expected, state.lastArrival.duration(to: now))
            }
            if !isFinished, silence > .seconds(patience) {
                fail(.download, "nothing arrived for \(Int(patience)) seconds")
                isFinished = true
            }
            progress?(
                Download.Progress(
                    file: name, received: received, expected: expected,
                    seconds: start.duration(to: now) / .seconds(1), isFinished: isFinished))
        }
        session.invalidateAndCancel()

        try state.withLock { state in
            let handle = state.handle
            state.handle = nil  // a late delegate call writes nothing more
            if let failure = state.failure { throw failure }
            if let expected = state.expected, state.received != expected {
                throw DataError(.truncated, name, "\(state.received) of \(expected) bytes arrived")
            }
            do {
                try handle?.synchronize()
            } catch {
                throw DataError(.missing, name, "it can't be written: \(error.localizedDescription)")
            }
        }
    }

    private func fail(_ kind: DataError.Kind, _ problem: String) {
        state.withLock { state in
            if state.failure == nil { state.failure = DataError(kind, "", problem) }
        }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        let length = response.expectedContentLength
        state.withLock { state in
            state.lastArrival = .now
            state.expected = length >= 0 ? Int(length) : nil
        }
        if let status = (response as? HTTPURLResponse)?.statusCode, status != 200 {
            fail(.download, "the server answered with status \(status)")
        } else if length > limit {
            fail(.tooLong, "the server offers \(length) bytes, at most \(limit) are expected")
        }
        completionHandler(state.withLock { $0.failure == nil } ? .allow : .cancel)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let goesOn = state.withLock { state in
            state.lastArrival = .now
            state.received += data.count
            if state.received > limit, state.failure == nil {
                state.failure = DataError(.tooLong, "", "more than \(limit) bytes arrive")
            }
            guard state.failure == nil, let handle = state.handle else { return false }
            do {
                try handle.write(contentsOf: data)
                return true
            } catch {
                state.failure = DataError(.missing, "", "it can't be written: \(error.localizedDescription)")
                return false
            }
        }
        if !goesOn { dataTask.cancel() }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        if let error {
            let received = state.withLock { $0.received }
            switch (error as? URLError)?.code {
            case .cannotConnectToHost: fail(.download, "no server answers there")
            case .cannotFindHost, .dnsLookupFailed: fail(.download, "there is no such host")
            case .networkConnectionLost: fail(.truncated, "the connection broke after \(received) bytes")
            default: fail(.download, error.localizedDescription)
            }
        }
        finished.signal()
    }
}
