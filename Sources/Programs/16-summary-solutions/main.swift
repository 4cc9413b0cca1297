// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Solutions/16-summary.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: f0194ae78bf1dff4

import Checkpoint

_program("Chapters/Solutions/16-summary.md", code: "eac95598289d1e19")
#sourceLocation(file: "Chapters/Solutions/16-summary.md", line: 6)
import Foundation
import Kindling
#sourceLocation()
#sourceLocation(file: "Chapters/Solutions/16-summary.md", line: 27)
/// The lines of a chapter's PyTorch column.
func python(_ chapter: String) throws -> [String] {
    var (lines, isPython): ([String], Bool) = ([], false)
    for line in try String(contentsOfFile: "Chapters/\(chapter).md", encoding: .utf8).components(separatedBy: "\n") {
        if line == "```python" {
            isPython = true
        } else if line.hasPrefix("```") {
            isPython = false
        } else if isPython {
            lines.append(line)
        }
    }
    return lines
}

/// How many lines with something in them a statement has.
func count(_ beginning: String, in lines: [String], after text: String = "") -> Int {
    let statement = lines.drop { !$0.hasPrefix(text) }.drop { !$0.hasPrefix(beginning) }
    guard !statement.isEmpty else { fatalError("no statement begins with `\(beginning)`") }
    let rest = statement.dropFirst().prefix { $0.isEmpty || $0.hasPrefix(" ") || $0.hasPrefix(")") }
    return 1 + rest.filter { !$0.allSatisfy(\.isWhitespace) }.count
}

let (scratch, short) = (try python("04-scratch"), try python("12-fit"))
let before =
    ["def initial_parameters", "def log_softmax", "def model", "def nll", "bs =", "lr =", "epochs =", "weights, bias ="]
    .map { count($0, in: scratch) }.reduce(0, +) + count("for epoch in", in: scratch, after: "losses = []")
let after = ["def get_model", "train_dl, valid_dl =", "model, opt =", "fit("].map { count($0, in: short) }.reduce(0, +)
let library = ["def loss_batch", "def get_data", "def fit"].map { count($0, in: short) }.reduce(0, +)
print("before: \(before), after: \(after), and \(library) for the three functions")
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Solutions/16-summary.md", line: 100)
struct Record: Decodable {
    let figures: [String: [[Double]]]
}
let record = try JSONDecoder().decode(
    Record.self, from: Data(contentsOf: URL(fileURLWithPath: "Chapters/Data/torch-figures.json")))

var (outside, all) = (0, 0)
for (_, seeds) in record.figures where seeds.count > 1 {
    for place in seeds[0].indices {
        let values = seeds.map { $0[place] }
        for left in values.indices {
            let others = values.indices.filter { $0 != left }.map { values[$0] }
            if values[left] < others.min()! || values[left] > others.max()! { outside += 1 }
            all += 1
        }
    }
}
print("\(outside) of \(all):", String(format: "%.3f", Double(outside) / Double(all)))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Solutions/16-summary.md", line: 148)
func pairs(_ split: MNIST.Split) -> TensorDataset<(Tensor, IntTensor)> {
    let (images, labels) = (split.images, split.labels.array)
    let half = labels.count / 2
    return TensorDataset(
        cat([images[0..<half], images[half..<2 * half]], 1), IntTensor((0..<half).map { labels[$0] + labels[half + $0] }))
}

let mnist = try MNIST.load()
let (trainSet, validSet) = (pairs(mnist.train), pairs(mnist.valid))
let (x, sums) = validSet[0..<validSet.count]
let nines = sums.array.filter { $0 == 9 }.count
print(String(format: "always nine: %.4f", Double(nines) / Double(sums.count)))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Solutions/16-summary.md", line: 183)
let (trainLoader, validLoader) = getData(trainSet, validSet, batchSize: 64)
manualSeed(1)
let model = Sequential(Linear(1568, 64), ReLU(), Linear(64, 19))
fit(
    epochs: 3, model, { F.crossEntropy($0, $1) }, SGD(model.parameters, lr: 0.02, momentum: 0.9), trainLoader,
    validLoader)
print("accuracy:", noGrad { (model(x).argmax(1) .== sums).float().mean() })
#sourceLocation()
_checkpoint(4)
