import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An element of markup, read by an XML parser that isn't ours.
struct MarkupNode {
    var name: String
    var attributes: [String: String] = [:]
    var children: [MarkupNode] = []
    /// What stands between its tags, but not between its children's.
    var text = ""

    init(parsing markup: String) throws {
        let parser = XMLParser(data: Data(markup.utf8))
        let reader = Reader()
        parser.delegate = reader
        guard parser.parse(), let root = reader.root else {
            throw Malformed(markup: markup, reason: parser.parserError.map { "\($0)" } ?? "it has no root")
        }
        self = root
    }

    private init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    struct Malformed: Error {
        var markup: String
        var reason: String
    }

    /// The node and all below it.
    var all: [MarkupNode] { [self] + children.flatMap(\.all) }

    private final class Reader: NSObject, XMLParserDelegate {
        var root: MarkupNode?
        private var open: [MarkupNode] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            open.append(MarkupNode(name: name, attributes: attributes))
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            open[open.count - 1].text += text
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            let node = open.removeLast()
            if open.isEmpty { root = node } else { open[open.count - 1].children.append(node) }
        }
    }
}
