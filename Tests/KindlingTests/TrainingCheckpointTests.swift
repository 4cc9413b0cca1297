import Foundation
import Kindling
import Testing

/// Trainings that are stopped after a batch, and go on in new objects, end with the same bits as those that weren't.
@Suite("Checkpoints", .ownRandomNumbers) struct TrainingCheckpointTests {
    /// A training as a program has it: everything is made anew, from random numbers that mean nothing.
    struct Training {
        static let kinds = ["SGD, StepLR", "Adam, cosine", "AdamW, one cycle", "RMSprop, samples", "stream"]
        static let epochs = 3

        let model: Module
        let optimizer: Optimizer
        let scheduler: LRScheduler
        let loader: DataLoader<(Tensor, IntTensor)>
        let noise: Generator
        let checkpoint: Checkpoint

        /// Points of two kinds that come one after the other.
        struct Points: IterableDataset {
            func makeIterator() -> AnyIterator<(Tensor, Int)> {
                var left = 28
                return AnyIterator {
                    if left == 0 { return nil }
                    left -= 1
                    return (Tensor.rand(6), left % 3)
                }
            }
        }

        init(_ kind: String, in folder: URL) {
            let x = Tensor.randn(28, 6, generator: Generator(seed: 50))
            let y = IntTensor((0..<28).map { $0 % 3 })
            noise = Generator(seed: 51)
            model = Sequential(
                Linear(6, 8), BatchNorm1d(8), ReLU(), Dropout(p: 0.3), Noise(noise), Linear(8, 3))
            let parameters = model.parameters
            let data = TensorDataset(x, y)
            switch kind {
            case "SGD, StepLR":
                optimizer = SGD(parameters, lr: 0.1, momentum: 0.9, weightDecay: 0.001)
                scheduler = StepLR(optimizer, stepSize: 4, gamma: 0.7)
                loader = DataLoader(data, batchSize: 4, shuffle: true)
            case "Adam, cosine":
                optimizer = Adam(parameters, lr: 0.01)
                scheduler = CosineAnnealingLR(optimizer, maxSteps: 21)
                loader = DataLoader(data, batchSize: 4, shuffle: true, workers: 2)
            case "AdamW, one cycle":
                optimizer = AdamW(
                    [
                        ParameterGroup(Array(parameters.prefix(2))),
                        ParameterGroup(Array(parameters.dropFirst(2)), lr: 0.5),
                    ])
                scheduler = OneCycleLR(optimizer, maxLR: 0.05, totalSteps: 21)
                loader = DataLoader(data, batchSize: 4, shuffle: true, generator: Generator(seed: 52))
            case "RMSprop, samples":
                optimizer = RMSprop(parameters, lr: 0.003, momentum: 0.5, centered: true)
                scheduler = LambdaLR(optimizer) { 1 / Double($0 + 1) }
                // Made sample by sample, with random numbers.
                let noisy = data.transformed { ($0.0 + Tensor.randn(6) * 0.1, $0.1) }
                loader = DataLoader(noisy, batchSize: 4, shuffle: true, workers: 1, prefetch: 3)
            default:
                optimizer = Adam(parameters, lr: 0.01)
                scheduler = StepLR(optimizer, stepSize: 5)
                loader = DataLoader(Points(), batchSize: 4)
            }
            checkpoint = Checkpoint(
                in: folder, keepLast: 2, model: model, optimizer: optimizer, scheduler: scheduler, loader: loader,
                also: ["noise": noise])
        }

        /// Adds random numbers of its own.
        final class Noise: Module {
            let generator: Generator
            init(_ generator: Generator) { self.generator = generator }
            override func forward(_ x: Tensor) -> Tensor {
                x + Tensor.randn(x.shape, generator: generator) * 0.01
            }
        }

