/// Code that wants to make a lexer stumble.
enum HostileCode {
    /// Pieces that end in the middle of something, or hold strange characters.
    static let unfinished = [
        "", " ", "\n", "\r\n", "\0", "\u{FEFF}", "a\u{301}", "\"\u{301}\"", "\u{10FFFF}", "\u{1F469}\u{200D}\u{1F680}",
        String(decoding: [0xED, 0xA0, 0x80, 0x22, 0xED, 0xBF, 0xBF], as: UTF8.self),
        String(decoding: [0x22, 0x5C, 0xC3], as: UTF8.self), "\"\\é", "\\é", "'é", "/é/", "#é", "@é", "`é`", "`é", "$é",
        "\"", "\"\"", "\"\"\"", "#\"", "#\"\"\"", "\"\\", "\"\\(", "\"\\(\"\\(", "/*", "/*/", "/**", "//", "/", "#/",
        "##/\n", "`", "``", "@", "#", "##", "$", "0x", "0b", "1e", "1e+", "1.", ".", "..", "\\", "f\"{", "f\"{a:",
        "f\"{a!", "f'''{\n", "f\"{a:{b", "f\"}\"", "f\"\\N{\"", "#define", "#include <", "#pragma", "#\\\n", "'\\",
        "%:", "???/", "\"a\\\r\nb\"",
    ]

    /// Pieces that, one after the other, make a lexer look far ahead or nest deeply.
    static let patterns = [
        "\"", "\"\\(", "\"\\(a", "\\(", "(", ")", "{", "}", "[", "/*", "*/", "/* ", "/", " /", " /\\", "/\\/", " /(",
        "#", "#/", "#/\n", "##/ ", "#\"", "#\"\"\"", "#\"\"\" ", "\"\"\"", "\"#", "\"\\#", "`", "` ", "@", "@a.", "'",
        "'''", "f\"{", "f'{a:", "f\"{a:{", "f\"\"\"{", "{{", "f\"\\N{", "match ", "match (", "match a\n", "case [",
        "case:", "a:", "in:", "(in a:", "typedef ", "typedef a", "struct {", "*", "* a", "a *", "(a)", "__attribute__",
        "__attribute__(", "#define a", "\\\n", "\\\r\n", "//\\\n", "0x", "0.", "1e", "..", ".=", "?", "a?", "get ",
        "set(", "async ", "$", "$a", "é", "\u{D7}", "\r", "|", "if ", "lambda:", "type a", "precedencegroup ",
        "NAME(a)(", "\"\n", "f'\n", "<", "a.b", "\t", "(const ", "some ", "_ ",
    ]
}
