import Foundation
import Testing

@testable import Literate

struct LiveFigureTests {
    private static let files = [
        "Chapters/01-one.md": "# One\n\n## Here\n\nText.\n\n## There\n",
        "Chapters/Live/sum.html": "<figure id=\"sum\"></figure>\n",
        "Chapters/Live/sum.js": "sum();\n", "Chapters/Live/shared.js": "shared();\n", "Chapters/Data/a.bin": "abc",
        "Chapters/Live/sum.json":
            #"{"section": "01-one#here", "scripts": ["shared", "sum"], "data": {"a": "Chapters/Data/a.bin"}}"#,
    ]

    private func figures(_ files: [String: String]) throws -> [LiveFigure] {
        let package = try TemporaryPackage(files)
        return try LiveFigure.all(of: Book.load(root: package.root))
    }

    @Test func whatItNeeds() throws {
        let figure = try #require(try figures(Self.files).first)
        #expect(figure.files.map(\.path) == ["assets/shared.js", "assets/sum.js", "assets/sum-data.js"])
        #expect(String(decoding: figure.files[2].bytes, as: UTF8.self) == "window[\"kindlingSum\"]={\"a\":\"YWJj\"};\n")
    }

    @Test func standsAtItsSectionsEnd() async throws {
        let package = try TemporaryPackage(Self.files)
        let book = try Book.load(root: package.root)
        let files = try await Site(book, edition: SiteEdition(of: book)).files()
        let page = try #require(
            files.first { $0.path == "01-one.html" }.map { String(decoding: $0.bytes, as: UTF8.self) })
        #expect(page.contains("Text.</p>\n<figure id=\"sum\"></figure>\n<h2 id=\"there\">"))
        let scripts = page.components(separatedBy: "<script src=\"./assets/").dropFirst().map {
            $0.prefix { $0 != "\"" }
        }
        #expect(scripts.prefix(3) == ["theme.js", "shared.js", "sum.js"])
    }

    @Test(arguments: [
        ("{}", "a figure has a title"), (#"{"title": "A", "section": "01-one#here"}"#, "a figure has a title"),
        (#"{"section": "01-one#nowhere"}"#, "there is no section 01-one#nowhere"),
        (#"{"section": "02-two"}"#, "there is no section 02-two"), ("[", "this should say where the figure stands"),
        (#"{"title": "A", "scripts": ["none"]}"#, "none.js"),
    ])
    func whatIsWrong(settings: String, message: String) throws {
        var files = Self.files
        files["Chapters/Live/sum.json"] = settings
        let error = #expect(throws: DiagnosticsError.self) { try figures(files) }
        #expect(error?.diagnostics.first?.message.contains(message) == true)
        #expect(error?.diagnostics.first?.position?.file == "Chapters/Live/sum.json")
    }
}
