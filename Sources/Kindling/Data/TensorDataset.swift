// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/09-01-rows.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ec52294aad96e248

// Chapters/Workshop/09-01-rows.md: Three functions
/// Tensors with the same number of rows, cut together: sample i is row i of each.
///
///     let train = TensorDataset(xTrain, yTrain)
///     let (x, y) = train[0]               // (784) and a label of shape []
///     let (xb, yb) = train[0..<64]        // (64, 784) and (64), views
public struct TensorDataset<Sample>: Dataset {
    /// The tensors.
    public let tensors: [any Rows]
    private let row: (Int) -> Sample
    private let rows: (Range<Int>) -> Sample
    private let pick: ([Int]) -> Sample

    private init(
        _ tensors: [any Rows], _ row: @escaping (Int) -> Sample, _ rows: @escaping (Range<Int>) -> Sample,
        _ pick: @escaping ([Int]) -> Sample
    ) {
        for tensor in tensors {
            if tensor.shape.isEmpty { fatalError("TensorDataset: a tensor of shape [] has no rows") }
            if tensor.shape[0] != tensors[0].shape[0] {
                fatalError("TensorDataset: the numbers of rows differ: \(tensors[0].shape) and \(tensor.shape)")
            }
        }
        (self.tensors, self.row, self.rows, self.pick) = (tensors, row, rows, pick)
    }

    /// The number of rows.
    public var count: Int { tensors[0].shape[0] }

    /// Row `index` of each tensor, as views.
    public subscript(index: Int) -> Sample { row(index) }

    /// The rows of a range of each tensor, as views; what reaches over the end is left out.
    public subscript(range: Range<Int>) -> Sample { rows(range) }

    /// The rows with the given numbers of each tensor, copied in one pass.
    public func gather(_ indices: [Int]) -> Sample { pick(indices) }
}
extension TensorDataset {
    /// One tensor: a sample is a row.
    public init<A: Rows>(_ a: A) where Sample == A.Cut {
        self.init([a], { a.row($0) }, { a.rows($0) }, { a.gather($0) })
    }

    /// Two tensors: a sample is a pair, such as a picture and its label.
    public init<A: Rows, B: Rows>(_ a: A, _ b: B) where Sample == (A.Cut, B.Cut) {
        self.init([a, b], { (a.row($0), b.row($0)) }, { (a.rows($0), b.rows($0)) }, { (a.gather($0), b.gather($0)) })
    }

    /// Three tensors.
    public init<A: Rows, B: Rows, C: Rows>(_ a: A, _ b: B, _ c: C) where Sample == (A.Cut, B.Cut, C.Cut) {
        self.init(
            [a, b, c], { (a.row($0), b.row($0), c.row($0)) }, { (a.rows($0), b.rows($0), c.rows($0)) },
            { (a.gather($0), b.gather($0), c.gather($0)) })
    }
}
