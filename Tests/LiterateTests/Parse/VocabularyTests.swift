import Testing

@testable import Literate

@Suite struct VocabularyTests {
    private func kind(_ info: String) throws -> Block.Kind { try Vocabulary.kind(InfoString(info)) }

    private func message(_ info: String) throws -> String {
        try #require(throws: InfoError.self) { try kind(info) }.message
    }

    @Test(
        arguments: [
            ("swift", .program(scope: false)),
            ("swift scope", .program(scope: true)),
            ("swift file=NN/Linear.swift", .library(file: "NN/Linear.swift")),
            ("swift file=\"Tensor/Tensor+Views.swift\"", .library(file: "Tensor/Tensor+Views.swift")),
            ("swift fails", .fails),
            ("swift traps", .traps),
            ("swift sketch why=\"later\"", .sketch(why: "later")),
            ("c file=gemm.c", .engine(file: "gemm.c")),
            ("c file=include/kindling_engine.h", .engine(file: "include/kindling_engine.h")),
            ("c sketch why=\"the idea\"", .sketch(why: "the idea")),
            ("error", .error(swift: nil)), ("error swift=\"6.3.1\"", .error(swift: "6.3.1")),
            ("output", .output(.init())),
            ("output of=swift", .output(.init(of: .swift))),
            (
                "output of=swift quotes=\"03 04 figures.json\"",
                .output(.init(of: .swift, quotes: ["03", "04", "figures.json"]))
            ),
            ("output of=python", .output(.init(of: .python))),
            ("output tol=1e-3", .output(.init(tolerance: 1e-3))),
            ("output tol=1e-2", .output(.init(tolerance: 1e-2))),
            ("output of=python tol=0.5", .output(.init(of: .python, tolerance: 0.5))),
            ("python", .python),
            ("measured", .measured(by: "", on: "", date: "")),
            ("text", .shown("text")),
            ("sh", .shown("sh")),
            ("math", .shown("math")),
            ("mermaid", .shown("mermaid")),
        ] as [(String, Block.Kind)])
    func everyKind(info: String, expected: Block.Kind) throws {
        #expect(try kind(info) == expected)
    }

    @Test(arguments: [
        ("ouput", "unknown word 'ouput'; did you mean 'output'?"),
        ("Swift", "unknown word 'Swift'; did you mean 'swift'?"),
        ("bash", "unknown word 'bash'; did you mean 'sh'?"),
        (
            "haskell",
            "unknown word 'haskell'; known are c, error, math, measured, mermaid, output, python, sh, "
                + "swift, text"
        ),
        ("swift scpoe", "unknown word 'scpoe' after 'swift'; did you mean 'scope'?"),
        ("swift quietly", "unknown word 'quietly' after 'swift'; known are fails, scope, sketch, traps"),
        ("swift scope fails", "unknown word 'fails' after 'swift scope'; nothing may follow here but attributes"),
        ("python scope", "unknown word 'scope' after 'python'; nothing may follow here but attributes"),
        ("swift flie=a.swift", "unknown attribute 'flie' of 'swift'; did you mean 'file'?"),
        (
            "swift scope file=a.swift",
            "unknown attribute 'file' of 'swift scope'; known are heart"
        ),
        ("swift fails heart=f()", "unknown attribute 'heart' of 'swift fails'; 'swift fails' has no attributes"),
        ("python heart=f()", "unknown attribute 'heart' of 'python'; known are excerpt"),
        (
            "swift excerpt=A.swift heart=f()",
            "excerpt= shows what stands elsewhere and is compared with it, so heart= doesn't go with it"
        ),
        ("output reason=x", "unknown attribute 'reason' of 'output'; known are of, tol, quotes, excerpt"),
        (
            "output of=swift why=\"Rounding decides.\"",
            "readers don't see why=; write the reason as a paragraph right under the block: *Swift only:* Rounding decides."
        ),
        ("output of=python quotes=\"04\"", "quotes= is for output of=swift, which PyTorch doesn't confirm"),
        ("", "this block doesn't say what it is; write ```text if it is only shown"),
        ("c", "'c' needs file=gemm.c, or 'c sketch why=\"…\"' if it is only shown"),
        ("swift sketch", "'swift sketch' needs why=\"…\", the reason that it isn't compiled"),
        (
            "measured by=\"make bench\" on=\"2 cores\" date=2026-11-24",
            "readers don't see by=; write how, where and when as a paragraph right under the block: "
                + "*Measured:* `make bench`, 2 cores, 2026-11-24."
        ),
        (
            "measured date=today",
            "readers don't see date=; write how, where and when as a paragraph right under the block: "
                + "*Measured:* `make bench`, 2 cores with AVX2, today."
        ),
        ("measured machine=x", "unknown attribute 'machine' of 'measured'; 'measured' has no attributes"),
        ("output of=pyton", "of=pyton is none of both, swift, python; did you mean 'python'?"),
        ("output tol=small", "tol=small is not a number greater than 0, such as tol=1e-3"),
        ("output tol=-1", "tol=-1 is not a number greater than 0, such as tol=1e-3"),
        ("output tol=nan", "tol=nan is not a number greater than 0, such as tol=1e-3"),
        (
            "output tol=0.25",
            "tol=0.25 is too wide for PyTorch to confirm anything, 0.01 is the most; show two texts, "
                + "output of=swift with its reason and output of=python"
        ),
        ("output of=swift tol=1", "tol= is for the python column; what the Swift prints is compared exactly"),
    ])
    func unknown(info: String, expected: String) throws {
        #expect(try message(info) == expected)
    }

