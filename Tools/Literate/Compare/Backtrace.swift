import Foundation

/// Where a program stopped, from what Swift's backtracer has written to its standard error.
///
///     Thread 0 "04-scratch" crashed:
///
///       0 [ra]           0x000055… Layout.inferred(_:of:) + 841 in 04-scratch at /home/…/Tensor/Layout+Views.swift:159:13
///       1 [ra] [inlined] 0x000055… model(_:) in 04-scratch at Chapters/04-scratch.md:132:27
struct Backtrace {
    /// A call that stands in the book.
    struct Frame: Hashable {
        var position: SourcePosition
        var function: String
    }

    /// The innermost first.
    var frames: [Frame] = []
    /// What the program itself had written.
    var message = ""

    init(_ errorText: String, map: SourceMap?) {
        let lines = errorText.textLines
        // An empty line and `*** Signal 4: Backtracing from …` begin it.
        let start = lines.firstIndex {
            $0.hasPrefix("*** Signal ") || $0.hasPrefix("*** Program crashed") || $0.hasPrefix("💣 Program crashed")
        }
        var said = lines[..<(start ?? lines.count)]
        if start != nil, said.last == "" { said.removeLast() }
        message = said.map { $0 + "\n" }.joined()
        for line in lines[(start ?? lines.count)...] {
            guard let frame = Self.frame(in: line, map: map), frame.position != frames.last?.position else { continue }
            frames.append(frame)
        }
    }

    private static func frame(in line: Substring, map: SourceMap?) -> Frame? {
        guard let at = line.range(of: " at ", options: .backwards), let address = line.range(of: " 0x") else {
            return nil
        }
        let place = line[at.upperBound...].split(separator: ":")
        guard place.count >= 3, let number = Int(place[place.count - 2]) else { return nil }
        let file = place.dropLast(2).joined(separator: ":")
        guard
            let position = file.hasPrefix(PackagePaths.chapters + "/")
                ? SourcePosition(file: file, line: number) : map?.position(of: file, line: number)
        else { return nil }
        var function = line[address.upperBound..<at.lowerBound].drop { $0 != " " }.dropFirst()
        if let image = function.range(of: " in ", options: .backwards) { function = function[..<image.lowerBound] }
        if let offset = function.range(of: " + ", options: .backwards) { function = function[..<offset.lowerBound] }
        let specialized = "specialized "
        if function.hasPrefix(specialized) { function = function.dropFirst(specialized.count) }
        return Frame(position: position, function: String(function))
    }

    /// The call on this page that led to the stop.
    func place(on page: Chapter) -> SourcePosition? {
        frames.first { $0.position.file == page.path }?.position
    }

    /// For the report: the calls from the stop to the first on the page.
    func way(to page: Chapter) -> [String] {
        let last = frames.firstIndex { $0.position.file == page.path } ?? frames.count - 1
        return frames.prefix(last + 1).prefix(8).map { "at \($0.position), \($0.function)" }
    }
}
