@testable import Literate

/// A chapter made of random prose and random blocks, and what must be found in it.
struct RandomChapter {
    let path: String
    /// The text, with the line ends that this chapter uses throughout.
    private(set) var text = "# A chapter\n\n"
    private(set) var blocks: [Block] = []

    private static let names = [
        "Tensor/Tensor.swift", "NN/Linear.swift", "Optim.swift", "Data/Loader+Workers.swift",
    ]
    private static let prose = [
        "Some prose, with `code` and *marks*.\nAnd a second line.", "## A heading",
        "- a list\n- of two\n\n  with a paragraph",
        "> a quote", "<details>\n<summary>Long</summary>", "</details>", "<!-- a comment\n```\n-->",
        "| a | b |\n|---|---|\n| 1 | 2 |", "---", "ünïcödé 🔥", "`` a`b ``", "$x^2$ and $$y$$", "    ",
    ]
    private static let lines = [
        "", "", "let x = 1", "    indented", "\ttabbed", "# no heading", "- no list", "> no quote", "<details>",
        "</details>",
        "``", "~~", "print(\"🔥 é\")", "// a comment  ", "#if DEBUG", "1. one", "\\", "&amp;", "*/ /*", "\u{2028}",
        "   x",
    ]

    init(path: String, using generator: inout SeededGenerator) {
        self.path = path
        var hasProgram = false
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            if generator.chance(0.6) { addProse(using: &generator) }
            switch Int.random(in: 0...8, using: &generator) {
            case 0, 1:
                add(.program(scope: generator.chance(0.3)), using: &generator)
                hasProgram = true
            case 2, 3:
                add(.library(file: generator.pick(Self.names)), using: &generator)
            case 4:
                add(.engine(file: generator.pick(["gemm.c", "include/engine.h"])), using: &generator)
            case 5 where hasProgram:
                if generator.chance(0.3) {
                    add(.output(.init(of: .swift, why: "It is ours, x=1 for once.")), using: &generator)
                } else {
                    add(.python, using: &generator)
                    add(.output(.init(tolerance: generator.chance(0.3) ? 1e-3 : nil)), using: &generator)
                }
            case 6:
                add(generator.chance(0.5) ? .fails : .traps, using: &generator)
                add(.error(swift: generator.pick([nil, "6.3.1"])), using: &generator)
            case 7:
                add(.python, using: &generator)
                add(.output(.init(of: .python)), using: &generator)
            default:
                add(
                    generator.pick([
                        .shown("text"), .shown("math"), .sketch(why: "not yet = 'never'"),
                        .measured(by: "make bench", on: "2 cores, AVX-512", date: "2026-11-22"),
                    ]), using: &generator)
            }
        }
        if generator.chance(0.3) { addProse(using: &generator) }
        let end = generator.pick(["\n", "\n", "\r\n"])
        if end != "\n" {
            text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end)
        }
    }

    private mutating func addProse(using generator: inout SeededGenerator) {
        guard generator.chance(0.1) else {
            text += generator.pick(Self.prose) + "\n\n"
            return
        }
        let fenceLine = SourceLines(text).count + 1
        text += "1. ```sh\n   make\n   ```\n\n"
        blocks.append(Block(kind: .shown("sh"), body: "make\n", fenceLine: fenceLine, closingLine: fenceLine + 2))
    }

    private mutating func add(_ kind: Block.Kind, using generator: inout SeededGenerator) {
        let character = generator.pick(["`", "~"] as [Character])
        let fence = String(repeating: character, count: Int.random(in: 3...5, using: &generator))
        let closing = fence + String(repeating: character, count: Int.random(in: 0...2, using: &generator))
        let space = generator.pick(["", " ", "  "])
        var body = (0..<Int.random(in: 0...6, using: &generator)).map { _ in generator.pick(Self.lines) + "\n" }
        // A fence of the other kind, or a shorter one, doesn't end the block.
        if generator.chance(0.2) { body.append((character == "`" ? "~~~~" : "````") + "swift\n") }
        if generator.chance(0.2), fence.count > 3 { body.append(fence.dropLast() + "\n") }
        let fenceLine = SourceLines(text).count + 1
        blocks.append(
            Block(
                kind: kind, body: body.joined(), fenceLine: fenceLine, closingLine: fenceLine + body.count + 1))
        text += fence + space + Self.info(kind) + space + "\n" + body.joined() + closing + space + "\n\n"
        if let note = Self.note(under: kind) {
            text += generator.pick([note, note.replacing(" ", with: "\n")]) + "\n\n"
        }
    }

    private static func note(under kind: Block.Kind) -> String? {
        switch kind {
        case .output(let output): output.why.map { "*Swift only:* \($0)" }
        case .measured(let by, let on, let date): "*Measured:* `\(by)`, \(on), \(date)."
        default: nil
        }
    }

    private static func info(_ kind: Block.Kind) -> String {
        switch kind {
        case .program(let scope): scope ? "swift scope" : "swift"
        case .library(let file, let place): "swift file=\(file)" + (place.map { " at=\($0)" } ?? "")
        case .engine(let file, let place): "c  file=\"\(file)\"" + (place.map { " at=\($0)" } ?? "")
        case .excerpt(let excerpt): "\(excerpt.language) excerpt=\(excerpt.source)"
        case .fails: "swift fails"
        case .traps: "swift traps"
        case .error(let swift): "error" + (swift.map { " swift=\($0)" } ?? "")
        case .sketch(let why): "swift sketch why=\"\(why)\""
        case .output(let output):
            "output" + (output.column.map { " of=\($0)" } ?? "")
                + (output.tolerance.map { " tol=\($0)" } ?? "")
        case .python: "python"
        case .measured: "measured"
        case .shown(let word): word
        }
    }
}
