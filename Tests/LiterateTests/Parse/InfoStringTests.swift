import Testing

@testable import Literate

@Suite struct InfoStringTests {
    @Test func wordsAndAttributes() throws {
        let info = try InfoString("swift  sketch why=\"a = b, twice\"\tfile=NN/Linear.swift")
        #expect(info.words == ["swift", "sketch"])
        #expect(info["why"] == "a = b, twice")
        #expect(info["file"] == "NN/Linear.swift")
        #expect(info["tol"] == nil)
    }

    @Test func nothing() throws {
        #expect(try InfoString("  ").words.isEmpty)
    }

    @Test(arguments: [
        ("output tol=1 tol=2", "the attribute 'tol' is given twice"),
        ("output tol=", "the attribute 'tol' has no value"),
        ("output tol= of=swift", "the attribute 'tol' has no value"),
        ("swift sketch why=\"\"", "the attribute 'why' has no value"),
        ("swift sketch why=\"  \"", "the attribute 'why' has no value"),
        ("swift sketch why=\"one", "the value of 'why' has no closing quote"),
        ("swift sketch why=\"one\"two", "a space is missing after why=\"one\""),
        ("swift sketch why=o\"ne\"", "the value of 'why' has a quote in its middle"),
        ("swift =x", "'=x' has no attribute name"),
    ])
    func malformed(info: String, message: String) throws {
        let error = try #require(throws: InfoError.self) { try InfoString(info) }
        #expect(error.message.hasPrefix(message), "\(error.message)")
    }
}
