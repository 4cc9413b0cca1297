import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What stands in an SVG, read from its text.
final class DrawnSVG: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    private(set) var texts: [String] = []
    private(set) var title = ""
    private(set) var ids: [String] = []
    private(set) var label = ""
    private(set) var role = ""
    private(set) var colours: Set<String> = []
    private(set) var size = (width: 0.0, height: 0.0)
    /// Corners of outlines, and the points of edges.
    private(set) var points: [(x: Double, y: Double)] = []

    init(_ text: String) throws {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        try #require(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(name)
        for (key, value) in attributes where key == "fill" || key == "stroke" { colours.insert(value) }
        if let id = attributes["id"] { ids.append(id) }
        func numbers(_ key: String) -> [Double] {
            (attributes[key] ?? "").split { !($0.isNumber || $0 == "." || $0 == "-") }.compactMap { Double($0) }
        }
        switch name {
        case "svg":
            let box = numbers("viewBox")
            size = (box[2], box[3])
            label = attributes["aria-labelledby"] ?? ""
            role = attributes["role"] ?? ""
        case "tspan":
            texts.append("")
            points.append((numbers("x")[0], numbers("y")[0]))
        case "rect" where attributes["x"] != nil:
            let (x, y) = (numbers("x")[0], numbers("y")[0])
            points += [(x, y), (x + numbers("width")[0], y + numbers("height")[0])]
        case "circle":
            let (x, y, radius) = (numbers("cx")[0], numbers("cy")[0], numbers("r")[0])
            points += [(x - radius, y - radius), (x + radius, y + radius)]
        case "polygon": points += Self.pairs(numbers("points"))
        case "path" where !(attributes["d"] ?? "").contains { "aVH".contains($0) }: points += Self.pairs(numbers("d"))
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
        switch elements.last {
        case "tspan": texts[texts.count - 1] += characters
        case "title": title += characters
        default: break
        }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        // What follows is not inside of it.
        elements.append("")
    }

    private static func pairs(_ numbers: [Double]) -> [(x: Double, y: Double)] {
        stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
    }
}
