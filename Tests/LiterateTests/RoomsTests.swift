import Testing

@testable import Literate

/// The rooms of `Tools/Literate` are as CONTRIBUTING.md draws them, and each uses those alone that its arrows lead to.
///
/// The compiler says so: it is given a room with the rooms that it may use, and nothing else. (One after the other: the
/// tests beside these watch the clock.)
@Suite(.serialized) struct RoomsTests {
    private let rooms: Rooms

    init() throws {
        rooms = try Rooms()
    }

    static let names = ((try? Rooms())?.uses.keys.sorted() ?? [])

    @Test func theDrawingShowsAllRooms() throws {
        let folders = try Files.list(rooms.folder).filter { Files.isDirectory("\(rooms.folder)/\($0)") }
        #expect(Self.names == folders)
        #expect(Files.visibleNames(in: rooms.folder) == folders, "every file stands in a room")
        for room in Self.names {
            #expect(!rooms.usable(from: room).contains(room), "\(room) leads back to itself")
            #expect(rooms.guide.contains("\n| \(room) |"), "the table below the drawing lacks \(room)")
        }
    }

    #if os(Linux)
        @Test(arguments: names) func usesTheRoomsAboveItAlone(room: String) async throws {
            #expect(try await rooms.errors(in: room) == [])
        }

        /// A file that is out of place, for the tests above to mean something.
        @Test(arguments: [("Support", "Chapter"), ("Compare", "Extraction")])
        func whatUsesALowerRoomIsSeen(room: String, type: String) async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            try Files.write(Array("func visit(_ visitor: \(type)) {}\n".utf8), to: "\(folder.path)/Visitor.swift")
            let errors = try await rooms.errors(in: room, and: "\(folder.path)/Visitor.swift")
            #expect(errors == ["error: cannot find type '\(type)' in scope"])
        }
    #endif

    @Test(arguments: [
        ("```mermaid\nflowchart BT\n    A --> B\n    B --> C\n    C --> A\n```\n", ["A", "B", "C"]),
        (
            "Prose. D --> E\n\n```mermaid\nflowchart BT\n    A --> B\n    A --> C\n    C --> D\n```\n\n```text\nB --> A\n```\n",
            ["B", "C", "D"]
        ),
    ])
    func arrowsLead(drawing: String, usable: [String]) throws {
        #expect(Rooms.usable(from: "A", Rooms.arrows(in: drawing)) == Set(usable))
    }

    /// `Parse/InfoStringTests.swift` is about what `Parse/InfoString.swift` holds.
    @Test func testsStandWhereTheirSourcesDo() throws {
        for room in Self.names {
            for path in try Rooms.files(in: "\(rooms.root)/Tests/LiterateTests/\(room)") {
                let source = rooms.folder + path.replacing("\(rooms.root)/Tests/LiterateTests", with: "")
                #expect(path.hasSuffix("Tests.swift"), "\(path)")
                #expect(
                    Files.exists(source.replacing("Tests.swift", with: ".swift")),
                    "\(path) is about no file of its room")
            }
        }
    }
}

/// The folders of `Tools/Literate`, and the arrows between them.
private struct Rooms {
    let root: String
    /// By the name of a room, the rooms that its arrows lead to.
    let uses: [String: Set<String>]
    /// CONTRIBUTING.md.
    let guide: String
    private let flags: [String]

    var folder: String { "\(root)/Tools/Literate" }

    init() throws {
        let tests = try #require(#filePath.range(of: "/Tests/"))
        root = String(#filePath[..<tests.lowerBound])
        guide = String(decoding: try Files.read("\(root)/CONTRIBUTING.md"), as: UTF8.self)
        uses = Self.arrows(in: guide)
        flags = try Self.flags(root: root)
    }

    /// What `A --> B` says in a drawing.
    static func arrows(in text: String) -> [String: Set<String>] {
        var arrows: [String: Set<String>] = [:]
        var isDrawing = false
        for line in text.textLines {
            if line.hasPrefix("```") { isDrawing = line == "```mermaid" }
            let ends = line.split(separator: " --> ").map { $0.trimmingPrefix { $0 == " " } }
            guard isDrawing, ends.count == 2 else { continue }
            arrows[String(ends[0]), default: []].insert(String(ends[1]))
            arrows[String(ends[1]), default: []].formUnion([])
        }
        return arrows
    }

    func usable(from room: String) -> Set<String> { Self.usable(from: room, uses) }

    /// The rooms that arrows lead to, over others, too.
    static func usable(from room: String, _ arrows: [String: Set<String>]) -> Set<String> {
        var found: Set<String> = []
        var next = arrows[room] ?? []
        while let one = next.popFirst() {
            if found.insert(one).inserted { next.formUnion(arrows[one] ?? []) }
        }
        return found
    }

    /// What the compiler says of a room's own files, beside those that it may use.
    func errors(in room: String, and file: String? = nil) async throws -> [String] {
        let own = try Self.files(in: "\(folder)/\(room)") + [file].compactMap(\.self)
        let others = try usable(from: room).flatMap { try Self.files(in: "\(folder)/\($0)") }
        let arguments = flags + own.flatMap { ["-primary-file", $0] } + others
        let result = try await ChildProcess.run("swiftc", arguments, directory: root)
        let errors = SwiftCompiler.errors(in: result.errorText).map(\.message)
        return errors.isEmpty && result.status != .exited(0) ? [result.errorText] : errors
    }

    /// The Swift files of a folder, and of those in it.
    static func files(in folder: String) throws -> [String] {
        try Files.list(folder).flatMap { name in
            let path = "\(folder)/\(name)"
            return Files.isDirectory(path) ? try files(in: path) : path.hasSuffix(".swift") ? [path] : []
        }
    }

    /// How the package is compiled, which finds its dependencies where these tests were built.
    private static func flags(root: String) throws -> [String] {
        let argument = try #require(CommandLine.arguments.first { $0.contains(".xctest") })
        let end = try #require(argument.firstRange(of: ".xctest")?.upperBound)
        let build = Files.parent(of: try #require(Files.resolved(String(argument[..<end]))))
        let checkouts = "\(Files.parent(of: Files.parent(of: build)))/checkouts"
        let headers = try Files.list(checkouts).flatMap { package in
            try Files.list("\(checkouts)/\(package)/Sources").map { "\(checkouts)/\(package)/Sources/\($0)/include" }
        }
        let own = ["CIndexStore", "CMark", "CZlib"].map { "\(root)/Tools/\($0)" }
        let maps = (headers + own).map { "\($0)/module.modulemap" }.filter(Files.exists)
        return [
            "-frontend", "-typecheck", "-typo-correction-limit", "0", "-swift-version", "6", "-module-name", "Literate",
        ]
            + [
                "-package-name", "kindling", "-diagnostic-style", "llvm", "-no-color-diagnostics", "-I",
                "\(build)/Modules",
            ]
            + maps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
    }
}
