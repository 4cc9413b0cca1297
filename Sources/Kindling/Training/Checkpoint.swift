// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-11-checkpoint.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: f040499bee63d11c

// Chapters/Workshop/18-11-checkpoint.md: Everything at once
import CZlib
import Foundation

/// All that a training needs to go on: its parts' states, the random numbers, and values of yours, saved together in
/// one file, of which the last few are kept in a folder.
///
///     let checkpoint = Checkpoint(in: folder, keepLast: 3, model: model, optimizer: optimizer, loader: trainLoader)
///     try checkpoint.restore()                       // from the newest file, if there is one
///     for epoch in (checkpoint["epoch"] ?? 0)..<5 {
///         for (xb, yb) in trainLoader {
///             …
///             try checkpoint.save()                  // whenever you like
///         }
///         checkpoint["epoch"] = epoch + 1
///     }
///
/// Save between steps: gradients aren't kept. The random numbers are the default ones, of `withRandomSeed` if that is
/// around. A part that draws from a generator of its own needs that saved, too: `also: ["noise": generator]`.
public final class Checkpoint {
    /// Where the files are. It's made when the first is saved. One training at a time may use it.
    public let folder: URL
    /// How many files are kept.
    public let keepLast: Int
    /// The numbers of the files that were found damaged.
    var damaged: Set<Int> = []
    private let parts: [(name: String, part: any Stateful)]
    private var values = StateDict()

    /// - Parameters:
    ///   - keepLast: how many files are kept, at least 1. The newest may turn out to be damaged, hence 2.
    ///   - also: further parts, by names of letters, digits and underscores.
    public init(
        in folder: URL, keepLast: Int = 2, model: Module, optimizer: Optimizer? = nil, scheduler: LRScheduler? = nil,
        loader: (any Stateful)? = nil, also: KeyValuePairs<String, any Stateful> = [:]
    ) {
        if keepLast < 1 { fatalError("Checkpoint: keepLast is \(keepLast), and must be at least 1") }
        self.folder = folder
        self.keepLast = keepLast
        let named: [(String, (any Stateful)?)] = [
            ("model", model), ("optimizer", optimizer), ("scheduler", scheduler), ("loader", loader),
        ]
        parts = named.compactMap { name, part in part.map { (name, $0) } } + also.map { ($0.key, $0.value) }
        var names: Set = ["random", "values"]
        for (name, _) in parts {
            let isWord = !name.isEmpty && name.allSatisfy { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
            if !isWord { fatalError("Checkpoint: \"\(name)\" can't be a part's name: it needs letters and digits") }
            if !names.insert(name).inserted { fatalError("Checkpoint: there are two parts called \(name)") }
        }
    }
}

extension Checkpoint {
    /// A value that is saved and restored with the rest: `checkpoint["best"] = 0.08`.
    ///
    /// nil if there is none of this name, or none of the type that's asked for. To set nil removes one.
    public subscript<Value: StateValue>(name: String) -> Value? {
        get { values[value: name] }
        set { values[value: name] = newValue }
    }

    /// A tensor that is saved and restored with the rest. It is saved as it is at that time.
    public subscript(name: String) -> Tensor? {
        get { values[name] }
        set { values[name] = newValue }
    }
}

extension Checkpoint: Stateful {
    /// The states of all parts, of the default random numbers, and the values.
    public var stateDict: StateDict {
        var result = StateDict()
        for (name, part) in parts { result.add(part.stateDict, as: name) }
        result.add(Generator.default.stateDict, as: "random")
        result.add(values, as: "values")
        return result
    }

    /// Takes over a state that `stateDict` has given, of a checkpoint with the same parts.
    /// - Throws: `StateDictError`, or what a part of yours throws. All parts are as before then; a loader in the middle of
    ///   an epoch goes on with it in the next loop.
    public func loadStateDict(_ state: StateDict) throws {
        var states = state.parts()
        let newValues = states.removeValue(forKey: "values") ?? [:]
        let all = parts + [(name: "random", part: Generator.default)]
        var undo: [() -> Void] = []
        do {
            for (name, part) in all {
                let before = part.stateDict.clone()
                try load(states.removeValue(forKey: name) ?? [:], into: part, named: name)
                undo.append { try? part.loadStateDict(before) }
            }
            if !states.isEmpty {
                var error = StateDictError(module: "Checkpoint")
                let names = states.flatMap { part, state in state.keys.map { part.isEmpty ? $0 : "\(part).\($0)" } }
                error.unexpected = names.sorted()
                throw error
            }
        } catch {
            for part in undo.reversed() { part() }
            throw error
        }
        values = newValues
    }

    private func load(_ state: StateDict, into part: any Stateful, named name: String) throws {
        do {
            try part.loadStateDict(state)
        } catch var error as StateDictError {
            error.module += ", the checkpoint's \(name)"
            throw error
        }
    }
}
