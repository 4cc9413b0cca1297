import Foundation

/// An assignment for a class: a repository with the pages and with what is to be written, and nothing of the solutions.
package struct PracticeClass: Sendable {
    /// What `assignment.json` says.
    struct Assignment: Codable, Hashable {
        struct Item: Codable, Hashable {
            var chapter: String
            var name: String
        }

        var title: String
        var due: String
        var book: String
        var commit: String
        var hearts: [Item]
    }

    static let file = "assignment.json"

    private let course: Course
    private let assignment: Assignment

    /// - Parameters:
    ///   - words: Chapters and hearts; all of a chapter's are meant by its number.
    ///   - due: When it is due, in words.
    ///   - url: Where whoever grades fetches the book; if nil, where git says that this one came from.
    package init(_ book: Book, of words: [String], title: String?, due: String?, url: String? = nil) async throws {
        let course = try await Course(book)
        var hearts: [Heart] = []
        for word in words {
            let found = try book.chapter(word).map { course.hearts(ofChapter: $0.number) } ?? [course.heart(word)]
            guard !found.isEmpty else { throw Failure("chapter \(word) has nothing to write", at: nil) }
            hearts += found.filter { heart in !hearts.contains { $0.identity == heart.identity } }
        }
        guard !hearts.isEmpty else { throw Failure("an assignment needs something to write; name chapters", at: nil) }
        func git(_ arguments: String...) async -> String {
            let result = try? await ChildProcess.run("git", arguments, directory: book.root)
            guard let result, result.status == .exited(0) else { return "" }
            return String(decoding: result.output, as: UTF8.self).trimmed
        }
        let found = url == nil ? await git("remote", "get-url", "origin") : ""
        // A path of this machine is no address for others.
        let address = url ?? (found.contains("://") || found.contains("@") ? found : "")
        self.course = course
        assignment = Assignment(
            title: title ?? "Chapters \(Set(hearts.map(\.page.number)).sorted().joined(separator: ", "))",
            due: due ?? "", book: address, commit: await git("rev-parse", "HEAD"),
            hearts: hearts.map { Assignment.Item(chapter: $0.page.number, name: $0.declaration.qualifiedName) })
    }

    /// What somebody must still fill in.
    package var lacks: String? {
        assignment.book.isEmpty
            ? "The workflow doesn't know where to fetch the book: say so with --book, or in .github/workflows/grade.yml."
            : nil
    }

    /// Writes the repository into a folder that is empty or isn't there yet, and makes its first commit.
    ///
    /// - Returns: The folder, and whether the commit was made.
    package func write(to path: String) async throws -> (folder: String, isCommitted: Bool) {
        let names = try Files.list(path)
        guard names.isEmpty else {
            throw Failure(
                "\(path) holds \(names[0])", at: nil, remedy: "Name a folder that is empty, or isn't there yet.")
        }
        try Files.makeDirectories(path)
        let folder = Files.resolved(path) ?? path
        var transaction = FileTransaction(root: folder)
        let pages = PracticePages(course.book, hearts: course.hearts)
        for chapter in course.book.chapters { transaction.write(chapter.path, pages.text(of: chapter)) }
        for name in Files.visibleNames(in: "\(course.book.root)/\(PackagePaths.figures)") {
            let figure = "\(PackagePaths.figures)/\(name)"
            transaction.write(figure, try Files.read("\(course.book.root)/\(figure)"))
        }
        transaction.write(
            PackagePaths.frontPage, try Files.read("\(course.book.root)/\(PackagePaths.frontPage)"))
        for number in Set(assignment.hearts.map(\.chapter)).sorted() {
            guard let lesson = course.lesson(number) else { continue }
            let hearts = course.hearts(ofChapter: number).filter { assignment.contains($0) }
            let text =
                HeartsFile.header(of: lesson, hearts) + hearts.map { "\n" + HeartsFile.section(for: $0) }.joined()
            transaction.write(PracticeFolder.file(for: lesson), text)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        transaction.write(Self.file, String(decoding: try encoder.encode(assignment), as: UTF8.self) + "\n")
        transaction.write("README.md", readme)
        transaction.write(".github/workflows/grade.yml", workflow)
        transaction.write(".gitignore", ".practice/\nHearts/*.old-*\n.DS_Store\n")
        try transaction.commit()
        return (folder, await commit(folder))
    }

    private func commit(_ folder: String) async -> Bool {
        for arguments in [
            ["init", "--quiet", "--initial-branch", "main"], ["add", "--all"],
            ["commit", "--quiet", "--message", assignment.title],
        ] {
            let result = try? await ChildProcess.run("git", arguments, directory: folder)
            guard result?.status == .exited(0) else { return false }
        }
        return true
    }

    private var readme: String {
        let book = assignment.book.isEmpty ? "the book's repository" : "<\(assignment.book)>"
        let items = assignment.hearts.map { "- chapter \($0.chapter): `\($0.name)`" }.joined(separator: "\n")
        return """
            # \(assignment.title)

            \(assignment.due.isEmpty ? "" : "Due: \(assignment.due)\n\n")Write these, in the files of `Hearts`. The pages in `Chapters` explain them:

            \(items)

            ## How to check your work

            Clone \(book) beside this folder and set it up as its README says. Then, in the book's folder:

            ```sh
            swift run -c release practice check PATH-OF-THIS-FOLDER
            ```

            It says what is right, the first thing that isn't, and where it is explained. Each push is graded by the workflow in
            `.github/workflows`, on numbers that are drawn anew each time.

            The book is public, and its pages hold the solutions. They are of use to you only after your own.

            """
    }

    private var workflow: String {
        let repository =
            assignment.book.isEmpty ? "https://example.org/put-the-address-of-the-book-here" : assignment.book
        return """
            name: Grade
            on: [push, pull_request]
            permissions:
              contents: read
            jobs:
              grade:
                runs-on: ubuntu-24.04
                container: swift:6.2
                timeout-minutes: 60
                steps:
                  - uses: actions/checkout@v4
                    with:
                      path: submission
                  - name: Fetch the book
                    run: |
                      git clone --quiet \(repository) book
                      git -C book checkout --quiet \(assignment.commit.isEmpty ? "main" : assignment.commit)
                  - name: Set up
                    run: apt-get update -qq && apt-get install -y -qq make pkg-config libcmark-gfm-dev libcmark-gfm-extensions-dev zlib1g-dev
                  - name: Grade
                    # This machine is thrown away, so nothing need be locked in.
                    run: |
                      cd book && swift run -c release practice grade ../submission --no-sandbox \\
                        --junit ../grade.xml --summary "$GITHUB_STEP_SUMMARY"
                  - uses: actions/upload-artifact@v4
                    if: always()
                    with:
                      name: grade
                      path: grade.xml

            """
    }
}

extension PracticeClass.Assignment {
    func contains(_ heart: Heart) -> Bool {
        hearts.contains { $0.chapter == heart.page.number && $0.name == heart.declaration.qualifiedName }
    }

    /// What a folder's assignment says; nil if it has none.
    static func found(in folder: String) -> Self? {
        guard let bytes = try? Files.read("\(folder)/\(PracticeClass.file)") else { return nil }
        return try? JSONDecoder().decode(Self.self, from: Data(bytes))
    }
}
