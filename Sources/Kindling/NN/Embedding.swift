// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-01-tables-and-norms.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1e9a2bdaa05f11a9

// Chapters/Workshop/17-01-tables-and-norms.md: A table to look things up in
/// A table with a row of numbers for each thing there is, learned like any weight. Input: an `IntTensor` `(…)` of row
/// numbers. Output: `(…, D)`.
public final class Embedding: Module {
    /// How many rows there are: V.
    public let numEmbeddings: Int
    /// How long a row is: D.
    public let embeddingDim: Int
    /// The row that stands for *nothing here*: it starts as zeros and gets no gradient. nil for none.
    public let paddingIndex: Int?
    /// `(V, D)`. Normal numbers at first.
    public let weight: Parameter

    /// - Parameters:
    ///   - numEmbeddings: V.
    ///   - embeddingDim: D.
    ///   - paddingIndex: a row that learns nothing; negative counts from the end.
    ///   - generator: where the first numbers come from; nil for the default one.
    public init(_ numEmbeddings: Int, _ embeddingDim: Int, paddingIndex: Int? = nil, generator: Generator? = nil) {
        if numEmbeddings < 0 || embeddingDim < 0 {
            fatalError("Embedding: \(numEmbeddings) rows of \(embeddingDim) numbers can't be; neither may be negative")
        }
        self.numEmbeddings = numEmbeddings
        self.embeddingDim = embeddingDim
        self.paddingIndex = paddingIndex.map { F.checkedPadding($0, rows: numEmbeddings, of: "Embedding") }
        weight = Parameter(Tensor.zeros(numEmbeddings, embeddingDim))
        super.init()
        resetParameters(generator: generator)
    }

    /// Looks up the rows of `indices`, `(…)`: `(…, embeddingDim)`.
    public func callAsFunction(_ indices: IntTensor) -> Tensor {
        F.embedding(indices, weight, paddingIndex: paddingIndex)
    }

    public override var extraDescription: String {
        "\(numEmbeddings), \(embeddingDim)" + (paddingIndex.map { ", padding_idx=\($0)" } ?? "")
    }
}
extension Embedding {
    /// Draws the table anew.
    public func resetParameters(generator: Generator? = nil) {
        Init.normal(weight, generator: generator)
        if let paddingIndex { noGrad { weight[paddingIndex].fill(0) } }
    }
}
