import BenchPeak
import Foundation
import Kindling
import KindlingEngine

/// Kindling's side of `make bench`: reads a command a line and answers each with a line of JSON.
///
///     prepare CASE         what isn't timed: data, model, a first run
///     run CASE             a run, with its seconds, how many samples it saw, and its validation loss (without one, that of its
///                          last batch)
///     check CASE           the loss of 20 batches, which is the same in every library
///     weights FILE CASE    writes the weights that the case starts with, as Floats
///     peak THREADS         the machine's multiply-adds, in GFLOP/s
///     memory               the most memory that this process has had, in MB
///
/// CASE is `logistic`, `logistic-loader`, `cnn`, `lenet`, `encoder` or `load`, with settings: `cnn batch=256 images=8192
/// validate=0`.
@main
struct Worker {
    private var mnist: MNIST?
    private var trainings: [String: any Work] = [:]

    static func main() {
        var worker = Worker()
        let isa = String(cString: kd_isa_name(kd_isa()))
        let threads = ProcessInfo.processInfo.environment["KINDLING_THREADS"] ?? "default"
        say(#"{"ready": "Kindling", "isa": "\#(isa)", "threads": "\#(threads)"}"#)
        while let line = readLine() {
            do {
                say(try worker.answer(line.split(separator: " ")[...]))
            } catch {
                say(#"{"error": "\#("\(error)".replacing("\"", with: "'").replacing("\n", with: " "))"}"#)
            }
        }
    }

    private mutating func answer(_ words: ArraySlice<Substring>) throws -> String {
        let rest = words.dropFirst()
        switch words.first {
        case "prepare":
            let work = try Case(rest)
            if work.name == "load" {
                _ = try MNIST.load()
            } else {
                let training = try training(rest)
                _ = training.run()
                if training.validation == .untimed { _ = training.validationLoss() }
            }
            return #"{"ok": true}"#
        case "run":
            let work = try Case(rest)
            if work.name == "load" {
                let (seconds, mnist) = try timed { try MNIST.load() }
                return json(
                    seconds,
                    Outcome(loss: mnist.train.images.mean().item(), samples: mnist.train.count + mnist.valid.count))
            }
            let training = try training(rest)
            try training.reset()
            var (seconds, outcome) = timed { training.run() }
            if training.validation == .untimed { outcome.loss = training.validationLoss() }
            return json(seconds, outcome)
        case "check":
            return json(0, try training(rest).check())
        case "weights":
            guard let file = rest.first else { throw WorkerError("weights: name a file and a case") }
            let training = try training(rest.dropFirst())
            try training.reset()
            let values = training.model.parameters.flatMap(\.array)
            try values.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: String(file))) }
            return #"{"ok": true}"#
        case "peak":
            let threads = rest.first.flatMap { Int32($0) } ?? 1
            return #"{"gflops": \#(bench_fma_peak(threads, 40))}"#
        case "memory":
            return #"{"megabytes": \#(peakMegabytes())}"#
        default:
            throw WorkerError("'\(words.joined(separator: " "))' is no command")
        }
    }

    private mutating func training(_ words: ArraySlice<Substring>) throws -> any Work {
        let key = words.joined(separator: " ")
        if let training = trainings[key] { return training }
        let work = try Case(words)
        if work.name == "encoder" {
            let steps = LayerSteps(work)
            trainings[key] = steps
            return steps
        }
        let data = try mnist ?? MNIST.load()
        mnist = data
        let training = try Training(work, data)
        trainings[key] = training
        return training
    }
}

private func timed<Result>(_ body: () throws -> Result) rethrows -> (Double, Result) {
    let start = ContinuousClock.now
    let result = try body()
    let time = ContinuousClock.now - start
    return (Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18, result)
}

private func json(_ seconds: Double, _ outcome: Outcome) -> String {
    #"{"seconds": \#(seconds), "loss": \#(outcome.loss), "samples": \#(outcome.samples)}"#
}

private func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

/// Linux counts it in kilobytes, macOS in bytes.
private func peakMegabytes() -> Double {
    #if os(Linux)
        // Not getrusage, whose maximum takes in the process that started this one.
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Double($0) }.map { $0 / 1024 } ?? 0
    #else
        var usage = rusage()
        getrusage(RUSAGE_SELF, &usage)
        return Double(usage.ru_maxrss) / (1 << 20)
    #endif
}