        /// Trains, and saves after each of these batches. Returns the losses by batch, from 1 on.
        func run(savingAfter batches: Set<Int> = [], stoppingAfter last: Int = .max) throws -> [Int: Double] {
            var losses: [Int: Double] = [:]
            var batch: Int = checkpoint["batch"] ?? 0
            model.train()
            if last == 0 {
                try checkpoint.save()
                return [:]
            }
            for epoch in (checkpoint["epoch"] ?? 0)..<Self.epochs {
                checkpoint["epoch"] = epoch
                for (xb, yb) in loader {
                    let (loss, _) = lossBatch(model, F.crossEntropy, xb, yb, optimizer)
                    scheduler.step()
                    batch += 1
                    losses[batch] = loss
                    checkpoint["batch"] = batch
                    if batches.contains(batch) { try checkpoint.save() }
                    if batch == last { return losses }
                }
                // Validation draws from the random numbers, too.
                losses[-epoch - 1] = Tensor.rand(1).item()
            }
            return losses
        }

        var bits: [[Float]] { model.stateDict.map { $0.tensor.array } + [Tensor.randn(3).array] }
    }

    @Test("stopped after any batch and resumed, the end has the same bits", arguments: Training.kinds)
    func stopped(_ kind: String) throws {
        try withDataFolder { folder in
            let every = ProcessInfo.processInfo.environment["KINDLING_CRASH"] == "all"
            manualSeed(1)
            let whole = Training(kind, in: folder.appendingPathComponent("whole"))
            let losses = try whole.run()
            let bits = whole.bits
            #expect(losses.count == 21 + 3)
            for last in 0...21 where every || [0, 1, 3, 6, 7, 8, 13, 14, 20, 21].contains(last) {
                let place = folder.appendingPathComponent("\(last)")
                manualSeed(1)
                let first = try Training(kind, in: place).run(savingAfter: [last], stoppingAfter: last)
                manualSeed(UInt64(1000 + last))
                let resumed = Training(kind, in: place)
                _ = resumed.noise.next()
                #expect(try resumed.checkpoint.restore() != nil)
                let rest = try resumed.run()
                #expect(first.merging(rest) { a, _ in a } == losses, "\(kind), after batch \(last)")
                #expect(resumed.bits == bits, "\(kind), after batch \(last)")
            }
        }
    }

