// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/16-01-every-figure.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 9b3abe61248c744c

import Checkpoint

_program("Chapters/Workshop/16-01-every-figure.md", code: "4818ebd1b354333d")
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 14)
import Foundation
import Kindling

/// A fenced block of a page.
struct Block {
    /// What stands behind the backticks.
    let info: String
    let lines: [String]
    /// The number of the line that opens it.
    let start: Int
    /// For an `output`: whether the PyTorch column prints it, too.
    var isShared = false

    var text: String { lines.joined(separator: "\n") }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 35)
/// A page of this book, taken apart.
struct Page {
    let path: String
    let lines: [String]
    private(set) var blocks: [Block] = []

    init(_ name: String, in folder: String) throws {
        path = "\(folder)/\(name).md"
        lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
        var opening: (fence: String, line: Int)?
        var hasPython = false
        for (number, line) in lines.enumerated() {
            let fence = String(line.prefix { $0 == "`" })
            if let (expected, start) = opening {
                guard line == expected else { continue }
                var block = Block(
                    info: String(lines[start].dropFirst(fence.count)), lines: Array(lines[start + 1..<number]),
                    start: start)
                if block.info == "python" { hasPython = true }
                if block.info == "output" || block.info.hasPrefix("output tol") {
                    (block.isShared, hasPython) = (hasPython, false)
                }
                blocks.append(block)
                opening = nil
            } else if fence.count >= 3 {
                opening = (fence, number)
            }
        }
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 72)
extension Page {
    /// The first `output` of the Swift column behind the one line of the chapter that contains a text.
    func output(after text: String) -> Block {
        let places = lines.indices.filter { lines[$0].contains(text) }
        guard places.count == 1 else {
            fatalError("\(path): \(places.count) lines contain `\(text)`, and it should be one")
        }
        let outputs = blocks.filter { $0.info.hasPrefix("output") && !$0.info.hasPrefix("output of=python") }
        guard let block = outputs.first(where: { $0.start > places[0] }) else {
            fatalError("\(path):\(places[0] + 1): no output follows `\(text)`")
        }
        return block
    }

    /// The statement of the chapter's program that begins with a text: its line, and those up to where its brackets
    /// close.
    ///
    /// - Parameter text: the beginning of a line that comes first, if the statement occurs more than once.
    func statement(_ beginning: String, after text: String = "") -> [String] {
        let code = blocks.filter { $0.info == "swift" || $0.info.hasPrefix("swift heart=") }.flatMap(\.lines)
        let rest = code.drop { !$0.hasPrefix(text) }.drop { !$0.drop { $0 == " " }.hasPrefix(beginning) }
        let indent = rest.first?.prefix { $0 == " " }.count ?? 0
        var (depth, statement): (Int, [String]) = (0, [])
        for line in rest {
            statement.append(String(line.dropFirst(indent)))
            for character in line {
                if "([{".contains(character) { depth += 1 }
                if ")]}".contains(character) { depth -= 1 }
            }
            if depth == 0 { return statement }
        }
        fatalError("\(path): no statement of its program begins with `\(beginning)`")
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 111)
func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }
}
let pages = Dictionary(
    uniqueKeysWithValues: try names(in: "Chapters").map { ($0, try Page($0, in: "Chapters")) }
        + names(in: "Chapters/Workshop").map { ($0, try Page($0, in: "Chapters/Workshop")) })

func page(_ name: String) -> Page {
    guard let page = pages[name] else { fatalError("there is no page \(name)") }
    return page
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 131)
let (scratch, short) = (page("04-scratch"), page("12-fit"))
let parts: [(title: String, before: [String], after: [String])] = [
    (
        "The model: its weights, and what it makes of a batch",
        scratch.statement("func initialParameters") + scratch.statement("func logSoftmax")
            + scratch.statement("func model"),
        short.statement("func getModel")
    ),
    (
        "The loss, now an argument of fit",
        scratch.statement("func nll"),
        []
    ),
    (
        "The settings, and a start",
        scratch.statement("let batchSize") + scratch.statement("let learningRate") + scratch.statement("let epochs")
            + scratch.statement("(weights, bias) ="),
        short.statement("let (trainLoader, validLoader)") + short.statement("let (model, optimizer)")
    ),
    (
        "The training",
        scratch.statement("for _ in 0..<epochs", after: "(weights, bias) ="),
        short.statement("let validationLosses = fit(")
    ),
]

