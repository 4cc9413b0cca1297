import Foundation
import Kindling
import Testing

/// What torch has computed, recorded by Fixtures/make_tensor.py.
struct TorchRecording: Decodable {
    struct Values: Decodable {
        var shape: [Int]
        var values: Data
        var tensor: Tensor { Tensor(shape: shape, values: values.floats) }
    }

    struct Expression: Decodable {
        var name: String
        var inputs: [Values]
        var result: Values
        var gradients: [Values]
        var graph: String
    }

    struct Range: Decodable {
        var kind: String
        var arguments: [Double]
        var values: Data
    }

    var torch: String
    var expressions: [Expression]
    /// For each: the base's shape, the order of its dimensions, what is cut out (dimension, start, length), the shape to view
    /// it as, and whether that is possible (1 or 0).
    var views: [[[Int]]]
    var ranges: [Range]

    static func load() throws -> TorchRecording { try fixture("torch-tensor", as: TorchRecording.self) }
}

@Suite("Tensor: recorded by torch", .ownRandomNumbers) struct TensorTorchTests {
    @Test("the same views are possible")
    func views() throws {
        let views = try TorchRecording.load().views
        #expect(Set(views.map { $0[4] }) == [[0], [1]])
        for view in views {
            let base = Tensor.zeros(view[0])
            let x = base.permute(view[1]).narrow(view[2][0], start: view[2][1], length: view[2][2])
            let isView = x.reshape(view[3]).sharesStorage(with: base)
            if isView != (view[4] == [1]) { report("\(view)", isView, !isView) }
        }
    }

    /// torch's vectorised loops round a number in the middle of the computation, at places that depend on the width of the
    /// machine's vectors: so one unit of the last place is allowed, of the larger end.
    @Test("arange and linspace, to one unit of the last place")
    func ranges() throws {
        for range in try TorchRecording.load().ranges {
            let (start, end, third) = (range.arguments[0], range.arguments[1], range.arguments[2])
            let expected = range.values.floats
            let isRange = range.kind == "arange"
            let x: Tensor = isRange ? .arange(start, end, step: third) : .linspace(start, end, Int(third))
            let scale = Float(max(abs(start), abs(end))).ulp
            let isClose = x.count == expected.count && zip(x.array, expected).allSatisfy { abs($0 - $1) <= scale }
            if !isClose { report("\(range.kind) \(range.arguments)", x.array, expected) }
            #expect(x.count == 0 || x.array.first == Float(start))
            if isRange {
                #expect(x.array == (0..<x.count).map { Float(start + Double($0) * third) })
            } else {
                #expect(x.count < 2 || x.array.last == Float(end))
            }
        }
        #expect(Tensor.arange(3).array == [0, 1, 2])
    }
}
