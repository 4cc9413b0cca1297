import Foundation
import Kindling
import Testing

@Suite("Training", .ownRandomNumbers) struct TrainingTests {
    final class Net: Module {
        let hidden = Linear(6, 16, bias: false)
        let norm = BatchNorm1d(16)
        let output = Linear(16, 3)
        override func forward(_ x: Tensor) -> Tensor { output(norm(hidden(x)).relu()) }
    }

    /// Notes how it is called.
    final class Watched: Module {
        let linear = Linear(6, 3)
        var calls: [(isTraining: Bool, hasGraph: Bool, rows: Int)] = []
        override func forward(_ x: Tensor) -> Tensor {
            let y = linear(x)
            calls.append((isTraining, y.requiresGrad, x.size(0)))
            return y
        }
    }

    static func crossEntropy(_ output: Tensor, _ target: IntTensor) -> Tensor { F.crossEntropy(output, target) }

    /// 50 samples to train and 23 to validate: batches of 8 and 2, and of 16 and 7.
    static func sets() throws -> (train: TensorDataset<(Tensor, IntTensor)>, valid: TensorDataset<(Tensor, IntTensor)>)
    {
        let recording = try OptimRecording.load()
        let (x, y) = (recording.samples[0].tensor, IntTensor(recording.labels))
        return (TensorDataset(x[0..<50], y[0..<50]), TensorDataset(x[50..<73], y[50..<73]))
    }

    static func loaders() throws -> (train: LabelledLoader, valid: LabelledLoader) {
        let (train, valid) = try sets()
        return getData(train, valid, batchSize: 8)
    }

    /// The order of the samples, the weights and the number of random numbers drawn are torch's, so the losses are, but for rounding.
    @Test("the losses of every batch and epoch are torch's, for four seeds and two models")
    func torch() throws {
        for recorded in try OptimRecording.load().trainings {
            manualSeed(recorded.seed)
            let (train, valid) = try Self.loaders()
            let model: Module = recorded.kind == "linear" ? Linear(6, 3) : Net()
            let optimizer: Optimizer =
                recorded.kind == "linear" ? SGD(model.parameters, lr: 0.5) : Adam(model.parameters, lr: 0.01)
            var batches: [Double] = []
            let epochs = fit(
                epochs: 3, model, Self.crossEntropy, optimizer, train, valid,
                afterBatch: { number, loss in
                    #expect(number == batches.count)
                    batches.append(loss)
                })
            let pairs = zip(batches + epochs, recorded.batches + recorded.epochs)
            let error = pairs.map { abs($0 - $1) }.max() ?? .infinity
            if batches.count != 21 || epochs.count != 3 || !(error < 1e-5) {
                report("\(recorded.kind), seed \(recorded.seed)", error, 0)
            }
            #expect(abs(Tensor.randn(1).item() - recorded.next) < 1e-6)
        }
    }

    @Test("the validation loss is the mean over all samples, and not that of the batches' means")
    func weighted() throws {
        manualSeed(1)
        let (_, validSet) = try Self.sets()
        let (_, valid) = try Self.loaders()
        let model = Linear(6, 3)
        let loss = validate(model, Self.crossEntropy, valid)
        let (x, y) = validSet[0..<23]
        let whole = noGrad { F.crossEntropy(model(x), y).item() }
        let means = noGrad { valid.map { F.crossEntropy(model($0.0), $0.1).item() } }
        #expect(means.count == 2 && abs(loss - whole) < 1e-6)
        #expect(abs(means.reduce(0, +) / 2 - whole) > 1e-3)
        #expect(!model.isTraining)
    }

    @Test("lossBatch measures without an optimizer, and takes one step with it")
    func oneBatch() throws {
        manualSeed(2)
        let (x, y) = (Tensor.randn(5, 6), IntTensor([0, 1, 2, 1, 0]))
        let model = Linear(6, 3)
        let before = model.parameters.map(\.array)
        let expected = F.crossEntropy(model(x), y).item()
        let measured = lossBatch(model, Self.crossEntropy, x, y)
        #expect(measured.loss == expected && measured.count == 5)
        #expect(model.parameters.map(\.array) == before && model.parameters.allSatisfy { $0.grad == nil })

        let optimizer = SGD(model.parameters, lr: 0.1)
        let trained = lossBatch(model, Self.crossEntropy, x, y, optimizer)
        // The loss is the one before the step.
        #expect(trained.loss == expected && trained.count == 5 && optimizer.stepCount == 1)
        #expect(model.parameters.map(\.array) != before && model.parameters.allSatisfy { $0.grad == nil })
        #expect(lossBatch(model, Self.crossEntropy, x, y).loss < expected)
    }