    @Test("stopped again and again, and killed some batches after saving")
    func severalTimes() throws {
        try withDataFolder { folder in
            manualSeed(1)
            let kind = Training.kinds[1]
            let whole = Training(kind, in: folder.appendingPathComponent("whole"))
            let losses = try whole.run()
            let bits = whole.bits
            let place = folder.appendingPathComponent("several")
            manualSeed(1)
            _ = try Training(kind, in: place).run(savingAfter: [2, 4], stoppingAfter: 5)
            for (saving, last) in [(8, 8), (11, 13), (12, 12), (20, 21)] {
                manualSeed(UInt64(saving))
                let training = Training(kind, in: place)
                try training.checkpoint.restore()
                let rest = try training.run(savingAfter: [saving], stoppingAfter: last)
                for (batch, loss) in rest { #expect(losses[batch] == loss) }
            }
            let training = Training(kind, in: place)
            try training.checkpoint.restore()
            #expect(try training.run()[21] == losses[21] && training.bits == bits)
        }
    }

    /// A small checkpoint whose content is a number.
    static func make(in folder: URL, keepLast: Int = 2) -> (checkpoint: Checkpoint, model: Linear, optimizer: SGD) {
        let model = Linear(2, 1)
        let optimizer = SGD(model.parameters, lr: 0.1, momentum: 0.9)
        return (Checkpoint(in: folder, keepLast: keepLast, model: model, optimizer: optimizer), model, optimizer)
    }

    static func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("the last files are kept", arguments: [1, 2, 5])
    func keepLast(_ count: Int) throws {
        try withDataFolder { root in
            let folder = root.appendingPathComponent("made/when/needed")
            let (checkpoint, model, _) = Self.make(in: folder, keepLast: count)
            #expect(try checkpoint.restore() == nil && checkpoint.files.isEmpty)
            for number in 1...7 {
                model.weight.grad = Tensor.ones(1, 2)
                checkpoint["number"] = number
                let file = try checkpoint.save()
                #expect(file.lastPathComponent == "checkpoint-00000\(number).safetensors")
                let expected = (max(1, number - count + 1)...number).map { "checkpoint-00000\($0).safetensors" }
                #expect(try Self.names(in: folder) == expected)
                #expect(try checkpoint.files.map(\.lastPathComponent) == expected)
            }
            let other = Self.make(in: folder).checkpoint
            #expect(try other.restore()?.lastPathComponent == "checkpoint-000007.safetensors" && other["number"] == 7)
        }
    }

    @Test("what else is in the folder stays there, and counts for nothing")
    func strangers() throws {
        try withDataFolder { folder in
            let strangers = [
                "checkpoint-7.safetensors", "checkpoint-0000099.safetensors", "checkpoint-abcdef.safetensors",
                "checkpoint-000009.safetensors.bak", "checkpoint-99999999999999999999999.safetensors",
                "checkpoint--00001.safetensors", "model.safetensors", "checkpoint-", "checkpoint-+00005.safetensors",
            ]
            for name in strangers { try Data("x".utf8).write(to: folder.appendingPathComponent(name)) }
            let (checkpoint, _, _) = Self.make(in: folder, keepLast: 1)
            #expect(try checkpoint.restore() == nil)
            for _ in 0..<3 { try checkpoint.save() }
            #expect(try Self.names(in: folder) == (strangers + ["checkpoint-000003.safetensors"]).sorted())
            // Six digits are the least.
            try FileManager.default.moveItem(
                at: folder.appendingPathComponent("checkpoint-000003.safetensors"),
                to: folder.appendingPathComponent("checkpoint-999999.safetensors"))
            #expect(try checkpoint.save().lastPathComponent == "checkpoint-1000000.safetensors")
            #expect(try checkpoint.restore()?.lastPathComponent == "checkpoint-1000000.safetensors")
        }
    }

    /// What a disk does to a file.
    static let damages: [(String, @Sendable (inout Data) -> Void)] = [
        ("nothing left", { $0 = Data() }),
        ("cut", { $0.removeLast(3) }),
        ("zeros", { $0 = Data(count: $0.count) }),
        ("zeros at the end", { $0.replaceSubrange($0.count - 6000..<$0.count, with: Data(count: 6000)) }),
        ("one bit of the random numbers", { $0[$0.count - 20] ^= 4 }),
        ("a weight", { $0[$0.count - 5070] ^= 1 }),
        ("longer", { $0.append(0) }),
        ("header", { $0[20] = 0 }),
    ]

    @Test("a damaged file is passed over, with a word", arguments: 0..<damages.count)
    func damaged(_ number: Int) throws {
        let (name, damage) = Self.damages[number]
        try withDataFolder { folder in
            let (checkpoint, _, _) = Self.make(in: folder)
            for number in 1...3 {
                checkpoint["number"] = number
                try checkpoint.save()
            }
            func spoil(_ name: String) throws {
                let file = folder.appendingPathComponent(name)
                var bytes = try Data(contentsOf: file)
                damage(&bytes)
                try bytes.write(to: file)
            }
            try spoil("checkpoint-000003.safetensors")
            var notes: [String] = []
            let (other, model, _) = Self.make(in: folder)
            let file = try other.restore { notes.append($0) }
            #expect(file?.lastPathComponent == "checkpoint-000002.safetensors" && other["number"] == 2, "\(name)")
            #expect(notes.count == 1 && notes[0].contains("checkpoint-000003.safetensors"))

            try spoil("checkpoint-000002.safetensors")
            let before = model.stateDict.clone()
            other["number"] = 77
            let error = #expect(throws: DataError.self) { try other.restore { notes.append($0) } }
            #expect(error?.source == "checkpoint-000003.safetensors" && notes.count == 3)
            #expect(contents(model.stateDict) == contents(before) && other["number"] == 77)
            // The next saving counts on.
            #expect(try other.save().lastPathComponent == "checkpoint-000004.safetensors")
            #expect(try other.restore()?.lastPathComponent == "checkpoint-000004.safetensors")
        }
    }

    @Test("a file that was found damaged doesn't push out a good one")
    func goodFilesAreKept() throws {
        try withDataFolder { folder in
            let (checkpoint, _, _) = Self.make(in: folder, keepLast: 2)
            for _ in 1...4 { try checkpoint.save() }
            let newest = folder.appendingPathComponent("checkpoint-000004.safetensors")
            try Data(contentsOf: newest).dropLast(3).write(to: newest)
            let (other, _, _) = Self.make(in: folder, keepLast: 2)
            #expect(try other.restore { _ in }?.lastPathComponent == "checkpoint-000003.safetensors")
            func numbers() throws -> [Int] { try Self.names(in: folder).map { Int($0.dropFirst(11).prefix(6))! } }
            try other.save()
            #expect(try numbers() == [3, 4, 5])
            try other.save()
            #expect(try numbers() == [4, 5, 6])
        }
    }

    @Test("a file of another training is refused, and nothing is changed, in no part")
    func refused() throws {
        try withDataFolder { folder in
            let (checkpoint, model, optimizer) = Self.make(in: folder)
            model(Tensor.ones(2, 2)).mean().backward()
            optimizer.step()
            checkpoint["number"] = 1
            try checkpoint.save()
            let before = { contents(checkpoint.stateDict) }
            let good = checkpoint.stateDict.clone()
            let changes: [(String, String, (inout StateDict) -> Void)] = [
                ("weight", "model", { $0["model.weight"] = nil }),
                ("weight", "model", { $0["model.weight"] = Tensor.zeros(2, 2) }),
                ("lr", "optimizer", { $0[value: "optimizer.param_groups.0.lr"] = -1.0 }),
                ("state", "random", { $0["random.state"] = nil }),
                ("last_epoch", "Checkpoint", { $0[value: "scheduler.last_epoch"] = 1 }),
                ("x", "Checkpoint", { $0["x"] = Tensor.zeros(1) }),
            ]
            for (name, part, change) in changes {
                manualSeed(3)
                model(Tensor.ones(2, 2)).mean().backward()
                optimizer.step()
                checkpoint["number"] = 5
                let now = before()
                var state = good
                change(&state)
                let file = folder.appendingPathComponent("other.safetensors")
                let error = #expect(throws: StateDictError.self) { try checkpoint.loadStateDict(state) }
                #expect(error?.description.contains(name) == true && error?.description.contains(part) == true)
                #expect(before() == now, "\(name)")
                // From files, too.
                try state.write(to: file)
                #expect(kind { try checkpoint.restore(from: file) } == .malformed)
                #expect(before() == now)
            }
            // It isn't passed over for an older one.
            let strange = Checkpoint(in: folder, model: Linear(3, 1))
            #expect(throws: StateDictError.self) { try strange.restore() }
            #expect(try checkpoint.restore() != nil && checkpoint["number"] == 1)
            #expect(before() == contents(good))
        }
    }

    @Test("a part's own error comes through, and undoes what was loaded")
    func ownParts() throws {
        struct Stubborn: Error {}
        final class Own: Stateful {
            var isStubborn = false
            var number = 1
            var stateDict: StateDict {
                var state = StateDict()
                state[value: "number"] = number
                return state
            }
            func loadStateDict(_ state: StateDict) throws {
                if isStubborn { throw Stubborn() }
                number = state[value: "number"] ?? 0
            }
        }
        try withDataFolder { folder in
            let (model, own, generator) = (Linear(2, 1), Own(), Generator(seed: 1))
            let checkpoint = Checkpoint(in: folder, model: model, also: ["own": own, "noise_2": generator])
            own.number = 5
            try checkpoint.save()
            own.number = 6
            let weights = model.weight.array
            noGrad { model.weight.fill(3) }
            own.isStubborn = true
            #expect(throws: Stubborn.self) { try checkpoint.restore() }
            #expect(model.weight.array == [3, 3] && own.number == 6)
            own.isStubborn = false
            try checkpoint.restore()
            #expect(model.weight.array == weights && own.number == 5)
        }
    }

    @Test("values have any type that a file can hold, to the bit")
    func values() throws {
        try withDataFolder { folder in
            let (checkpoint, _, _) = Self.make(in: folder)
            checkpoint["epoch"] = 3
            checkpoint["best.loss"] = 1.0 / 3
            checkpoint["nothing"] = Double.nan
            checkpoint["name"] = "Größe \u{1F600}\n\"'\\"
            checkpoint["done"] = true
            checkpoint["order"] = [5, 1, 3]
            checkpoint["curve"] = [0.1, 0.2]
            checkpoint["mean"] = Tensor([[1, 2], [3, 4]])
            checkpoint["labels"] = IntTensor([7, 8])
            try checkpoint.save()
            let other = Self.make(in: folder).checkpoint
            other["gone"] = 1
            try other.restore()
            #expect(other["epoch"] == 3 && other["best.loss"] == 1.0 / 3 && other["done"] == true)
            #expect((other["nothing"] as Double?)?.isNaN == true)
            #expect(
                other["name"] == "Größe \u{1F600}\n\"'\\" && other["order"] == [5, 1, 3]
                    && other["curve"] == [0.1, 0.2])
            let (mean, labels): (Tensor?, IntTensor?) = (other["mean"], other["labels"])
            #expect(mean?.array == [1, 2, 3, 4] && mean?.shape == [2, 2] && labels?.array == [7, 8])
            #expect(other["gone"] as Int? == nil && other["epoch"] as String? == nil && other["missing"] as Int? == nil)
        }
    }