/// How many of the lines have something in them.
func count(_ lines: [String]) -> Int {
    lines.filter { !$0.allSatisfy(\.isWhitespace) }.count
}

/// Breaks a line that's longer than a column, at a space.
func fold(_ line: String, to width: Int) -> [String] {
    guard line.count > width, let space = line.prefix(width).lastIndex(of: " ") else { return [line] }
    let indent = String(line.prefix { $0 == " " })
    guard line.distance(from: line.startIndex, to: space) > indent.count else { return [line] }
    return [String(line[..<space])] + fold(indent + "  " + line[line.index(after: space)...], to: width)
}

extension String {
    /// With spaces behind it, up to a width.
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
    /// With spaces before it.
    func right(_ width: Int) -> String { String(repeating: " ", count: Swift.max(0, width - count)) + self }
}

for (title, before, after) in parts {
    print("\(title): \(count(before)) lines, now \(count(after))")
    print(String(repeating: "─", count: 62) + "┬" + String(repeating: "─", count: 52))
    let right = after.flatMap { fold($0, to: 51) }
    for row in 0..<max(before.count, right.count) {
        let (old, new) = (row < before.count ? before[row] : "", row < right.count ? right[row] : "")
        print("\(old.padded(62))│\(new.isEmpty ? "" : " " + new)")
    }
    print()
}
let total = (before: parts.map { count($0.before) }.reduce(0, +), after: parts.map { count($0.after) }.reduce(0, +))
print("Altogether: \(total.before) lines, now \(total.after)")
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 249)
/// What a chapter's version of the program consists of, and where the chapter prints its loss.
struct Version {
    let chapter, what: String
    /// The statements that define model and loss, and those of the training.
    let model: [String]
    let training: String
    /// Where the training begins, if there is more than one.
    var start = ""
    /// The loss of the last batch: which number of the first output behind this text.
    var loss: (after: String, number: Int)?
}

