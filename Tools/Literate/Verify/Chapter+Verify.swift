extension Chapter {
    /// The `output` blocks that this column prints.
    func outputs(in column: Block.Column) -> [Block] {
        blocks.filter { $0.isOutput(in: column) }
    }

    /// The fence of the program's last block; 1 if it has none.
    var lastProgramLine: Int {
        blocks.last { if case .program = $0.kind { true } else { false } }?.fenceLine ?? 1
    }

    /// A line of a block's body, counted from 0; the closing fence for the lines after it.
    func position(inBodyOf block: Block, line: Int) -> SourcePosition {
        SourcePosition(file: path, line: min(block.firstLine + line, block.closingLine))
    }

    /// How many blocks are shown only.
    var sketchCount: Int {
        blocks.count { if case .sketch = $0.kind { true } else { false } }
    }
}

extension Block {
    /// What the block says if it is an `output`.
    var output: Output? {
        if case .output(let output) = kind { output } else { nil }
    }

    func isOutput(in column: Column) -> Bool {
        guard let output else { return false }
        return output.column == .both || output.column == column
    }
}