    @Test("what can't be written says so")
    func unwritable() throws {
        try withDataFolder { folder in
            let file = folder.appendingPathComponent("file")
            try Data("x".utf8).write(to: file)
            let (below, _, _) = Self.make(in: file.appendingPathComponent("below"))
            #expect(kind { try below.save() } == .missing)
            let (same, _, _) = Self.make(in: file)
            #expect(kind { try same.save() } == .missing)
            #expect(kind { try same.restore() } == .missing)
            #expect(try Data(contentsOf: file) == Data("x".utf8))
            // The place of the next file is taken by a folder.
            let (checkpoint, _, _) = Self.make(in: folder)
            try checkpoint.save()
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent("checkpoint-000002.safetensors"), withIntermediateDirectories: true)
            #expect(throws: DataError.self) {
                try checkpoint.save(to: folder.appendingPathComponent("checkpoint-000002.safetensors"))
            }
        }
    }

    /// Somebody else's bytes in all places: they are refused, or the training goes on with them, whatever comes out.
    @Test("no state stops the program", arguments: 0..<4)
    func hostile(_ seed: Int) throws {
        try withDataFolder { folder in
            var random = TestRandom(seed)
            let kind = ["SGD, StepLR", "Adam, cosine", "RMSprop, samples", "stream"][seed]
            manualSeed(1)
            let first = Training(kind, in: folder.appendingPathComponent("\(seed)"))
            _ = try first.run(stoppingAfter: 9)
            let good = first.checkpoint.stateDict.clone()
            var taken = 0
            for _ in 0..<150 {
                var state = good
                for _ in 0..<random.int(1...2) {
                    let name = good.keys[random.int(0...good.count - 1)]
                    switch random.int(1...4) {
                    case 1: state[name] = nil
                    case 2:
                        let dtype = StoredTensor.DType.allCases[random.int(0...StoredTensor.DType.allCases.count - 1)]
                        let shape = random.shape(2, maxSize: 9)
                        let bytes = (0..<shape.reduce(dtype.size, *)).map { _ in UInt8(random.int(0...255)) }
                        state[stored: name] = StoredTensor(dtype: dtype, shape: shape, bytes: bytes)
                    default:
                        guard let old = state[stored: name], !old.bytes.isEmpty else { continue }
                        var bytes = old.bytes
                        for _ in 0..<random.int(1...3) {
                            bytes[random.int(0...bytes.count - 1)] = [0, 1, 0x7f, 0x80, 0xff][random.int(0...4)]
                        }
                        state[stored: name] = StoredTensor(dtype: old.dtype, shape: old.shape, bytes: bytes)
                    }
                }
                let next = Training(kind, in: folder.appendingPathComponent("none"))
                do {
                    try next.checkpoint.loadStateDict(state)
                    // A stream may be said to have handed out more than there is time for.
                    if next.loader.position > 1000 { continue }
                    next.checkpoint["epoch"] = 2
                    taken += 1
                    _ = try next.run(stoppingAfter: 40)
                } catch {
                    #expect(error is StateDictError)
                }
            }
            #expect(taken > 10)
        }
    }

    @Test("the same training writes the same bytes")
    func sameBytes() throws {
        try withDataFolder { folder in
            let files = try (0..<2).map { number in
                let place = folder.appendingPathComponent("\(number)")
                manualSeed(1)
                _ = try Training("Adam, cosine", in: place).run(savingAfter: [5], stoppingAfter: 5)
                return try Data(contentsOf: place.appendingPathComponent("checkpoint-000001.safetensors"))
            }
            #expect(files[0] == files[1])
        }
    }
}