let versions = [
    Version(
        chapter: "04-scratch", what: "by hand",
        model: ["func initialParameters", "func logSoftmax", "func model", "func nll"],
        training: "for _ in 0..<epochs", start: "(weights, bias) =", loss: (#"print("\(losses.count) steps")"#, 2)),
    Version(
        chapter: "05-functional", what: "F.crossEntropy", model: ["func initialParameters", "func model"],
        training: "func fit", loss: ("print(F.crossEntropy(model(xb), yb), accuracy", 1)),
    Version(
        chapter: "06-module", what: "Module", model: ["final class MnistLogistic"], training: "func fit",
        loss: ("for parameter in model.parameters {", 1)),
    Version(
        chapter: "07-linear", what: "Linear", model: ["final class MnistLogistic"], training: "func fit",
        loss: ("for parameter in model.parameters {", 1)),
    Version(
        chapter: "08-optim", what: "SGD", model: ["final class Logistic", "func getModel"],
        training: "for _ in 0..<epochs",
        loss: ("var (xb, yb) = batch(batchCount - 1)", 2)),
    Version(
        chapter: "09-dataset", what: "TensorDataset", model: ["func getModel"], training: "for _ in 0..<2",
        loss: ("print(F.crossEntropy(model(xLast), yLast))", 1)),
    Version(
        chapter: "10-dataloader", what: "DataLoader", model: ["func getModel"], training: "for _ in 0..<2",
        loss: ("print(trainLoader.count)", 1)),
    Version(chapter: "12-fit", what: "fit", model: ["func getModel"], training: "let validationLosses = fit("),
]

extension Block {
    /// The numbers printed behind a text in it, as they are written.
    func numbers(after text: String = "") -> [String] {
        guard let start = text.isEmpty ? self.text.startIndex : self.text.range(of: text)?.upperBound else { return [] }
        // A word swallows the digits in it: the 0 of AddmmBackward0 is no number.
        return self.text[start...].matches(of: #/[A-Za-z_]\w*|(-?\d+(?:\.\d*)?(?:e[-+]\d+)?)/#).compactMap {
            $0.output.1.map(String.init)
        }
    }
}

print("after chapter".padded(30) + "model".right(6) + "loop".right(6) + "loss".right(9))
for version in versions {
    let chapter = page(version.chapter)
    let model = version.model.flatMap { chapter.statement($0) }
    let training = chapter.statement(version.training, after: version.start)
    let loss = version.loss.map { chapter.output(after: $0.after).numbers()[$0.number - 1] } ?? "-"
    let lines = "\(count(model))".right(6) + "\(count(training))".right(6)
    print(version.chapter.padded(15), version.what.padded(14) + lines, loss.right(8))
}
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 334)
/// One or more figures that a document prints in a row.
struct Figures: Decodable {
    let document: String
    /// What it is; `{}` stands for a number that counts from `first`.
    let figure: String
    var first: Int?
    /// As the document prints them.
    let values: [String]
    /// The same once more, rounded: some are printed twice.
    var rounded: [String]?

    /// Where this book prints them: in the first output behind a text of a chapter, behind a text of that output,
    /// beginning with the number `number`, and from there on every `step`-th.
    let chapter, after: String
    var within: String?
    var number, step: Int?

    /// Where they stand in the record, and from which place on.
    var torch: String?
    var index: Int?
    /// How far torch may be from Kindling, where more than the last digit differs.
    var tolerance: Double?
    /// How many digits the document's has in common with Kindling's, where not all.
    var digits: Int?
}

/// What PyTorch prints: for each seed, the numbers of a figure in order.
struct Record: Decodable {
    let torch, date: String
    let threads: Int
    let seeds: [Int]
    let figures: [String: [[Double]]]
}

func read<T: Decodable>(_ type: T.Type, from name: String) throws -> T {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: "Chapters/Data/\(name)")))
}
let figures = try read([Figures].self, from: "figures.json")
let record = try read(Record.self, from: "torch-figures.json")
print("PyTorch \(record.torch), \(record.date), threads: \(record.threads), seeds: \(record.seeds)")
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 387)
/// A figure in a document, here, and in PyTorch.
struct Row {
    let document, name, value, chapter, kindling, torch: String
    /// The smallest and largest of PyTorch's for the five seeds, if it depends on the seed.
    let range: ClosedRange<Double>?
    /// The range as it's printed.
    let rangeText: String
    /// Words instead of a number or a shape.
    let isText: Bool

