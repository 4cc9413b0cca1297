// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-03-module-state.md
//   Chapters/Workshop/18-02-elements.md
//   Chapters/Workshop/18-04-safetensors.md
//   Chapters/Workshop/18-08-optimizer-state.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d7fcb978bcfbc93b

// Chapters/Workshop/06-03-module-state.md: A dictionary with an order
/// A model's parameters and buffers by name, in order.
public struct StateDict: Sequence, ExpressibleByDictionaryLiteral, CustomStringConvertible {
    /// The names, in order.
    public private(set) var keys: [String] = []
    private var tensors: [String: Tensor] = [:]
    // Chapters/Workshop/18-02-elements.md: In a state
    /// What has other elements than Floats, as it was stored.
    private var originals: [String: StoredTensor] = [:]
    /// Remarks about the state, such as the version of the program that wrote it. They go into the file with it.
    public var metadata: [String: String] = [:]
    // place: state

    /// A state without tensors.
    public init() {}

    /// A state written down: `["weight": Tensor.zeros(1, 3)]`. The order is that of the entries.
    public init(dictionaryLiteral elements: (String, Tensor)...) {
        for (name, tensor) in elements { self[name] = tensor }
    }

    /// The tensor of this name. A new name is added at the end; nil removes one.
    public subscript(name: String) -> Tensor? {
        get {
            // Chapters/Workshop/18-02-elements.md: In a state
            if let original = originals[name] { return original.tensor() }
            // place: reading
            return tensors[name]
        }
        set {
            // Chapters/Workshop/18-02-elements.md: In a state
            if originals.removeValue(forKey: name) != nil {
                tensors[name] = newValue
                if newValue == nil { keys.removeAll { $0 == name } }
                return
            }
            // place: writing
            if let newValue {
                if tensors.updateValue(newValue, forKey: name) == nil { keys.append(name) }
            } else if tensors.removeValue(forKey: name) != nil {
                keys.removeAll { $0 == name }
            }
        }
    }

    /// The number of tensors.
    public var count: Int { keys.count }

    /// Goes through the names and their tensors, in order.
    public func makeIterator() -> AnyIterator<(name: String, tensor: Tensor)> {
        var names = keys.makeIterator()
        return AnyIterator { names.next().flatMap { name in self[name].map { (name, $0) } } }
    }

    /// The names and shapes, one a line.
    public var description: String {
        map { "\($0.name): \($0.tensor.shape)" }.joined(separator: "\n")
    }

    /// The same, in memory of its own: it stays as it is when the model goes on learning.
    public func clone() -> StateDict {
        var result = self
        for (name, tensor) in tensors { result.tensors[name] = tensor.detach().clone() }
        return result
    }
}
// Chapters/Workshop/06-03-module-state.md: When a state doesn't fit
/// Why a state could not be loaded. Nothing has been changed then.
public struct StateDictError: Error, Equatable, CustomStringConvertible {
    /// The module's class.
    public var module: String
    /// Names that the module has and the state has not.
    public var missing: [String] = []
    /// Names that the state has and the module has not.
    public var unexpected: [String] = []
    /// Names that both have, with different shapes.
    public var misshapen: [Misshapen] = []

    /// A tensor with one shape in the module and another in the state.
    public struct Misshapen: Equatable, Sendable {
        /// The tensor's name, the same in both.
        public var name: String
        /// The shape in the module.
        public var expected: [Int]
        /// The shape in the state.
        public var found: [Int]
    }

    // Chapters/Workshop/18-08-optimizer-state.md: Reading a state that may not fit
    /// Names whose values can't be used, and why.
    public var unusable: [Unusable] = []

    /// A value that can't be used.
    public struct Unusable: Equatable, Sendable {
        /// The value's name in the state.
        public var name: String
        /// Why: the end of a sentence that begins with the name.
        public var problem: String
    }
    // place: fields

    /// Everything that doesn't fit: the names on one side only, then each wrong shape.
    public var description: String {
        var lines = ["the state does not fit \(module):"]
        if !missing.isEmpty { lines.append("missing: \(missing.joined(separator: ", "))") }
        if !unexpected.isEmpty { lines.append("unexpected: \(unexpected.joined(separator: ", "))") }
        lines += misshapen.map { "misshapen: \($0.name) has the shape \($0.found), the module's \($0.expected)" }
        // Chapters/Workshop/18-08-optimizer-state.md: Reading a state that may not fit
        lines += unusable.map { "unusable: \($0.name) \($0.problem)" }
        // place: lines
        return lines.joined(separator: "\n    ")
    }
}

// Chapters/Workshop/06-03-module-state.md: Taking and loading
extension Module {
    /// The parameters and persistent buffers by name. The tensors share the model's memory, without its history;
    /// `clone()` separates them.
    ///
    /// A module that is used under two names is listed under both.
    public var stateDict: StateDict {
        var result = StateDict()
        for (name, tensor) in stateTensors { result[name] = tensor.detach() }
        return result
    }