    @Test("the training set comes shuffled in batches, the validation set in order in batches twice as large")
    func data() throws {
        let x = Tensor.arange(50).view(-1, 1)
        let y = IntTensor((0..<50).map { $0 })
        manualSeed(3)
        let (train, valid) = getData(TensorDataset(x, y), TensorDataset(x, y), batchSize: 8)
        #expect(train.count == 7 && valid.count == 4)
        #expect(train.map { $0.1.count } == [8, 8, 8, 8, 8, 8, 2] && valid.map { $0.1.count } == [16, 16, 16, 2])
        #expect(valid.flatMap { $0.1.array } == Array(0..<50))
        let epochs = (0..<2).map { _ in train.flatMap { $0.1.array } }
        #expect(epochs[0] != epochs[1])
        for epoch in epochs { #expect(epoch != Array(0..<50) && epoch.sorted() == Array(0..<50)) }
        for (xb, yb) in train { #expect(xb.array == yb.array.map(Float.init)) }
    }

    @Test("trains in training mode with gradients, validates in evaluation mode without, and leaves the model there")
    func modes() throws {
        let model = Watched()
        model.eval()
        let (train, valid) = try Self.loaders()
        fit(epochs: 2, model, Self.crossEntropy, SGD(model.parameters, lr: 0.1), train, valid)
        #expect(model.calls.map(\.rows) == [8, 8, 8, 8, 8, 8, 2, 16, 7, 8, 8, 8, 8, 8, 8, 2, 16, 7])
        for call in model.calls {
            let isValidation = call.rows == 16 || call.rows == 7
            #expect(call.isTraining == !isValidation && call.hasGraph == !isValidation)
        }
        #expect(!model.isTraining && !model.linear.isTraining)
    }

    @Test("no epochs: nothing is done, drawn or returned")
    func noEpochs() throws {
        manualSeed(4)
        let model = Watched()
        let (train, valid) = try Self.loaders()
        let before = model.linear.weight.array
        let next = { () -> [Float] in
            manualSeed(5)
            return Tensor.rand(2).array
        }()
        manualSeed(5)
        let losses = fit(
            epochs: 0, model, Self.crossEntropy, SGD(model.parameters, lr: 0.1), train, valid,
            afterBatch: { _, _ in Issue.record("afterBatch was called") },
            afterEpoch: { _, _ in Issue.record("afterEpoch was called") })
        #expect(losses.isEmpty && model.calls.isEmpty && model.linear.weight.array == before && model.isTraining)
        #expect(Tensor.rand(2).array == next)
    }

    @Test("afterBatch counts on over the epochs, and a scheduler may step in it after every batch")
    func scheduler() throws {
        manualSeed(6)
        let (train, valid) = try Self.loaders()
        let model = Linear(6, 3)
        let optimizer = SGD(model.parameters, lr: 0.1, momentum: 0.9)
        let scheduler = OneCycleLR(optimizer, maxLR: 0.5, totalSteps: 2 * train.count)
        var (numbers, rates): ([Int], [Double]) = ([], [])
        fit(
            epochs: 2, model, Self.crossEntropy, optimizer, train, valid,
            afterBatch: { number, _ in
                numbers.append(number)
                rates.append(scheduler.lastLRs[0])
                scheduler.step()
            })
        #expect(numbers == Array(0..<14) && scheduler.stepCount == 14 && optimizer.stepCount == 14)
        // The peak is at 0.3 · 14 - 1, so between the steps 3 and 4.
        #expect(rates.firstIndex(of: rates.max() ?? 0) == 3 && abs(rates[0] - 0.02) < 1e-12)
        #expect(abs(rates[13] - 0.5 / 25 / 1e4) < 1e-12)
    }

    @Test("prints a line an epoch, and shows no progress where nobody watches")
    func output() async throws {
        let outcome = await #expect(
            processExitsWith: .success, observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            manualSeed(1)
            let (x, y) = (Tensor.zeros(4, 6), IntTensor([0, 1, 2, 0]))
            let (train, valid) = getData(TensorDataset(x, y), TensorDataset(x, y), batchSize: 2)
            let model = Linear(6, 3)
            noGrad { model.bias?.zero() }
            fit(epochs: 2, model, F.crossEntropy, SGD(model.parameters, lr: 0), train, valid)
        }
        let text = String(decoding: outcome?.standardOutputContent ?? [], as: UTF8.self)
        // ln 3: nothing known, three classes.
        #expect(text.contains("epoch: 1, validation loss: 1.0986\nepoch: 2, validation loss: 1.0986\n"))
        let progress = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
        #expect(!progress.contains("batch"))
    }

    @Test("quiet: prints nothing, and calls back all the same")
    func quiet() async throws {
        let outcome = await #expect(
            processExitsWith: .success, observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            let (x, y) = (Tensor.zeros(4, 6), IntTensor([0, 1, 2, 0]))
            let (train, valid) = getData(TensorDataset(x, y), TensorDataset(x, y), batchSize: 2)
            let model = Linear(6, 3)
            let optimizer = SGD(model.parameters, lr: 0)
            fit(
                epochs: 2, model, F.crossEntropy, optimizer, train, valid, quiet: true,
                afterEpoch: { epoch, _ in print("epoch", epoch) })
            fit(epochs: 2, model, CrossEntropyLoss(), optimizer, train, valid, quiet: true)
        }
        let text = String(decoding: outcome?.standardOutputContent ?? [], as: UTF8.self)
        #expect(text.contains("epoch 1\nepoch 2\n") && !text.contains("validation"))
        let progress = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
        #expect(!progress.contains("batch"))
    }

