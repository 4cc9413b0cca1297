import Foundation
import Kindling
import Testing

/// What a case gives, to be compared with what torch has recorded.
protocol ParityValue {}
extension Tensor: ParityValue {}
extension IntTensor: ParityValue {}
extension BoolTensor: ParityValue {}
extension Int: ParityValue {}
extension Double: ParityValue {}
extension Bool: ParityValue {}

/// A recording of one topic, from Fixtures/parity. Fixtures/make_parity.py says how it is made.
struct ParityRecording: Decodable {
    /// A number; what JSON has no word for is recorded as "nan", "inf" and "-inf".
    struct Number: Decodable {
        var value: Double

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(Double.self) {
                self.value = value
                return
            }
            let word = try container.decode(String.self)
            guard let value = Double(word) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(word) is no number")
            }
            self.value = value
        }
    }

    struct Value: Decodable {
        var shape: [Int]?
        var floats: [Number]?
        var ints: [Int]?
        var bools: [Int]?
        var int: Int?
        var double: Number?
        var bool: Bool?
        /// "t" lies in memory with its dimensions reversed, "s" is cut out of a tensor whose last dimension is longer by 2.
        var layout: String?
        /// Whether no gradient is wanted.
        var plain: Bool?

        var tensor: Tensor? { floats.map { Tensor(shape: shape ?? [], values: $0.map { Float($0.value) }) } }
        var intTensor: IntTensor? { ints.map { IntTensor(shape: shape ?? [], values: $0) } }
        var boolTensor: BoolTensor? { bools.map { BoolTensor(shape: shape ?? [], values: $0.map { $0 == 1 }) } }
    }

    struct Instance: Decodable {
        var inputs: [Value]
        var outputs: [Value]
        var weights: [Value]?
        var gradients: [Value?]?
    }

    struct Case: Decodable {
        var name: String
        var instances: [Instance]
    }

    var torch: String
    var cases: [Case]
}

/// The inputs of one instance, and the tensors whose gradients are compared.
final class ParityInputs {
    private(set) var tensors: [Tensor] = []
    private(set) var ints: [IntTensor] = []
    private(set) var bools: [BoolTensor] = []
    /// For each input that wants a gradient, who gets it: itself, or what stands in for it.
    private(set) var leaves: [Tensor] = []

