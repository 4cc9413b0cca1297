import Foundation
import Kindling
import Testing

@Suite("What schedulers and generators remember", .ownRandomNumbers) struct SchedulerStateTests {
    static let kinds = ["StepLR", "Cosine", "OneCycle", "Base"]

    static func make(_ kind: String, _ optimizer: Optimizer) -> LRScheduler {
        switch kind {
        case "StepLR": StepLR(optimizer, stepSize: 3, gamma: 0.3)
        case "Cosine": CosineAnnealingLR(optimizer, maxSteps: 7, minimum: 0.001)
        case "OneCycle": OneCycleLR(optimizer, maxLR: 0.3, totalSteps: 12, rise: 0.4)
        default: LRScheduler(optimizer)
        }
    }

    @Test("after any number of steps, the next scheduler goes on to the bit", arguments: kinds, 0...11)
    func roundTrip(_ kind: String, _ steps: Int) throws {
        let optimizer = SchedulerTests.optimizer()
        let scheduler = Self.make(kind, optimizer)
        for _ in 0..<steps { scheduler.step() }
        let next = SchedulerTests.optimizer()
        let nextScheduler = Self.make(kind, next)
        nextScheduler.step()
        try next.loadStateDict(optimizer.stateDict)
        try nextScheduler.loadStateDict(scheduler.stateDict)
        #expect(nextScheduler.stepCount == steps && nextScheduler.initialLRs == scheduler.initialLRs)
        for _ in steps..<12 {
            scheduler.step()
            nextScheduler.step()
            #expect(next.groups.map(\.lr) == optimizer.groups.map(\.lr))
            #expect(next.groups.map(\.momentum) == optimizer.groups.map(\.momentum))
        }
    }

    @Test("the first rates are those of the state, also if the scheduler was made too late")
    func firstRates() throws {
        let optimizer = SchedulerTests.optimizer()
        let scheduler = Self.make("Cosine", optimizer)
        for _ in 0..<4 { scheduler.step() }
        let next = SchedulerTests.optimizer()
        try next.loadStateDict(optimizer.stateDict)
        let late = Self.make("Cosine", next)
        #expect(late.initialLRs != scheduler.initialLRs)
        try late.loadStateDict(scheduler.stateDict)
        scheduler.step()
        late.step()
        #expect(late.lastLRs == scheduler.lastLRs)
    }

    @Test("torch's states are taken over")
    func torch() throws {
        for (name, packed) in try ResumeRecording.load().schedulers {
            let optimizer = SGD([Parameter(.zeros(1))], lr: 7, momentum: 0.9)
            let scheduler: LRScheduler =
                name == "StepLR"
                ? StepLR(optimizer, stepSize: 3, gamma: 0.5)
                : CosineAnnealingLR(optimizer, maxSteps: 7, minimum: 0.001)
            try scheduler.loadStateDict(ResumeRecording.state(packed))
            #expect(scheduler.stepCount == 4 && scheduler.initialLRs == [0.1])
        }
    }

    @Test("a state that doesn't fit is refused, and nothing is changed")
    func refused() throws {
        let changes: [(String, (inout StateDict) -> Void)] = [
            ("last_epoch", { $0["last_epoch"] = nil }),
            ("last_epoch", { $0[value: "last_epoch"] = -1 }),
            ("last_epoch", { $0[value: "last_epoch"] = 13 }),
            ("base_lrs", { $0[value: "base_lrs"] = [0.1] }),
            ("base_lrs", { $0[value: "base_lrs"] = [0.1, -1] }),
            ("base_lrs", { $0[value: "base_lrs"] = [0.1, Double.nan] }),
            ("max_lr", { $0[value: "max_lr"] = 0.4 }),
            ("total_steps", { $0[value: "total_steps"] = 13 }),
            ("gamma", { $0[value: "gamma"] = 0.1 }),
        ]
        for (name, change) in changes {
            let scheduler = Self.make("OneCycle", SchedulerTests.optimizer())
            scheduler.step()
            var state = scheduler.stateDict
            scheduler.step()
            change(&state)
            let error = #expect(throws: StateDictError.self) { try scheduler.loadStateDict(state) }
            #expect(error?.description.contains(name) == true && error?.module == "OneCycleLR")
            #expect(error?.unusable.allSatisfy { $0.name == name } == true)
            #expect(scheduler.stepCount == 2)
        }
    }

    /// It remembers a number of its own.
    final class Counting: LRScheduler {
        var seen = 0

        override func lr(after current: Double, initial: Double, step: Int) -> Double {
            seen += step
            return current / Double(seen)
        }

        override var memory: StateDict {
            var memory = StateDict()
            memory[value: "seen"] = seen
            return memory
        }

        override func remember(_ memory: inout StateReader) { seen = memory.count("seen") ?? 0 }
    }

    @Test("a scheduler's own memory is handed on, and given back if the rest doesn't fit")
    func own() throws {
        let scheduler = Counting(SchedulerTests.optimizer())
        for _ in 0..<3 { scheduler.step() }
        let next = Counting(SchedulerTests.optimizer())
        try next.loadStateDict(scheduler.stateDict)
        #expect(next.seen == scheduler.seen && next.seen > 0)
        let late = Counting(SchedulerTests.optimizer())
        late.step()
        let seen = late.seen
        var state = scheduler.stateDict
        state[value: "base_lrs"] = [1.0]
        #expect(throws: StateDictError.self) { try late.loadStateDict(state) }
        #expect(late.seen == seen && late.stepCount == 1)
    }

