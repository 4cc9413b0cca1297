// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-11-random.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 404de80c7f97efdb

// Chapters/Workshop/01-11-random.md: Uniform, whole, and in random order
extension Tensor {
    /// Numbers spread evenly over [0, 1).
    public static func rand(_ shape: Int..., generator: Generator? = nil) -> Tensor {
        rand(shape, generator: generator)
    }

    /// Numbers spread evenly over [0, 1).
    public static func rand(_ shape: [Int], generator: Generator? = nil) -> Tensor {
        Tensor(shape: shape, of: "rand") { (generator ?? .default).fillUniform($0) }
    }

    /// Normally distributed numbers with mean 0 and standard deviation 1.
    public static func randn(_ shape: Int..., generator: Generator? = nil) -> Tensor {
        randn(shape, generator: generator)
    }

    /// Normally distributed numbers with mean 0 and standard deviation 1.
    public static func randn(_ shape: [Int], generator: Generator? = nil) -> Tensor {
        Tensor(shape: shape, of: "randn") { (generator ?? .default).fillNormal($0) }
    }
}

extension IntTensor {
    /// Whole numbers of `range`, all equally likely.
    public static func randint(_ range: Range<Int>, _ shape: Int..., generator: Generator? = nil) -> IntTensor {
        randint(range, shape, generator: generator)
    }

    /// Whole numbers of `range`, all equally likely.
    public static func randint(_ range: Range<Int>, _ shape: [Int], generator: Generator? = nil) -> IntTensor {
        let result = IntTensor(uninitialized: shape, of: "randint")
        let numbers = UnsafeMutableBufferPointer(start: result.storage.mutablePointer, count: result.count)
        (generator ?? .default).fill(numbers, from: range)
        return result
    }

    /// The numbers 0 ..< count in random order, of shape `(count)`.
    public static func randperm(_ count: Int, generator: Generator? = nil) -> IntTensor {
        checkSizes([count], of: "randperm")
        return IntTensor((generator ?? .default).permutation(count))
    }
}
