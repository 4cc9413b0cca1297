import Foundation
import Testing

/// Every public declaration has a case beside torch's, or a line here that says why not.
@Suite("Parity: coverage", .ownRandomNumbers) struct ParityCoverageTests {
    /// What torch has no counterpart of, or what other tests compare with it. A `*` stands for anything.
    static let exemptions: [(pattern: String, reason: String)] = [
        // Text.
        ("*.description", "text: PrintingTests, ModuleTests"),
        ("*.description(_:)", "text: PrintingTests"),
        ("PrintOptions.*", "text: PrintingTests"),
        ("*.extraDescription", "text: a module's print, in ModuleTests and the chapters"),
        ("Module.summary(_:)", "text; torch has none of its own"),
        ("ProgressBar.*", "text on a terminal"),
        ("asciiArt(_:)", "text"),
        // Files.
        ("Download.*", "downloads: DataDownloadTests"),
        ("Gzip*", "file format: DataFileTests"),
        ("readBytes(of:limit:)", "files: DataFileTests"),
        ("SHA256.*", "checksum: DataFileTests"),
        ("IDX.*", "file format: DataFileTests"),
        ("Pickle.*", "file format, recorded from Python: DataPickleTests"),
        ("NumpyArray.*", "file format, recorded from NumPy: DataPickleTests"),
        ("StoredTensor.*", "file formats, recorded from torch and NumPy: StateFileTests"),
        ("Module.save(to:metadata:)", "files: StateFileTests"),
        ("Module.load(from:strict:)", "files: StateFileTests"),
        ("Tar.*", "file format, recorded from Python: ImageFolderTests"),
        ("PNG.*", "file format: DataPictureTests"),
        ("Picture.*", "pictures: DataPictureTests"),
        ("ImageFolder.*", "torchvision's: ImageFolderTests"),
        ("MNIST.*", "data: DataMNISTTests"),
        ("LineChart.*", "figures"),
        ("Figure.*", "figures"),
        ("DataError.*", "Swift's own: typed errors"),
        // What is kept: files and states.
        ("StateDict.*", "files and their elements: StateFileTests"),
        ("StoredTensor.*", "elements as a file keeps them: StateFileTests"),
        ("*.stored", "a value as a state keeps it: OptimizerStateTests"),
        ("*.stored(_:shape:)", "a value as a state keeps it: OptimizerStateTests"),
        ("*.numbers(_:)", "a value as a state keeps it: OptimizerStateTests"),
        ("Array.init(_:)", "a value from a state: OptimizerStateTests"),
        ("Bool.init(_:)", "a value from a state: OptimizerStateTests"),
        ("String.init(_:)", "a value from a state: OptimizerStateTests"),
        ("IntTensor.init(_:)", "a value from a state: OptimizerStateTests"),
        ("StateNumber.*", "a value as a state keeps it: OptimizerStateTests"),
        ("StateReader.*", "what states are read with: OptimizerStateTests"),
        ("*.stateDict", "states: OptimizerStateTests, SchedulerStateTests, LoaderStateTests"),
        ("*.loadStateDict(_:)", "states: OptimizerStateTests, SchedulerStateTests, LoaderStateTests"),
        ("*.fixedSettings", "states: OptimizerStateTests, SchedulerStateTests"),
        ("*.memory", "states: SchedulerStateTests"),
        ("*.memory(of:)", "states: OptimizerStateTests"),
        ("*.remember(_:)", "states: SchedulerStateTests"),
        ("*.remember(_:of:)", "states: OptimizerStateTests"),
        ("LRScheduler.initialLRs", "read in every scheduler's case"),
        ("Generator.State.*", "torch's bytes: LoaderStateTests"),
        ("DataLoader.position", "LoaderStateTests"),
        ("DataLoader.endEpoch()", "LoaderStateTests"),
        ("Checkpoint.*", "Swift's own: TrainingCheckpointTests"),
        // The graph, which AutogradTorchTests compare with torch's by names, node for node; every gradient here goes through it.
        (
            "Tensor.backward(gradient:retainGraph:)",
            "runs in every case with a gradient; its options: AutogradGraphTests"
        ),
        ("Tensor.retainGrad()", "graph: AutogradGraphTests"),
        ("Tensor.requiresGrad", "graph: AutogradGraphTests; set in every case with a gradient"),
        ("Tensor.isLeaf", "graph: AutogradGraphTests"),
        ("Tensor.graph", "graph: AutogradTorchTests"),
        ("Tensor.gradFn", "graph: AutogradGraphTests"),
        ("isGradEnabled", "graph: AutogradGraphTests"),
        ("enableGrad(_:)", "graph: AutogradGraphTests"),
        ("gradientError(at:step:of:)", "checks gradients without torch: AutogradGradientTests"),
        ("gradientError(of:at:step:)", "checks gradients without torch: ExtensionTests"),
        ("Node.*", "graph: AutogradTorchTests"),
        ("Function.name", "graph: AutogradTorchTests"),
        ("Function.backward(_:_:)", "what operations are written with: every gradient goes through it"),
        ("Function.callAsFunction(_:) *", "what operations are written with: every case goes through it"),
        ("Context.saved(_:)", "what operations are written with: every gradient goes through it"),
        (
            "Context.unbroadcast(_:_:)",
            "what operations are written with: every gradient of a broadcast input goes through it"
        ),
        ("Context.ifNeeded(_:_:)", "what operations are written with: nearly every gradient goes through it"),
        ("Tensor.summed(to:)", "what operations are written with: every gradient of a broadcast input goes through it"),
        ("Optimizer.withState(_:_:_:_:)", "in every optimizer's case"),
        ("Conv2d.init(_:_:_:stride:*", "the labelled one without its label: LayersTests"),
        ("*Pool2d.init(kernelSize:*", "the unlabelled one with a label: LayersTests"),
        ("*Pool2d.init(outputSize:)", "the unlabelled one with a label: LayersTests"),
        ("F.*Pool2d(_:kernelSize:*", "the unlabelled one with a label: LayersTests"),
        ("F.adaptiveAvgPool2d(_:outputSize:)", "the unlabelled one with a label: LayersTests"),
        ("Context.needsGradient", "what operations are written with: every gradient goes through it"),
        (
            "Context.saveElsewhere()",
            "what operations are written with: every case that picks or chooses goes through it"
        ),
        ("Context.save(_:if:)", "what operations are written with: every case with a gradient goes through it"),
        ("Context.save(_:_:_:)", "what operations are written with: every case with a gradient goes through it"),
        // Swift's own.
        ("Layout.*", "Swift's own: strides are compared in TensorTorchTests"),
        ("Strided.shape", "compared in every case"),
        ("Strided.strides", "memory: compared in TensorTorchTests"),
        ("Strided.offset", "memory: TensorViewTests"),
        ("Storage.version", "Swift's own: the tape compares it, in AutogradGraphTests"),
        ("Strided.count", "TensorViewTests"),
        ("Strided.ndim", "TensorViewTests"),
        ("Strided.isContiguous", "memory: TensorViewTests"),
        ("Strided.size(_:)", "TensorViewTests"),
        ("Strided.sharesStorage(with:)", "memory: TensorViewTests"),
        ("Strided.array", "read in every comparison"),
        ("Tensor.array", "read in every comparison"),
        ("IntTensor.init(storage:layout:)", "Swift's own: over existing memory"),
        ("BoolTensor.init(storage:layout:)", "Swift's own: over existing memory"),
        ("StridedView.reshape(_:) [Int]", "its shape as an array: TensorViewTests"),
        ("StridedView.init(shape:values:)", "Swift's own: every recorded IntTensor is read with it"),
        ("Tensor.init(shape:values:)", "Swift's own: every recorded tensor is read with it"),
        ("Tensor.init(shape:fill:)", "Swift's own: rand and randn are made with it"),
        ("*.apply(to:_:)", "Swift's own: what an index does, in every subscript"),
        ("Size2D.*", "Swift's own: two numbers"),
        ("Fill.*", "Swift's own: a number as a literal, in TensorWritingTests"),
        ("Padding2D.*", "Swift's own: two numbers or a word"),
        ("Array.collate(_:)", "DataLoaderTests; nothing is computed"),
        ("*.collate(_:)", "DataLoaderTests; nothing is computed"),
        ("defaultCollate(_:)*", "DataLoaderTests; nothing is computed"),
        ("compose(_:)", "torchvision's: DatasetTests; nothing is computed"),
        ("Transformed.*", "Swift's own: DatasetTests; nothing is computed"),
        ("Dataset.transformed(_:)", "Swift's own: DatasetTests; nothing is computed"),
        ("Subset.*", "DatasetTests; nothing is computed"),
        ("ConcatDataset.*", "DatasetTests; nothing is computed"),
        ("ChainDataset.*", "DatasetTests; nothing is computed"),
        ("TensorDataset.init(_:_:*", "DatasetTests; more than one tensor"),
        ("TensorDataset.count", "DatasetTests"),
        ("TensorDataset.subscript*", "DatasetTests; rows and slices"),
        ("DataLoader.init(*collate:)", "its order is that of the others, its batches are the caller's"),
        ("DataLoader.count", "DataLoaderTests"),
        ("SubsetRandomSampler.count", "a number that was given"),
        ("BatchSampler.count", "DataLoaderTests"),
        // Random numbers below the tensors: GeneratorTests compare them with torch's, draw by draw.
        ("MersenneTwister.init(seed:)", "below the tensors: GeneratorTests"),
        ("MersenneTwister.next32()", "below the tensors: GeneratorTests"),
        ("MersenneTwister.next()", "below the tensors: GeneratorTests"),
        ("MersenneTwister.uniformFloat()", "below the tensors: GeneratorTests"),
        ("MersenneTwister.uniformDouble()", "below the tensors: GeneratorTests"),
        ("Generator.manualSeed(_:)", "below manualSeed(_:): GeneratorTests"),
        ("Generator.initialSeed", "GeneratorTests"),
        ("Generator.state", "GeneratorTests"),
        ("Generator.seed()", "chance: GeneratorTests"),
        ("Generator.clone()", "GeneratorTests"),
        ("withRandomSeed(_:*", "GeneratorTests, and around every test"),
        ("Generator.next()", "below the tensors: GeneratorTests"),
        ("Generator.uniformFloat()", "below the tensors: GeneratorTests"),
        ("Generator.uniformDouble()", "below the tensors: GeneratorTests"),
        ("Generator.nextNormal()", "below the tensors: GeneratorTests"),
        ("Generator.nextExponential()", "below WeightedRandomSampler"),
        ("Generator.fillNormal(_:mean:standardDeviation:)", "below the tensors: GeneratorTests"),
        ("Generator.fillUniform(_:from:to:)", "below the tensors: GeneratorTests"),
        ("Generator.integer(in:)", "below the tensors: GeneratorTests"),
        ("Generator.permutation(_:)", "below the tensors: GeneratorTests"),
        ("Tensor.rand(_:generator:) [Int]", "its shape as an array: GeneratorTests"),
        ("Tensor.randn(_:generator:) [Int]", "its shape as an array: GeneratorTests"),
        ("IntTensor.randint(_:_:generator:) Range<Int>, [Int]", "its shape as an array: GeneratorTests"),
        // Modules: what they are made of, which ModuleTests compare with torch's names and orders.
        ("Init.constant(_:_:)", "nothing is computed: ModuleTests"),
        ("Init.zeros(_:)", "nothing is computed: ModuleTests"),
        ("Init.ones(_:)", "nothing is computed: ModuleTests"),
        ("HookHandle.remove()", "ModuleTests"),
        ("Module.register*", "hooks: ModuleTests"),
        ("Module.init()", "the base of every layer"),
        ("Module.forward(_:)", "stops: to be overridden"),
        ("Module.members", "names and orders: ModuleTests"),
        ("Module.children", "names and orders: ModuleTests"),
        ("Module.namedChildren", "names and orders: ModuleTests"),
        ("Module.modules", "names and orders: ModuleTests"),
        ("Module.namedModules", "names and orders: ModuleTests"),
        ("Module.namedParameters", "names and orders: ModuleTests"),
        ("Module.namedBuffers", "names and orders: ModuleTests"),
        ("Module.zeroGrad(setToNone:)", "ModuleTests"),
        ("Module.requiresGrad(_:)", "ModuleTests"),
        ("Module.apply(_:)", "ModuleTests"),
        ("Module.train(_:)", "modes: ModuleTests; below Module.eval()"),
        ("Module.isTraining", "modes: ModuleTests"),
        ("Module.stateDict", "names and orders: ModuleTests"),
        ("Module.loadStateDict(_:strict:)", "names and orders: ModuleTests"),
        ("ModuleList.*", "a list: ModuleTests"),
        ("Sequential.startIndex", "Swift's own: a collection"),
        ("Sequential.endIndex", "Swift's own: a collection"),
        ("Sequential.members", "Swift's own: names, in ModuleTests"),
        ("Module.copy()", "nothing is computed: ModuleCopyTests"),
        ("*.remade(_:)", "how a copy is made: ModuleCopyTests"),
        ("ModuleCopies.callAsFunction(_:)", "how a copy is made: ModuleCopyTests"),
        ("Parameter.init(_:requiresGrad:)", "every layer's weights are made with it"),
        ("Buffer.init(_:persistent:)", "every BatchNorm's statistics are made with it"),
        ("Buffer.isPersistent", "what a stateDict leaves out: ModuleTests"),
        ("StateDict*", "names and orders: ModuleTests"),
        ("Loss.forward(_:_:)", "stops: to be overridden"),
        // Optimizers: the base, which runs in every case of one.
        ("Optimizer.init(_:lr:weightDecay:momentum:betas:)", "the base of all optimizers"),
        ("Optimizer.step()", "in every optimizer's case"),
        ("Optimizer.stepCount", "counts them: OptimTests"),
        ("Optimizer.zeroGrad(setToNone:)", "in every optimizer's case; its options: OptimTests"),
        ("Optimizer.update(_:_:_:)", "stops: to be overridden"),
        ("ParameterGroup.*", "the groups' cases are made with it; its settings: OptimTests"),
        ("LRScheduler.init(_:)", "the base of all schedulers"),
        ("LRScheduler.lastLRs", "in every scheduler's case"),
        ("LRScheduler.lr(initial:step:)", "the base of all schedulers: SchedulerTests"),
        ("*LR.lr(after:initial:step:)", "in every step of a scheduler's case"),
        ("LRScheduler.lr(after:initial:step:)", "in every step of a scheduler's case"),
        ("LRScheduler.step()", "in every scheduler's case"),
        ("LRScheduler.stepCount", "counts them: SchedulerTests"),
        // Training: torch has no counterpart; chapter 12 compares their results with a script's.
        ("fit(*", "chapter 12's own: TrainingTests"),
        ("validate(*", "chapter 12's own: TrainingTests"),
        ("getData(*", "chapter 12's own: TrainingTests"),
        ("lossBatch(*", "chapter 12's own: TrainingTests"),
        ("accuracy(*", "chapter 12's own: TrainingTests"),
        ("F.crossEntropy(_:_:)*", "the defaults of the loss with settings: TrainingTests"),
        ("F.nllLoss(_:_:)*", "the defaults of the loss with settings: TrainingTests"),
        ("F.mseLoss(_:_:)*", "the defaults of the loss with settings: TrainingTests"),
        ("F.l1Loss(_:_:)*", "the defaults of the loss with settings: TrainingTests"),
        ("F.smoothL1Loss(_:_:)*", "the defaults of the loss with settings: TrainingTests"),
        ("F.binaryCrossEntropyWithLogits(_:_:)*", "the defaults of the loss with settings: TrainingTests"),
    ]

