import Testing

@testable import Literate

/// With shell scripts for interpreters.
struct PythonInterpreterTests {
    private let fixture: VerifyFixture

    init() throws {
        fixture = try VerifyFixture()
    }

    @Test func missingTorchIsSaidWithTheWayOut() async throws {
        try fixture.program("echo \"ModuleNotFoundError: No module named 'torch'\" >&2; exit 1", name: "python")
        let error = await #expect(throws: Failure.self) {
            try await PythonInterpreter(path: "\(fixture.programs.path)/python", root: fixture.root)
        }
        #expect(error?.description.contains("pip install \"torch==2.13.0\"") == true)
    }

    @Test func missingInterpreter() async throws {
        let error = await #expect(throws: Failure.self) {
            try await PythonInterpreter(path: "\(fixture.programs.path)/none", root: fixture.root)
        }
        #expect(error?.description.contains("can't run \(fixture.programs.path)/none") == true)
    }

    @Test func otherVersionsAreRemarkedOn() async throws {
        for (version, isTheBooks) in [("2.13.0+cpu", true), ("2.12.1", false)] {
            try fixture.program("echo \(version)", name: "python")
            let python = try await PythonInterpreter(path: "\(fixture.programs.path)/python", root: fixture.root)
            #expect(python.torchVersion == version)
            #expect((python.versionRemark == nil) == isTheBooks)
        }
    }

}
