// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/18-14-a-picture-of-a-digit.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 8127874e6b8b20ef

// Chapters/Workshop/18-14-a-picture-of-a-digit.md: Ink and paper
import Foundation

/// What is drawn in a picture: for each pixel, how much ink there is, from 0 to 1.
struct Ink {
    let width, height: Int
    var amounts: [Float]

    subscript(row: Int, column: Int) -> Float { amounts[row * width + column] }

    /// The brightness, 0 ... 255, that parts pixels into two kinds best, and the mean of each kind; nil if all are alike.
    static func threshold(_ counts: [Int]) -> (level: Int, dark: Double, bright: Double)? {
        let total = Double(counts.reduce(0, +))
        let sum = counts.enumerated().reduce(0.0) { $0 + Double($1.offset * $1.element) }
        var (below, sumBelow) = (0.0, 0.0)
        var best: (variance: Double, level: Int, dark: Double, bright: Double)?
        for level in 0..<counts.count - 1 {
            below += Double(counts[level])
            sumBelow += Double(level * counts[level])
            if below == 0 || below == total { continue }
            let (dark, bright) = (sumBelow / below, (sum - sumBelow) / (total - below))
            let variance = below * (total - below) * (bright - dark) * (bright - dark)
            if variance > best?.variance ?? 0 { best = (variance, level, dark, bright) }
        }
        return best.map { ($0.level, $0.dark, $0.bright) }
    }
}
extension Ink {
    /// What is drawn in a picture; nil if it's all of one colour.
    init?(_ picture: Picture) {
        let grey = picture.onWhite().grey()
        (width, height) = (grey.width, grey.height)
        let levels = grey.samples.map { Int($0) >> (grey.depth - 8) }
        var counts = [Int](repeating: 0, count: 256)
        for level in levels { counts[level] += 1 }
        guard let (level, dark, bright) = Self.threshold(counts), bright - dark >= 16 else { return nil }

        let (width, height) = (grey.width, grey.height)
        let border = levels.indices.filter {
            let (row, column) = ($0 / width, $0 % width)
            return row == 0 || row == height - 1 || column == 0 || column == width - 1
        }
        let brightBorder = border.filter { levels[$0] > level }.count
        let paperIsBright = 2 * brightBorder >= border.count
        amounts = levels.map { value in
            let share = (bright - Double(value)) / (bright - dark)
            return Float(Swift.min(Swift.max(paperIsBright ? share : 1 - share, 0), 1))
        }
    }
}

extension Picture {
    /// What shows through is white: a drawing program's empty picture is transparent, and its pixels there are often black.
    func onWhite() -> Picture {
        if channels == 1 || channels == 3 { return self }
        let most = depth == 16 ? 65_535 : 255
        var samples: [UInt16] = []
        for pixel in stride(from: 0, to: self.samples.count, by: channels) {
            let alpha = Int(self.samples[pixel + channels - 1])
            for channel in 0..<channels - 1 {
                let value = Int(self.samples[pixel + channel])
                samples.append(UInt16((value * alpha + most * (most - alpha) + most / 2) / most))
            }
        }
        return Picture(width: width, height: height, channels: channels - 1, depth: depth, samples: samples)
    }
}
extension Ink {
    /// Without the pieces that have fewer than a tenth of the largest piece's pixels; nil if there is no ink.
    func withoutSpecks() -> Ink? {
        var piece = [Int](repeating: -1, count: amounts.count)
        var sizes: [Int] = []
        for start in amounts.indices where amounts[start] >= 0.5 && piece[start] < 0 {
            var waiting = [start]
            piece[start] = sizes.count
            var size = 0
            while let place = waiting.popLast() {
                size += 1
                let (row, column) = (place / width, place % width)
                for r in Swift.max(row - 1, 0)...Swift.min(row + 1, height - 1) {
                    for c in Swift.max(column - 1, 0)...Swift.min(column + 1, width - 1) {
                        let next = r * width + c
                        if amounts[next] >= 0.5 && piece[next] < 0 {
                            piece[next] = sizes.count
                            waiting.append(next)
                        }
                    }
                }
            }
            sizes.append(size)
        }
        guard let largest = sizes.max() else { return nil }
        var result = self
        for place in amounts.indices where piece[place] < 0 || sizes[piece[place]] * 10 < largest {
            // Soft edges stay, those of what goes, too.
            if piece[place] >= 0 || amounts[place] < 0.25 { result.amounts[place] = 0 }
        }
        return result
    }
}
// Chapters/Workshop/18-14-a-picture-of-a-digit.md: Twenty pixels, in the middle
extension Ink {
    /// The part that has ink, scaled so that its longer side has `side` pixels.
    func scaled(to side: Int) -> Ink {
        let inked = amounts.indices.filter { amounts[$0] >= 0.5 }
        let (rows, columns) = (inked.map { $0 / width }, inked.map { $0 % width })
        guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(), let right = columns.max() else {
            return Ink(width: 0, height: 0, amounts: [])
        }
        let longest = Double(Swift.max(bottom - top, right - left) + 1)
        let step = longest / Double(side)
        let newHeight = Swift.max(Int((Double(bottom - top + 1) / step).rounded()), 1)
        let newWidth = Swift.max(Int((Double(right - left + 1) / step).rounded()), 1)
        let down = shares(newHeight, from: top, to: bottom + 1)
        let across = shares(newWidth, from: left, to: right + 1)
        var result = Ink(width: newWidth, height: newHeight, amounts: [])
        for row in down {
            for column in across {
                var sum: Float = 0
                for (r, rowShare) in row {
                    for (c, columnShare) in column { sum += self[r, c] * rowShare * columnShare }
                }
                result.amounts.append(sum)
            }
        }
        // A thin pen on a large sheet would come out pale.
        let most = result.amounts.max() ?? 0
        if most > 0 { result.amounts = result.amounts.map { $0 / most } }
        return result
    }

    /// For each of `count` new pixels in a row, the old ones that it covers, and with which share of itself.
    private func shares(_ count: Int, from start: Int, to end: Int) -> [[(place: Int, share: Float)]] {
        let step = Double(end - start) / Double(count)
        return (0..<count).map { i in
            let (first, last) = (Double(start) + Double(i) * step, Double(start) + Double(i + 1) * step)
            return (Int(first)..<Swift.min(Int(last.rounded(.up)), end)).map { place in
                let covered = Swift.min(Double(place + 1), last) - Swift.max(Double(place), first)
                return (place, Float(covered / step))
            }
        }
    }
}
