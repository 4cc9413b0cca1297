// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-03-gzip.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b99065aaa6eb686f

// Chapters/Workshop/03-03-gzip.md: IDX
/// An array of bytes in the IDX format, which MNIST's makers invented for it.
///
/// The file is two zero bytes, a type (8 says unsigned byte), the number of dimensions, each dimension's size as four
/// bytes with the most significant first, and then the elements in row-major order.
public struct IDX {
    /// The sizes, such as `[60000, 28, 28]`.
    public let shape: [Int]
    /// The elements, in row-major order.
    public let elements: ArraySlice<UInt8>

    /// Reads a whole IDX file of unsigned bytes.
    /// - Throws: `DataError`: `malformed` for another format, `truncated` or `tooLong` if the sizes don't match what
    ///   is there.
    public init(_ bytes: [UInt8], source: String = "IDX data") throws {
        let header = try Header(bytes, source: source)
        let there = bytes.count - header.length
        // The sizes are only what the file says of itself: compare before believing.
        guard header.count <= there else {
            throw DataError(
                .truncated, source, "the header promises \(header.count) bytes \(header.shape), \(there) are there",
                advice: "The file is incomplete: delete it and fetch it again.")
        }
        guard header.count == there else {
            throw DataError(
                .tooLong, source, "the header promises \(header.count) bytes \(header.shape), \(there) are there")
        }
        shape = header.shape
        elements = bytes[header.length...]
    }

    /// What stands before the elements.
    struct Header {
        let shape: [Int]
        /// How many elements the sizes multiply to.
        let count: Int
        /// How many bytes the header takes.
        let length: Int

        init(_ bytes: [UInt8], source: String) throws {
            guard bytes.count >= 4 else {
                throw DataError(.truncated, source, "\(bytes.count) bytes are too few for an IDX header")
            }
            guard bytes[0] == 0, bytes[1] == 0 else {
                let zipped = bytes[0] == 0x1f && bytes[1] == 0x8b
                throw DataError(
                    .malformed, source, "an IDX file starts with two zeros, this one with \(bytes[0]) and \(bytes[1])",
                    advice: zipped ? "That is gzip: inflate it first." : "")
            }
            guard bytes[2] == 8 else {
                throw DataError(.malformed, source, "its elements have type \(bytes[2]); this reader knows 8, bytes")
            }
            length = 4 + 4 * Int(bytes[3])
            guard bytes.count >= length else {
                throw DataError(.truncated, source, "the file ends within the sizes of its \(bytes[3]) dimensions")
            }
            shape = (0..<Int(bytes[3])).map { d in
                bytes[(4 + 4 * d)..<(8 + 4 * d)].reduce(0) { $0 << 8 | Int($1) }
            }
            var count = 1
            for size in shape {
                let (product, overflow) = count.multipliedReportingOverflow(by: size)
                guard !overflow else {
                    throw DataError(.malformed, source, "its sizes \(shape) multiply to more than memory can hold")
                }
                count = product
            }
            self.count = count
        }
    }
}
