/// An expression of TeX as MathML Core, which browsers show without help.
struct MathML: Hashable, Sendable {
    /// The `math` element, right in HTML and in XML.
    ///
    /// It carries the TeX itself twice, for readers of EPUB and for screen readers that know no MathML: as its
    /// alternative text and as an annotation.
    let markup: String

    /// - Parameter isDisplay: whether it stands by itself and has room, as opposed to in a line of text.
    init(tex: String, isDisplay: Bool) throws(TeXError) {
        var parser = try TeXParser(tex, style: MathStyle(isDisplay: isDisplay))
        let row = MathElement("mrow", try parser.expression())
        let annotation = MathElement("annotation", [.encoding: "application/x-tex"], text: tex)
        var attributes: [MathAttribute: String] = [.xmlns: "http://www.w3.org/1998/Math/MathML", .alttext: tex]
        if isDisplay { attributes[.display] = "block" }
        markup = MathElement("math", attributes, [MathElement("semantics", [row, annotation])]).markup
    }
}