    /// Whether the document's value lies within the five seeds' range, to the digits shown.
    var isInside: Bool {
        guard let range, let number = Double(value) else { return true }
        let half = unit(of: value) / 2
        return number > range.lowerBound - half && number < range.upperBound + half
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 409)
/// 1 in the last digit that's shown: 0.0001 for 0.0823.
func unit(of text: String) -> Double {
    let parts = text.split(separator: "e")
    let decimals = parts[0].firstIndex(of: ".").map { parts[0][$0...].count - 1 } ?? 0
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return pow(10, Double(exponent - decimals))
}

func isClose(_ a: String, _ b: String) -> Bool {
    guard let x = Double(a), let y = Double(b) else { return false }
    return abs(x - y) < max(unit(of: a), unit(of: b)) * 1.001
}

/// A number with as many decimals as a text shows, but no more digits than a Float has: seven.
func format(_ number: Double, like text: String) -> String {
    let decimals = -log10(unit(of: text)).rounded()
    let most = 7 - log10(max(abs(number), 1e-20)).rounded(.up)
    return String(format: "%.\(Int(max(0, min(decimals, most))))f", number)
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 434)
/// The rows of one entry.
func rows(_ entry: Figures) -> [Row] {
    let block = page(entry.chapter).output(after: entry.after)
    func stop(_ message: String) -> Never {
        let place = "\(page(entry.chapter).path):\(block.start + 1)"
        fatalError("figures.json, \(entry.document), \(entry.figure): \(message) (\(place))")
    }
    let shapes = block.text.matches(of: #/\[[\d, ]*\]/#).map { String($0.output) }
    let numbers = block.numbers(after: entry.within ?? "")
    if let rounded = entry.rounded {
        for (a, b) in zip(entry.values, rounded) where !isClose(a, b) { stop("\(a) and \(b) don't fit together") }
    }

    return entry.values.enumerated().map { offset, value in
        let place = (entry.number ?? 1) - 1 + offset * (entry.step ?? 1)
        let name = entry.figure.replacingOccurrences(of: "{}", with: "\((entry.first ?? 0) + offset)")
        let isText = Double(value) == nil && !value.hasPrefix("[")
        var (kindling, torch, range, rangeText) = ("", "", ClosedRange<Double>?.none, "")

        if isText {
            if !block.text.contains(value) { stop("`\(value)` isn't in the output") }
            kindling = "the same"
        } else {
            let found = value.hasPrefix("[") ? shapes : numbers
            if place >= found.count { stop("there is no number \(place + 1) in the output") }
            kindling = found[place]
        }

        if let key = entry.torch {
            guard let record = record.figures[key] else { stop("torch-figures.json has no \(key)") }
            let values = record.map { $0[(entry.index ?? 0) + offset] }
            torch = format(values[0], like: kindling)
            let allowed = entry.tolerance ?? max(unit(of: kindling), 2e-6)
            if !(abs(values[0] - (Double(kindling) ?? .nan)) <= allowed * 1.001) {
                stop("PyTorch has \(torch), Kindling \(kindling)")
            }
            if values.count > 1 {
                range = values.min()!...values.max()!
                let short = value.count < kindling.count ? value : kindling
                rangeText = "\(format(values.min()!, like: short)) … \(format(values.max()!, like: short))"
            }
        } else if block.isShared {
            torch = kindling
        } else {
            stop("PyTorch doesn't print it, and there is no record")
        }

        if range == nil, !isText {
            let isEqual: Bool
            if let digits = entry.digits {
                let (a, b) = (Double(value) ?? .nan, Double(kindling) ?? .nan)
                isEqual = abs(a - b) < abs(a) * 5 * pow(10, -Double(digits))
                rangeText = "equal to \(digits) digits"
            } else {
                isEqual = value == kindling || value.contains(".") && isClose(value, kindling)
            }
            if !isEqual { stop("the document has \(value), Kindling \(kindling)") }
        }
        if range == nil, rangeText.isEmpty { rangeText = "equal" }
        return Row(
            document: entry.document, name: name, value: value, chapter: String(entry.chapter.prefix(2)),
            kindling: kindling, torch: torch, range: range, rangeText: rangeText, isText: isText)
    }
}

let all = figures.flatMap(rows)
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 505)
func printTable(_ document: String, where isShown: (Row) -> Bool = { _ in true }) {
    func show(_ figure: String, _ chapter: String, _ kindling: String, _ torch: String, _ seeds: String) {
        print(figure.padded(60) + chapter + kindling.right(19) + torch.right(17) + "   " + seeds)
    }
    func figure(_ name: String, _ value: String) -> String { name.padded(36) + value.right(22) }

    show(figure("figure", "the document"), "ch", "Kindling", "PyTorch", "seeds 1 to 5")
    print(String(repeating: "─", count: 120))
    for row in all where row.document == document && isShown(row) {
        let text = row.name.isEmpty ? row.value : "\(row.name): \(row.value)"
        let start = row.isText ? text : figure(row.name, row.value)
        show(start, row.chapter, row.kindling, row.torch, row.rangeText + (row.isInside ? "" : " *"))
    }
}
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 529)
printTable("000")
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 589)
printTable("001")
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 607)
printTable("003") { $0.name.hasPrefix("MyLinear") }
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 683)
printTable("003") { !$0.name.hasPrefix("MyLinear") }
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 760)
printTable("004")
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/Workshop/16-01-every-figure.md", line: 804)
let fixed = all.filter { $0.range == nil }
let weights = all.filter { $0.range != nil && $0.chapter == "06" && $0.document == "003" }
let seeded = all.filter { $0.range != nil }.count - weights.count
let inside = all.filter { $0.range != nil && $0.isInside }.count - weights.count(where: \.isInside)
print("\(all.count) figures")
print("\(fixed.count) depend on no seed, or on a start that could be worked out: all equal")
print("\(weights.count) are random weights as drawn: \(weights.count(where: \.isInside)) of them lie within the range of five other seeds")
print("\(seeded) are results that depend on a seed that nobody knows: \(inside) of them lie within the range of five others")
#sourceLocation()
_checkpoint(9)
