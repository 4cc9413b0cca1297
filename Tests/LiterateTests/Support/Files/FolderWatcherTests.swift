import Testing

@testable import Literate

struct FolderWatcherTests {
    @Test func aWatcherSeesWhatIsWritten() async throws {
        let package = try TemporaryPackage(["Chapters/01-a.md": "# A\n"])
        var watcher = FolderWatcher(["\(package.root)/Chapters"])
        let changes = ["Chapters/01-a.md", "Chapters/09-new.md"]
        for path in changes {
            try package.write(path, "# A\n\nMore.\n")
            try await watcher.waitForChange()
        }
    }
}
