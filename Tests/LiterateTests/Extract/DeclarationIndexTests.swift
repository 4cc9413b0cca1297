import Testing

@testable import Literate

@Suite struct DeclarationIndexTests {
    private static let tensor = """
        # Tensors

        *T/Tensor.swift*
        ```swift file=T/Tensor.swift
        /// A table.
        public final class Tensor: Strided {
            public let shape: [Int]
            let hidden = 1
            public private(set) var count = 0
            public var width, height: Int
            // place: state

            public init?(_ shape: [Int]) {
                let local = 1
                public_looking(local)
            }

            public static func + (a: Tensor, b: Tensor) -> Tensor { a }
            public class func zeros(_ shape: Int...) -> Tensor { fatalError() }
            private func secret() {}

            public enum Kind {
                case small = "s,m", large(Int), huge
                func notPublic() {}
            }
        }

        public protocol Strided {
            var strides: [Int] { get }
            associatedtype Element
        }

        extension Tensor {
            @discardableResult
            public func view(_ shape: Int...) -> Tensor { self }
        }
        public func matmul(_ a: Tensor) {}
        extension Tensor: Copyable { public func copy() -> Tensor { self } }
        public enum Padding { case same, valid }
        enum Op { case hidden }
        ```

        """
    private static let later = """
        # Later

        *T/Tensor.swift, at `state`*
        ```swift file=T/Tensor.swift at=state
        public var grad: Tensor?
        ```

        """

    private func package() throws -> TemporaryPackage {
        try TemporaryPackage(["Chapters/01-tensors.md": Self.tensor, "Chapters/Workshop/01-01-later.md": Self.later])
    }

    @Test func findsWhatIsPublicAndItsPage() throws {
        let package = try package()
        let index = DeclarationIndex(try Book.load(root: package.root))
        let found = index.entries.map { "\($0.owner).\($0.name)\($0.page.hasSuffix("later.md") ? " later" : "")" }
        #expect(
            found == [
                "Tensor.", "Tensor.shape", "Tensor.count", "Tensor.width", "Tensor.height", "Tensor.grad later",
                "Tensor.init", "Tensor.+", "Tensor.zeros", "Tensor.Kind.",
                "Tensor.Kind.small", "Tensor.Kind.large", "Tensor.Kind.huge", "Strided.", "Strided.strides",
                "Strided.Element", "Tensor.view", ".matmul", "Tensor.copy", "Padding.", "Padding.same", "Padding.valid",
            ], "\(found)")
    }

    @Test func isWrittenByExtractAndGoesWithTheLibrary() throws {
        let package = try package()
        try package.extract()
        #expect(
            try package.text("Chapters/INDEX.md").contains(
                "## Tensor\n\n- [Tensors](01-tensors.md): the type, `+`, `copy`, `count`, `height`, `init`, `shape`, `view`, `width`, `zeros`\n- [Later](Workshop/01-01-later.md): `grad`\n"
            ))
        #expect(try package.extraction().changes.isEmpty)
        try package.write("Chapters/01-tensors.md", "# Tensors\n")
        try package.remove("Chapters/Workshop/01-01-later.md")
        try package.extract()
        #expect(!package.exists("Chapters/INDEX.md"))
    }

    @Test func anEditByHandIsRefused() throws {
        let package = try package()
        try package.extract()
        let text = try package.text("Chapters/INDEX.md")
        try package.write("Chapters/INDEX.md", text.replacing("# Index", with: "# My index"))
        let before = try package.snapshot()
        let found = try diagnostics { try package.extract() }
        #expect(found.map(\.position?.file) == ["Chapters/INDEX.md"])
        #expect(try package.snapshot() == before)
        try package.extract(force: true)
        #expect(try package.text("Chapters/INDEX.md") == text)

        // One that only the pages have changed is written anew.
        try package.write("Chapters/Workshop/01-01-later.md", Self.later.replacing("grad", with: "gradient"))
        try package.extract()
        #expect(try package.text("Chapters/INDEX.md").contains("`gradient`"))
    }
}