    init(_ values: [ParityRecording.Value]) throws {
        for value in values {
            if let tensor = value.tensor {
                let x = Self.arranged(tensor, value.layout)
                tensors.append(x)
                if value.plain == true { continue }
                x.requiresGrad = true
                leaves.append(x)
            } else if let tensor = value.intTensor {
                ints.append(Self.arranged(tensor, value.layout))
            } else {
                bools.append(Self.arranged(try #require(value.boolTensor), value.layout))
            }
        }
    }

    var a: Tensor { tensors[0] }
    var b: Tensor { tensors[1] }
    var c: Tensor { tensors[2] }
    var i: IntTensor { ints[0] }
    var j: IntTensor { ints[1] }
    var m: BoolTensor { bools[0] }
    var n: BoolTensor { bools[1] }

    /// Puts the values of input `number` into a layer's parameter, whose gradient then stands for the input's.
    func put(_ number: Int, into parameter: Parameter?) {
        guard let parameter, let place = leaves.firstIndex(where: { $0 === tensors[number] }) else {
            Issue.record("there is no parameter for input \(number), or no input for the parameter")
            return
        }
        #expect(parameter.shape == tensors[number].shape)
        noGrad { parameter.copy(tensors[number]) }
        leaves[place] = parameter
    }

    private static func arranged(_ tensor: Tensor, _ layout: String?) -> Tensor {
        switch layout {
        case "t": return tensor.T.contiguous().T.detach()
        case "s":
            let wide = Tensor.full(tensor.shape.dropLast() + [tensor.size(-1) + 2], .nan)
            let part = wide.narrow(-1, start: 1, length: tensor.size(-1))
            part.copy(tensor)
            return part.detach()
        default: return tensor
        }
    }

    private static func arranged<Other: StridedView>(_ tensor: Other, _ layout: String?) -> Other {
        let shape = tensor.shape
        switch layout {
        case "t":
            let reversed = Array(indices(of: shape.reversed()))
            let values = reversed.map { tensor.array[number(of: $0.reversed(), in: shape)] }
            let strides = shape.indices.map { d in shape[..<d].reduce(1, *) }
            return Other(storage: Other(values).storage, layout: Layout(shape: shape, strides: strides))
        case "s":
            let (rows, width) = (shape.dropLast().reduce(1, *), shape.last ?? 0)
            let values = (0..<rows).flatMap { row -> [Other.Element] in
                let inner = Array(tensor.array[row * width..<(row + 1) * width])
                return [inner[0]] + inner + [inner[0]]
            }
            let wide = Layout(shape: shape.dropLast() + [width + 2])
            return Other(storage: Other(values).storage, layout: Layout(shape: shape, strides: wide.strides, offset: 1))
        default: return tensor
        }
    }
}

/// One function, as it is called in Swift; and which of the library's declarations the call is about.
struct ParityCase: Sendable {
    let name: String
    let symbols: [String]
    let tolerance: Double
    let line: Int
    let body: @Sendable (ParityInputs) -> [any ParityValue]
}

/// The cases of one topic.
struct ParityTable: Sendable {
    /// The recording's name.
    let topic: String
    /// The file that the cases stand in.
    let file: String
    private(set) var cases: [ParityCase] = []
    /// How far a number may be from torch's, relative to max(1, |torch's|); 0 for the same bits.
    var tolerance = 1e-6

    init(_ topic: String, file: String = #filePath) {
        self.topic = topic
        self.file = file
    }

    /// - Parameters:
    ///   - name: the case's name in the recording.
    ///   - symbols: the declarations that it is about, as `SymbolGraph.names` writes them.
    ///   - tolerance: another than the table's. Where an operation needs more, a comment says why.
    mutating func add(
        _ name: String, _ symbols: String..., within tolerance: Double? = nil, line: Int = #line,
        body: @escaping @Sendable (ParityInputs) -> [any ParityValue]
    ) {
        cases.append(
            ParityCase(name: name, symbols: symbols, tolerance: tolerance ?? self.tolerance, line: line, body: body))
    }

    static let all = [
        arithmetic(), reductions(), views(), matmul(), integers(), functional(), layers(), optimizers(), operations(),
        attention(),
    ]
}

/// Compares what one instance of a case gives with the recording, and reports the largest difference if it is too large.
struct ParityComparison {
    let title: String
    let tolerance: Double
    private(set) var largest = 0.0

    init(_ title: String, tolerance: Double) {
        self.title = title
        self.tolerance = tolerance
    }

    mutating func run(_ entry: ParityCase, _ instance: ParityRecording.Instance) throws {
        let inputs = try ParityInputs(instance.inputs)
        let outputs = entry.body(inputs)
        guard outputs.count == instance.outputs.count else {
            report("\(title): outputs", outputs.count, instance.outputs.count)
            return
        }
        for (place, (output, expected)) in zip(outputs, instance.outputs).enumerated() {
            compare(output, expected, "output \(place)")
        }
        guard let weights = instance.weights, let gradients = instance.gradients else { return }
        let differentiable = outputs.compactMap { $0 as? Tensor }.filter(\.requiresGrad)
        guard differentiable.count == weights.count else {
            report("\(title): outputs with a gradient", differentiable.count, weights.count)
            return
        }
        var total = Tensor(0)
        for (output, weight) in zip(differentiable, weights) {
            // Another shape has been reported already.
            guard let weight = weight.tensor, weight.shape == output.shape else { return }
            total = total + (output * weight).sum()
        }
        total.backward()
        #expect(inputs.leaves.count == gradients.count)
        for (place, (leaf, gradient)) in zip(inputs.leaves, gradients).enumerated() {
            switch (leaf.grad, gradient) {
            case (let found?, let expected?): compare(found, expected, "gradient \(place)")
            case (nil, nil): break
            case (let found, _):
                report("\(title): gradient \(place)", found?.array as Any, gradient?.floats?.map(\.value) as Any)
            }
        }
    }

    private mutating func compare(_ found: any ParityValue, _ expected: ParityRecording.Value, _ what: String) {
        switch found {
        case let x as Tensor:
            guard let floats = expected.floats?.map(\.value), x.shape == expected.shape else {
                return report("\(title), \(what): shape", x.shape, expected.shape as Any)
            }
            numbers(x.array.map(Double.init), floats.map { Double(Float($0)) }, what)
        case let x as IntTensor:
            if x.shape != expected.shape || x.array != expected.ints {
                report("\(title), \(what)", (x.shape, x.array), (expected.shape, expected.ints))
            }
        case let x as BoolTensor:
            if x.shape != expected.shape || x.array.map({ $0 ? 1 : 0 }) != expected.bools {
                report("\(title), \(what)", (x.shape, x.array), (expected.shape, expected.bools))
            }
        case let x as Int: if x != expected.int { report("\(title), \(what)", x, expected.int as Any) }
        case let x as Bool: if x != expected.bool { report("\(title), \(what)", x, expected.bool as Any) }
        case let x as Double:
            guard let double = expected.double else { return report("\(title), \(what)", x, expected) }
            numbers([x], [double.value], what)
        default: Issue.record("\(title): there is no rule for comparing a \(type(of: found))")
        }
    }

    private mutating func numbers(_ found: [Double], _ expected: [Double], _ what: String) {
        for (place, (x, y)) in zip(found, expected).enumerated() {
            if x == y || (x.isNaN && y.isNaN) { continue }
            let difference = abs(x - y) / max(1, abs(y))
            if !(difference <= tolerance) {
                report("\(title), \(what), element \(place), off by \(difference)", x, y)
                return
            }
            largest = max(largest, difference)
        }
    }
}
