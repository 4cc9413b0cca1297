// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-04-operations.md
//   Chapters/Workshop/02-01-tape.md
//   Chapters/Workshop/02-02-gradients.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 05d52b190d06cf1e

// Chapters/Workshop/01-04-operations.md: The notepad
/// What an operation leaves behind for its gradient.
public final class Context {
    /// The shapes of the inputs.
    public let inputShapes: [[Int]]
    /// For each input, whether a gradient is wanted.
    public internal(set) var needsGradient: [Bool]
    // Chapters/Workshop/02-01-tape.md: The notepad
    /// The tensors that `save` has kept; nil where it was told that one isn't needed.
    var savedTensors: [SavedTensor?] = []
    /// Whether `backward` has been here and has thrown the saved tensors away.
    var isReleased = false
    // place: state

    /// An empty notepad for an operation on these inputs.
    init(inputs: [Tensor]) {
        inputShapes = inputs.map(\.shape)
        needsGradient = [Bool](repeating: false, count: inputs.count)
    }
}

extension Context {
    /// Keeps a tensor that the gradient will need, as it is now. Chapter 02.
    public func save(_ tensor: Tensor, if isNeeded: Bool = true) {
        // Chapters/Workshop/02-01-tape.md: The notepad
        if needsGradient.contains(true) {
            savedTensors.append(isNeeded ? SavedTensor(tensor) : nil)
        }
        // place: save
    }

    /// Keeps several.
    public func save(_ first: Tensor, _ second: Tensor, _ others: Tensor...) {
        for tensor in [first, second] + others { save(tensor, if: true) }
    }

    /// Says that the operation itself keeps what its gradient will need: indices, a mask. Chapter 02.
    public func saveElsewhere() {
        save(Tensor(0), if: false)
    }
}

// Chapters/Workshop/02-01-tape.md: The notepad
/// A tensor as it was when it was saved.
struct SavedTensor {
    /// The elements, without a history.
    let tensor: Tensor
    /// How often they had been changed in place when they were saved.
    let version: Int

    /// Shares the tensor's memory, not its history: a result saved by its own operation would hold itself for ever.
    init(_ tensor: Tensor) {
        self.tensor = Tensor(storage: tensor.storage, layout: tensor.layout)
        version = tensor.storage.version
    }
}

// Chapters/Workshop/02-01-tape.md: What was saved, and whether it still holds
extension Context {
    /// The `i`th saved tensor.
    ///
    /// Stops the program if the tensor has been changed in place since it was saved.
    public func saved(_ i: Int) -> Tensor {
        guard savedTensors.indices.contains(i), let saved = savedTensors[i] else {
            fatalError("backward: the operation has not saved a tensor number \(i)")
        }
        if saved.tensor.storage.version != saved.version {
            fatalError(
                "backward: a tensor of shape \(saved.tensor.shape) that the gradient needs has been changed in place: it is at version \(saved.tensor.storage.version), and was saved at \(saved.version)"
            )
        }
        return saved.tensor
    }

    /// Stops the program if what was saved here has been thrown away.
    func checkNotReleased() {
        if isReleased {
            fatalError(
                "backward: what the graph had saved is freed after the first backward; say retainGraph: true in the first to go through it twice"
            )
        }
    }

    /// Throws away what was saved.
    func release() {
        isReleased = isReleased || !savedTensors.isEmpty
        savedTensors = []
    }
}

// Chapters/Workshop/02-02-gradients.md: Only what is wanted
extension Context {
    /// The gradient of input `i` from one of the result's shape: where the input was broadcast, it is summed up again;
    /// nil if not wanted.
    ///
    /// For a `backward` whose inputs are broadcast against each other:
    /// `context.unbroadcast(gradient * context.saved(1), 0)`.
    /// - Parameters:
    ///   - gradient: of the shape of the result, to which the input's was broadcast. Computed only if it is wanted.
    ///   - i: the input, counted as `forward` gets them.
    public func unbroadcast(_ gradient: @autoclosure () -> Tensor, _ i: Int) -> Tensor? {
        needsGradient[i] ? gradient().summed(to: inputShapes[i]) : nil
    }

    /// The gradient of input `i`, computed only if it is wanted; nil if not.
    /// - Parameters:
    ///   - i: the input, counted as `forward` gets them.
    ///   - gradient: of the input's shape.
    public func ifNeeded(_ i: Int, _ gradient: @autoclosure () -> Tensor) -> Tensor? {
        needsGradient[i] ? gradient() : nil
    }
}

extension Tensor {
    /// The opposite of broadcasting: everything that would be repeated from `shape` is added up. The sum isn't
    /// recorded: it is made for a `backward`, whose work no graph is to know of.
    /// - Parameter shape: one that can be broadcast to this tensor's; the result has it. With this tensor's own, the
    ///   result is the tensor.
    public func summed(to shape: [Int]) -> Tensor {
        if self.shape == shape { return self }
        let missing = ndim - shape.count
        if missing < 0 || zip(shape, self.shape.dropFirst(missing)).contains(where: { $0 != $1 && $0 != 1 }) {
            fatalError("summed: a tensor of shape \(self.shape) isn't what broadcasting makes of the shape \(shape)")
        }
        let dimensions = (0..<ndim).filter { $0 < missing || (shape[$0 - missing] == 1 && self.shape[$0] != 1) }
        return Reducer(self, dimensions, of: "sum").sum().unrecorded.view(shape)
    }
}
