// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-08-optimizer-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 24504b3a6757a875

// Chapters/Workshop/18-08-optimizer-state.md: Reading a state that may not fit
/// Reads a state, value by value, and notes what is missing, can't be used, or isn't asked for.
///
/// An optimizer or a scheduler of yours gets one, to take back what it has handed out; see `Optimizer.remember`. What
/// doesn't fit gives nil, and needs no further attention: the whole state is refused then.
public struct StateReader {
    private let state: StateDict
    private let prefix: String
    private let mayBeEmpty: Bool
    private var asked: Set<String> = []
    private var error: StateDictError
    private lazy var parts = state.parts()

    /// - Parameters:
    ///   - owner: whose state it is, for the error.
    ///   - prefix: what stands before the names elsewhere.
    ///   - mayBeEmpty: whether nothing is missing in a state that has no values at all.
    init(_ state: StateDict, of owner: String, prefix: String = "", mayBeEmpty: Bool = false) {
        self.state = state
        self.prefix = prefix
        self.mayBeEmpty = mayBeEmpty
        error = StateDictError(module: owner)
    }

    /// Says that a value can't be used: the end of a sentence that begins with its name.
    public mutating func note(_ name: String, _ problem: String) {
        if error.unusable.contains(where: { $0.name == prefix + name }) { return }
        error.unusable.append(.init(name: prefix + name, problem: problem))
    }

    /// Whether there is a value of this name. If not, and if it isn't optional, it's missing.
    private mutating func finds(_ name: String, _ isOptional: Bool) -> Bool {
        let isNew = asked.insert(name).inserted
        if state.has(name) { return true }
        if isNew, !isOptional, !(mayBeEmpty && state.count == 0) { error.missing.append(prefix + name) }
        return false
    }
}

extension StateReader {
    /// A tensor of this name and shape, in memory of its own.
    public mutating func tensor(_ name: String, shape: [Int], isOptional: Bool = false) -> Tensor? {
        guard finds(name, isOptional), let tensor = state[name] else { return nil }
        if tensor.shape != shape {
            note(name, "has the shape \(tensor.shape), and must have \(shape)")
            return nil
        }
        return tensor.detach().clone()
    }

    /// A value of this name, of the type that you want: `let share: Double? = memory.value("share")`.
    public mutating func value<Value: StateValue>(_ name: String, isOptional: Bool = false) -> Value? {
        guard finds(name, isOptional) else { return nil }
        let value: Value? = state[value: name]
        if value == nil { note(name, "is no \(Value.self)") }
        return value
    }

    /// A whole number from 0 to 2⁵³, up to which Doubles hold all of them.
    public mutating func count(_ name: String, isOptional: Bool = false) -> Int? {
        guard let count: Int = value(name, isOptional: isOptional) else { return nil }
        if 0...(1 << 53) ~= count { return count }
        note(name, "is \(count), and can't be")
        return nil
    }

    /// A number that isn't negative.
    mutating func positive(_ name: String, isOptional: Bool = false) -> Double? {
        guard let number: Double = value(name, isOptional: isOptional) else { return nil }
        if number >= 0 { return number }
        note(name, "is \(number), and can't be")
        return nil
    }
}

extension StateReader {
    /// Reads what stands under this name and a dot.
    mutating func part<Result>(
        _ name: String, mayBeEmpty: Bool = false, _ read: (inout StateReader) -> Result
    ) -> Result {
        let part = parts[name] ?? [:]
        var reader = StateReader(part, of: error.module, prefix: "\(prefix)\(name).", mayBeEmpty: mayBeEmpty)
        let result = read(&reader)
        asked.formUnion(part.keys.map { "\(name).\($0)" })
        let found = reader.finished()
        error.missing += found.missing
        error.unexpected += found.unexpected
        error.unusable += found.unusable
        return result
    }

    /// Settings that can't be changed any more, so the state must have the same.
    mutating func compare(_ settings: KeyValuePairs<String, Double>) {
        for (name, setting) in settings {
            guard let number: Double = value(name), number != setting else { continue }
            note(name, "is \(number), and this \(error.module) was made with \(setting)")
        }
    }

    /// Passes over what nobody has asked for and is 0: options that are off.
    mutating func passOverZeros() {
        for name in state.keys where !asked.contains(name) {
            if let number: Double = state[value: name], number == 0 { asked.insert(name) }
        }
    }

    /// What doesn't fit, when all has been read.
    func finished() -> StateDictError {
        var result = error
        result.unexpected += state.keys.filter { !asked.contains($0) }.map { prefix + $0 }
        return result
    }
}

extension StateDictError {
    /// Whether everything fits.
    var isEmpty: Bool { missing.isEmpty && unexpected.isEmpty && misshapen.isEmpty && unusable.isEmpty }
}
