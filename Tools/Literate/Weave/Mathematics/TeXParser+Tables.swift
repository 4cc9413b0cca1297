extension TeXParser {
    private struct Row {
        var cells: [MathElement]
        /// Whether a line stands above it.
        var isRuled: Bool
        /// More space below it, in em.
        var extraSpace = 0.0
    }

    /// Reads an environment, whose `\begin` has been read.
    mutating func environment(at start: TeXToken) throws(TeXError) -> MathAtom {
        let name = try environmentName(of: start)
        guard var environment = TeXEnvironment.named(name) else {
            throw TeXError(
                "there is no environment “\(name)” here", at: start.place,
                remedy: "There are aligned, cases, gathered, array, matrix, pmatrix, bmatrix, vmatrix and some more.")
        }
        guard style.isDisplay || !environment.needsDisplay else {
            throw TeXError(
                "\(name) needs a displayed formula", at: start.place,
                remedy: "Write aligned or gathered inside of a line.")
        }
        if name == "array" { try columns(of: &environment, at: start) }
        return try table(environment, of: start)
    }

    private mutating func environmentName(of owner: TeXToken) throws(TeXError) -> String {
        try openBrace(of: owner)
        var name = ""
        while case .character(let character) = token.kind {
            name.append(character)
            advance()
        }
        try closeBrace(of: owner)
        return name
    }

    private mutating func columns(of environment: inout TeXEnvironment, at start: TeXToken) throws(TeXError) {
        try openBrace(of: start)
        environment.columns = []
        while skipSpaces().kind != .closeBrace {
            switch token.kind {
            case .character("l"): environment.columns.append(.left)
            case .character("c"): environment.columns.append(.center)
            case .character("r"): environment.columns.append(.right)
            case .character("|") where !environment.lines.contains(environment.columns.count):
                environment.lines.insert(environment.columns.count)
            default:
                throw TeXError(
                    "a column of array can't be \(token.words)", at: token.place,
                    remedy: "Write l, c, or r for each column, and one | for a line.")
            }
            advance()
        }
        guard !environment.columns.isEmpty else {
            throw TeXError("array has no columns", at: token.place, remedy: "Write l, c, or r for each column.")
        }
        advance()
        environment.limit = environment.columns.count
    }

    /// Reads rows up to `\end` or, where braces hold the rows, to the closing one.
    mutating func table(_ environment: TeXEnvironment, of start: TeXToken) throws(TeXError) -> MathAtom {
        let inner =
            switch environment.size {
            case .display: MathStyle(isDisplay: true)
            case .text: MathStyle(isDisplay: false)
            case .script: MathStyle(isDisplay: false, scriptLevel: 1)
            }
        let (rows, isRuledBelow) = try part(inner) { parser throws(TeXError) in
            try parser.rows(environment, of: start)
        }
        let table = element(rows, environment, inner, isRuledBelow: isRuledBelow)
        guard let fences = environment.fences else { return atom(table, .ordinary, at: start) }
        let elements =
            MathElement.fences(fences.left, form: "prefix") + [table]
            + MathElement.fences(fences.right, form: "postfix")
        return atom(MathElement("mrow", elements), .inner, at: start)
    }

    private mutating func rows(
        _ environment: TeXEnvironment, of start: TeXToken
    ) throws(TeXError) -> (rows: [Row], isRuledBelow: Bool) {
        var rows: [Row] = []
        while true {
            var row = Row(cells: [], isRuled: false)
            if skipSpaces().kind == .command("hline") {
                row.isRuled = true
                advance()
            }
            try readCells(of: &row, environment)
            let isEmpty = row.cells.count == 1 && row.cells[0].children.isEmpty && row.cells[0].name == "mrow"
            let end = token
            if end.kind == .command("\\") {
                advance()
                row.extraSpace = try extraSpace(behind: end)
                rows.append(row)
                continue
            }
            try readEnd(of: environment, start)
            // What follows the last line's end is no row.
            if isEmpty && !rows.isEmpty { return (rows, row.isRuled) }
            return (rows + [row], false)
        }
    }

    private mutating func readCells(of row: inout Row, _ environment: TeXEnvironment) throws(TeXError) {
        while true {
            if let limit = environment.limit, row.cells.count == limit {
                throw TeXError(
                    "a row of \(environment.name) has more than \(limit) \(limit == 1 ? "column" : "columns")",
                    at: token.place, remedy: "Take “&” out, or end the row before it with \\\\.")
            }
            let isSecond = environment.joinsPairs && !row.cells.count.isMultiple(of: 2)
            row.cells.append(.row(MathRow(try self.row(), before: isSecond ? .ordinary : nil).elements))
            guard token.kind == .separator else { return }
            advance()
        }
    }

    /// Reads the length in brackets behind the end of a row.
    private mutating func extraSpace(behind end: TeXToken) throws(TeXError) -> Double {
        guard token.kind == .character("[") else { return 0 }
        let opened = token
        advance()
        let space = try length(of: end)
        guard token.kind == .character("]") else { throw unclosed(opened, "“]”") }
        advance()
        return space
    }

    private mutating func readEnd(of environment: TeXEnvironment, _ start: TeXToken) throws(TeXError) {
        if environment.name == TeXEnvironment.substack.name { return try closeBrace(of: start) }
        let closing = "“\\end{\(environment.name)}”"
        let end = token
        guard end.kind == .command("end") else { throw unclosed(start, closing) }
        advance()
        let name = try environmentName(of: end)
        guard name == environment.name else {
            throw TeXError(
                "\(closing) was expected for \(start.words) in \(start.place), and here is “\\end{\(name)}”",
                at: end.place, remedy: "Let both have the same name.")
        }
    }

    // MARK: Elements

    private func element(
        _ rows: [Row], _ environment: TeXEnvironment, _ inner: MathStyle, isRuledBelow: Bool
    ) -> MathElement {
        let count = rows.map(\.cells.count).max() ?? 0
        let columns = (0..<count).map { environment.columns[$0 % environment.columns.count] }
        var attributes: [MathAttribute: String] = [.columnalign: columns.map(\.rawValue).joined(separator: " ")]
        if inner.isDisplay { attributes[.displaystyle] = "true" }
        let table = MathElement(
            "mtable", attributes,
            rows.enumerated().map { index, row in
                MathElement(
                    "mtr",
                    row.cells.enumerated().map { column, cell in
                        var space = CellSpace(environment, column: column, count: count)
                        space.bottom += row.extraSpace
                        if index == 0 && !row.isRuled { space.top = environment.outerSpace }
                        let isLast = index == rows.count - 1
                        if isLast && !isRuledBelow { space.bottom = environment.outerSpace }
                        var style = space.style
                        if row.isRuled { style += ";border-top:0.06em solid" }
                        if isLast && isRuledBelow { style += ";border-bottom:0.06em solid" }
                        if environment.lines.contains(column) { style += ";border-left:0.06em solid" }
                        if column == count - 1 && environment.lines.contains(count) {
                            style += ";border-right:0.06em solid"
                        }
                        return MathElement(
                            "mtd", [.style: "\(style);text-align:\(columns[column].rawValue)"], [cell])
                    })
            })
        // The versions of MathML before Core know the level of scripts only there.
        return inner.scriptLevel == style.scriptLevel ? table : MathElement("mstyle", inner.attributes, [table])
    }
}

/// The space inside of a cell, in em.
private struct CellSpace {
    var top: Double
    var bottom: Double
    var left: Double
    var right: Double

    init(_ environment: TeXEnvironment, column: Int, count: Int) {
        func gap(behind column: Int) -> Double {
            if column < 0 { return environment.lines.contains(0) ? 0.5 : 0 }
            if column == count - 1 { return environment.lines.contains(count) ? 0.5 : 0 }
            return environment.gaps[column % environment.gaps.count] / 2
        }
        top = environment.rowSpace
        bottom = environment.rowSpace
        left = gap(behind: column - 1)
        right = gap(behind: column)
    }

    /// The space as CSS. MathML Core leaves the columns' alignment and distance to it.
    var style: String {
        "padding:" + [top, right, bottom, left].map(MathElement.length).joined(separator: " ")
    }
}
