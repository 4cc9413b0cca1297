import CMark

/// What cmark finds in a chapter, as far as the tools look at it.
///
/// cmark alone decides what a block is and where it stands; nothing here reads Markdown itself.
struct MarkdownDocument {
    /// A block of the text that holds no other blocks.
    struct Leaf {
        enum Kind {
            case code(info: String)
            case html
            case heading(level: Int)
            case paragraph
            case other

            var isCode: Bool { if case .code = self { true } else { false } }
        }

        var kind: Kind
        /// The text of a code or HTML block; the words of a heading; else empty.
        var literal: String
        var firstLine: Int
        var lastLine: Int
        /// What a paragraph says about the block above it.
        var note: VisibleNote?
        /// The column of the first character, counted from 1.
        var column: Int
        /// Whether the block stands in the document itself, not in a list or a quote.
        var isTopLevel: Bool
    }

    /// The leaves in the order of the text.
    let leaves: [Leaf]

    init(_ text: String) {
        var leaves: [Leaf] = []
        Self.visit(text) { node, document in
            if let leaf = Leaf(node, document: document) { leaves.append(leaf) }
        }
        self.leaves = leaves
    }

    /// Calls `body` with every node of a text, in the order in which they begin, and with the document.
    static func visit(_ text: String, _ body: (_ node: OpaquePointer, _ document: OpaquePointer?) -> Void) {
        var text = text
        let document = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_DEFAULT)
            }
        }
        defer { cmark_node_free(document) }
        let walk = cmark_iter_new(document)
        defer { cmark_iter_free(walk) }
        while case let event = cmark_iter_next(walk), event != CMARK_EVENT_DONE {
            if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(walk) { body(node, document) }
        }
    }
}

extension MarkdownDocument.Leaf {
    /// Nil for a node that is a container or stands within a line.
    fileprivate init?(_ node: OpaquePointer, document: OpaquePointer?) {
        literal = ""
        switch cmark_node_get_type(node) {
        case CMARK_NODE_CODE_BLOCK:
            kind = .code(info: String(node: cmark_node_get_fence_info(node)))
            literal = String(node: cmark_node_get_literal(node))
        case CMARK_NODE_HTML_BLOCK:
            kind = .html
            literal = String(node: cmark_node_get_literal(node))
        case CMARK_NODE_HEADING:
            kind = .heading(level: Int(cmark_node_get_heading_level(node)))
            literal = MarkdownDocument.words(of: node)
        case CMARK_NODE_PARAGRAPH:
            kind = .paragraph
            note = VisibleNote(paragraph: node)
        case CMARK_NODE_THEMATIC_BREAK:
            kind = .other
        default:
            return nil
        }
        firstLine = Int(cmark_node_get_start_line(node))
        lastLine = Int(cmark_node_get_end_line(node))
        column = Int(cmark_node_get_start_column(node))
        isTopLevel = cmark_node_parent(node) == document
    }
}

extension MarkdownDocument {
    /// The text in a node without its markup.
    static func words(of node: OpaquePointer) -> String {
        var words = ""
        let walk = cmark_iter_new(node)
        defer { cmark_iter_free(walk) }
        while case let event = cmark_iter_next(walk), event != CMARK_EVENT_DONE {
            guard event == CMARK_EVENT_ENTER, let inner = cmark_iter_get_node(walk) else { continue }
            switch cmark_node_get_type(inner) {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE: words += String(node: cmark_node_get_literal(inner))
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: words += " "
            default: break
            }
        }
        return words
    }
}

extension String {
    /// A text that cmark owns; empty where it has none.
    init(node text: UnsafePointer<CChar>?) {
        self = text.map { String(cString: $0) } ?? ""
    }
}
