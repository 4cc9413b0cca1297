extension Book {
    /// The chapters that someone means by `04`, `4`, `A`, `04-scratch` or a chapter's path, in the book's order; all of
    /// them if nothing is named. A number means the chapter with its workshop and solutions, `04-02` one page.
    ///
    /// - Throws: `Failure` for a chapter that doesn't exist, with the nearest that does.
    public func chapters(named designations: [String]) throws -> [Chapter] {
        guard !designations.isEmpty else { return chapters }
        let chosen = try Set(designations.flatMap { designation in
            let matching = chapters.filter { $0.isMeant(by: designation) }
            guard !matching.isEmpty else { throw unknown(designation) }
            return matching.map(\.path)
        })
        return chapters.filter { chosen.contains($0.path) }
    }

    private func unknown(_ designation: String) -> Failure {
        let nearest = Suggestion.nearest(to: designation, among: chapters.map(\.name))
        let numbers = chapters.filter { $0.kind == .chapter || $0.kind == .appendix }.map(\.number).joined(separator: " ")
        return Failure(
            "there is no chapter \(designation)", at: nil,
            remedy: nearest.map { "Did you mean \($0)?" } ?? "The chapters are \(numbers).")
    }
}

extension Chapter {
    fileprivate func isMeant(by designation: String) -> Bool {
        [number, self.designation, name, path].contains(designation) || number == "0" + designation
    }
}
