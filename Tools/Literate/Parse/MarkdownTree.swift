import CMark

/// A text as cmark reads it, with GitHub's tables; for what is made of a page rather than found in it.
final class MarkdownTree {
    let root: MarkdownNode

    init(_ text: String) {
        cmark_gfm_core_extensions_ensure_registered()
        let parser = cmark_parser_new(CMARK_OPT_DEFAULT)
        defer { cmark_parser_free(parser) }
        if let tables = cmark_find_syntax_extension("table") { cmark_parser_attach_syntax_extension(parser, tables) }
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let document = cmark_parser_finish(parser) else { fatalError("cmark has no memory left") }
        root = MarkdownNode(document)
    }

    deinit { cmark_node_free(root.pointer) }
}

/// A node of a tree, valid as long as that is.
struct MarkdownNode {
    enum Alignment { case none, left, center, right }

    enum Kind {
        case document, blockQuote, item, paragraph, thematicBreak
        case list(isOrdered: Bool, start: Int, isTight: Bool)
        case code(info: String)
        case html
        case heading(level: Int)
        case table([Alignment])
        case row(isHeader: Bool)
        case cell
        case text, softBreak, lineBreak, codeSpan, inlineHTML, emphasis, strong
        case link(destination: String, title: String)
        case image(destination: String, title: String)
        case other
    }

    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    var firstLine: Int { Int(cmark_node_get_start_line(pointer)) }
    var lastLine: Int { Int(cmark_node_get_end_line(pointer)) }

    /// What stands in a text, code or HTML node.
    var literal: String { String(node: cmark_node_get_literal(pointer)) }

    /// The text in it without its markup.
    var words: String { MarkdownDocument.words(of: pointer) }

    var children: [MarkdownNode] {
        var children: [MarkdownNode] = []
        var next = cmark_node_first_child(pointer)
        while let node = next {
            children.append(MarkdownNode(node))
            next = cmark_node_next(node)
        }
        return children
    }

    var kind: Kind {
        switch cmark_node_get_type(pointer) {
        case CMARK_NODE_DOCUMENT: .document
        case CMARK_NODE_BLOCK_QUOTE: .blockQuote
        case CMARK_NODE_LIST:
            .list(
                isOrdered: cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST,
                start: Int(cmark_node_get_list_start(pointer)), isTight: cmark_node_get_list_tight(pointer) != 0)
        case CMARK_NODE_ITEM: .item
        case CMARK_NODE_CODE_BLOCK: .code(info: String(node: cmark_node_get_fence_info(pointer)))
        case CMARK_NODE_HTML_BLOCK: .html
        case CMARK_NODE_PARAGRAPH: .paragraph
        case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(pointer)))
        case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
        case CMARK_NODE_TEXT: .text
        case CMARK_NODE_SOFTBREAK: .softBreak
        case CMARK_NODE_LINEBREAK: .lineBreak
        case CMARK_NODE_CODE: .codeSpan
        case CMARK_NODE_HTML_INLINE: .inlineHTML
        case CMARK_NODE_EMPH: .emphasis
        case CMARK_NODE_STRONG: .strong
        case CMARK_NODE_LINK:
            .link(
                destination: String(node: cmark_node_get_url(pointer)),
                title: String(node: cmark_node_get_title(pointer)))
        case CMARK_NODE_IMAGE:
            .image(
                destination: String(node: cmark_node_get_url(pointer)),
                title: String(node: cmark_node_get_title(pointer)))
        default: extended
        }
    }

    /// What an extension has made, whose types have no constants in C.
    private var extended: Kind {
        switch String(node: cmark_node_get_type_string(pointer)) {
        case "table": .table(alignments)
        case "table_header": .row(isHeader: true)
        case "table_row": .row(isHeader: false)
        case "table_cell": .cell
        default: .other
        }
    }

    private var alignments: [Alignment] {
        guard let letters = cmark_gfm_extensions_get_table_alignments(pointer) else { return [] }
        return (0..<Int(cmark_gfm_extensions_get_table_columns(pointer))).map {
            switch letters[$0] {
            case UInt8(ascii: "l"): .left
            case UInt8(ascii: "c"): .center
            case UInt8(ascii: "r"): .right
            default: .none
            }
        }
    }
}
