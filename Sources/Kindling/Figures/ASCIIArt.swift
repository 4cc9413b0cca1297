// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-05-pictures.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d65f03d7fb4793ca

// Chapters/Workshop/03-05-pictures.md: Characters
/// An image drawn with characters, darker ones for more ink, each pixel two characters wide because a character is
/// about twice as tall as it is wide.
/// - Parameter image: `(H, W)`, values from 0 to 1; what is outside counts as 0 or 1.
public func asciiArt(_ image: Tensor) -> String {
    guard image.shape.count == 2 else {
        fatalError("asciiArt: an image has the shape (H, W), this tensor has \(image.shape)")
    }
    let shades = Array(" .:-=+*#%@")
    let (height, width) = (image.size(0), image.size(1))
    let values = image.array
    let edge = "+" + String(repeating: "-", count: 2 * width) + "+"
    var lines = [edge]
    for row in 0..<height {
        let pixels = values[row * width..<(row + 1) * width].map { value in
            let shade = shades[value > 0 ? min(9, Int(min(value, 1) * 10)) : 0]
            return String([shade, shade])
        }
        lines.append("|" + pixels.joined() + "|")
    }
    return (lines + [edge]).joined(separator: "\n")
}