    @Test("afterEpoch gets the epoch's number and the mean losses over its samples, after the validation")
    func afterEpoch() throws {
        manualSeed(7)
        let model = Watched()
        let (train, valid) = try Self.loaders()
        var batches: [Double] = []
        var epochs: [(number: Int, training: Double, validation: Double)] = []
        let losses = fit(
            epochs: 2, model, Self.crossEntropy, SGD(model.parameters, lr: 0.5), train, valid, quiet: true,
            afterBatch: { batches.append($1) },
            afterEpoch: { epoch, losses in
                #expect(batches.count == 7 * epoch && model.calls.count == 9 * epoch && !model.isTraining)
                epochs.append((epoch, losses.training, losses.validation))
            })
        #expect(epochs.map(\.number) == [1, 2] && epochs.map(\.validation) == losses)
        for (epoch, recorded) in epochs.enumerated() {
            // Six batches of 8 samples and one of 2.
            let own = batches[epoch * 7..<epoch * 7 + 7]
            let mean = (own.dropLast().reduce(0, +) * 8 + (own.last ?? 0) * 2) / 50
            #expect(abs(recorded.training - mean) < 1e-12 && abs(own.reduce(0, +) / 7 - mean) > 1e-4)
        }
    }

    @Test("accuracy is the share of right answers, in evaluation mode and without gradients")
    func share() throws {
        manualSeed(8)
        let model = Watched()
        let (_, validSet) = try Self.sets()
        let (_, valid) = try Self.loaders()
        let share = accuracy(model, valid)
        #expect(model.calls.map(\.rows) == [16, 7] && model.calls.allSatisfy { !$0.isTraining && !$0.hasGraph })
        #expect(!model.isTraining)
        let (x, y) = validSet[0..<23]
        let scores = noGrad { model.linear(x) }
        let right = (0..<23).filter { row in
            let own = scores[row].array
            return own.firstIndex(of: own.max() ?? 0) == y.array[row]
        }
        #expect(share == Double(right.count) / 23 && 0 < right.count && right.count < 23)
    }

    @Test("fits numbers as well as labels, from two subsets of a data set")
    func regression() {
        manualSeed(9)
        let x = Tensor.randn(60, 3)
        let truth = Tensor([[1], [-2], [0.5]])
        let parts = randomSplit(TensorDataset(x, x.matmul(truth) + 3), [45, 15])
        let (train, valid) = getData(parts[0], parts[1], batchSize: 8)
        #expect(train.count == 6 && valid.count == 1)
        let model = Linear(3, 1)
        var training: [Double] = []
        let losses = fit(
            epochs: 60, model, F.mseLoss, SGD(model.parameters, lr: 0.1), train, valid, quiet: true,
            afterEpoch: { training.append($1.training) })
        #expect(losses.count == 60 && losses[0] > 0.1 && losses[59] < 1e-6 && training[59] < 1e-6)
        #expect((model.weight - truth.reshape([1, 3])).abs().max().item() < 1e-2)
        // The loss is that of the held-back samples, all at once.
        let held = parts[1].gather(Array(0..<15))
        #expect(abs(validate(model, F.mseLoss, valid) - noGrad { F.mseLoss(model(held.0), held.1).item() }) < 1e-9)
    }

