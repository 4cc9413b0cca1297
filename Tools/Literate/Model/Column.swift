/// The two columns of a chapter.
enum Column: String, Sendable, CaseIterable {
    case swift, python
}
