import Testing

@testable import Literate

struct ShownDeclarationsTests {
    private func marks(_ change: ShownDeclarations.Change) -> [String] { change.edits.map { "\($0.mark)\($0.line)" } }

    @Test func whatIsShownAgainOtherwise() {
        var shown = ShownDeclarations()
        #expect(shown.changes(in: "func f() {\n    a()\n    b()\n}\n\nlet x = 1\n", .swift).isEmpty)
        let changes = shown.changes(in: "func f() {\n    a()\n    c()\n}\n", .swift)
        #expect(changes.map(\.name) == ["f"])
        #expect(changes.first.map(marks) == [" func f() {", "     a()", "-    b()", "+    c()", " }"])
        #expect(shown.changes(in: "func f() {\n    a()\n    c()\n}\n", .swift).isEmpty)
    }

    @Test func pythonEndsAtTheMargin() {
        var shown = ShownDeclarations()
        #expect(shown.changes(in: "def f(x):\n    a\n    b\n\nprint(f(1))\n", .python).isEmpty)
        let changes = shown.changes(in: "def f(x):\n    a\n    c\n\nprint(f(2))\n", .python)
        #expect(changes.first.map(marks) == [" def f(x):", "     a", "-    b", "+    c"])
    }

    @Test func anEarlierLessonHasShownIt() throws {
        let first = SitePage(
            try Chapter.parse("# One\n\n```swift\nfunc f() {\n    a()\n    b()\n}\n```\n", path: "Chapters/01-one.md"))
        let second = SitePage(try Chapter.parse("# Two\n", path: "Chapters/02-two.md"))
        var shown = ShownDeclarations(before: second, in: ShownDeclarations.Lessons(SiteMap([first, second])))
        let changes = shown.changes(in: "func f() {\n    a()\n    c()\n}\n", .swift)
        #expect(changes.map(\.origin?.path) == ["01-one.html"])
        #expect(shown.changes(in: "func f() {\n    a()\n    d()\n}\n", .swift).map(\.origin?.path) == [nil])
        var before = ShownDeclarations(before: first, in: ShownDeclarations.Lessons(SiteMap([first, second])))
        #expect(before.changes(in: "func f() {\n    a()\n    c()\n}\n", .swift).isEmpty)
    }

    @Test func anotherLanguageIsAnotherThing() {
        var shown = ShownDeclarations()
        #expect(shown.changes(in: "class A {\n    let a = 1\n}\n", .swift).isEmpty)
        #expect(shown.changes(in: "class A:\n    a = 1\n", .python).isEmpty)
    }

    @Test func whatHasLittleInCommonIsNoChange() {
        var shown = ShownDeclarations()
        #expect(shown.changes(in: "func f() {\n    a()\n    b()\n    c()\n    d()\n}\n", .swift).isEmpty)
        #expect(shown.changes(in: "func f(_ x: Int) {\n    s()\n    t()\n    u()\n    v()\n}\n", .swift).isEmpty)
    }
}
