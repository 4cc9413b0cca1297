import Testing

@testable import Literate

struct SitePageTests {
    @Test(arguments: [
        ("Chapters/05-functional.md", "05-functional.html"),
        ("Chapters/A-engine-room.md", "A-engine-room.html"),
        ("Chapters/Workshop/05-01-cross-entropy.md", "workshop/05-01-cross-entropy.html"),
        ("Chapters/Solutions/05-functional.md", "solutions/05-functional.html"),
        ("Chapters/README.md", "index.html"), ("Chapters/INDEX.md", "names.html"), ("README.md", "readme.html"),
        ("CONTRIBUTING.md", "contributing.html"), ("Chapters/GLOSSARY.md", "glossary.html"),
    ])
    func eachFileHasItsPlace(source: String, path: String) {
        #expect(SitePage.path(of: source) == path)
    }

    private func page(_ source: String) throws -> SitePage {
        SitePage(try Chapter.parse("# The title\n", path: source))
    }

    @Test func labelsAndWays() throws {
        let page = try page("Chapters/Workshop/05-01-cross-entropy.md")
        #expect(page.label == "05-01 · The title")
        #expect(page.root == "../")
        #expect(try self.page("Chapters/05-functional.md").root.isEmpty)
    }

    @Test func neighboursAreTheBooks() throws {
        let pages = try ["Chapters/01-a.md", "Chapters/Workshop/01-01-b.md", "Chapters/Solutions/01-a.md"].map(page)
        let map = SiteMap(pages + [SitePage(door: "README.md", text: "# Door\n")])
        #expect(map.neighbours(of: pages[0]).previous == nil)
        #expect(map.neighbours(of: pages[0]).next?.path == "workshop/01-01-b.html")
        #expect(map.neighbours(of: pages[2]).next == nil)
        #expect(map.lesson(of: pages[1])?.path == "01-a.html")
        #expect(map.lesson(of: pages[0]) == nil)
    }
}