    /// Copies a state's values into the parameters and buffers.
    ///
    /// - Parameter strict: whether names that only one side has are errors.
    /// - Returns: the names that only one side has.
    /// - Throws: `StateDictError`, naming everything that doesn't fit; nothing has been changed then. Wrong shapes are
    ///   errors in any case.
    @discardableResult
    public func loadStateDict(
        _ state: StateDict, strict: Bool = true
    ) throws(StateDictError) -> (missing: [String], unexpected: [String]) {
        let own = stateTensors
        let names = Set(own.map(\.name))
        var error = StateDictError(module: "\(type(of: self))")
        error.missing = own.map(\.name).filter { state[$0] == nil }
        error.unexpected = state.keys.filter { !names.contains($0) }
        error.misshapen = own.compactMap { name, tensor in
            guard let found = state[name], found.shape != tensor.shape else { return nil }
            return .init(name: name, expected: tensor.shape, found: found.shape)
        }
        if !error.misshapen.isEmpty || (strict && !(error.missing.isEmpty && error.unexpected.isEmpty)) { throw error }
        noGrad {
            for (name, tensor) in own {
                if let value = state[name] { tensor.copy(value) }
            }
        }
        return (error.missing, error.unexpected)
    }

    private var stateTensors: [(name: String, tensor: Tensor)] {
        var path: Set<ObjectIdentifier> = []
        func visit(_ prefix: String, _ module: Module) -> [(name: String, tensor: Tensor)] {
            // A module within itself has been listed already.
            guard path.insert(ObjectIdentifier(module)).inserted else { return [] }
            defer { path.remove(ObjectIdentifier(module)) }
            let own = module.directTensors.filter { ($0.tensor as? Buffer)?.isPersistent ?? true }
            let ordered = own.filter { $0.tensor is Parameter } + own.filter { $0.tensor is Buffer }
            return ordered.map { (joined(prefix, $0.name), $0.tensor) }
                + module.directModules.flatMap { visit(joined(prefix, $0.name), $0.module) }
        }
        let found = visit("", self)
        var names: Set<String> = []
        for (name, _) in found where !names.insert(name).inserted {
            fatalError(
                "\(type(of: self)): two of its tensors are named \(name); rename a property, or override members")
        }
        return found
    }
}

// Chapters/Workshop/18-02-elements.md: In a state
extension StateDict {
    /// The tensor of this name with its own type of elements: as it was in the file, or as it will be in the next.
    ///
    /// `state["x"]` makes Floats of it each time that it's asked, so changing that tensor changes nothing here.
    /// A new name is added at the end; nil removes one.
    public subscript(stored name: String) -> StoredTensor? {
        get { originals[name] ?? tensors[name].map { StoredTensor($0) } }
        set {
            guard let newValue, newValue.dtype != .float32 else {
                self[name] = newValue?.tensor()
                return
            }
            if originals.updateValue(newValue, forKey: name) == nil, tensors.removeValue(forKey: name) == nil {
                keys.append(name)
            }
        }
    }
}

// Chapters/Workshop/18-04-safetensors.md: Writing
extension StateDict {
    func has(_ name: String) -> Bool { originals[name] != nil || tensors[name] != nil }

    /// The type and the shape of a tensor that is there.
    func kind(of name: String) -> (dtype: StoredTensor.DType, shape: [Int]) {
        originals[name].map { ($0.dtype, $0.shape) } ?? (.float32, tensors[name]?.shape ?? [])
    }

    /// Calls `body` with the bytes of a tensor that is there, as they stand in a file.
    func withBytes(of name: String, _ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        if let original = originals[name] { return try original.bytes.withUnsafeBytes(body) }
        guard let tensor = tensors[name]?.contiguous() else { return }
        try tensor.withPointer {
            try body(UnsafeRawBufferPointer(start: $0, count: tensor.count * MemoryLayout<Float>.size))
        }
    }

    /// The same state in Floats.
    func floats() -> StateDict {
        var result = StateDict()
        for (name, tensor) in self { result[name] = tensor }
        return result
    }
}

// Chapters/Workshop/18-08-optimizer-state.md: Numbers in a state
extension StateDict {
    /// Adds the entries of another state, with a name and a dot before theirs. Tensors stay shared.
    mutating func add(_ part: StateDict, as name: String) {
        for key in part.keys {
            if let original = part.originals[key] {
                self[stored: "\(name).\(key)"] = original
            } else {
                self["\(name).\(key)"] = part.tensors[key]
            }
        }
    }

    /// The entries by what stands before the first dot of their names, which is left out. Those without a dot are
    /// under "".
    func parts() -> [String: StateDict] {
        var result: [String: StateDict] = [:]
        for key in keys {
            let dot = key.firstIndex(of: ".")
            let (part, name) = dot.map { (key[..<$0], key[key.index(after: $0)...]) } ?? ("", key[...])
            if let original = originals[key] {
                result[String(part), default: [:]][stored: String(name)] = original
            } else {
                result[String(part), default: [:]][String(name)] = tensors[key]
            }
        }
        return result
    }
}
