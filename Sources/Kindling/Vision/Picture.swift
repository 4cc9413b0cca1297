// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/10-06-png.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 71b86ca407920460

// Chapters/Workshop/10-06-png.md: A picture
/// A picture as it stands in a file: whole numbers, row by row, the channels of a pixel side by side.
public struct Picture: Equatable, Sendable {
    /// Pixels in a row, W.
    public let width: Int
    /// Rows, H.
    public let height: Int
    /// 1 for grey, 2 for grey and alpha, 3 for red, green and blue, 4 for these and alpha.
    public let channels: Int
    /// The bits of a number: 8, or 16.
    public let depth: Int
    /// `height * width * channels` numbers, from 0 to 2^depth - 1.
    public let samples: [UInt16]

    /// Stops unless there are `height * width * channels` numbers, of 8 or 16 bits, in 1 to 4 channels. Whether each
    /// fits in `depth` bits isn't checked.
    public init(width: Int, height: Int, channels: Int, depth: Int = 8, samples: [UInt16]) {
        guard width > 0, height > 0, 1...4 ~= channels, depth == 8 || depth == 16,
            samples.count == width * height * channels
        else {
            fatalError(
                "Picture: \(samples.count) numbers of \(depth) bits are no picture of \(width) x \(height) x \(channels)"
            )
        }
        self.width = width
        self.height = height
        self.channels = channels
        self.depth = depth
        self.samples = samples
    }

    /// The picture as floats, each number divided: shape `(C, H, W)`.
    /// - Parameter divisor: what counts as 1. Without it, the largest number possible: 255, as torchvision's `ToTensor`
    ///   has it, or 65535; `ToTensor` leaves 16 bits as they are.
    public func tensor(dividedBy divisor: Float? = nil) -> Tensor {
        let divisor = divisor ?? (depth == 16 ? 65_535 : 255)
        return Tensor(shape: [channels, height, width]) { buffer in
            var next = 0
            for channel in 0..<channels {
                for pixel in stride(from: channel, to: samples.count, by: channels) {
                    buffer[next] = Float(samples[pixel]) / divisor
                    next += 1
                }
            }
        }
    }

    /// Without colour: the weighted mean of red, green and blue, the weights as in ITU-R 601-2 and rounded as Pillow
    /// does. Alpha is dropped.
    public func grey() -> Picture {
        if channels == 1 { return self }
        let grey = stride(from: 0, to: samples.count, by: channels).map { pixel in
            if channels == 2 { return samples[pixel] }
            let (r, g, b) = (UInt64(samples[pixel]), UInt64(samples[pixel + 1]), UInt64(samples[pixel + 2]))
            return UInt16((r * 19_595 + g * 38_470 + b * 7_471 + 0x8000) >> 16)
        }
        return Picture(width: width, height: height, channels: 1, depth: depth, samples: grey)
    }
}
