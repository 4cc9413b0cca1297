import Foundation
import Testing

@testable import Kindling

/// A recorded file of this folder.
func fixture<Contents: Decodable>(_ name: String, as type: Contents.Type) throws -> Contents {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "json"))
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
}

extension Data {
    /// The numbers whose bits these bytes are, lowest byte first.
    func unpacked<Bits: FixedWidthInteger>(_: Bits.Type) -> [Bits] {
        withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: MemoryLayout<Bits>.size).map {
                Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Bits.self))
            }
        }
    }

    var floats: [Float] { unpacked(UInt32.self).map(Float.init(bitPattern:)) }
    var doubles: [Double] { unpacked(UInt64.self).map(Double.init(bitPattern:)) }
}

/// Texts that torch has printed, recorded by Fixtures/make_printing.py.
private struct Recording: Decodable {
    struct Options: Decodable {
        var precision, threshold, edgeitems, linewidth: Int?
        var sci_mode: Bool?

        var options: PrintOptions {
            var options = PrintOptions()
            if let precision { options.precision = precision }
            if let threshold { options.threshold = threshold }
            if let edgeitems { options.edgeItems = edgeitems }
            if let linewidth { options.lineWidth = linewidth }
            options.scientific = sci_mode
            return options
        }
    }

    struct Case: Decodable {
        var shape: [Int]
        var text: String
        var suffix: String?
        var options: Options?
        var floats: Data?
        var ints: [Int]?
        var bools: [Bool]?

        var layout: TensorLayout { TensorLayout(shape: shape, options: options?.options ?? PrintOptions()) }
        var count: Int { shape.reduce(1, *) }
    }

    var torch: String
    var cases: [Case]
}

/// All `count` elements of a recording that repeats its values.
private func repeated<Value>(_ values: [Value], _ count: Int) -> [Value] {
    (0..<count).map { values[$0 % values.count] }
}

@Suite("Printing") struct PrintingTests {
    @Test("every recorded text comes out, to the last character")
    func recordedTexts() throws {
        let recording = try fixture("torch-printing", as: Recording.self)
        #expect(recording.torch.hasPrefix("2.13"))
        #expect(recording.cases.count > 400)
        for one in recording.cases {
            let text: String
            if let values = one.floats?.floats {
                text = one.layout.text(
                    floats: { values[$0 % values.count] }, suffixes: one.suffix.map { [$0] } ?? [])
            } else if let values = one.ints {
                text = one.layout.text(integers: { values[$0 % values.count] })
            } else {
                let values = try #require(one.bools)
                text = one.layout.text(truths: { values[$0 % values.count] })
            }
            #expect(text == one.text, "shape \(one.shape)")
        }
    }

    @Test("tensors, and views of them, print what was recorded")
    func tensors() throws {
        let recording = try fixture("torch-printing", as: Recording.self)
        for one in recording.cases where one.suffix == nil && one.count <= 20_000 {
            let options = one.options?.options ?? PrintOptions()
            if let values = one.floats?.floats {
                let tensor = Tensor(shape: one.shape, values: repeated(values, one.count))
                #expect(tensor.description(options) == one.text)
                // The same elements, read through strides and an offset.
                let stored = tensor.T.clone().T
                #expect(stored.description(options) == one.text)
                #expect(stored.unsqueeze(0).expand([2] + one.shape)[1].description(options) == one.text)
            } else if let values = one.ints {
                let tensor = IntTensor(shape: one.shape, values: repeated(values, one.count))
                #expect(tensor.description(options) == one.text)
            } else if let values = one.bools {
                let tensor = BoolTensor(shape: one.shape, values: repeated(values, one.count))
                #expect(tensor.description(options) == one.text)
            }
        }
    }

    @Test("a summary reads only what it shows")
    func summaryReadsOnlyTheEdges() {
        var reads = 0
        let layout = TensorLayout(shape: [50_000, 784], options: PrintOptions())
        _ = layout.text(floats: { _ in
            reads += 1
            return 1
        })
        #expect(reads == 36)
    }

    @Test("print options of torch's profiles")
    func profiles() {
        let row = Tensor.arange(1200)
        #expect(row.description(.short) == "tensor([0.00e+00, 1.00e+00,  ..., 1.20e+03, 1.20e+03])")
        #expect(!row.description(.full).contains("..."))
        #expect(row.description(PrintOptions(scientific: false)) == "tensor([   0.,    1.,    2.,  ..., 1197., 1198., 1199.])")
    }

    @Test("a Double prints as Python's float, as far as losses and gradients go")
    func items() {
        #expect(Tensor([0.1]).item().description == "0.10000000149011612")
        #expect(1e-5.description == "1e-05")
        #expect(0.0001.description == "0.0001")
        #expect(1e16.description == "1e+16")
        #expect(100.0.description == "100.0")
    }
}
