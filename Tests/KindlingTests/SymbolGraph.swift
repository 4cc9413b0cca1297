import Foundation
import Subprocess

/// The public declarations of Kindling as the compiler knows them: the symbol graph of the module that these tests are built with.
struct SymbolGraph: Sendable {
    struct Symbol: Sendable {
        /// `Type.name(label:label:)`.
        let name: String
        /// Whether there is code behind it: a function, an initializer, a subscript, an operator, or a computed property.
        let isComputed: Bool
        /// The types of its parameters without labels.
        let unlabelledTypes: [String]
        /// Whether it has a comment, of its own or inherited from what it overrides or implements.
        let isDocumented: Bool
        /// `/…/Sources/Kindling/Tensor/Tensor.swift:12`, which `extract --translate` knows to be a line of a page.
        let place: String
    }

    /// What is wrong with the tool or the build, when there is no graph.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// All declarations, a protocol's requirements included.
    let symbols: [Symbol]

    /// The graph of this build's Kindling, made once.
    static let kindling = Task { try await SymbolGraph(module: "Kindling") }

    /// What has code, by names: where several share one, the types of their unlabelled parameters follow, as in
    /// `Tensor.+(_:_:) Tensor, Double`. Those that are still the same (which differ in constraints only) count as one.
    var names: Set<String> {
        let overloads = Dictionary(grouping: symbols.filter(\.isComputed), by: \.name)
        return Set(
            overloads.flatMap { name, group in
                let types = Set(group.map { $0.unlabelledTypes.joined(separator: ", ") })
                return types.count == 1 ? [name] : types.map { "\(name) \($0)" }
            })
    }

    init(module: String) async throws {
        // The bundle with the recordings lies beside what was built.
        let build = Bundle.module.bundleURL.deletingLastPathComponent()
        guard FileManager.default.fileExists(atPath: "\(build.path)/Modules/\(module).swiftmodule") else {
            throw Failure(description: "there is no Modules/\(module).swiftmodule in \(build.path)")
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        let target = try JSONDecoder().decode(
            TargetInfo.self, from: Data(try await Self.output("swift", ["-print-target-info"]).utf8)
        ).target.triple
        var arguments = [
            "symbolgraph-extract", "-module-name", module, "-target", target, "-output-dir", folder.path,
            "-minimum-access-level", "public", "-skip-synthesized-members", "-I", "\(build.path)/Modules",
            // The two modules in C that it imports.
            "-I", dataPackageRoot.appendingPathComponent("Tools/CZlib").path,
            "-Xcc", "-fmodule-map-file=\(build.path)/KindlingEngine.build/module.modulemap",
        ]
        #if os(macOS)
            let sdk = try await Self.output("xcrun", ["--show-sdk-path"])
            arguments += ["-sdk", sdk.trimmingCharacters(in: .whitespacesAndNewlines)]
        #endif
        _ = try await Self.output("swift", arguments)

        // A file for the module, and one for each other module whose types it extends.
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        symbols = try files.filter { $0.pathExtension == "json" }.flatMap { file in
            try JSONDecoder().decode(GraphFile.self, from: Data(contentsOf: file)).publicSymbols(of: module)
        }
    }

    /// What a tool prints; a tool that can't be found or that fails is an error.
    private static func output(_ tool: String, _ arguments: [String]) async throws -> String {
        let record = try await Subprocess.run(
            .name(tool), arguments: Arguments(arguments), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        guard record.terminationStatus.isSuccess else {
            throw Failure(description: "\(tool) \(arguments.first ?? ""): \(record.standardError)")
        }
        return record.standardOutput
    }
}

private struct TargetInfo: Decodable {
    struct Target: Decodable { var triple: String }
    var target: Target
}

/// A file of a symbol graph, as far as it is needed here.
private struct GraphFile: Decodable {
    struct Fragment: Decodable { var spelling: String }

    struct Parameter: Decodable {
        var name: String
        var declarationFragments: [Fragment]
    }

    struct Symbol: Decodable {
        struct Kind: Decodable { var identifier: String }
        struct Identifier: Decodable { var precise: String }
        struct Comment: Decodable {
            struct Line: Decodable { var text: String }
            var lines: [Line]
        }
        struct Signature: Decodable { var parameters: [Parameter]? }
        struct Location: Decodable {
            struct Position: Decodable { var line: Int }
            var uri: String
            var position: Position
        }

        var kind: Kind
        var identifier: Identifier
        var pathComponents: [String]
        var docComment: Comment?
        var functionSignature: Signature?
        var declarationFragments: [Fragment]
        var location: Location?
    }

    struct Relationship: Decodable {
        struct Origin: Decodable { var identifier: String }
        var kind: String
        var source: String
        var sourceOrigin: Origin?
    }

    var symbols: [Symbol]
    var relationships: [Relationship]

    func publicSymbols(of module: String) -> [SymbolGraph.Symbol] {
        let requirements = Set(relationships.filter { $0.kind == "requirementOf" }.map(\.source))
        // What implements a requirement of another module's, such as `description`, is documented there.
        let foreign = Set(
            relationships.filter {
                $0.sourceOrigin.map { !$0.identifier.hasPrefix("s:\(module.count)\(module)") } ?? false
            }.map(\.source))
        return symbols.map { symbol in
            let id = symbol.identifier.precise
            let declaration = symbol.declarationFragments.map(\.spelling).joined()
            let isComputed =
                switch symbol.kind.identifier {
                case "swift.func", "swift.func.op", "swift.method", "swift.type.method", "swift.init",
                    "swift.subscript", "swift.type.subscript":
                    true
                case "swift.var", "swift.property", "swift.type.property": declaration.contains("{")
                default: false
                }
            return .init(
                name: symbol.pathComponents.joined(separator: "."),
                isComputed: isComputed && !requirements.contains(id),
                unlabelledTypes: symbol.unlabelledTypes(declaration),
                isDocumented: symbol.docComment?.lines.contains { !$0.text.isEmpty } ?? foreign.contains(id),
                place: symbol.location.map { "\(URL(string: $0.uri)?.path ?? $0.uri):\($0.position.line + 1)" } ?? "?")
        }
    }
}

extension GraphFile.Symbol {
    fileprivate func unlabelledTypes(_ declaration: String) -> [String] {
        // `name(label:_:)`
        let labels = pathComponents.last.flatMap {
            $0.hasSuffix(":)") ? $0.dropLast(2).split(separator: "(").last : nil
        }
        return zip(labels?.split(separator: ":") ?? [], functionSignature?.parameters ?? []).filter { $0.0 == "_" }.map
        { _, parameter in
            let text = parameter.declarationFragments.map(\.spelling).joined()
            let type = text[(text.range(of: ": ")?.upperBound ?? text.startIndex)...].replacingOccurrences(
                of: "Self.", with: "")
            // The signature keeps silent about it.
            return declaration.contains("\(parameter.name): inout ") ? "inout \(type)" : type
        }
    }
}
