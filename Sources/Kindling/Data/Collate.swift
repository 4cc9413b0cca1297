// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-02-collate.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: f29276bfaa2cd375

// Chapters/Workshop/10-02-collate.md: Each type for itself
/// A sample that knows how many of its kind become one batch.
///
/// Tensors are stacked, numbers become a tensor, strings stay a list of strings; dictionaries and arrays are collated
/// entry by entry. Make a sample type of your own collatable by collating its parts.
public protocol Collatable {
    /// What a batch is: a tensor for numbers and tensors, an array or a dictionary for what is collated entry by entry.
    associatedtype Batch

    /// Makes one batch of samples. There is at least one.
    static func collate(_ samples: [Self]) -> Batch
}

extension Tensor: Collatable {
    /// `(N, …)` from samples of shape `(…)`.
    public typealias Batch = Tensor
}

extension Collatable where Self: Tensor {
    /// Tensors of one shape, stacked along a new first dimension.
    public static func collate(_ samples: [Self]) -> Tensor {
        checkShapes(samples.map(\.shape))
        return stack(samples)
    }
}

extension StridedView {
    /// Tensors of one shape, stacked along a new first dimension.
    public static func collate(_ samples: [Self]) -> Self {
        checkShapes(samples.map(\.shape))
        let result = Self(uninitialized: [samples.count] + samples[0].shape)
        for (i, sample) in samples.enumerated() {
            sample.copyElements(to: result.storage.mutablePointer + i * sample.count)
        }
        return result
    }
}

extension IntTensor: Collatable {
    /// `(N, …)` from samples of shape `(…)`.
    public typealias Batch = IntTensor
}
extension BoolTensor: Collatable {
    /// `(N, …)` from samples of shape `(…)`.
    public typealias Batch = BoolTensor
}

extension Int: Collatable {
    public static func collate(_ samples: [Int]) -> IntTensor { IntTensor(samples) }
}

extension Bool: Collatable {
    public static func collate(_ samples: [Bool]) -> BoolTensor { BoolTensor(samples) }
}

extension Float: Collatable {
    public static func collate(_ samples: [Float]) -> Tensor { Tensor(samples) }
}

extension Double: Collatable {
    /// Rounded to `Float`, the only kind of fraction that a `Tensor` holds. torch makes a tensor of doubles.
    public static func collate(_ samples: [Double]) -> Tensor { Tensor(samples.map(Float.init)) }
}

extension String: Collatable {
    public static func collate(_ samples: [String]) -> [String] { samples }
}

extension Dictionary: Collatable where Value: Collatable {
    /// For each key, a batch of its values. All samples must have the same keys.
    public static func collate(_ samples: [[Key: Value]]) -> [Key: Value.Batch] {
        let keys = samples[0].keys
        for sample in samples where sample.keys != keys {
            fatalError("collate: the keys differ: \(Array(keys)) and \(Array(sample.keys))")
        }
        return samples[0].map { key, _ in (key, Value.collate(samples.compactMap { $0[key] })) }
            .reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
}

extension Array: Collatable where Element: Collatable {
    /// For each place in the arrays, a batch of the elements there. All samples must have the same count.
    public static func collate(_ samples: [[Element]]) -> [Element.Batch] {
        for sample in samples where sample.count != samples[0].count {
            fatalError("collate: the arrays differ in length: \(samples[0].count) and \(sample.count)")
        }
        return samples[0].indices.map { place in Element.collate(samples.map { $0[place] }) }
    }
}

// Chapters/Workshop/10-02-collate.md: Tuples
private func checkShapes(_ shapes: [[Int]]) {
    for (i, shape) in shapes.enumerated() where shape != shapes[0] {
        fatalError(
            "collate: samples of one batch must have one shape, but sample 0 has \(shapes[0]) and sample \(i) has \(shape)"
        )
    }
}

/// Makes a batch of samples as a `DataLoader` does when it isn't told otherwise.
public func defaultCollate<Sample: Collatable>(_ samples: [Sample]) -> Sample.Batch {
    if samples.isEmpty { fatalError("collate: there are no samples to make a batch of") }
    return Sample.collate(samples)
}

/// Makes a batch of tuples: a tuple of batches, part by part.
public func defaultCollate<each Part: Collatable>(_ samples: [(repeat each Part)]) -> (repeat (each Part).Batch) {
    if samples.isEmpty { fatalError("collate: there are no samples to make a batch of") }
    let columns = (repeat Column<each Part>())
    for sample in samples {
        repeat (each columns).parts.append(each sample)
    }
    return (repeat (each columns).batch)
}

/// One part of each sample of a batch of tuples.
private final class Column<Part: Collatable> {
    var parts: [Part] = []
    var batch: Part.Batch { Part.collate(parts) }
}
