import Testing

@testable import Literate

struct ColumnRecordTests {
    private let page = """
        # One

        ```swift
        print(1.5)
        ```

        ```python
        print(1.5)
        ```

        ```output
        1.5
        ```

        """

    private func result(_ check: CheckResult, isRemembered: Bool = false) throws -> ChapterResult {
        var column = ColumnResult([check])
        column.isRemembered = isRemembered
        return ChapterResult(
            chapter: try Chapter.parse(page, path: "Chapters/01-one.md"), swift: ColumnResult(), torch: column)
    }

    @Test func whatARunHasFoundIsKeptForTheBlock() throws {
        let package = try TemporaryPackage()
        var record = try ColumnRecord.read(root: package.root)
        let found = try result(CheckResult(passed: 1, shared: 1, largestDifference: 2e-6))
        record.take([found], torch: "2.13.0", on: .init(timeIntervalSince1970: 0))
        try record.write(root: package.root)
        record = try ColumnRecord.read(root: package.root)
        let block = found.chapter.blocks[2]
        let shown = record.difference(of: block, number: 2, on: "Chapters/01-one.md")
        #expect(shown?.difference == 2e-6 && shown?.date == "1970-01-01")
        var changed = block
        changed.body = "1.6\n"
        #expect(record.difference(of: changed, number: 2, on: "Chapters/01-one.md") == nil)
    }

    @Test func theDayStaysWhileNothingChanges() throws {
        var record = ColumnRecord()
        record.take([try result(CheckResult(largestDifference: 0))], torch: "2", on: .init(timeIntervalSince1970: 0))
        record.take([try result(CheckResult(largestDifference: 0))], torch: "2", on: .now)
        #expect(record.pages["Chapters/01-one.md"]?.date == "1970-01-01")
        // What failed, or wasn't run, says nothing.
        record.take([try result(.failed(Failure("no", at: nil)))], torch: "3", on: .now)
        record.take([try result(CheckResult(largestDifference: 1), isRemembered: true)], torch: "3", on: .now)
        #expect(record.pages["Chapters/01-one.md"]?.torch == "2")
        record.take([try result(CheckResult(largestDifference: 1))], torch: "3", on: .now)
        #expect(record.pages["Chapters/01-one.md"]?.torch == "3")
    }

    @Test func whatIsNoRecord() throws {
        let package = try TemporaryPackage(["Chapters/columns.json": "[1]"])
        let error = #expect(throws: DiagnosticsError.self) { try ColumnRecord.read(root: package.root) }
        #expect(error?.diagnostics.first?.message.contains("verify --python --record") == true)
    }
}
