import Foundation

/// The public declarations of a Swift module, found in its sources: functions, initializers, subscripts, operators and computed properties.
///
/// A declaration is written `Type.name(label:label:)`; where several share that, the types of their unlabelled parameters follow:
/// `Tensor.+(_:_:) Tensor, Double`. Two that are still the same (which differ in constraints only) count as one.
///
/// It knows as much of the language as this module's sources need: comments, literals, and braces. Stored properties, cases and a protocol's
/// requirements aren't listed.
struct PublicSymbols {
    private(set) var names: Set<String> = []

    /// - Parameter folder: where the sources are, in it or below.
    init(folder: URL) throws {
        var declarations: [(name: String, types: String)] = []
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
            declarations += Self.declarations(in: try String(contentsOf: file, encoding: .utf8))
        }
        let overloads = Dictionary(grouping: declarations, by: \.name)
        for (name, group) in overloads {
            let types = Set(group.map(\.types))
            names.formUnion(types.count == 1 ? [name] : types.map { "\(name) \($0)" })
        }
    }

    static func declarations(in source: String) -> [(name: String, types: String)] {
        var result: [(name: String, types: String)] = []
        let tokens = tokens(of: source)
        /// The types around the place that is read; nil for other braces.
        var scopes: [String?] = []
        var opening: String?
        var isPublic = false
        var i = 0
        while i < tokens.count {
            let token = tokens[i]
            let isMember = i > 0 && tokens[i - 1] == "."
            switch token {
            case "public", "open": isPublic = true
            case "struct", "class", "enum", "protocol", "extension":
                if isMember || [":", ","].contains(tokens[max(i - 1, 0)]) { break }
                var name = tokens[i + 1] == "[" ? "Array" : tokens[i + 1]
                var j = i + 1
                while tokens[j + 1] == "." {
                    name += "." + tokens[j + 2]
                    j += 2
                }
                opening = name
                isPublic = false
            case "{":
                scopes.append(opening)
                opening = nil
                isPublic = false
            case "}":
                _ = scopes.popLast()
                isPublic = false
            case "let", "case", "typealias", "import": isPublic = false
            case "var" where !isMember:
                let path = scopes.compactMap { $0 } + [tokens[i + 1]]
                var j = i + 1
                while j < tokens.count && !["{", "=", "\n"].contains(tokens[j]) { j += 1 }
                if isPublic && tokens[j] == "{" { result.append((path.joined(separator: "."), "")) }
                isPublic = false
            case "func" where !isMember, "init" where !isMember, "subscript" where !isMember:
                let name = token == "func" ? tokens[i + 1] : token
                let (labels, types, end) = parameters(tokens, from: token == "func" ? i + 2 : i + 1, isSubscript: token == "subscript", isOperator: !(name.first?.isLetter ?? false))
                if isPublic {
                    let path = (scopes.compactMap { $0 } + [name]).joined(separator: ".")
                    result.append(("\(path)(\(labels.map { $0 + ":" }.joined()))", types.joined(separator: ", ")))
                }
                isPublic = false
                i = end
            default: break
            }
            i += 1
        }
        return result
    }

    /// The labels and the unlabelled parameters' types of a parameter list, and where it ends.
    private static func parameters(
        _ tokens: [String], from start: Int, isSubscript: Bool, isOperator: Bool
    ) -> (labels: [String], types: [String], end: Int) {
        var i = start
        while tokens[i] != "(" { i += 1 }
        var (labels, types, depth) = ([String](), [String](), 0)
        var words: [String] = []
        func close() {
            guard let first = words.first, let colon = words.firstIndex(of: ":") else { return }
            // A subscript's and an operator's parameter has a label only if it has two names.
            let label = (isSubscript && colon == 1) || isOperator ? "_" : first
            labels.append(label)
            let type = words[(colon + 1)...].prefix { $0 != "=" }.filter { $0 != "@" && $0 != "escaping" }.map { ["any", "some", "inout"].contains($0) ? $0 + " " : $0 }
            if label == "_" { types.append(type.joined().replacingOccurrences(of: ",", with: ", ").replacingOccurrences(of: "->", with: " -> ")) }
            words = []
        }
        while true {
            let token = tokens[i]
            i += 1
            if ["(", "[", "{"].contains(token) {
                depth += 1
                if depth == 1 { continue }
            }
            if [")", "]", "}"].contains(token) {
                depth -= 1
                if depth == 0 { break }
            }
            if token == "," && depth == 1 {
                close()
            } else if token != "\n" {
                words.append(token)
            }
        }
        close()
        return (labels, types, i - 1)
    }

    /// Words, signs and ends of lines; comments and the content of literals are left out.
    private static func tokens(of source: String) -> [String] {
        let text = Array(source)
        var result: [String] = []
        var i = 0
        func starts(_ word: String) -> Bool { text[i...].starts(with: word) }
        func skipLiteral() {
            let quote = starts("\"\"\"") ? "\"\"\"" : "\""
            i += quote.count
            while i < text.count && !starts(quote) {
                if starts("\\(") {
                    i += 2
                    var depth = 1
                    while depth > 0 {
                        if text[i] == "\"" {
                            skipLiteral()
                            continue
                        }
                        depth += text[i] == "(" ? 1 : text[i] == ")" ? -1 : 0
                        i += 1
                    }
                } else {
                    i += text[i] == "\\" ? 2 : 1
                }
            }
            i += quote.count
        }
        let signs = Set("-+*/=<>!&|^~?.•%")
        while i < text.count {
            let c = text[i]
            if starts("//") || starts("#sourceLocation") {
                while i < text.count && text[i] != "\n" { i += 1 }
            } else if c == "\"" {
                skipLiteral()
                result.append("\"\"")
            } else if c.isLetter || c.isNumber || c == "_" || c == "`" {
                var word = ""
                while i < text.count && (text[i].isLetter || text[i].isNumber || text[i] == "_" || text[i] == "`") {
                    if text[i] != "`" { word.append(text[i]) }
                    i += 1
                }
                result.append(word)
            } else if signs.contains(c) {
                var word = ""
                while i < text.count && signs.contains(text[i]) {
                    word.append(text[i])
                    i += 1
                }
                // `a.b` is a path, `...` a range; a generic's `<` and `>` don't matter here.
                result.append(word)
            } else {
                if c == "\n" || !c.isWhitespace { result.append(String(c)) }
                i += 1
            }
        }
        return result
    }
}
