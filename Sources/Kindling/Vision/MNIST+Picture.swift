// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-14-a-picture-of-a-digit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1d34f94a3f4d0d30

// Chapters/Workshop/18-14-a-picture-of-a-digit.md: Twenty pixels, in the middle
extension MNIST {
    /// A picture of a digit as one of MNIST's images: found, scaled to 20 pixels, and moved so that its centre of mass
    /// stands 14.5 pixels from the upper and the left edge.
    ///
    /// Dark on bright or bright on dark, of any size; specks are left out.
    /// - Returns: `(1, 28, 28)`, from 0 (paper) to 255/256 (ink).
    /// - Throws: `DataError` if nothing is drawn in it.
    public static func image(of picture: Picture, source: String = "a picture") throws -> Tensor {
        guard let ink = Ink(picture)?.withoutSpecks() else {
            throw DataError(
                .malformed, source, "nothing is drawn in it: all of it has nearly one colour",
                advice: "A digit must be clearly darker or brighter than what is around it.")
        }
        let digit = ink.scaled(to: 20)
        var (mass, rows, columns) = (Float(0), Float(0), Float(0))
        for row in 0..<digit.height {
            for column in 0..<digit.width {
                mass += digit[row, column]
                rows += digit[row, column] * (Float(row) + 0.5)
                columns += digit[row, column] * (Float(column) + 0.5)
            }
        }
        let (top, left) = (Int((14.5 - rows / mass).rounded()), Int((14.5 - columns / mass).rounded()))
        return Tensor(shape: [1, 28, 28]) { pixels in
            pixels.initialize(repeating: 0)
            for row in 0..<digit.height where 0..<28 ~= row + top {
                for column in 0..<digit.width where 0..<28 ~= column + left {
                    pixels[(row + top) * 28 + column + left] = digit[row, column] * (255.0 / 256)
                }
            }
        }
    }
}
