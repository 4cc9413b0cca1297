// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/05-04-layers-without-memory.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3a81b0e802f47f1b

// Chapters/Workshop/05-04-layers-without-memory.md: oneHot
extension F {
    /// For each class a row of zeros with a single 1, in the class's place: shape `target.shape + (numClasses)`.
    ///
    /// - Parameter numClasses: the length of the rows; nil for the largest class plus one.
    public static func oneHot(_ target: IntTensor, numClasses: Int? = nil) -> IntTensor {
        let labels = target.array
        guard let classes = numClasses ?? labels.max().map({ $0 == .max ? $0 : $0 + 1 }) else {
            fatalError("oneHot: no classes are given, so their number must be")
        }
        let result = IntTensor.filled(target.shape + [Swift.max(classes, 0)], 0, of: "oneHot")
        for (i, label) in labels.enumerated() {
            if label < 0 || label >= classes { fatalError("oneHot: \(label) is none of \(classes) classes") }
            result.storage.mutablePointer[i * classes + label] = 1
        }
        return result
    }
}