    /// What the cases are about: declaration, the case's text in its file, the case.
    static func claims() throws -> [(symbol: String, text: String, name: String)] {
        let entries =
            ParityTable.all.flatMap { table in table.cases.map { (table.file, $0.line, $0.name, $0.symbols) } }
            + ParityRandom.all.entries.map { (ParityRandom.all.file, $0.line, $0.name, $0.symbols) }
        return try Dictionary(grouping: entries, by: \.0).flatMap { file, entries in
            let lines = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n")
            // A case goes on to the line before the next one.
            let starts = Set(entries.map(\.1)).sorted() + [lines.count + 1]
            return entries.flatMap { _, line, name, symbols in
                let end = starts.first { $0 > line } ?? lines.count + 1
                let text = lines[line - 1..<end - 1].joined(separator: "\n")
                return symbols.map { (symbol: $0, text: text, name: name) }
            }
        }
    }

    static func matches(_ pattern: String, _ symbol: String) -> Bool {
        let parts = pattern.components(separatedBy: "*")
        guard parts.count > 1 else { return pattern == symbol }
        guard symbol.hasPrefix(parts[0]), symbol.hasSuffix(parts[parts.count - 1]) else { return false }
        var rest = symbol.dropFirst(parts[0].count)
        for part in parts.dropFirst() where !part.isEmpty {
            guard let range = rest.range(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }

    @Test("every public declaration has a case or a reason")
    func coverage() async throws {
        let symbols = try await SymbolGraph.kindling.value.names
        #expect(symbols.count > 400, "the symbol graph isn't whole")
        let claimed = Set(try Self.claims().map(\.symbol))
        for symbol in claimed.subtracting(symbols).sorted() {
            let near = symbols.filter { $0.hasPrefix(symbol.prefix { $0 != "(" }) }.sorted()
            Issue.record("a case is about \(symbol), which isn't declared; there is \(near)")
        }
        for symbol in symbols.subtracting(claimed).sorted()
        where !Self.exemptions.contains(where: { Self.matches($0.pattern, symbol) }) {
            Issue.record(
                "\(symbol) has no case: add one to Fixtures/parity and to the table in Tests/KindlingTests/Parity, or an exemption with its reason"
            )
        }
        for (pattern, _) in Self.exemptions
        where !symbols.subtracting(claimed).contains(where: { Self.matches(pattern, $0) }) {
            Issue.record("the exemption \(pattern) is about nothing any more")
        }
    }

    /// A case can't just say that it is about something: its text must name it.
    @Test("a case calls what it is about")
    func calls() throws {
        for (symbol, text, name) in try Self.claims() {
            let path = String(symbol.prefix { $0 != "(" && $0 != " " })
            let type = String(path.prefix { $0 != "." })
            let isOperator = !(path.last.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false)
            let last = path.split(separator: ".").last.map(String.init) ?? path
            let member = path == type ? path : isOperator ? String(path.dropFirst(type.count + 1)) : last
            let needle: String
            switch member {
            case "init", "forward", "update", "lr", "callAsFunction", "makeIterator", "next", "resetParameters":
                // A call of the type itself; what is about any module or loss, any call.
                needle = ["Module", "Loss", "StridedView", "BatchNorm", "DataLoader"].contains(type) ? "(" : "\(type)("
            case "subscript": needle = "["
            default: needle = member
            }
            if !text.contains(needle) {
                Issue.record("\(name) is about \(symbol), but doesn't mention \(needle)")
            }
        }
    }

    @Test("the symbol graph tells overloads apart, and computed properties from stored ones")
    func names() async throws {
        let names = try await SymbolGraph.kindling.value.names
        for name in [
            "Tensor.+(_:_:) Tensor, Double", "Tensor.+=(_:_:) inout Tensor, Tensor", "StridedView.init(_:) [Element]",
            "Tensor.T", "matmul(_:_:)",
            "Linear.init(_:_:bias:generator:)", "Array.collate(_:)", "Strided.shape", "Tensor.rand(_:generator:) [Int]",
        ] {
            #expect(names.contains(name))
        }
        // A stored property, a requirement, a case, a type, what is internal, and what can't be called.
        for name in ["Linear.weight", "Rows.row(_:)", "Reduction.mean", "Linear", "Tape.run(_:_:)", "Strided.==(_:_:)"]
        {
            #expect(!names.contains(name))
        }
    }
}
