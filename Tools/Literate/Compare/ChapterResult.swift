/// What verifying one chapter came to.
package struct ChapterResult: Sendable {
    package var chapter: Chapter
    var swift: ColumnResult
    /// Nil if the PyTorch column wasn't asked for.
    var torch: ColumnResult?

    var passed: Int { swift.passed + (torch?.passed ?? 0) }
    package var failures: [Failure] { swift.failures + (torch?.failures ?? []) }
    package var corrections: [Correction] { swift.corrections + (torch?.corrections ?? []) }
    var time: Duration { swift.time + (torch?.time ?? .zero) }
    var isRemembered: Bool { swift.isRemembered && torch?.isRemembered != false }

    /// The result without the failures that promotion has mended.
    package func promoted() -> ChapterResult {
        var result = self
        result.swift.checks.removeAll { $0.correction != nil }
        result.torch?.checks.removeAll { $0.correction != nil }
        return result
    }
}
