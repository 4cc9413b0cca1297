@testable import Literate

extension FuzzTarget {
    /// Info strings: a line each. What is taken apart can be put together again, and says the same.
    static let info = FuzzTarget("info", check: InfoChecks.check, mutate: FuzzText.mutation(of: InfoChecks.pieces))
}

enum InfoChecks {
    static func check(_ bytes: [UInt8]) throws {
        for line in bytes.split(separator: 10).prefix(20) { try check(FuzzText.text(of: line)) }
    }

    private static func check(_ text: String) throws {
        let info: InfoString
        do throws(InfoError) { info = try InfoString(text) } catch {
            return try require(!error.message.isEmpty, "nothing is said about \(text)")
        }
        // Nothing but blanks, quotes and signs of equality is lost.
        let letters = text.unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "\"" && $0 != "=" }
        let kept = (info.words + info.attributes.map { $0.name + $0.value }).joined().unicodeScalars
            .filter { !$0.properties.isWhitespace && $0 != "\"" && $0 != "=" }
        try require(letters.count == kept.count, "of \(letters.count) letters \(kept.count) are left: \(text)")

        let written =
            info.words.joined(separator: "  ") + info.attributes.map { "\t\($0.name)=\"\($0.value)\"" }.joined()
        let again = try InfoString(written)
        try require(
            again.words == info.words && again.attributes.elementsEqual(info.attributes) { $0 == $1 },
            "written again, \(text) reads otherwise")

        let kind = Result { () throws(InfoError) in try Vocabulary.kind(info) }
        try require(
            kind == Result { () throws(InfoError) in try Vocabulary.kind(again) },
            "written again, \(text) is another block")
        switch kind {
        case .failure(let error): try require(!error.message.isEmpty, "nothing is said about \(text)")
        case .success(.library(let file, let place)), .success(.engine(let file, let place)):
            let parts = file.split(separator: "/", omittingEmptySubsequences: false)
            let isInside =
                parts.allSatisfy { !$0.isEmpty && $0.utf8.first != 0x2e }
                && file.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
            try require(isInside, "file=\(file) leads elsewhere")
            try require(
                place.map { Places.name(in: "// place: \($0)") == $0 } ?? true, "at=\(place ?? "") can't be declared")
        case .success(.output(let output)):
            let isWide = (output.tolerance ?? 0) > Block.Output.widestTolerance
            try require(output.column == .python || !isWide, "\(text) confirms nothing")
            try require(output.tolerance.map { $0 > 0 && $0.isFinite } ?? true, "\(text) has an odd tolerance")
        case .success: break
        }
    }

    static let pieces = [
        "swift", "swift scope", "swift fails", "swift traps", "swift sketch why=\"because\"", "c sketch why=x",
        "c file=gemm.c", "c file=a.h at=b",
        "swift file=NN/Linear.swift", "swift file=Tensor/Tensor.swift at=here", "swift file=A.swift at=there",
        "swift file=A.swift", "python",
        "swift excerpt=A.swift", "output excerpt=01-one", "output", "output tol=1e-3", "output of=swift",
        "output of=python tol=0.5",
        "output of=swift quotes=\"01 a.json\"", "error", "error swift=\"6.3.1\"", "measured", "text", "sh", "math",
        "mermaid", " at=here", " file=../x.swift",
        " tol=nan", " tol=1e400", " of=swfit", "=", "\"", " why=\"\"", "\u{a0}", "=\u{301}", "\u{301}", " excerpt=",
        "swift  file=\"A b.swift\"", "bash",
    ]
}

extension Result where Success == Block.Kind, Failure == InfoError {
    fileprivate static func == (a: Self, b: Self) -> Bool {
        switch (a, b) {
        case (.success(let a), .success(let b)): a == b
        case (.failure(let a), .failure(let b)): a == b
        default: false
        }
    }
}
