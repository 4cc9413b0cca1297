import Foundation

/// Something of the site that readers do rather than read: `Chapters/Live` has three files for it. `digit.json` says where
/// it stands and what it needs, `digit.html` is its part of the page, and `digit.js` makes it work. The script finds the
/// data as `window.kindlingDigit`, each file in Base64, once `assets/digit-data.js` is loaded.
///
///     { "title": "A digit of yours", "data": { "weights": "Chapters/Figures/18-lenet.safetensors" } }
///     { "section": "01-tensors#how-to-read-it", "scripts": ["live", "strides"] }
///
/// One with a title is a page of its own. One with a section stands at that section's end. Several may share scripts.
struct LiveFigure: Sendable {
    var name: String
    /// The title of its own page.
    var title: String?
    /// The program's name of the page that it stands on, and the section.
    var section: (page: String, anchor: String)?
    var html: String
    /// In the order in which they are loaded, by their names.
    var scripts: [(name: String, bytes: [UInt8])]
    /// Files that the script needs, by the names that it calls them.
    var data: [String: [UInt8]]

    static let folder = PackagePaths.live

    private struct Settings: Decodable {
        var title: String?
        var section: String?
        var scripts: [String]?
        var data: [String: String]?
    }

    /// - Throws: `DiagnosticsError` for a figure that lacks a part, or says where it stands in two ways or in none.
    static func all(of book: Book) throws(DiagnosticsError) -> [LiveFigure] {
        var figures: [LiveFigure] = []
        var diagnostics: [Diagnostic] = []
        for file in Files.visibleNames(in: "\(book.root)/\(folder)") where file.hasSuffix(".json") {
            do throws(DiagnosticsError) {
                figures.append(try LiveFigure(named: String(file.dropLast(".json".count)), of: book))
            } catch {
                diagnostics += error.diagnostics
            }
        }
        guard diagnostics.isEmpty else { throw DiagnosticsError(diagnostics) }
        return figures
    }

    private init(named name: String, of book: Book) throws(DiagnosticsError) {
        let path = "\(Self.folder)/\(name)"
        func bytes(_ path: String) throws(DiagnosticsError) -> [UInt8] {
            do throws(FileError) {
                return try Files.read("\(book.root)/\(path)")
            } catch {
                throw DiagnosticsError("\(error)", at: SourcePosition(file: "\(Self.folder)/\(name).json"))
            }
        }
        let settings: Settings
        do {
            settings = try JSONDecoder().decode(Settings.self, from: Data(bytes("\(path).json")))
        } catch {
            throw DiagnosticsError(
                "this should say where the figure stands: { \"title\": … } or { \"section\": \"01-tensors#strides\" } (\(error))",
                at: SourcePosition(file: "\(path).json"))
        }
        guard (settings.title == nil) != (settings.section == nil) else {
            throw DiagnosticsError(
                "a figure has a title, for a page of its own, or a section of a page", at: .init(file: "\(path).json"))
        }
        self.name = name
        title = settings.title
        html = String(decoding: try bytes("\(path).html"), as: UTF8.self)
        scripts = []
        for script in settings.scripts ?? [name] {
            scripts.append((script, try bytes("\(Self.folder)/\(script).js")))
        }
        data = [:]
        for (key, file) in settings.data ?? [:] { data[key] = try bytes(file) }
        if let section = settings.section {
            let halves = section.split(separator: "#", maxSplits: 1).map(String.init)
            guard halves.count == 2, let page = book.chapters.first(where: { $0.name == halves[0] }),
                MarkdownPage(page.text).anchors.contains(halves[1])
            else {
                throw DiagnosticsError(
                    "there is no section \(section); name a page and a heading of it: 01-tensors#strides",
                    at: SourcePosition(file: "\(path).json"))
            }
            self.section = (halves[0], halves[1])
        }
    }

    /// What the site has of it beside the pages' text. A page that is opened as a file may fetch nothing, so data is a
    /// script, which is loaded when it is needed.
    var files: [Site.File] {
        var files = scripts.map { Site.File(path: "assets/\($0.name).js", bytes: $0.bytes) }
        guard !data.isEmpty else { return files }
        let fields = data.keys.sorted().map { key in
            "\(SearchIndex.quoted(key)):\"\(Data(data[key] ?? []).base64EncodedString())\""
        }
        let text = "window[\(SearchIndex.quoted("kindling\(name.capitalized)"))]={\(fields.joined(separator: ","))};\n"
        files.append(Site.File(path: "assets/\(name)-data.js", bytes: Array(text.utf8)))
        return files
    }
}
