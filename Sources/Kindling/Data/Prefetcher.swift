// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-04-workers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b1dece06374d7728

// Chapters/Workshop/10-04-workers.md: Workers
import Foundation

/// Makes batches in background threads, ahead of whoever takes them, and hands them out in order.
///
/// Here Kindling shares what isn't `Sendable` between threads. The promises that make it safe:
/// - All stored `var`s are touched under the lock only.
/// - `make` is called by several threads at once. It reads the data set, which nobody must change during the loop, and
///   returns a batch that nobody else has seen. A batch is handed to one taker, under the lock.
/// - `stop` waits for the calls that are under way, so nothing is read any more after it.
final class Prefetcher<Batch>: @unchecked Sendable {
    private let lock = NSCondition()
    private let window: Int
    private let make: (Int) -> Batch?
    private var finished: [Int: Batch] = [:]
    private var begun = 0
    private var taken = 0
    private var end: Int
    private var running: Int
    private var isStopped = false

    /// - Parameters:
    ///   - workers: the number of threads.
    ///   - window: how many batches may be under way or finished and not taken.
    ///   - count: how many batches there are, if that is known.
    ///   - make: makes the batch with a number; nil if the data have ended before it.
    init(workers: Int, window: Int, count: Int?, make: @escaping (Int) -> Batch?) {
        self.window = window
        self.make = make
        end = count ?? .max
        running = min(workers, end)
        for number in 0..<running {
            let thread = Thread { self.work() }
            thread.name = "Kindling loader \(number)"
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// The next batch, as soon as it is finished; nil after the last.
    func next() -> Batch? {
        lock.lock()
        defer { lock.unlock() }
        while taken < end {
            if let batch = finished.removeValue(forKey: taken) {
                taken += 1
                lock.broadcast()
                return batch
            }
            lock.wait()
        }
        return nil
    }

    /// Ends the threads and waits for them.
    func stop() {
        lock.lock()
        isStopped = true
        lock.broadcast()
        while running > 0 { lock.wait() }
        finished = [:]
        lock.unlock()
    }

    private func work() {
        lock.lock()
        while true {
            while !isStopped && begun < end && begun >= taken + window { lock.wait() }
            if isStopped || begun >= end { break }
            let number = begun
            begun += 1
            lock.unlock()
            let batch = noGrad { make(number) }
            lock.lock()
            if let batch { finished.updateValue(batch, forKey: number) } else { end = min(end, number) }
            lock.broadcast()
        }
        running -= 1
        lock.broadcast()
        lock.unlock()
    }
}

/// Stops a prefetcher when nobody holds its iterator any more: after the last batch, a `break`, or an error.
final class PrefetcherOwner<Batch> {
    private let prefetcher: Prefetcher<Batch>

    init(_ prefetcher: Prefetcher<Batch>) { self.prefetcher = prefetcher }

    deinit { prefetcher.stop() }

    func next() -> Batch? { prefetcher.next() }
}
