/// The two columns of a chapter.
public enum Column: String, Sendable {
    case swift, torch
}

/// What verifying one column of a chapter came to.
public struct ColumnResult: Sendable {
    public var checks: [Check]
    /// The names of the figures that the program wrote.
    public var figures: [String]
    public var time = Duration.zero
    /// Whether nothing had changed since it last passed, so that it wasn't run again.
    public var isRemembered = false

    public init(_ checks: [Check] = [], figures: [String] = []) {
        self.checks = checks
        self.figures = figures
    }

    /// The values that came out as shown.
    public var passed: Int { checks.reduce(0) { $0 + $1.passed } }
    /// Those of them that both columns print.
    public var shared: Int { checks.reduce(0) { $0 + $1.shared } }
    /// How far the columns are apart at most.
    public var largestDifference: Double { checks.reduce(0) { max($0, $1.largestDifference) } }
    public var failures: [Failure] { checks.compactMap(\.failure) }
    public var corrections: [Correction] { checks.compactMap(\.correction) }
}

/// What verifying one chapter came to.
public struct ChapterResult: Sendable {
    public var chapter: Chapter
    public var swift: ColumnResult
    /// Nil if the PyTorch column wasn't asked for.
    public var torch: ColumnResult?

    public init(chapter: Chapter, swift: ColumnResult, torch: ColumnResult? = nil) {
        self.chapter = chapter
        self.swift = swift
        self.torch = torch
    }

    public var passed: Int { swift.passed + (torch?.passed ?? 0) }
    public var failures: [Failure] { swift.failures + (torch?.failures ?? []) }
    public var corrections: [Correction] { swift.corrections + (torch?.corrections ?? []) }
    public var time: Duration { swift.time + (torch?.time ?? .zero) }
    public var isRemembered: Bool { swift.isRemembered && torch?.isRemembered != false }

    /// The result without the failures that promotion has mended.
    public func promoted() -> ChapterResult {
        var result = self
        result.swift.checks.removeAll { $0.correction != nil }
        result.torch?.checks.removeAll { $0.correction != nil }
        return result
    }
}
