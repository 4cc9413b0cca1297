import Testing

@testable import Literate

@Suite struct TeXParserTests {
    /// The place, and words of the message and of the remedy.
    @Test(arguments: [
        (#"x + \unknown{y}"#, "1:5", "no command \\unknown", "\\operatorname"),
        ("a\n+ b \\oops", "2:5", "no command \\oops", "Look at the spelling"),
        (#"a \over b"#, "1:3", "no command \\over", "\\frac"),
        (#"\argmax_x"#, "1:1", "no command \\argmax", "\\operatorname*{arg\\,max}"),
        (#"\newcommand{\a}{b}"#, "1:1", "no command \\newcommand", "no macros"),
        (#"\frac{a"#, "1:8", "“}” was expected for “{” in 1:6, and here is the end", "Put in “}”"),
        (#"\frac{a}"#, "1:9", "“\\frac” needs something to belong to it, and here is the end", "in braces"),
        (#"\sqrt[3 x"#, "1:10", "“]” was expected for “[” in 1:6", "Put in"),
        (#"x^"#, "1:3", "“^” needs something", "in braces"),
        (#"x_^2"#, "1:3", "“_” needs something to belong to it, and here is “^”", "in braces"),
        (#"x^a^b"#, "1:4", "a second superscript", "braces"),
        (#"x_a_b"#, "1:4", "a second subscript", "braces"),
        (#"x^2'"#, "1:4", "a second superscript", "braces"),
        (#"f'_a'"#, "1:5", "a second superscript", "braces"),
        (#"f'''''"#, "1:6", "more than 4 primes", "f^{(5)}"),
        (#"^2"#, "1:1", "“^” has nothing to stand on", "{}"),
        (#"_b"#, "1:1", "“_” has nothing to stand on", "{}"),
        (#"'"#, "1:1", "“'” has nothing to stand on", "{}"),
        (#"a } b"#, "1:3", "“}” has nothing to close", "Take it out"),
        (#"a \right) b"#, "1:3", "“\\right” has nothing to close", "Take it out"),
        (#"a \end{cases}"#, "1:3", "“\\end” has nothing to close", "Take it out"),
        (#"\left( a"#, "1:9", "“\\right” was expected for “\\left” in 1:1", "Put in"),
        (#"{\left( a} \right)"#, "1:10", "“\\right” was expected for “\\left” in 1:2, and here is “}”", "Put in"),
        (#"\left x \right)"#, "1:7", "“\\left” needs a delimiter, and here is “x”", "\\langle"),
        (#"\bigl"#, "1:6", "“\\bigl” needs a delimiter", "\\langle"),
        (#"a & b"#, "1:3", "“&” stands outside of a table", "aligned"),
        (#"a \\ b"#, "1:3", "“\\\\” stands outside of a table", "aligned"),
        (#"\begin{foo} a \end{foo}"#, "1:1", "no environment “foo”", "aligned"),
        (#"\begin{cases} a \end{matrix}"#, "1:17", "“\\end{cases}” was expected", "same name"),
        (#"\begin{cases} a & b & c \end{cases}"#, "1:22", "more than 2 columns", "Take “&” out"),
        (#"\begin{cases} a"#, "1:16", "“\\end{cases}” was expected for “\\begin” in 1:1", "Put in"),
        (#"\begin{array} a \end{array}"#, "1:15", "“\\begin” needs “{”", "braces"),
        (#"\begin{array}{lx} a \end{array}"#, "1:16", "can't be “x”", "l, c, or r"),
        (#"\begin{array}{c||c} a \end{array}"#, "1:17", "can't be “|”", "one | for a line"),
        (#"\begin{array}{c} \hline \hline a \end{array}"#, "1:25", "“\\end{array}” was expected", "Put in"),
        (#"\begin{matrix} a \\[3] b \end{matrix}"#, "1:21", "needs a length, and here is “3”", "em, ex, pt"),
        (#"\hspace{wide}"#, "1:9", "needs a length, and here is “wide”", "em, ex, pt"),
        (#"\text{a_b}"#, "1:8", "“_” has no place in text", "backslash"),
        (#"\text{a \alpha}"#, "1:9", "“\\alpha” has no place in text", "$"),
        (#"\text{a $x}"#, "1:11", "“$” was expected for “$” in 1:9", "Put in"),
        (#"\text a"#, "1:7", "“\\text” needs “{”", "braces"),
        (#"a $ b"#, "1:3", "“$” has no place", "\\$"),
        (#"x # y"#, "1:3", "“#” stands for an argument", "\\#"),
        (#"x \"#, "1:4", "a command's name was expected", "\\backslash"),
        ("x + α", "1:5", "“α” means nothing in mathematics", "\\alpha"),
        ("x ≤ y", "1:3", "“≤” means nothing in mathematics", "\\le"),
        ("x + é", "1:5", "“é” means nothing in mathematics", "\\text"),
        ("x \u{1} y", "1:3", "no page may contain (U+1)", "Delete"),
        (#"\mathbb{\alpha}"#, "1:9", "the alphabet of \\mathbb doesn't have “\\alpha”", "Take it out"),
        (#"\mathbf{\alpha}"#, "1:9", "the alphabet of \\mathbf doesn't have “\\alpha”", "\\boldsymbol"),
        (#"\mathcal{L1}"#, "1:11", "the alphabet of \\mathcal doesn't have “1”", "Take it out"),
        (#"\boldsymbol{a + b}"#, "1:15", "the alphabet of \\boldsymbol doesn't have “+”", "Take it out"),
        (#"\textit{2nd}"#, "1:9", "the alphabet of \\textit doesn't have “2”", "Take it out"),
        (#"\operatorname{a+b}"#, "1:16", "a function's name can't contain “+”", "letters"),
        (#"\operatorname{}"#, "1:15", "a function's name has no letters", "name"),
        (#"\not x"#, "1:6", "\\not can't cross out “x”", "Only relations"),
        (#"x\limits_a"#, "1:2", "must stand directly behind an operator", "take it out"),
        ("", "1:1", "there is no formula", "Write one"),
        (" % only a comment\n", "2:1", "there is no formula", "Write one"),
        (#"x\tag{1}"#, "1:2", "no command \\tag", "numbers"),
        (#"\(x\)"#, "1:1", "no command \\(", "the fence says"),
    ])
    func errors(tex: String, place: String, message: String, remedy: String) throws {
        let error = try #require(throws: TeXError.self, "\(tex)") { try MathML(tex: tex, isDisplay: true) }
        #expect(error.place.description == place, "\(tex)")
        #expect(error.message.contains(message), "\(error)")
        #expect(error.remedy.contains(remedy), "\(error)")
    }

    @Test func anErrorInOneText() throws {
        let error = try #require(throws: TeXError.self) { try MathML(tex: "a &", isDisplay: true) }
        #expect(
            error.description == """
                1:3: “&” stands outside of a table
                    Put the lines between \\begin{aligned} and \\end{aligned}.
                """)
    }

    /// However it is nested, too deep is an error with a place, and no end of the program.
    @Test(arguments: [
        ("{", "}"), (#"\frac{"#, "}{b}"), (#"\sqrt"#, ""), ("x^{", "}"), (#"\left("#, #"\right)"#), (#"\hat"#, ""),
        (#"\begin{matrix}"#, #"\end{matrix}"#), (#"\text{$"#, "$}"), (#"\text{{"#, "}}"), (#"\mathrm{"#, "}"),
        (#"\substack{"#, "}"), (#"\sqrt["#, "]{b}"), (#"\displaystyle {"#, "}"), (#"\overset{a}"#, ""),
    ])
    func deepNesting(opening: String, closing: String) throws {
        func nested(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + (opening.hasSuffix("{") || opening.hasSuffix("$") ? "a" : " a")
                + String(repeating: closing, count: depth)
        }
        let error = try #require(throws: TeXError.self) { try MathML(tex: nested(10_000), isDisplay: true) }
        #expect(error.message == "this is nested more than 20 deep")
        #expect(error.place.column > 20)
        #expect(throws: Never.self) { try MathML(tex: nested(5), isDisplay: true) }
    }

    @Test func theDeepestNesting() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "{", count: depth) + "a" + String(repeating: "}", count: depth)
        }
        // The formula itself is a row, too.
        #expect(throws: Never.self) { try MathML(tex: nested(TeXParser.deepestNesting - 1), isDisplay: true) }
        #expect(throws: TeXError.self) { try MathML(tex: nested(TeXParser.deepestNesting), isDisplay: true) }
    }

    /// A long formula isn't a deep one.
    @Test func aLongFormula() throws {
        let tex = Array(repeating: #"\frac{x_i}{2}"#, count: 5_000).joined(separator: " + ")
        #expect(try MathML(tex: tex, isDisplay: true).markup.split(separator: "</mfrac>").count == 5_001)
    }
}
