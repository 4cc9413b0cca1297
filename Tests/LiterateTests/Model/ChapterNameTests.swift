import Testing

@testable import Literate

@Suite struct ChapterNameTests {
    @Test(arguments: [
        ("04-data.md", "_4_data"), ("A-engine-room.md", "A_engine_room"),
        ("Solutions/04-data.md", "_4_data_solutions"),
        ("Solutions/A-engine.md", "A_engine_solutions"),
    ])
    func modules(file: String, module: String) {
        #expect(ChapterName(path: "Chapters/\(file)")?.module == module)
    }
}
