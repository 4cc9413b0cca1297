import Testing

@testable import Literate

struct SiteFolderTests {
    private func file(_ path: String, _ text: String) -> Site.File { Site.File(path: path, bytes: Array(text.utf8)) }

    @Test func writesWhatHasChangedAndRemovesWhatIsGone() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/site"
        #expect(try SiteFolder(path).write([file("a.html", "1"), file("inner/b.html", "2")]).count == 2)
        #expect(try SiteFolder(path).write([file("a.html", "1"), file("inner/b.html", "3")]) == ["inner/b.html"])
        #expect(try SiteFolder(path).write([file("a.html", "1")]) == ["inner/b.html"])
        #expect(Files.visibleNames(in: path) == ["a.html"])
    }

    @Test func keepsAwayFromWhatIsNoSite() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try Files.write(Array("mine".utf8), to: "\(folder.path)/thesis.txt")
        #expect(throws: Failure.self) { try SiteFolder(folder.path) }
        #expect(throws: Failure.self) { try SiteFolder("\(folder.path)/thesis.txt") }
        let empty = "\(folder.path)/empty"
        try Files.makeDirectories(empty)
        let site = try SiteFolder(empty)
        #expect(try site.write([]).isEmpty)
        // What someone puts into a site isn't the site's.
        try Files.write(Array("mine".utf8), to: "\(empty)/CNAME")
        #expect(try SiteFolder(empty).write([file("a.html", "")]) == ["a.html"])
        #expect(Files.visibleNames(in: empty) == ["CNAME", "a.html"])
    }

    @Test(arguments: ["../a", "a/../../b", "/a", "a//b", ".", ""]) func writesNowhereElse(path: String) throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let site = try SiteFolder("\(folder.path)/site")
        #expect(throws: Failure.self) { try site.write([file(path, "")]) }
        #expect(!Files.exists("\(folder.path)/site"))
    }

    /// A list that someone has changed removes nothing outside of the site.
    @Test func aListLeadsNowhereElse() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let site = "\(folder.path)/site"
        try SiteFolder(site).write([file("a.html", "")])
        try Files.write(Array("mine".utf8), to: "\(folder.path)/thesis.txt")
        try Files.write(Array("../thesis.txt\na.html\n".utf8), to: "\(site)/.kindling-site")
        try SiteFolder(site).write([])
        #expect(Files.exists("\(folder.path)/thesis.txt"))
        #expect(!Files.exists("\(site)/a.html"))
    }
}
