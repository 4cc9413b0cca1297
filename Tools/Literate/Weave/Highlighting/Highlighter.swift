/// The words of a piece of code, for the eye.
///
/// Code in a book is often a part of a file: it may begin in the middle of a function, and names may be declared
/// elsewhere. So a word is judged by itself and its neighbours.
enum Highlighter {
    /// The tokens of the code in order, none of them empty. Joined they are the code, whatever the code is.
    ///
    /// A name is always a token of its own.
    static func tokens(of code: String, in language: CodeLanguage) -> [CodeToken] {
        var code = code
        code.makeContiguousUTF8()
        let bytes = Array(code.utf8)
        let pieces =
            switch language {
            case .swift: SwiftLexer.pieces(of: bytes)
            case .c: CLexer.pieces(of: bytes)
            case .python: PythonLexer.pieces(of: bytes)
            case .shell: ShellLexer.pieces(of: bytes)
            case .text: [CodePiece(kind: .plain, range: bytes.indices)].filter { !$0.range.isEmpty }
            }
        var start = code.startIndex
        return pieces.map { piece in
            let end = code.utf8.index(start, offsetBy: piece.range.count)
            defer { start = end }
            return CodeToken(kind: piece.kind, text: code[start..<end])
        }
    }
}
