// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/06-01-module-class.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ec372813f32a1c01

// Chapters/Workshop/06-01-module-class.md: Finding the parts
/// Something that a module's properties hold.
enum Member {
    case parameter(Parameter)
    case buffer(Buffer)
    case module(Module)
    /// An array or a dictionary, with the names of its elements. `kind` is torch's name for it when it holds modules.
    case list(kind: String, [(name: String, member: Member)])
}

extension Member {
    /// What a property's value holds; nil if it is none of a module's business.
    init?(_ value: Any) {
        guard mayHoldMembers(type(of: value)) else { return nil }
        // Only objects are cast to classes: casting an array to one would first convert each of its elements.
        if type(of: value) is AnyClass {
            switch value {
            case let parameter as Parameter: self = .parameter(parameter)
            case let buffer as Buffer: self = .buffer(buffer)
            case let module as Module: self = .module(module)
            default: return nil
            }
            return
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            guard let wrapped = mirror.children.first.flatMap({ Member($0.value) }) else { return nil }
            self = wrapped
        case .collection:
            let parts = mirror.children.enumerated().compactMap { i, element in
                Member(element.value).map { (name: String(i), member: $0) }
            }
            if parts.isEmpty { return nil }
            self = .list(kind: "ModuleList", parts)
        case .dictionary:
            let parts = mirror.children.compactMap { child -> (name: String, member: Member)? in
                let entry = Array(Mirror(reflecting: child.value).children)
                return Member(entry[1].value).map { (name: "\(entry[0].value)", member: $0) }
            }
            if parts.isEmpty { return nil }
            self = .list(kind: "ModuleDict", parts.sorted { $0.name < $1.name })
        default: return nil
        }
    }
}

/// A type that holds values of another.
private protocol Holder {
    static var heldType: Any.Type { get }
}

extension Optional: Holder {
    fileprivate static var heldType: Any.Type { Wrapped.self }
}

extension Array: Holder {
    fileprivate static var heldType: Any.Type { Element.self }
}

extension Dictionary: Holder {
    fileprivate static var heldType: Any.Type { Value.self }
}

/// Whether it is worth looking into values of this type: a million numbers aren't looked at one by one.
private func mayHoldMembers(_ type: Any.Type) -> Bool {
    if let holder = type as? any Holder.Type { return mayHoldMembers(holder.heldType) }
    return !(type is any Numeric.Type || type is any StringProtocol.Type || type is Bool.Type)
}
extension Module {
    /// The stored properties, those of the superclass first, in the order of their declaration, under torch's names.
    var reflectedMembers: [(name: String, value: Any)] {
        var mirrors: [Mirror] = []
        var next: Mirror? = Mirror(reflecting: self)
        while let mirror = next, mirror.subjectType != Module.self {
            mirrors.append(mirror)
            next = mirror.superclassMirror
        }
        return mirrors.reversed().flatMap(\.children).compactMap { label, value in
            label.map { (snakeCase($0), value) }
        }
    }

    /// The properties that hold parameters, buffers or modules.
    var namedMembers: [(name: String, member: Member)] {
        members.compactMap { name, value in
            guard let member = Member(value), !leadsBack(member, of: value) else { return nil }
            return (name, member)
        }
    }

    /// The modules among the properties, an array's as `layers.0`, `layers.1`, ….
    var directModules: [(name: String, module: Module)] {
        namedMembers.leaves.compactMap { name, member in
            if case .module(let module) = member { (name, module) } else { nil }
        }
    }

    /// The parameters and buffers among the properties.
    var directTensors: [(name: String, tensor: Tensor)] { namedMembers.leaves.tensors }
}

extension Module {
    /// Whether a property refers to something that this module is a part of.
    private func leadsBack(_ member: Member, of value: Any) -> Bool {
        guard case .module(let module) = member, isOptional(value) else { return false }
        if module.contains(self, throughOptionals: false) { return true }
        if module.contains(self, throughOptionals: true) {
            fatalError(
                "\(type(of: self)): it and \(type(of: module)) hold each other, both as optionals; override members in one to say which is a part of the other"
            )
        }
        return false
    }

    /// Whether `other` is this module or stands within it.
    private func contains(_ other: Module, throughOptionals: Bool) -> Bool {
        var seen: Set<ObjectIdentifier> = []
        func visit(_ module: Module) -> Bool {
            if module === other { return true }
            guard seen.insert(ObjectIdentifier(module)).inserted else { return false }
            let members = module.members.filter { throughOptionals || !isOptional($0.value) }
            return members.compactMap { name, value in Member(value).map { (name, $0) } }.leaves.contains {
                if case .module(let inner) = $0.member { visit(inner) } else { false }
            }
        }
        return visit(self)
    }
}

private func isOptional(_ value: Any) -> Bool { Mirror(reflecting: value).displayStyle == .optional }

extension [(name: String, member: Member)] {
    /// The parameters and buffers among the members.
    var tensors: [(name: String, tensor: Tensor)] {
        compactMap { name, member in
            switch member {
            case .parameter(let parameter): (name, parameter)
            case .buffer(let buffer): (name, buffer)
            default: nil
            }
        }
    }

    /// The members that are no lists, with the names that lead to them.
    var leaves: [(name: String, member: Member)] {
        flatMap { name, member -> [(name: String, member: Member)] in
            guard case .list(_, let parts) = member else { return [(name, member)] }
            return parts.leaves.map { ("\(name).\($0.name)", $0.member) }
        }
    }
}

/// A Swift name as Python writes it: `convOne` becomes `conv_one`, and `conv1` stays.
func snakeCase(_ name: String) -> String {
    // Bytes, since every walk through a module comes by here; only A to Z are turned.
    let lazy = "$__lazy_storage_$_"
    let letters = Array((name.hasPrefix(lazy) ? name.dropFirst(lazy.count) : name[...]).utf8)
    func isUppercase(_ i: Int) -> Bool { letters[i] >= UInt8(ascii: "A") && letters[i] <= UInt8(ascii: "Z") }
    func isLowercase(_ i: Int) -> Bool { letters[i] >= UInt8(ascii: "a") && letters[i] <= UInt8(ascii: "z") }
    var result: [UInt8] = []
    for (i, letter) in letters.enumerated() {
        if !isUppercase(i) {
            result.append(letter)
            continue
        }
        if i > 0 {
            let endsWord = !isUppercase(i - 1) && letters[i - 1] != UInt8(ascii: "_")
            let beginsWord = isUppercase(i - 1) && i + 1 < letters.count && isLowercase(i + 1)
            if endsWord || beginsWord { result.append(UInt8(ascii: "_")) }
        }
        result.append(letter + 32)
    }
    return String(decoding: result, as: UTF8.self)
}
