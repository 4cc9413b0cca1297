/// A token as the offsets of its bytes.
struct CodePiece {
    var kind: CodeToken.Kind
    var range: Range<Int>
    /// Whether it's the first on its line, spaces and comments aside.
    var startsLine = false

    /// Whether it's more than space and comments.
    var isSignificant: Bool { kind != .whitespace && kind != .comment }
}

/// The pieces of a code without its spaces and comments, to look around in.
struct CodeNeighbourhood {
    let bytes: [UInt8]
    var pieces: [CodePiece]
    /// Where the significant pieces stand among all.
    let places: [Int]

    init(_ bytes: [UInt8], _ pieces: [CodePiece]) {
        self.bytes = bytes
        self.pieces = pieces
        places = pieces.indices.filter { pieces[$0].isSignificant }
    }

    /// The significant piece of this number, if there is one.
    subscript(_ number: Int) -> CodePiece? {
        places.indices.contains(number) ? pieces[places[number]] : nil
    }

    mutating func set(_ kind: CodeToken.Kind, at number: Int) { pieces[places[number]].kind = kind }

    /// Whether the significant piece of this number is this mark.
    func isMark(_ number: Int, _ mark: Unicode.Scalar) -> Bool {
        guard let piece = self[number], piece.range.count == 1 else { return false }
        return bytes[piece.range.lowerBound] == UInt8(ascii: mark) && (piece.kind == .plain || piece.kind == .operator)
    }

    /// The last character of a plain piece or an operator: the bracket that it opens or closes.
    func mark(_ number: Int) -> Unicode.Scalar? {
        guard let piece = self[number], piece.kind == .plain || piece.kind == .operator else { return nil }
        return Unicode.Scalar(bytes[piece.range.upperBound - 1])
    }

    /// What the significant piece of this number says.
    func text(_ number: Int) -> String? { self[number].map { text(of: $0) } }

    func bytes(of piece: CodePiece) -> ArraySlice<UInt8> { bytes[piece.range] }

    func text(of piece: CodePiece) -> String { String(decoding: bytes[piece.range], as: UTF8.self) }

    /// Whether the significant piece of this number is a name without backticks, or may be a keyword.
    func isWord(_ number: Int) -> Bool {
        guard let piece = self[number], bytes[piece.range.lowerBound] != UInt8(ascii: "`") else { return false }
        switch piece.kind {
        case .identifier, .keyword, .type, .function: return true
        default: return false
        }
    }

    /// Whether nothing stands between this significant piece and the one before.
    func touchesPrevious(_ number: Int) -> Bool {
        guard let piece = self[number], let before = self[number - 1] else { return false }
        return before.range.upperBound == piece.range.lowerBound
    }

    /// Whether a name is written as types are: `Tensor`, `_Buffer`, `URL`, but not `MAX_SIZE`.
    func isCapitalised(_ piece: CodePiece) -> Bool {
        let name = bytes[piece.range].drop { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "`") }
        guard let first = name.first, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first else { return false }
        return !name.contains(UInt8(ascii: "_")) || name.contains { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
    }
}
