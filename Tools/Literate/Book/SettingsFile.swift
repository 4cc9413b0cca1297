import Foundation

/// Reads `Chapters/book.json`.
///
///     {
///         "library": "Shapes",
///         "python": false,
///         "repository": "https://github.com/you/shapes"
///     }
enum SettingsFile {
    /// What the book says of itself; a book without the file is as Kindling.
    ///
    /// - Throws: everything that is wrong with the file.
    static func settings(root: String) throws(DiagnosticsError) -> BookSettings {
        do throws(FileError) {
            // What can't be looked at may well be there.
            guard try Files.kind("\(root)/\(PackagePaths.settings)") != nil else { return BookSettings() }
        } catch {
            throw DiagnosticsError("\(error)", at: position())
        }
        return try settings(in: ChapterShelf.text(of: PackagePaths.settings, root: root))
    }

    static func settings(in text: String) throws(DiagnosticsError) -> BookSettings {
        let content: Content
        do {
            content = try JSONDecoder().decode(Content.self, from: Data(text.utf8))
        } catch DecodingError.dataCorrupted {
            throw DiagnosticsError("this is not JSON; write \(example), or remove the file", at: position())
        } catch {
            throw DiagnosticsError("this is no list of settings; write \(example), or remove the file", at: position())
        }
        guard content.mistakes.isEmpty else {
            throw DiagnosticsError(
                content.mistakes.map { Diagnostic($0.message, at: position(of: $0.key, in: text)) })
        }
        return content.settings
    }

    private static let example = #"{ "library": null, "python": false }"#

    private struct Content: Decodable {
        var settings = BookSettings()
        var mistakes: [(key: String, message: String)] = []

        private enum Key: String, CaseIterable {
            case library, python, repository, mirrors
        }

        /// Any key, so that one which isn't known is seen.
        private struct AnyKey: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: AnyKey.self)
            for key in container.allKeys {
                switch Key(rawValue: key.stringValue) {
                case .library?: takeLibrary(container, key)
                case .python?:
                    if let value = try? container.decode(Bool.self, forKey: key) {
                        settings.hasPython = value
                    } else {
                        mistakes.append((key.stringValue, "\"python\" must be true or false"))
                    }
                case .mirrors?:
                    let value = try? container.decode([String: [String]].self, forKey: key)
                    if let value, value.values.joined().allSatisfy({ Self.isAddress($0) && $0.hasSuffix("/") }) {
                        settings.mirrors = value
                    } else {
                        mistakes.append(
                            (
                                key.stringValue,
                                """
                                "mirrors" must name addresses by folder, such as \
                                { "Chapters/Data": ["https://example.org/data/"] }
                                """
                            ))
                    }
                case .repository?:
                    let value = try? container.decode(String.self, forKey: key)
                    if let value, Self.isAddress(value), !value.hasSuffix("/") {
                        settings.repository = value
                    } else {
                        mistakes.append(
                            (
                                key.stringValue,
                                "\"repository\" must be an address such as \"https://github.com/you/book\""
                            ))
                    }
                case nil:
                    let known = Key.allCases.map(\.rawValue)
                    let meant = Suggestion.nearest(to: key.stringValue, among: known).map { "did you mean \"\($0)\"?" }
                    let all = "known are \(known.map { "\"\($0)\"" }.joined(separator: ", "))"
                    mistakes.append((key.stringValue, "unknown setting \"\(key.stringValue)\"; \(meant ?? all)"))
                }
            }
        }

        private mutating func takeLibrary(_ container: KeyedDecodingContainer<AnyKey>, _ key: AnyKey) {
            if (try? container.decodeNil(forKey: key)) == true {
                settings.library = nil
                return
            }
            guard let name = try? container.decode(String.self, forKey: key), Self.isModule(name) else {
                mistakes.append(
                    (
                        key.stringValue,
                        """
                        "library" must be the name of the module that the pages write, such as "Shapes", with \
                        letters, digits and '_', or null if they write none
                        """
                    ))
                return
            }
            // A Mac's disk knows no case.
            if BookSettings.takenNames.contains(where: { $0.lowercased() == name.lowercased() }) {
                mistakes.append((key.stringValue, "\"library\": the name \(name) is taken; give the module another"))
            }
            settings.library = name
        }

        private static func isAddress(_ text: String) -> Bool { LinkTarget.scheme(of: text) == "https" }

        private static func isModule(_ name: String) -> Bool {
            guard let first = name.first, first.isASCII, first.isLetter else { return false }
            return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        }
    }

    /// The first line that names a key; the first of all for the file as a whole.
    private static func position(of key: String? = nil, in text: String = "") -> SourcePosition {
        let line = key.flatMap { key in text.textLines.firstIndex { $0.contains("\"\(key)\"") } } ?? 0
        return SourcePosition(file: PackagePaths.settings, line: line + 1)
    }
}
