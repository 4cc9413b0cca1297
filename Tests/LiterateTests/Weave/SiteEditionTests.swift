import Testing

@testable import Literate

struct SiteEditionTests {
    @Test(arguments: [
        ("Swift version 6.3.1 (swift-6.3.1-RELEASE)\nTarget: x86_64", "6.3.1"),
        ("swift-driver version: 1.2 Apple Swift version 6.2 (x)", "6.2"), ("nothing", nil), ("Swift version ", nil),
    ])
    func theToolchainsVersion(text: String, version: String?) {
        #expect(SiteEdition.version(in: text) == version)
    }

    @Test func aBookOutsideOfARepository() async throws {
        let package = try TemporaryPackage(["Chapters/01-one.md": "# One\n"])
        let edition = try await SiteEdition(of: Book.load(root: package.root))
        #expect(edition.commit == nil && edition.fields["repository"] == nil)
        #expect(edition.title == "Kindling")
    }
}
