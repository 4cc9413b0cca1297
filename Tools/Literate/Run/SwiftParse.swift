import Foundation

/// A Swift file as the compiler's parser sees it: what is declared in it, and where.
struct SwiftParse: Sendable {
    /// A function, an initializer, a subscript or a computed property that only reads, with a body.
    struct Declaration: Hashable, Sendable {
        enum Kind: Hashable, Sendable { case function, initializer, subscripted, property }

        var kind: Kind
        /// `viewed(as:)`, `init(_:bias:)`, `subscript(_:)`, `count`.
        var name: String
        /// The types that it stands in, and those that are extended, from the outermost.
        var types: [String]
        /// The byte that it begins with, its attributes and modifiers included.
        var start: Int
        /// The byte of its first word behind those, `func` or `static func`; of a property, its name's.
        var head: Int
        /// The bytes of its parameters, from `(` to `)`; nil of a property.
        var parameters: ClosedRange<Int>?
        /// The byte that its body's opening brace is, and that of the closing one.
        var body: ClosedRange<Int>
        /// The names of its parameters and of what its body declares.
        var ownNames: Set<String>
        var isPrivate: Bool
        var isMutating: Bool
        /// Whether an extension around it has a `where`.
        var isConstrained: Bool
        /// Whether it stands inside another's body.
        var isLocal: Bool

        /// `Tensor.viewed(as:)`
        var qualifiedName: String { (types + [name]).joined(separator: ".") }
    }

    let declarations: [Declaration]
    /// Everything that the file keeps to itself.
    let privateNames: Set<String>
    /// The bytes of what stands at the top, attributes included, up to the first byte of each one's last word.
    let items: [ClosedRange<Int>]

    /// - Parameter root: The package's root.
    /// - Throws: `Failure` if it isn't Swift.
    init(_ text: String, root: String) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let file = "\(folder.path)/main.swift"
        try Files.write(Array(text.utf8), to: file)
        let result = try await ChildProcess.run(
            "swiftc", ["-frontend", "-dump-parse", "-dump-ast-format", "json", file], directory: root,
            outputLimit: 1 << 28)
        guard result.status == .exited(0),
            let tree = try? JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any]
        else {
            throw Failure(
                "swiftc can't parse this", at: nil,
                details: result.errorText.textLines.prefix(5).map { "| " + $0 })
        }
        var found = Finder()
        found.visit(tree["items"] ?? [])
        declarations = found.declarations
        privateNames = found.privateNames
        items = (tree["items"] as? [[String: Any]] ?? []).compactMap(Finder.extent)
    }
}

/// Goes through what the parser has written.
private struct Finder {
    typealias Node = [String: Any]

    var declarations: [SwiftParse.Declaration] = []
    var privateNames: Set<String> = []

    /// What surrounds a declaration.
    struct Surroundings {
        var types: [String] = []
        var isPrivate = false
        var isConstrained = false
        var isLocal = false
    }

    mutating func visit(_ part: Any, in outer: Surroundings = Surroundings()) {
        if let parts = part as? [Any] {
            for part in parts { visit(part, in: outer) }
        }
        guard let node = part as? Node, let kind = node["_kind"] as? String else { return }
        let name = Self.name(of: node)
        let access = (node["attrs"] as? [Node] ?? []).compactMap { $0["access_level"] as? String }
        var inner = outer
        if access.contains(where: ["private", "fileprivate"].contains) { inner.isPrivate = true }
        if inner.isPrivate, let name { privateNames.insert(String(name.prefix { $0 != "(" })) }
        switch kind {
        case "struct_decl", "class_decl", "enum_decl", "protocol_decl", "extension_decl":
            if kind == "extension_decl", node["where_requirements"] != nil { inner.isConstrained = true }
            inner.types.append(name ?? node["extended_type"] as? String ?? "?")
            visit(node["members"] ?? [], in: inner)
        case "func_decl", "constructor_decl":
            add(node, name, inner, of: node, kind == "func_decl" ? .function : .initializer)
        case "var_decl", "subscript_decl":
            let accessors = node["accessors"] as? [Node] ?? []
            if accessors.count == 1, accessors[0]["get"] as? Bool == true {
                add(accessors[0], name, inner, of: node, kind == "var_decl" ? .property : .subscripted)
            }
        default:
            for part in node.values { visit(part, in: outer) }
        }
    }

    /// - Parameters:
    ///   - node: What has the body: the declaration, or its getter.
    ///   - whole: The declaration.
    private mutating func add(
        _ node: Node, _ name: String?, _ surroundings: Surroundings, of whole: Node,
        _ kind: SwiftParse.Declaration.Kind
    ) {
        guard let name, let body = node["body"] as? Node, let range = Self.range(of: body),
            let head = Self.range(of: whole)
        else { return }
        let attributes = whole["attrs"] as? [Node] ?? []
        var ownNames: Set<String> = []
        Self.collectNames(in: [node["params"] ?? [], body], &ownNames)
        declarations.append(
            SwiftParse.Declaration(
                kind: kind, name: name, types: surroundings.types,
                start: Self.extent(of: whole)?.lowerBound ?? head.lowerBound, head: head.lowerBound,
                parameters: (node["params"] as? Node).flatMap(Self.range), body: range,
                ownNames: ownNames, isPrivate: surroundings.isPrivate,
                isMutating: attributes.contains { $0["_kind"] as? String == "mutating_attr" },
                isConstrained: surroundings.isConstrained, isLocal: surroundings.isLocal))
        visit(body["elements"] ?? [], in: Surroundings(types: surroundings.types, isLocal: true))
    }

    /// Where a declaration stands, its attributes and modifiers included.
    static func extent(of node: Node) -> ClosedRange<Int>? {
        guard let range = range(of: node) else { return nil }
        let attributes = (node["attrs"] as? [Node] ?? []).compactMap(Self.range)
        return (attributes + [range]).map(\.lowerBound).min()!...range.upperBound
    }

    private static func range(of node: Node) -> ClosedRange<Int>? {
        guard let range = node["range"] as? [String: Int], let start = range["start"], let end = range["end"],
            start <= end
        else { return nil }
        return start...end
    }

    /// `viewed(as:)`; nil for what has no name.
    private static func name(of node: Node) -> String? {
        guard let name = node["name"] as? Node, let base = name["base_name"] as? Node,
            let text = base["name"] as? String ?? base["special"] as? String
        else { return nil }
        guard let labels = name["args"] as? [String] else {
            // Without parameters, a function's name looks like a variable's.
            return ["func_decl", "constructor_decl"].contains(node["_kind"] as? String) ? text + "()" : text
        }
        return text + "(" + labels.map { ($0.isEmpty ? "_" : $0) + ":" }.joined() + ")"
    }

    /// The names of everything that is declared in a part, parameters included.
    private static func collectNames(in part: Any, _ names: inout Set<String>) {
        if let parts = part as? [Any] {
            for part in parts { collectNames(in: part, &names) }
        } else if let node = part as? Node {
            if let name = name(of: node) { names.insert(String(name.prefix { $0 != "(" })) }
            for part in node.values { collectNames(in: part, &names) }
        }
    }
}
