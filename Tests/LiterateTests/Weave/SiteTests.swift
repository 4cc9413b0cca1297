import Testing

@testable import Literate

struct SiteTests {
    private static let files = [
        "Chapters/README.md":
            "# Book\n\n## Contents\n\n### Part 0: all of it\n\n- 01 · [One](01-one.md)\n  - 01-01 · [More](Workshop/01-01-more.md)\n",
        "Chapters/01-one.md":
            "# One\n\n*A.swift*\n```swift file=A.swift\npublic struct Apple {}\n```\n\n![A](Figures/a.svg)\n",
        "Chapters/Workshop/01-01-more.md": "# More & more\n\n## A <b\n",
        "Chapters/Figures/a.svg": "<svg/>",
    ]

    private func woven(_ files: [String: String] = files) async throws -> [String: String] {
        let package = try TemporaryPackage(files)
        let book = try Book.load(root: package.root)
        let site = try await Site(book, edition: SiteEdition(of: book))
        let texts = try site.files().filter { $0.path.hasSuffix(".html") || $0.path.hasSuffix("index.js") }
        return Dictionary(uniqueKeysWithValues: texts.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
    }

    @Test func everyPageHasItsFrame() async throws {
        let site = try await woven()
        #expect(site.keys.sorted().prefix(3) == ["01-one.html", "assets/search-index.js", "index.html"])
        let page = try #require(site["workshop/01-01-more.html"])
        #expect(page.contains("<html lang=\"en\" data-root=\"../\" data-page=\"01-01-more\" data-kind=\"workshop\">"))
        #expect(page.contains("<title>01-01 · More &amp; more · Kindling</title>"))
        #expect(page.contains("<p class=\"part\">Part 0: all of it</p>"))
        #expect(page.contains("<a href=\"../workshop/01-01-more.html\" aria-current=\"page\">"))
        #expect(page.contains("<a rel=\"prev\" href=\"../01-one.html\">01 · One</a>"))
        #expect(page.contains("<a href=\"#a-b\">A &lt;b</a>"))
        #expect(page.contains("<p class=\"place\"><a href=\"../01-one.html\">01 · One</a> ›"))
        #expect(site["assets/search-index.js"]?.contains("\\napple\\t") == true)
        #expect(site["names.html"] == nil, "no page is made of what isn't there")
    }

    /// No page may ask another host for anything, nor name a place from the root of a disk or a server.
    @Test func nothingComesFromElsewhere() async throws {
        for (path, text) in try await woven() where path.hasSuffix(".html") {
            for attribute in ["src=\"", "href=\""] {
                for piece in text.components(separatedBy: attribute).dropFirst() {
                    let way = piece.prefix { $0 != "\"" }
                    #expect(!way.hasPrefix("/") && !way.contains("//"), "\(path): \(way)")
                }
            }
        }
    }

    @Test func aPlaceThatLinksNameMustStay() async throws {
        var files = Self.files
        files["Chapters/anchors.txt"] = "01-one.html\n01-one.html#gone\n"
        await #expect(throws: DiagnosticsError.self) { try await woven(files) }
        files["Chapters/anchors.txt"] = "00-old.html -> 01-one.html\n01-one.html#gone -> workshop/01-01-more.html\n"
        let site = try await woven(files)
        #expect(site["01-one.html"]?.contains("<p class=\"moved\" id=\"gone\">") == true)
        #expect(site["00-old.html"]?.contains("url=01-one.html") == true)
    }

    /// While a book is written, what hasn't changed isn't made again; what comes of it must be the same.
    @Test func aRememberedSiteIsTheSame() async throws {
        var files = Self.files
        files["Chapters/Solutions/01-one.md"] = "# Solutions\n\n## 1. First\n\nOld.\n"
        files["Chapters/01-one.md"]? += "\n## Exercises\n\n1. **First.** Try.\n"
        files["Chapters/INDEX.md"] = "# Index\n"
        func lesson(_ title: String, adding sum: String) -> String {
            "# \(title)\n\n```swift\nfunc add(_ a: Int, _ b: Int) -> Int {\n    // A sum.\n    \(sum)\n}\n```\n"
        }
        files["Chapters/02-two.md"] = lesson("Two", adding: "a + b")
        files["Chapters/03-three.md"] = lesson("Three", adding: "a + b")
        let pear = "\n```swift file=A.swift\npublic struct Pear {}\n```\n"
        files["Chapters/Workshop/03-01-pears.md"] = "# Pears\n" + pear
        let package = try TemporaryPackage(files)
        let memory = Site.Memory()
        try Files.makeDirectories("\(package.root)/.build/release")
        let references = try await CodeReferences.ofBook(
            Book.load(root: package.root), in: BuildFolder("\(package.root)/.build/release"))
        func woven(_ memory: Site.Memory?) async throws -> [String: [UInt8]] {
            let book = try Book.load(root: package.root)
            let site = try await Site(book, edition: SiteEdition(of: book), memory: memory, references: references)
            let files = try site.files()
            return Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.bytes) })
        }
        _ = try await woven(memory)
        let edits = [
            ("Chapters/Workshop/01-01-more.md", "# More and more\n"),
            ("Chapters/Solutions/01-one.md", "# Solutions\n\n## 1. First\n\nNew.\n"),
            // What a lesson after it shows again has another origin; a later piece of the file stands elsewhere.
            ("Chapters/02-two.md", lesson("Two", adding: "b + a")),
            ("Chapters/Workshop/01-01-more.md", "# More\n\n```swift file=A.swift\npublic struct Plum {}\n```\n"),
            (
                "Chapters/Workshop/01-01-more.md",
                "# More\n\n```swift file=A.swift\n/// Sour.\n///\n/// Blue.\npublic struct Plum {}\n```\n"
            ),
            ("Chapters/Figures/a.svg", "<svg><g/></svg>"),
            ("Chapters/anchors.txt", "01-one.html#gone -> 01-one.html#one\n"),
            ("Chapters/01-one.md", "# One\n\n```swift file=A.swift\nstruct Hidden {}\npublic struct Apple {}\n```\n"),
        ]
        for (path, text) in edits {
            try package.write(path, text)
            var remembered = try await woven(memory)
            var fresh = try await woven(Site.Memory())
            for site in [remembered, fresh] { #expect(site["assets/stamp.js"] != nil) }
            (remembered["assets/stamp.js"], fresh["assets/stamp.js"]) = (nil, nil)
            #expect(remembered == fresh, "after \(path) has changed")
        }
    }

    @Test func whatCannotBeShownIsAnError() async throws {
        var files = Self.files
        files["Chapters/01-one.md"] = "# One\n\n```math\n\\nosuchcommand\n```\n"
        let error = await #expect(throws: DiagnosticsError.self) { try await woven(files) }
        #expect(error?.diagnostics.first?.position == SourcePosition(file: "Chapters/01-one.md", line: 4))
    }
}