    /// Up to 2⁵³ a Double has every whole number: so far, and no further, a count can have come from one.
    @Test(
        "a count is no more than Doubles count",
        arguments: [(0, true), (1 << 53, true), (1 << 53 + 2, false), (-1, false)])
    func counts(_ count: Int, _ isOne: Bool) throws {
        let scheduler = Counting(SchedulerTests.optimizer())
        var state = scheduler.stateDict
        state[value: "seen"] = count
        if isOne {
            try scheduler.loadStateDict(state)
            #expect(scheduler.seen == count)
        } else {
            let error = #expect(throws: StateDictError.self) { try scheduler.loadStateDict(state) }
            #expect(error?.unusable.map(\.name) == ["seen"])
        }
    }

    @Test("a generator's bytes are torch's, and lead to the same numbers")
    func streams() throws {
        let streams = try ResumeRecording.load().streams
        #expect(streams.count == 12)
        for stream in streams {
            let generator = Generator(seed: stream.seed)
            _ = Tensor.rand(stream.uniform, generator: generator)
            _ = Tensor.randn(stream.normal, generator: generator)
            _ = Tensor.rand(stream.more, generator: generator)
            // What is kept of a normal pair may differ in its last bits, as the numbers themselves.
            let (ours, theirs) = (generator.state.bytes, [UInt8](stream.bytes))
            let kept = 5024..<5032
            let (before, after) = (0..<kept.lowerBound, kept.upperBound..<5056)
            #expect(ours.count == 5056 && ours[before] == theirs[before] && ours[after] == theirs[after])
            func double(_ bytes: [UInt8]) -> Double {
                Double(bitPattern: bytes[kept].reversed().reduce(0) { $0 << 8 | UInt64($1) })
            }
            #expect(abs(double(ours) - double(theirs)) < 1e-14)

            let other = Generator(seed: 3)
            other.state = try Generator.State(bytes: theirs)
            #expect(other.state.bytes == theirs && other.initialSeed == stream.seed)
            let normal = Tensor.randn(5, generator: other).array
            let next = normal + Tensor.rand(700, generator: other).array.suffix(5)
            #expect(next == (try stream.next.stored.tensor().array))
        }
    }

    @Test("bytes that are no place in a stream are refused")
    func noPlace() throws {
        let generator = Generator(seed: 1)
        _ = Tensor.randn(3, generator: generator)
        let bytes = generator.state.bytes
        #expect(kind { _ = try Generator.State(bytes: bytes) } == nil)
        func refuses(_ change: (inout [UInt8]) -> Void) -> Bool {
            var bytes = bytes
            change(&bytes)
            return kind { _ = try Generator.State(bytes: bytes) } == .malformed
        }
        #expect(refuses { $0 = [] })
        #expect(refuses { $0.removeLast() })
        #expect(refuses { $0.append(0) })
        #expect(refuses { $0[8] = 0 })  // left
        #expect(refuses { $0[11] = 0x80 })
        #expect(refuses { $0[12] = 0 })  // not seeded
        #expect(refuses { $0[16] = 0 })  // handed out
        #expect(refuses { $0[23] = 0xff })
        #expect(refuses { $0[28] = 1 })  // a word of 33 bits
        #expect(
            refuses {
                $0[5031] = 0x7f
                $0[5030] = 0xf0
            })  // an infinite normal number
        #expect(refuses { $0[5040] = 2 })
        // A number that is no byte doesn't just drop out.
        var state = generator.stateDict
        let name = state.keys[0]
        state[value: name] = bytes.map(Int.init) + [999]
        #expect(throws: StateDictError.self) { try generator.loadStateDict(state) }
        // Any other bytes are read or refused.
        var random = TestRandom(5)
        for _ in 0..<500 {
            var changed = bytes
            for _ in 0..<random.int(1...4) { changed[random.int(0...60)] = UInt8(random.int(0...255)) }
            if let state = try? Generator.State(bytes: changed) {
                let generator = Generator()
                generator.state = state
                _ = Tensor.rand(1300, generator: generator)
            }
        }
    }

    @Test("a generator's state is loaded whole or not at all")
    func generator() throws {
        let generator = Generator(seed: 5)
        _ = generator.nextNormal()
        var state = generator.stateDict
        let other = Generator(seed: 6)
        try other.loadStateDict(state)
        #expect(other.nextNormal() == generator.nextNormal() && other.next() == generator.next())
        let before = other.state.bytes
        state["more"] = Tensor.zeros(1)
        #expect(throws: StateDictError.self) { try other.loadStateDict(state) }
        state["more"] = nil
        state[value: "state"] = [1, 2, 3]
        #expect(throws: StateDictError.self) { try other.loadStateDict(state) }
        #expect(throws: StateDictError.self) { try other.loadStateDict([:]) }
        #expect(other.state.bytes == before)
    }
}
