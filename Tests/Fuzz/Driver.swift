import Foundation

// What libFuzzer calls. One program holds all targets; FUZZ names the one that runs.

private let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ"] ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        fatalError("FUZZ=\(name) is none of \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
    }
    return target
}()

@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int) -> Int

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let start = secondsOfWork()
    do {
        try target.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
    } catch {
        fatalError("\(target.name): \(error)")
    }
    // Not by the clock: where others work, too, a process may wait for a second.
    let seconds = secondsOfWork() - start
    if seconds > 1 { fatalError("\(target.name): \(seconds) s for \(count) bytes") }
    return 0
}

private func secondsOfWork() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

@_cdecl("LLVMFuzzerCustomMutator")
public func customMutator(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int, _ seed: CUnsignedInt) -> Int
{
    var random = FuzzRandom(seed: UInt64(seed))
    var input = Array(UnsafeBufferPointer(start: bytes, count: count))
    /// libFuzzer's own mutation, which knows what the program has compared with.
    func libFuzzer(_ piece: [UInt8], room: Int) -> [UInt8] {
        var buffer = piece + [UInt8](repeating: 0, count: max(room, 8))
        let length = buffer.withUnsafeMutableBufferPointer { mutateBytes($0.baseAddress!, piece.count, $0.count) }
        return Array(buffer.prefix(length))
    }
    input = target.mutate(input, &random, { libFuzzer($0, room: 64) })
    let length = min(input.count, most)
    for i in 0..<length { bytes[i] = input[i] }
    return length
}
