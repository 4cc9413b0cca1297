import Testing

@testable import Literate

struct SettingsFileTests {
    @Test func aBookWithoutTheFileIsAsKindling() throws {
        let package = try TemporaryPackage(["Chapters/01-a.md": "# A\n"])
        let settings = try Book.load(root: package.root).settings
        #expect(settings == BookSettings())
        #expect(settings.libraryFolder == "Sources/Kindling")
        #expect(settings.hasPython && settings.kindling == nil && settings.kindlingFolders.isEmpty)
    }

    @Test(arguments: [
        ("{}", "Kindling", true), (#"{"library": "Shapes_2"}"#, "Shapes_2", true),
        (#"{"python": false, "library": null}"#, nil, false),
    ])
    func whatItSays(text: String, library: String?, hasPython: Bool) throws {
        let package = try TemporaryPackage(["Chapters/01-a.md": "# A\n", "Chapters/book.json": text])
        let settings = try Book.load(root: package.root).settings
        #expect(settings.library == library)
        #expect(settings.libraryFolder == library.map { "Sources/\($0)" })
        #expect(settings.hasPython == hasPython)
        #expect((settings.kindling == nil) == (library == "Kindling"))
    }

    @Test(arguments: [
        ("", 1, "this is not JSON; write { "),
        ("{\n  \"python\": false,\n  \"library\" null\n}", 1, "this is not JSON"),
        ("[1]", 1, "this is no list of settings; write { "),
        ("{\n  \"pyton\": false\n}", 2, "unknown setting \"pyton\"; did you mean \"python\"?"),
        (
            "{\"imports\": []}", 1,
            "unknown setting \"imports\"; known are \"library\", \"python\", \"repository\", \"mirrors\""
        ),
        ("{\"repository\": \"http://example.org\"}", 1, "\"repository\" must be an address"),
        ("{\"repository\": 1}", 1, "\"repository\" must be an address"),
        ("{\"mirrors\": [\"x\"]}", 1, "\"mirrors\" must name addresses by folder"),
        ("{\"mirrors\": {\"Data\": [\"https://example.org\"]}}", 1, "\"mirrors\" must name addresses by folder"),
        ("{\n\n  \"python\": \"no\"}", 3, "\"python\" must be true or false"),
        ("{\"python\": 0}", 1, "\"python\" must be true or false"),
        ("{\"python\": null}", 1, "\"python\" must be true or false"),
        ("{\"library\": false}", 1, "\"library\" must be the name of the module"),
        ("{\"library\": \"../Shapes\"}", 1, "\"library\" must be the name of the module"),
        ("{\"library\": \"\"}", 1, "\"library\" must be the name of the module"),
        ("{\"library\": \"programs\"}", 1, "\"library\": the name programs is taken"),
    ])
    func mistakes(text: String, line: Int, message: String) throws {
        let found = try diagnostics { _ = try SettingsFile.settings(in: text) }
        #expect(found.count == 1)
        #expect(found.first?.description.hasPrefix("Chapters/book.json:\(line): error: \(message)") == true, "\(found)")
    }

    @Test func allMistakesAreSaid() throws {
        let found = try diagnostics { _ = try SettingsFile.settings(in: "{\"python\": 1,\n\"library\": 2,\n\"x\": 3}") }
        #expect(found.map { $0.position?.line } == [1, 2, 3])
    }

    @Test func whatIsWrongWithItIsSaidBeforeAnythingIsWritten() throws {
        let package = try TemporaryPackage(["Chapters/01-a.md": "# A\n\n```swift\n```\n"])
        try package.write("Chapters/book.json", Array("{\"library\": \"".utf8) + [0xe4])
        let before = try package.snapshot()
        let found = try diagnostics { try package.extract() }
        #expect(found.map { $0.position?.file } == ["Chapters/book.json"])
        #expect(try package.snapshot() == before)
    }
}
