// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-11-random.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 33506aace4d0e4fc

// Chapters/Workshop/01-11-random.md: Uniform, whole, and in random order
extension Tensor {
    /// Numbers spread evenly over [0, 1).
    public static func rand(_ shape: Int..., generator: Generator? = nil) -> Tensor {
        rand(shape, generator: generator)
    }

    /// Numbers spread evenly over [0, 1).
    public static func rand(_ shape: [Int], generator: Generator? = nil) -> Tensor {
        Tensor(shape: shape) { (generator ?? .default).fillUniform($0) }
    }

    /// Normally distributed numbers with mean 0 and standard deviation 1.
    public static func randn(_ shape: Int..., generator: Generator? = nil) -> Tensor {
        randn(shape, generator: generator)
    }

    /// Normally distributed numbers with mean 0 and standard deviation 1.
    public static func randn(_ shape: [Int], generator: Generator? = nil) -> Tensor {
        Tensor(shape: shape) { (generator ?? .default).fillNormal($0) }
    }
}

extension IntTensor {
    /// Whole numbers of `range`, all equally likely.
    public static func randint(_ range: Range<Int>, _ shape: Int..., generator: Generator? = nil) -> IntTensor {
        randint(range, shape, generator: generator)
    }

    /// Whole numbers of `range`, all equally likely.
    public static func randint(_ range: Range<Int>, _ shape: [Int], generator: Generator? = nil) -> IntTensor {
        for size in shape where size < 0 {
            fatalError("randint: a shape can't have the negative size \(size): \(shape)")
        }
        let source = generator ?? .default
        let count = shape.reduce(1, *)
        return IntTensor(shape: shape, values: (0..<count).map { _ in source.integer(in: range) })
    }

    /// The numbers 0 ..< count in random order, of shape `(count)`.
    public static func randperm(_ count: Int, generator: Generator? = nil) -> IntTensor {
        IntTensor(shape: [count], values: (generator ?? .default).permutation(count))
    }
}
