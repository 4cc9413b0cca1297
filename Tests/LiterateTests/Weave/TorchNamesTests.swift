import Testing

@testable import Literate

struct TorchNamesTests {
    private let place = CodeMap.Place(page: "Chapters/01-one.md", block: 0)

    private func names(_ text: String?) throws -> [String: String] {
        let package = try TemporaryPackage()
        if let text { try package.write("Chapters/torch-names.json", text) }
        let declared = [("Tensor", ""), ("Tensor", "view"), ("", "cat")].map {
            CodeMap.Declaration(owner: $0.0, name: $0.1, place: place, line: 1)
        }
        return try TorchNames.read(root: package.root, declared: declared)
    }

    @Test func ofWhatTheLibraryDeclares() throws {
        #expect(try names(nil) == [:])
        let table = #"{"Tensor": "torch.Tensor", "Tensor.view": "Tensor.view", "cat": "torch.cat"}"#
        #expect(try names(table).count == 3)
    }

    @Test(arguments: [
        ("{\n  \"cat\": \"torch.cat\",\n  \"Tensor.gone\": \"x\"\n}", 3, "the library declares no Tensor.gone"),
        ("[]", 1, "this should be a table of names"), (#"{"cat": 1}"#, 1, "this should be a table of names"),
    ])
    func whatIsWrong(text: String, line: Int, message: String) {
        let error = #expect(throws: DiagnosticsError.self) { try names(text) }
        #expect(error?.diagnostics.first?.message.hasPrefix(message) == true)
        #expect(error?.diagnostics.first?.position?.line == line)
    }
}
