import Foundation
import Kindling
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite(.ownRandomNumbers) struct DataPNGTests {
    /// CRC-32 and Adler-32 by their definitions, bit by bit.
    private func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xedb8_8320 : crc >> 1 }
        }
        return ~crc
    }

    private func adler(_ bytes: [UInt8]) -> UInt32 {
        let (a, b) = bytes.reduce((UInt32(1), UInt32(0))) { sums, byte in
            let a = (sums.0 + UInt32(byte)) % 65_521
            return (a, (sums.1 + a) % 65_521)
        }
        return b << 16 | a
    }

    /// What comes out of zlib's format, which differs from gzip's in what stands around the deflate stream.
    private func inflate(_ zlib: [UInt8], count: Int) throws -> [UInt8] {
        #expect((Int(zlib[0]) << 8 | Int(zlib[1])) % 31 == 0 && zlib[0] & 15 == 8)
        let gzip: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + zlib.dropFirst(2).dropLast(4)
        // The trailer needs the CRC of what comes out: stored blocks show it.
        var plain: [UInt8] = []
        var rest = zlib.dropFirst(2).dropLast(4)
        while rest.count >= 5 {
            let header = Array(rest.prefix(5))
            let length = Int(header[1]) | Int(header[2]) << 8
            plain += rest.dropFirst(5).prefix(length)
            rest = rest.dropFirst(5 + length)
        }
        let trailer = [crc(plain), UInt32(plain.count)].flatMap { word in
            (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
        let inflated = try Gzip.inflate(gzip + trailer, limit: count)
        #expect(adler(inflated) == zlib.suffix(4).reduce(0) { $0 << 8 | UInt32($1) })
        return inflated
    }

    /// A small PNG reader of the tests' own.
    private func decode(_ png: Data) throws -> (width: Int, height: Int, colour: Int, pixels: [UInt8]) {
        let bytes = Array(png)
        try #require(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
        func big(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        var place = 8
        var chunks: [(name: String, bytes: [UInt8])] = []
        while place < bytes.count {
            let length = big(place)
            let body = Array(bytes[place + 4..<place + 8 + length])
            #expect(Int(crc(body)) == big(place + 8 + length))
            chunks.append((String(decoding: body.prefix(4), as: UTF8.self), Array(body.dropFirst(4))))
            place += 12 + length
        }
        #expect(chunks.map(\.name) == ["IHDR", "IDAT", "IEND"])
        let header = chunks[0].bytes
        #expect(header.count == 13 && header[8] == 8 && header.suffix(3) == [0, 0, 0])
        let (width, height) = (big(16), big(20))
        let channels = header[9] == 0 ? 1 : 3
        let rows = try inflate(chunks[1].bytes, count: height * (1 + width * channels))
        try #require(rows.count == height * (1 + width * channels))
        var pixels: [UInt8] = []
        for row in 0..<height {
            let line = rows[row * (1 + width * channels)..<(row + 1) * (1 + width * channels)]
            #expect(line.first == 0)
            pixels += line.dropFirst()
        }
        return (width, height, Int(header[9]), pixels)
    }

    @Test(arguments: [(1, 1, 1), (28, 28, 1), (3, 5, 3), (300, 250, 1), (65_534, 1, 1), (65_535, 2, 1), (217, 301, 3)])
    func pixelsComeBack(width: Int, height: Int, channels: Int) throws {
        var random = SplitMix64(seed: UInt64(width * height))
        let pixels = (0..<width * height * channels).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let png = try decode(PNG.encode(width: width, height: height, channels: channels, pixels: pixels))
        #expect(png.width == width && png.height == height && png.colour == (channels == 1 ? 0 : 2))
        #expect(png.pixels == pixels)
    }

    @Test func greyScalesAndClamps() throws {
        let image = Tensor(shape: [2, 2], values: [0, 255 / 256, 2, -1])
        let png = try decode(PNG.grey(image, scale: 2))
        #expect(png.pixels == [0, 0, 255, 255, 0, 0, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0])
        let odd = try decode(PNG.grey(Tensor(shape: [1, 3], values: [.nan, .infinity, -.infinity])))
        #expect(odd.pixels == [0, 255, 0])
    }

    @Test func everyGreyOfMNISTKeepsItsByte() throws {
        let image = Tensor(shape: [16, 16], values: (0..<256).map { Float($0) / 256 })
        #expect(try decode(PNG.grey(image)).pixels == (0...255).map { UInt8($0) })
    }
}

@Suite(.ownRandomNumbers) struct DataASCIIArtTests {
    @Test func shadesFollowTheInk() {
        let image = Tensor(shape: [2, 3], values: [0, 0.1, 0.5, 0.99, 7, .nan])
        #expect(asciiArt(image) == "+------+\n|  ..++|\n|@@@@  |\n+------+")
    }
}

@Suite(.ownRandomNumbers) struct DataLineChartTests {
    private func chart(_ values: [Double]) -> LineChart {
        LineChart(title: "Loss", xLabel: "batch", yLabel: "loss", series: [.init("train", values)])
    }

    /// A loss that has run away needs an axis, too.
    @Test(arguments: [1e16, 1e20, -1e30, 1e300]) func aVastConstantHasAnAxis(value: Double) throws {
        #expect(try texts(chart([value, value]).svg).count > 3)
    }

    /// The texts of the chart, in order.
    private func texts(_ svg: String) throws -> [String] {
        final class Reader: NSObject, XMLParserDelegate {
            var texts: [String] = []
            var text: String?
            func parser(
                _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
                attributes: [String: String]
            ) { if name == "text" { text = "" } }
            func parser(_ parser: XMLParser, foundCharacters string: String) { text? += string }
            func parser(
                _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
            ) {
                if let done = text, name == "text" { texts.append(done) }
                text = nil
            }
        }
        let parser = XMLParser(data: Data(svg.utf8))
        let reader = Reader()
        parser.delegate = reader
        try #require(parser.parse())
        return reader.texts
    }

    @Test func ticksAreRoundNumbersAroundTheData() throws {
        let texts = try texts(chart([2.31, 1.2, 0.4]).svg)
        #expect(
            texts == [
                "Loss", "batch", "loss", "0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "0.0", "0.5", "1.0", "1.5", "2.0",
            ])
    }

    @Test(arguments: [
        ([0.0, 1563], ["0", "500", "1000", "1500", "2000"]), ([0, 100], ["0", "20", "40", "60", "80", "100"]),
        ([-0.03, 0.02], ["-0.03", "-0.02", "-0.01", "0.00", "0.01", "0.02"]),
        ([5, 5], ["4.4", "4.6", "4.8", "5.0", "5.2", "5.4", "5.6"]),
        ([], ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        ([1e-4, 3e-4], ["0.00010", "0.00015", "0.00020", "0.00025", "0.00030"]),
    ])
    func ticksUpTheSide(values: [Double], expected: [String]) throws {
        let texts = try texts(chart(values).svg)
        #expect(Array(texts[3..<3 + expected.count]) == expected)
        // What follows is the other axis.
        #expect(texts.count > 3 + expected.count)
    }

    @Test(arguments: [
        (0.0, 27.0, ["0", "5", "10", "15", "20", "25"]), (1, 1563, ["500", "1000", "1500"]),
        (1, 5, ["1", "2", "3", "4", "5"]),
    ])
    func ticksAlongTheBottomStayWithinTheData(first: Double, last: Double, expected: [String]) throws {
        let series = LineChart.Series("a", [(first, 0), (last, 1)])
        let svg = LineChart(title: "t", xLabel: "x", yLabel: "y", series: [series]).svg
        #expect(try texts(svg).suffix(expected.count) == expected[...])
        let line = try #require(svg.split(separator: "\n").first { $0.contains("fill='none'") })
        #expect(line.hasPrefix("<path d='M72.00 344.00L696.00 48.00'"))
    }

    @Test func theSameValuesGiveTheSameBytes() {
        let values = (0..<500).map { 2.3 / (1 + Double($0) / 40) }
        let svg = chart(values).svg
        #expect(svg == chart(values).svg)
        #expect(SHA256.hex(Array(svg.utf8)) == "9f86533542e170d7c6c291ebfe1a45b1972c16ac64a20f5f50d8f8906e341441")
    }

    @Test func gapsAndNamesAndEscapes() throws {
        var two = chart([1, .nan, 2, .infinity, 3, 4])
        two.title = "a < b & c"
        two.series.append(.init("valid", [(0, 1), (5, 2)]))
        let svg = two.svg
        #expect(try texts(svg).first == "a < b & c")
        #expect(try texts(svg).suffix(2) == ["train", "valid"])
        #expect(!svg.contains("nan") && !svg.contains("inf"))
        let line = try #require(svg.split(separator: "\n").first { $0.contains("fill='none'") })
        #expect(line.filter { $0 == "M" }.count == 3 && line.filter { $0 == "L" }.count == 1)
    }
}

@Suite(.ownRandomNumbers) struct DataFigureTests {
    @Test("a picture goes where it is told, into a folder that is made for it")
    func writesIntoTheFolder() throws {
        try withDataFolder { folder in
            let made = folder.appendingPathComponent("deep/er")
            let there = Figure.Folder(made.path)
            try Figure.write("<svg/>", to: "a.svg", in: there)
            try Figure.write(Data([1, 2]), to: "b.png", in: there)
            try Figure.write(Data([3]), to: "b.png", in: there)
            #expect(try String(contentsOf: made.appendingPathComponent("a.svg"), encoding: .utf8) == "<svg/>")
            #expect(try Data(contentsOf: made.appendingPathComponent("b.png")) == Data([3]))
            #expect(try FileManager.default.contentsOfDirectory(atPath: made.path).sorted() == ["a.svg", "b.png"])

            let file = folder.appendingPathComponent("file")
            try Data().write(to: file)
            let error = #expect(throws: Figure.WriteError.self) {
                try Figure.write("x", to: "c.svg", in: Figure.Folder(file.path))
            }
            #expect(error?.path == file.appendingPathComponent("c.svg").path)
        }
    }

    @Test("the book's folder is the variable's, or Chapters/Figures")
    func bookFolder() {
        // The environment belongs to the whole process: only this test touches this variable.
        let before = ProcessInfo.processInfo.environment["KINDLING_FIGURES"]
        defer { if let before { setenv("KINDLING_FIGURES", before, 1) } else { unsetenv("KINDLING_FIGURES") } }
        setenv("KINDLING_FIGURES", "/elsewhere", 1)
        #expect(Figure.Folder.book.path == "/elsewhere")
        setenv("KINDLING_FIGURES", "", 1)
        #expect(Figure.Folder.book.path == "Chapters/Figures")
        unsetenv("KINDLING_FIGURES")
        #expect(Figure.Folder.book.path == "Chapters/Figures")
        #expect(("plots" as Figure.Folder).path == "plots")
    }
}
