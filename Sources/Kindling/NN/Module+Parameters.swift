// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-01-module-class.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 93ddda3530803e43

// Chapters/Workshop/06-01-module-class.md: All parameters
extension Module {
    /// The modules among the properties, each once.
    public var children: [Module] { namedChildren.map(\.module) }

    /// The modules among the properties, with their names; each once, under its first name.
    public var namedChildren: [(name: String, module: Module)] {
        var seen: Set<ObjectIdentifier> = []
        return directModules.filter { seen.insert(ObjectIdentifier($0.module)).inserted }
    }

    /// This module, and all within it.
    public var modules: [Module] { namedModules.map(\.module) }

    /// This module, whose name is empty, and all within it: each once, a module before those within it.
    public var namedModules: [(name: String, module: Module)] {
        var found: [(name: String, module: Module)] = []
        walk { name, module, _ in found.append((name, module)) }
        return found
    }

    /// The parameters of this module and of all within it, each once.
    public var parameters: [Parameter] { namedParameters.map(\.parameter) }

    /// The parameters with their names: `fc1.weight`. Each once, under its first name; a module's own before those of
    /// the modules within it.
    public var namedParameters: [(name: String, parameter: Parameter)] {
        distinctTensors.compactMap { name, tensor in (tensor as? Parameter).map { (name, $0) } }
    }

    /// The buffers of this module and of all within it, each once.
    public var buffers: [Buffer] { namedBuffers.map(\.buffer) }

    /// The buffers with their names, each once.
    public var namedBuffers: [(name: String, buffer: Buffer)] {
        distinctTensors.compactMap { name, tensor in (tensor as? Buffer).map { (name, $0) } }
    }
}

extension Module {
    /// Forgets the gradients of all parameters: they become nil, or zeros where `setToNone` is false and there was one.
    public func zeroGrad(setToNone: Bool = true) {
        for parameter in parameters {
            if setToNone {
                parameter.grad = nil
            } else if let grad = parameter.grad {
                noGrad { grad.zero() }
            }
        }
    }

    /// Says of all parameters whether they are trained.
    @discardableResult
    public func requiresGrad(_ isWanted: Bool = true) -> Self {
        for parameter in parameters { parameter.requiresGrad = isWanted }
        return self
    }

    /// Calls `body` with all modules within this one, then with this one.
    @discardableResult
    public func apply(_ body: (Module) -> Void) -> Self {
        for child in children { child.apply(body) }
        body(self)
        return self
    }

    /// Sets this module and all within it to evaluation: `train(false)`.
    @discardableResult
    public func eval() -> Self { train(false) }
}

extension Module {
    private var distinctTensors: [(name: String, tensor: Tensor)] {
        var seen: Set<ObjectIdentifier> = []
        var found: [(name: String, tensor: Tensor)] = []
        walk { outer, _, members in
            for (name, tensor) in members.tensors where seen.insert(ObjectIdentifier(tensor)).inserted {
                found.append((joined(outer, name), tensor))
            }
        }
        return found
    }

    /// Calls `body` with this module and all within it, each once, and looks at their members only once, too.
    private func walk(_ body: (_ name: String, _ module: Module, _ members: [(name: String, member: Member)]) -> Void) {
        var seen: Set<ObjectIdentifier> = []
        func visit(_ name: String, _ module: Module) {
            guard seen.insert(ObjectIdentifier(module)).inserted else { return }
            let members = module.namedMembers.leaves
            body(name, module, members)
            for case (let inner, .module(let child)) in members { visit(joined(name, inner), child) }
        }
        visit("", self)
    }
}

/// A module's name and one within it, as one name.
func joined(_ outer: String, _ inner: String) -> String {
    outer.isEmpty ? inner : "\(outer).\(inner)"
}
