import Kindling

extension FuzzTarget {
    /// IDX: the sizes are those of the header, the elements all that follows it.
    static let idx = FuzzTarget("idx", check: checkIDX, mutate: mutatedIDX)
}

@Sendable private func checkIDX(_ bytes: [UInt8]) throws {
    let found = Result { try IDX(bytes) }
    let isHeaderWhole = bytes.count >= 4 && bytes.count >= 4 + 4 * Int(bytes[3])
    let isMagicRight = Array(bytes.prefix(3)) == [0, 0, 8]
    var shape: [Int] = []
    // In floating point, where a product can't wrap; exact as far as it is compared.
    var (count, most) = (1.0, 1.0)
    if isHeaderWhole {
        shape = (0..<Int(bytes[3])).map { bytes[4 + 4 * $0..<8 + 4 * $0].bigNumber }
        for size in shape {
            count *= Double(size)
            most = max(most, count)
        }
    }
    switch found {
    case .success(let idx):
        try require(isMagicRight && isHeaderWhole, "a header that isn't one is read")
        try require(
            idx.shape == shape && idx.elements.count == Int(count),
            "shape \(idx.shape) with \(idx.elements.count) elements")
        try require(idx.elements.elementsEqual(bytes.dropFirst(4 + 4 * shape.count)), "the elements are others")
    case .failure(let error as DataError):
        let there = Double(bytes.count - 4 - 4 * shape.count)
        switch error.kind {
        case .malformed: try require(bytes.count >= 4 && (!isMagicRight || most >= 0x1p63), "\(error)")
        case .truncated: try require(!isHeaderWhole || count > there, "\(error)")
        case .tooLong: try require(isHeaderWhole && count < there, "\(error)")
        default: throw Violation("\(error.kind) is no error of IDX")
        }
    case .failure(let error): throw error
    }
}

@Sendable private func mutatedIDX(_ input: [UInt8], _ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8])
    -> [UInt8]
{
    if UInt.random(in: 0..<4, using: &random) == 0 { return mutate(input) }
    var elements = mutate(Array(input.dropFirst(4 + 4 * Int(input.count > 3 ? input[3] : 0)).prefix(2000)))
    var shape: [UInt32] = []
    switch UInt.random(in: 0..<4, using: &random) {
    case 0:
        // Sizes whose product wraps, or that contain a zero.
        let sizes: [UInt32] = [0, 1, 2, 3, 65_536, 1 << 31, .max]
        shape = (0..<Int.random(in: 0..<5, using: &random)).map { _ in sizes.randomElement(using: &random)! }
    default:
        // Sizes that fit.
        var rest = elements.count
        while rest > 1, UInt.random(in: 0..<4, using: &random) > 0 {
            let size = (2...max(2, rest)).first { rest % $0 == 0 } ?? rest
            shape.append(UInt32(size))
            rest /= size
        }
        shape.append(UInt32(rest))
        if UInt.random(in: 0..<8, using: &random) == 0 { elements += [1] }
    }
    return joined([0, 0, 8, UInt8(shape.count)], shape.flatMap(\.big), elements)
}
