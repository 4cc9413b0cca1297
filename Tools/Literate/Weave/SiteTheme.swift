import Mustache

/// The look of the site: templates, style, scripts and fonts from the tools' own folder.
struct SiteTheme: Sendable {
    private let templates: MustacheLibrary
    /// What every site has, as it stands in its folder.
    let files: [Site.File]

    static let folder = "\(PackagePaths.kindling)/Tools/weave/Theme"

    init() throws {
        var templates: [String: MustacheTemplate] = [:]
        var files: [Site.File] = []
        for path in try Self.paths(in: "") {
            let bytes = try Files.read("\(Self.folder)/\(path)")
            if path.hasSuffix(".mustache") {
                let text = String(decoding: bytes, as: UTF8.self)
                do {
                    templates[String(path.dropLast(".mustache".count))] = try MustacheTemplate(string: text)
                } catch {
                    throw Failure(
                        "this template can't be read: \(error)", at: SourcePosition(file: "\(Self.folder)/\(path)"))
                }
            } else if !path.hasSuffix(".py"), path != "epub.css" {
                files.append(Site.File(path: "assets/\(path)", bytes: bytes))
            }
        }
        for name in Template.allCases where templates[name.rawValue] == nil {
            throw Failure("there is no template \(name.rawValue).mustache in \(Self.folder)", at: nil)
        }
        self.templates = MustacheLibrary(templates: templates)
        self.files = files
    }

    private static func paths(in inner: String) throws(FileError) -> [String] {
        var paths: [String] = []
        for name in try Files.list("\(folder)/\(inner)") where !name.hasPrefix(".") {
            let path = inner.isEmpty ? name : "\(inner)/\(name)"
            if Files.isDirectory("\(folder)/\(path)") { paths += try self.paths(in: path) } else { paths.append(path) }
        }
        return paths
    }

    enum Template: String, CaseIterable {
        /// A page of the site.
        case page
        /// All pages in one.
        case sheets
        /// What stands in the place of a page that is gone.
        case moved
    }

    func fill(_ template: Template, _ fields: [String: Any]) -> String {
        guard let text = templates.render(fields, withTemplate: template.rawValue) else {
            fatalError("\(template) was there before")
        }
        return text
    }
}