    @Test("data sets of different types, and samples of a tensor and a whole number")
    func pairs() {
        let samples = (0..<6).map { (Tensor.full([2], Double($0)), $0 % 2) }
        let transformed = samples.transformed { ($0.0 + 1, $0.1) }
        let (train, valid) = getData(samples, transformed, batchSize: 2)
        let model = Linear(2, 2)
        #expect(
            fit(epochs: 1, model, F.crossEntropy, SGD(model.parameters, lr: 0.1), train, valid, quiet: true).count == 1)
        #expect(valid.map { $0.1.array } == [[0, 1, 0, 1], [0, 1]])
        let inputs: [Float] = valid.flatMap { $0.0.array }
        #expect(inputs == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6])
    }

    /// The numbers from 0 to 9 and their doubles, one after the other.
    struct Stream: IterableDataset {
        func makeIterator() -> AnyIterator<(Tensor, Tensor)> {
            var next = 0
            return AnyIterator {
                defer { next += 1 }
                return next < 10 ? (Tensor([Float(next) / 10]), Tensor([Float(next) / 5])) : nil
            }
        }
    }

    @Test("a stream, which doesn't know the number of its batches")
    func stream() {
        manualSeed(10)
        let loader: DataLoader<(Tensor, Tensor)> = DataLoader(Stream(), batchSize: 4)
        let model = Linear(1, 1)
        var numbers: [Int] = []
        let losses = fit(
            epochs: 2, model, F.mseLoss, SGD(model.parameters, lr: 0.1), loader, loader, quiet: true,
            afterBatch: { number, _ in numbers.append(number) })
        #expect(numbers == Array(0..<6) && losses.count == 2 && losses[1] < losses[0])
    }

    /// A loss with a setting.
    struct Scaled: Criterion {
        let factor: Double
        func callAsFunction(_ output: Tensor, _ target: IntTensor) -> Tensor { F.crossEntropy(output, target) * factor }
    }

    @Test("a loss may be an object, of one's own or a module: the same losses as with a function")
    func objects() throws {
        func losses(_ train: (Module, Optimizer, LabelledLoader, LabelledLoader) -> [Double]) throws -> [Double] {
            manualSeed(11)
            let (trainLoader, validLoader) = try Self.loaders()
            let model = Linear(6, 3)
            return train(model, SGD(model.parameters, lr: 0.5), trainLoader, validLoader)
        }
        let smooth = CrossEntropyLoss(labelSmoothing: 0.1)
        let functions = try [
            losses { fit(epochs: 2, $0, { F.crossEntropy($0, $1, labelSmoothing: 0.1) }, $1, $2, $3, quiet: true) },
            losses { fit(epochs: 2, $0, { F.crossEntropy($0, $1) * 2 }, $1, $2, $3, quiet: true) },
        ]
        let objects = try [
            losses { fit(epochs: 2, $0, smooth, $1, $2, $3, quiet: true) },
            losses { fit(epochs: 2, $0, Scaled(factor: 2), $1, $2, $3, quiet: true) },
        ]
        #expect(functions == objects && functions[0] != functions[1])

        let (x, y) = (Tensor.randn(5, 6), IntTensor([0, 1, 2, 1, 0]))
        let (_, valid) = try Self.loaders()
        let model = Linear(6, 3)
        #expect(validate(model, Scaled(factor: 2), valid) == validate(model, { F.crossEntropy($0, $1) * 2 }, valid))
        let before = model.weight.array
        let measured = lossBatch(model, smooth, x, y)
        #expect(
            measured == lossBatch(model, { F.crossEntropy($0, $1, labelSmoothing: 0.1) }, x, y) && measured.count == 5)
        #expect(model.weight.array == before)
        lossBatch(model, smooth, x, y, SGD(model.parameters, lr: 0.1))
        #expect(model.weight.array != before)
    }

    @Test("a loss with two parameters is the loss with its defaults")
    func twoParameters() {
        manualSeed(12)
        let (a, b, labels) = (Tensor.randn(4, 3), Tensor.rand(4, 3), IntTensor([2, 0, 1, 1]))
        let ofTensors: [(two: (Tensor, Tensor) -> Tensor, all: Tensor)] = [
            (F.crossEntropy, F.crossEntropy(a, b, weight: nil, reduction: .mean, labelSmoothing: 0)),
            (F.mseLoss, F.mseLoss(a, b, reduction: .mean)),
            (F.l1Loss, F.l1Loss(a, b, reduction: .mean)),
            (F.smoothL1Loss, F.smoothL1Loss(a, b, reduction: .mean, beta: 1)),
            (
                F.binaryCrossEntropyWithLogits,
                F.binaryCrossEntropyWithLogits(a, b, weight: nil, reduction: .mean, positiveWeight: nil)
            ),
        ]
        for (two, all) in ofTensors { #expect(two(a, b).item() == all.item()) }
        #expect(Set(ofTensors.map { $0.all.item() }).count == 5)
        let ofLabels: [(two: (Tensor, IntTensor) -> Tensor, all: Tensor)] = [
            (F.crossEntropy, F.crossEntropy(a, labels, weight: nil, reduction: .mean, labelSmoothing: 0)),
            (F.nllLoss, F.nllLoss(a, labels, weight: nil, reduction: .mean)),
        ]
        for (two, all) in ofLabels { #expect(two(a, labels).item() == all.item()) }
        #expect(ofLabels[0].all.item() != ofLabels[1].all.item())
    }
}
