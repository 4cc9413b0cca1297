/// How much of what a book's programs print its PyTorch column prints, too.
///
/// What PyTorch alone prints is compared with its own block and confirms nothing here.
package struct Coverage: Sendable {
    /// An output that PyTorch doesn't print.
    package struct Unconfirmed: Sendable {
        package var position: SourcePosition
        package var values: Int
        package var why: String
    }

    /// The values that both columns print.
    private(set) var shared = 0
    /// What the Swift column alone prints.
    package private(set) var unconfirmed: [Unconfirmed] = []
    /// The values that quote other outputs, which are confirmed there or not.
    private(set) var quoted = 0

    package init(_ chapters: [Chapter]) {
        for chapter in chapters {
            let fences = Set(PythonScript(chapter).outputs.map(\.fenceLine))
            for block in chapter.outputs(in: .swift) {
                let values = OutputToken.checkedValues(of: block.body)
                if fences.contains(block.fenceLine) {
                    shared += values
                } else if block.output?.quotes.isEmpty == false {
                    quoted += values
                } else {
                    unconfirmed.append(
                        Unconfirmed(
                            position: chapter.position(of: block), values: values,
                            why: block.output?.why ?? "no reason is given"))
                }
            }
        }
    }

    /// The values that are printed here first: all but the quoted.
    var own: Int { shared + unconfirmed.reduce(0) { $0 + $1.values } }

    /// How many of a hundred values both columns print, rounded down.
    var percentage: Int { own == 0 ? 100 : 100 * shared / own }

    /// What the chapters say, before anything has run.
    package var text: String {
        sentences("The PyTorch column prints \(shared) of \(own) printed values, too (\(percentage) of 100).")
    }

    /// What a run has shown.
    ///
    /// - Parameter confirmed: The shared values that came out as shown.
    package func text(confirmed: Int) -> String {
        let percentage = own == 0 ? 100 : 100 * confirmed / own
        return sentences("Confirmed by PyTorch: \(confirmed) of \(own) printed values (\(percentage) of 100).")
    }

    private func sentences(_ first: String) -> String {
        let alone = own - shared
        return """
            \(first) \(alone) more are printed by ourselves alone, for reasons that the chapters give: \
            `verify --coverage` lists them. Not counted: \(quoted) that quote others.
            """
    }
}
