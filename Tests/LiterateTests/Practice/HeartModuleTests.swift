import Foundation
import Testing

@testable import Literate

/// A reader's function takes the place of the library's while a program runs. That rests on an attribute of the compiler's
/// whose name begins with an underscore: a toolchain that changes it is noticed here.
@Suite(.serialized) struct HeartModuleTests {
    /// One of each kind that a heart of the library can be.
    private static let code = """
        public struct Numbers {
            public var values: [Int]
            public init(_ values: [Int]) { self.values = values }
            public func sum(_ start: Int) -> Int { values.reduce(start, +) }
            public subscript(index: Int) -> Int { values[index] }
            public var middle: Int { values[values.count / 2] }
            public mutating func add(_ value: Int) { values.append(value) }
            public static func zeros(_ count: Int) -> Numbers { Numbers([Int](repeating: 0, count: count)) }
            public func first() throws -> Int { values[0] }
        }
        open class Layer {
            public init() {}
            open func forward(_ x: Int) -> Int { x }
        }
        public final class Double: Layer {
            public override func forward(_ x: Int) -> Int { 2 * x }
        }
        public func apply<T>(_ value: T, _ functions: (T) -> T...) -> T { functions.reduce(value) { $1($0) } }
        func countdown(_ n: Int) -> [Int] { n == 0 ? [0] : [n] + countdown(n - 1) }
        public func counted(_ n: Int) -> [Int] { countdown(n) }
        """

    private static let own = """
        import Kindling

        extension Numbers {
            public func sum(_ start: Int) -> Int { 1000 + helper(values) + start }
            public subscript(index: Int) -> Int { 100 + values[index] }
            public var middle: Int { -1 }
            public mutating func add(_ value: Int) { values = [value] + values }
            public static func zeros(_ count: Int) -> Numbers { Numbers([7]) }
            public func first() throws -> Int { 42 }
        }
        extension Double {
            public func forward(_ x: Int) -> Int { super.forward(x) + 50 }
        }
        public func apply<T>(_ value: T, _ functions: (T) -> T...) -> T { functions.reversed().reduce(value) { $1($0) } }
        func countdown(_ n: Int) -> [Int] { n < 0 ? [] : countdown(n - 1) + [n] }
        private func helper(_ values: [Int]) -> Int { values.count }
        """

    private static let names =
        "sum(_:) subscript(_:) middle add(_:) zeros(_:) first() Double.forward(_:) apply(_:_:) countdown(_:)"

    private static let program = """
        import Kindling
        var numbers = Numbers([1, 2, 3])
        print(numbers.sum(5), numbers[1], numbers.middle, Numbers.zeros(2).values, try numbers.first())
        numbers.add(9)
        print(numbers.values, (Double() as Layer).forward(3), apply(3, { $0 + 1 }, { $0 * 2 }), counted(2))
        """

    @Test func takesThePlaceOfTheLibrarys() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let page = "# T\n\n```swift file=A.swift heart=\"\(Self.names)\"\n\(Self.code)\n```\n"
        let chapter = try Chapter.parse(page, path: "Chapters/01-t.md")
        let book = Book(root: folder.path, chapters: [chapter])
        let course = try await Course(book)
        let build = PracticeBuild(course)
        let library = Array(Tangle.library(of: book)[0].text.utf8)
        try Files.write(PracticeBuild.dynamic(library, course.hearts), to: "\(folder.path)/A.swift")
        try Files.write(Array(PracticeBuild.switches(for: course.hearts).utf8), to: "\(folder.path)/Practice.swift")
        try Files.write(Array(Self.program.utf8), to: "\(folder.path)/main.swift")

        func compile(_ arguments: String...) async throws -> String {
            let result = try await ChildProcess.run(
                "swiftc", ["-O", "-swift-version", "5", "-suppress-warnings", "-I", ".", "-L", "."] + arguments,
                directory: folder.path)
            return result.status == .exited(0) ? "" : result.errorText
        }
        func run(_ environment: [String: String]) async throws -> ChildProcess.Result {
            var variables: [String: String?] = environment.mapValues { $0 }
            variables["LD_LIBRARY_PATH"] = folder.path
            variables["SWIFT_BACKTRACE"] = "enable=no"
            return try await ChildProcess.run("\(folder.path)/program", environment: variables, directory: folder.path)
        }
        #expect(
            try await compile(
                "-emit-library", "-emit-module", "-enable-testing", "-module-name", "Kindling", "A.swift",
                "Practice.swift") == "")
        #expect(try await compile("-o", "program", "main.swift", "-lKindling") == "")
        let book0 = try await run([:])
        #expect(String(decoding: book0.output, as: UTF8.self) == "11 2 2 [0, 0] 1\n[1, 2, 3, 9] 6 8 [2, 1, 0]\n")

        let file = try await ReaderFile(Self.own, path: "Hearts/01-t.swift", root: folder.path)
        var libraries: [String] = []
        for heart in course.hearts {
            let body = try #require(file.body(of: heart))
            #expect(file.changedHead(of: heart) == nil)
            let key = PracticeBuild.key(of: heart)
            try Files.write(
                Array(build.module(of: heart, body, in: file, with: course.hearts).utf8),
                to: "\(folder.path)/\(key).swift")
            #expect(
                try await compile(
                    "-emit-library", "-module-name", "Heart_\(key)", "-o", "lib\(key).so", "\(key).swift", "-lKindling")
                    == "", "\(heart.name)")
            libraries.append("\(folder.path)/lib\(key).so")
        }
        var environment = PracticeBuild.preload(libraries)
        environment[PracticeBuild.yours] = course.hearts.map(PracticeBuild.key).joined(separator: ",")
        let own = try await run(environment)
        // What calls itself calls the reader's own, not the book's.
        #expect(
            String(decoding: own.output, as: UTF8.self) == "1008 102 -1 [7] 42\n[9, 1, 2, 3] 53 7 [0, 1, 2]\n",
            "\(own.errorText)")

        // The book's body of what is being tried stops, and says where to read.
        let stub = try await run([PracticeBuild.yours: PracticeBuild.key(of: course.hearts[0])])
        #expect(stub.status != .exited(0))
        #expect(stub.errorText.contains("sum(_:) is yours to write: Chapters/01-t.md:7"), "\(stub.errorText)")
    }
}
