import Foundation
import Testing

@testable import Literate

@Suite struct MathMLTests {
    // MARK: KaTeX

    /// The tree and the spaces are those of KaTeX, for what the fixture lists and for all that the book shows.
    @Test func katexMakesTheSame() throws {
        let recording = try KaTeXRecording.read()
        #expect(recording.answers.count > 250)
        for (tex, answer) in recording.answers.sorted(by: { $0.key < $1.key }) {
            expectNoError(tex) {
                let display = try math(tex)
                #expect(KaTeXNotation.tree(of: display) == Self.exceptions[tex]?.display ?? answer.display, "\(tex)")
                #expect(KaTeXNotation.gaps(of: display) == answer.gaps, "\(tex)")
                guard let inline = answer.inline else {
                    #expect(throws: TeXError.self, "\(tex)") { try MathML(tex: tex, isDisplay: false) }
                    return
                }
                let tree = KaTeXNotation.tree(of: try math(tex, isDisplay: false))
                #expect(tree == Self.exceptions[tex]?.inline ?? inline, "\(tex)")
            }
        }
    }

    /// Where KaTeX's MathML isn't what LaTeX (and its own HTML) shows, what is.
    private static let exceptions: [String: (display: String, inline: String)] = [
        // A Greek letter like others, not upright.
        #"\varkappa"#: ("i𝜘", "i𝜘"),
        // Fractions in fractions keep the style that they ask for.
        #"\cfrac{1}{1 + \cfrac{1}{x}}"#: (
            "(mfrac:D0 n1 (row n1 o+ (mfrac:D0 n1 i𝑥)))", "(mfrac:D0 n1 (row n1 o+ (mfrac:D0 n1 i𝑥)))"
        ),
        #"\tfrac{\dfrac{a}{b}}{c}"#: ("(mfrac:T0 (mfrac:D0 i𝑎 i𝑏) i𝑐)", "(mfrac:T0 (mfrac:D0 i𝑎 i𝑏) i𝑐)"),
        // Limits that were asked for stay, also in a line of text.
        #"\int\limits_a^b f + \int f \, dx"#: (
            "(row (munderover o∫ i𝑎 i𝑏) i𝑓 o+ o∫ i𝑓 s0.17 i𝑑 i𝑥)",
            "(row (munderover o∫ i𝑎 i𝑏) i𝑓 o+ o∫ i𝑓 s0.17 i𝑑 i𝑥)"
        ),
    ]

    @Test func everyFenceIsRecorded() throws {
        let recording = try KaTeXRecording.read()
        let fences = try BookMathematics.fences()
        #expect(fences.count >= 41)
        for fence in fences where recording.answers[fence.tex] == nil {
            Issue.record(
                """
                \(fence.place): KaTeX's answer to this formula isn't recorded
                    Run node Tests/LiterateTests/Fixtures/make_katex.js.
                """)
        }
    }

    /// An expression of the fixture uses each command, so KaTeX has confirmed all that the tables say.
    @Test func everyCommandIsRecorded() throws {
        let recording = try KaTeXRecording.read()
        let used = Set(try recording.answers.keys.flatMap { try TeXLexer($0).tokens.map(\.kind) })
        let names =
            Array(TeXSymbol.commands.keys) + Array(TeXSymbol.spaces.keys) + Array(TeXSymbol.accents.keys)
            + Array(TeXSymbol.longArrows.keys) + Array(TeXSymbol.delimiterCommands.keys)
            + ["frac", "dfrac", "tfrac", "cfrac", "binom", "sqrt", "left", "middle", "right", "text", "operatorname"]
        for name in names.sorted() where !used.contains(.command(name)) {
            Issue.record("\\\(name) stands in no expression of expressions.tex")
        }
        for character in TeXSymbol.characters.keys where !used.contains(.character(character)) {
            Issue.record("\(character) stands in no expression of expressions.tex")
        }
    }

    // MARK: Markup

    @Test func theWholeElement() throws {
        let markup = try MathML(tex: "x < 1", isDisplay: true).markup
        #expect(
            markup == """
                <math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x &lt; 1" display="block"><semantics><mrow>\
                <mi>x</mi><mo lspace="0.2778em" rspace="0.2778em">&lt;</mo><mn>1</mn></mrow>\
                <annotation encoding="application/x-tex">x &lt; 1</annotation></semantics></math>
                """)
        #expect(!(try MathML(tex: "x", isDisplay: false).markup.contains("display")))
    }

    /// What the markup says of the TeX comes back whole from an XML parser.
    @Test(arguments: [
        #"a < b > c \& d"#, #"\text{"\&amp;" <b> 'x'}"#, "x % <!-- ]]> \" \n + y", "a\n\t+ b\r\n- c", #"\text{é 漢 😀}"#,
    ])
    func escaping(tex: String) throws {
        let math = try math(tex)
        #expect(math.attributes["alttext"] == tex)
        let annotation = try #require(math.all.first { $0.name == "annotation" })
        // XML reads every line's end as one character.
        #expect(annotation.text.replacing("\r\n", with: "\n") == tex.replacing("\r\n", with: "\n"))
        #expect(math.all.filter { $0.name == "mi" && $0.text.contains("<") }.isEmpty)
    }

    @Test func textIsEscapedOnce() throws {
        let math = try math(#"\text{"\&lt;" <b>}"#)
        #expect(math.all.filter { $0.name == "mtext" }.map(\.text) == ["\"&lt;\"\u{A0}<b>"])
    }

    /// Nothing but MathML Core, with what Core leaves to CSS as CSS.
    @Test func onlyCore() throws {
        let elements: Set<String> = [
            "math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot",
            "msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded",
            "mphantom",
        ]
        for tex in try KaTeXRecording.read().answers.keys {
            for node in try math(tex).all {
                #expect(elements.contains(node.name), "\(tex)")
                #expect(node.attributes["mathvariant"].map { $0 == "normal" } ?? true, "\(tex)")
                if node.name == "mo" {
                    #expect(node.attributes["lspace"] != nil && node.attributes["rspace"] != nil, "\(tex)")
                }
                if let width = node.attributes["width"] { #expect(!width.hasPrefix("-"), "\(tex)") }
                guard node.name == "mtable" else { continue }
                let columns = node.attributes["columnalign", default: ""].split(separator: " ")
                for row in node.children {
                    for (cell, column) in zip(row.children, columns) {
                        #expect(cell.attributes["style"]?.hasSuffix(";text-align:\(column)") == true, "\(tex)")
                    }
                }
            }
        }
    }

    @Test func signsAndFencesSayTheirForm() throws {
        let operators = try math("-x + (-y)!").all.filter { $0.name == "mo" }
        #expect(operators.map(\.text) == ["−", "+", "(", "−", ")", "!"])
        #expect(operators.map { $0.attributes["form"] } == ["prefix", nil, "prefix", "prefix", "postfix", "postfix"])
        #expect(operators.map { $0.attributes["stretchy"] } == [nil, nil, "false", nil, "false", nil])
        let fences = try math(#"\left( x \middle| y \right]"#).all.filter { $0.name == "mo" }
        #expect(fences.map { $0.attributes["form"] } == ["prefix", "infix", "postfix"])
        #expect(fences.allSatisfy { $0.attributes["stretchy"] == "true" && $0.attributes["symmetric"] == "true" })
    }

    /// Browsers only stretch operators in rows.
    @Test func aSizedDelimiterWithScripts() throws {
        let script = try #require(try math(#"\bigl( x \bigr)^2"#).all.first { $0.name == "msup" })
        #expect(script.children[0].name == "mrow" && script.children[0].children.map(\.text) == [")"])
        let row = try #require(try math(#"\bigl( x \bigr)"#).all.first { $0.name == "mrow" })
        #expect(row.children.map(\.name) == ["mo", "mi", "mo"])
    }

    /// In a line of text, a browser would move what `\limits` puts below.
    @Test func limitsThatMustNotMove() throws {
        let sum = try #require(
            try math(#"\sum\limits_i x"#, isDisplay: false).all.first { $0.name == "mo" && $0.text == "∑" })
        #expect(sum.attributes["movablelimits"] == "false")
    }

    /// A screen reader then says “log of x”.
    @Test(arguments: [
        (#"\log x"#, 1), (#"\log(x)"#, 1), (#"\log\log x"#, 2), (#"\max_i x"#, 1), (#"\sin^2 x"#, 1), (#"\log = x"#, 0),
        (#"(\log)"#, 0), (#"\log, \exp"#, 0), (#"\log\, x"#, 1), (#"\sum x"#, 0),
    ])
    func functionsAreApplied(tex: String, times: Int) throws {
        let nodes = try math(tex).all
        #expect(nodes.count { $0.text == "\u{2061}" } == times)
    }

    /// Scripts have no room for all spaces.
    @Test(arguments: [
        (#"x_{a + b}"#, "0", "0"), (#"a + b"#, "0.2222em", "0.2222em"), (#"x^{a = b}"#, "0", "0"),
        (#"\frac{a = b}{c}"#, "0.2778em", "0.2778em"), (#"x_{\frac{a = b}{c}}"#, "0", "0"),
        (#"x_{\displaystyle a = b}"#, "0.2778em", "0.2778em"),
        (#"x_{\begin{matrix} a = b \end{matrix}}"#, "0.2778em", "0.2778em"),
    ])
    func spacesInScripts(tex: String, left: String, right: String) throws {
        let sign = try #require(try math(tex).all.first { $0.name == "mo" })
        #expect(sign.attributes["lspace"] == left)
        #expect(sign.attributes["rspace"] == right)
    }

    /// KaTeX has a thick space there, The TeXbook a thin one.
    @Test func aRelationBehindAComma() throws {
        let signs = try math("x, = y").all.filter { $0.name == "mo" }
        #expect(signs.map { $0.attributes["lspace"] } == ["0", "0.1667em"])
    }

    /// Space behind a formula in parentheses stands behind its scripts, too.
    @Test func spaceBehindScripts() throws {
        let row = try #require(try math(#"\left( x \right)^2 y"#).all.first { $0.name == "mrow" })
        #expect(row.children.map(\.name) == ["msup", "mspace", "mi"])
        #expect(row.children[0].all.last { $0.name == "mo" }?.attributes["rspace"] == "0")
        #expect(row.children[1].attributes == ["class": "gap", "width": "0.1667em"])
    }

    private func math(_ tex: String, isDisplay: Bool = true) throws -> MarkupNode {
        try MarkupNode(parsing: try MathML(tex: tex, isDisplay: isDisplay).markup)
    }

    private func expectNoError(_ tex: String, _ body: () throws -> Void) {
        do { try body() } catch { Issue.record("\(tex)\n\(error)") }
    }
}

extension KaTeXRecording {
    fileprivate static func read() throws -> KaTeXRecording {
        let tests = try #require(#filePath.range(of: "/Weave/", options: .backwards))
        let file = URL(filePath: "\(#filePath[..<tests.lowerBound])/Fixtures/katex.json")
        return try JSONDecoder().decode(KaTeXRecording.self, from: Data(contentsOf: file))
    }
}

/// The formulas on the book's pages.
private struct BookMathematics {
    struct Fence {
        var tex: String
        var place: String
    }

    static func fences() throws -> [Fence] {
        let tests = try #require(#filePath.range(of: "/Tests/"))
        let chapters = URL(filePath: "\(#filePath[..<tests.lowerBound])/Chapters").resolvingSymlinksInPath()
        let files = try #require(FileManager.default.enumerator(at: chapters, includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "md" }.flatMap(fences)
    }

    private static func fences(in file: URL) throws -> [Fence] {
        var fences: [Fence] = []
        var body: [Substring]?
        let text = try String(contentsOf: file, encoding: .utf8)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let lines = body {
                body = line == "```" ? nil : lines + [line]
                if body == nil {
                    fences.append(
                        Fence(tex: lines.joined(separator: "\n"), place: "\(file.lastPathComponent):\(index + 1)"))
                }
            } else if line == "```math" {
                body = []
            }
        }
        return fences
    }
}
