import Foundation
import Testing

@testable import Kindling

/// Pictures of digits as MNIST's images.
@Suite("A picture of a digit", .ownRandomNumbers) struct DigitPictureTests {
    /// A picture with a filled rectangle.
    private func picture(
        width: Int = 60, height: Int = 40, rows: Range<Int>, columns: Range<Int>, paper: [UInt16] = [255],
        ink: [UInt16] = [0], depth: Int = 8
    ) -> Picture {
        let samples = (0..<height).flatMap { row in
            (0..<width).flatMap { column in rows ~= row && columns ~= column ? ink : paper }
        }
        return Picture(width: width, height: height, channels: paper.count, depth: depth, samples: samples)
    }

    /// The rectangle that is inked, from and to.
    private func box(_ image: Tensor) -> (rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
        let inked = image.array.indices.filter { image.array[$0] > 0.5 }
        let (rows, columns) = (inked.map { $0 / 28 }, inked.map { $0 % 28 })
        return (rows.min()!...rows.max()!, columns.min()!...columns.max()!)
    }

    @Test("it's scaled to 20 pixels and put where MNIST's are, whatever its size, place and colours")
    func scaled() throws {
        let tall = try MNIST.image(of: picture(rows: 5..<35, columns: 40..<46))
        #expect(tall.shape == [1, 28, 28])
        #expect(box(tall).rows == 5...24 || box(tall).rows == 4...23)
        #expect(box(tall).columns.count == 4)
        #expect(tall.max().item() == 255.0 / 256)
        for (paper, ink, depth) in [
            ([0], [255], 8), ([200, 220, 210], [30, 20, 90], 8), ([60_000], [900], 16), ([0, 0], [0, 255], 8),
            ([0, 0, 0, 0], [10, 10, 10, 255], 8), ([255, 255, 255, 255], [0, 0, 0, 255], 8),
        ] as [([UInt16], [UInt16], Int)] {
            let other = try MNIST.image(
                of: picture(
                    width: 200, height: 90, rows: 50..<80, columns: 3..<9, paper: paper, ink: ink, depth: depth))
            #expect(other.isEqual(to: tall), "\(paper) \(ink)")
        }
    }

    @Test("one pixel is enough, and one that is larger than a digit is made smaller")
    func extremes() throws {
        let dot = try MNIST.image(of: picture(rows: 7..<8, columns: 9..<10))
        #expect(box(dot).rows.count == 20 && box(dot).columns.count == 20)
        let line = try MNIST.image(of: picture(width: 900, height: 8, rows: 3..<4, columns: 10..<890))
        #expect(box(line).columns.count == 20 && box(line).rows.count == 1)
    }

    @Test("a speck hangs together with nothing that is a pixel away")
    func nearSpecks() throws {
        let digit = (rows: 8..<34, columns: 15..<22)
        let clean = try MNIST.image(of: picture(side: 40, [digit]))
        let specks = [
            (20..<22, 12..<14), (20..<22, 23..<25), (5..<7, 17..<19), (35..<37, 17..<19), (5..<7, 12..<14),
            (35..<37, 23..<25),
        ]
        for (rows, columns) in specks {
            let spotted = try MNIST.image(of: picture(side: 40, [digit, (rows: rows, columns: columns)]))
            #expect(spotted.isEqual(to: clean), "a speck in the rows \(rows), the columns \(columns)")
        }
        // What touches, by a corner too, is a part.
        let touched = try MNIST.image(of: picture(side: 40, [digit, (rows: 6..<8, columns: 22..<24)]))
        #expect(!touched.isEqual(to: clean))
    }

    @Test("specks are left out, and a second stroke stays")
    func specks() throws {
        var spotted = picture(rows: 5..<35, columns: 20..<26)
        let clean = try MNIST.image(of: spotted)
        var samples = spotted.samples
        for place in [0, 59, 60 * 39, 60 * 20 + 50] { samples[place] = 0 }
        spotted = Picture(width: 60, height: 40, channels: 1, samples: samples)
        #expect(try MNIST.image(of: spotted).isEqual(to: clean))
        for row in 5..<10 { for column in 30..<40 { samples[row * 60 + column] = 0 } }
        let two = try MNIST.image(of: Picture(width: 60, height: 40, channels: 1, samples: samples))
        #expect(box(two).columns.count > 10)
    }

    /// A picture of two rectangles.
    private func picture(side: Int, _ boxes: [(rows: Range<Int>, columns: Range<Int>)]) -> Picture {
        let samples = (0..<side * side).map { place -> UInt16 in
            boxes.contains { $0.rows ~= place / side && $0.columns ~= place % side } ? 0 : 255
        }
        return Picture(width: side, height: side, channels: 1, samples: samples)
    }

    @Test("what is heavy at one end reaches over the other, and is cut there")
    func cut() throws {
        let (bar, stem) = ((rows: 10..<13, columns: 10..<30), (rows: 13..<30, columns: 19..<21))
        let image = try MNIST.image(of: picture(side: 40, [bar, stem]))
        // Where the mass has its middle, of the 20 rows that the digit takes.
        let middle = Float(60 * 1.5 + 34 * 11.5) / 94
        let (top, left) = (Int((14.5 - middle).rounded()), 5)
        #expect(top + 20 > 28)
        let expected = (0..<784).map { place -> Float in
            let (row, column) = (place / 28 - top + 10, place % 28 - left + 10)
            let isInked = [bar, stem].contains { $0.rows ~= row && $0.columns ~= column }
            return isInked ? 255.0 / 256 : 0
        }
        #expect(image.array == expected)
    }

    @Test("a thin pen on a large sheet comes out as dark as a broad one")
    func thin() throws {
        let image = try MNIST.image(
            of: picture(side: 500, [(rows: 10..<410, columns: 100..<103), (rows: 408..<410, columns: 100..<300)]))
        #expect(image.max().item() == 255.0 / 256)
    }

    @Test("where nothing is drawn, an error says so")
    func nothing() {
        for level in [0, 128, 255] as [UInt16] {
            let empty = picture(rows: 0..<0, columns: 0..<0, paper: [level])
            #expect { try MNIST.image(of: empty, source: "sheet.png") } throws: { error in
                (error as? DataError)?.kind == .malformed && "\(error)".hasPrefix("sheet.png: nothing is drawn")
            }
        }
        let pale = picture(rows: 5..<35, columns: 20..<26, paper: [200], ink: [190])
        #expect(throws: DataError.self) { try MNIST.image(of: pale) }
    }

    @Test("Otsu's threshold parts two kinds")
    func threshold() {
        var counts = [Int](repeating: 0, count: 256)
        #expect(Ink.threshold(counts) == nil)
        counts[40] = 100
        #expect(Ink.threshold(counts) == nil)
        (counts[42], counts[200], counts[210]) = (100, 10, 10)
        let found = Ink.threshold(counts)
        #expect(found?.dark == 41 && found?.bright == 205)
        #expect(found.map { 42..<200 ~= $0.level } == true)
    }
}