    @Test(arguments: [
        ("swift file=../Tensor.swift", "leads out of its folder"),
        ("swift file=NN/../../main.swift", "leads out of its folder"),
        ("swift file=/etc/x.swift", "is absolute"),
        ("swift file=~/x.swift", "is absolute"),
        ("swift file=NN//x.swift", "is not a plain path"),
        ("swift file=./x.swift", "is not a plain path"),
        ("swift file=NN/.x.swift", "is not a plain path"),
        ("swift file=NN\\\\x.swift", "is not a plain path"),
        ("swift file=\"a b.swift\"", "is not a plain path"),
        ("swift file=é.swift", "is not a plain path"),
        ("swift file=NN/", "is not a plain path"),
        ("swift file=Linear", "must end in .swift"),
        ("swift file=Linear.c", "must end in .swift"),
        ("c file=gemm.swift", "must end in .c or .h"),
        ("swift file=Resources/x.swift", "is in Resources"),
        ("swift file=NN/main.swift", "would make a program of the library"),
    ])
    func filesOutsideTheirFolder(info: String, expected: String) throws {
        #expect(try message(info).contains(expected))
    }

    @Test(arguments: [
        ("2026-11-22", true), ("2024-02-29", true), ("2026-02-29", false), ("2026-13-01", false),
        ("2026-00-10", false),
        ("2026-1-1", false), ("26-11-22", false), ("2026-11-22-", false), ("2026/11/22", false),
    ])
    func dates(text: String, isDay: Bool) {
        #expect(CalendarDate.isValid(text) == isDay)
    }

    @Test(arguments: [
        ("", "", 0), ("output", "output", 0), ("ouput", "output", 1), ("scpoe", "scope", 1),
        ("kitten", "sitting", 3),
        ("", "abc", 3),
    ])
    func editDistance(first: String, second: String, expected: Int) {
        #expect(Suggestion.distance(first, second) == expected)
        #expect(Suggestion.distance(second, first) == expected)
    }

    @Test(arguments: [
        ("swift", []), ("swift heart=f()", ["f()"]),
        ("swift scope heart=\"f(_:) A.init(b:)  c\"", ["f(_:)", "A.init(b:)", "c"]),
        ("swift file=A.swift at=b heart=f()", ["f()"]),
    ])
    func hearts(info: String, expected: [String]) throws {
        _ = try kind(info)
        #expect(try Vocabulary.hearts(InfoString(info)) == expected)
    }

    @Test func aHeartIsNamedOnce() {
        let error = #expect(throws: InfoError.self) { try Vocabulary.hearts(InfoString("swift heart=\"f() f()\"")) }
        #expect(error?.message == "heart= names f() twice; once is enough")
    }
}
