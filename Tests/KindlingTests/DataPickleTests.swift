import Foundation
import Kindling
import TestSupport
import Testing

@Suite(.ownRandomNumbers) struct DataPickleTests {
    /// Pickles that Python wrote; see Fixtures/make_pickles.py.
    static let pickles: [String: [UInt8]] = {
        let file = dataPackageRoot.appendingPathComponent("Tests/KindlingTests/Fixtures/pickles.json")
        guard let data = try? Data(contentsOf: file),
            let coded = try? JSONDecoder().decode([String: String].self, from: data)
        else { return [:] }
        return coded.mapValues { Array(Data(base64Encoded: $0) ?? Data()) }
    }()

    @Test func theFixturesAreThere() {
        #expect(Self.pickles.count == 6 * (8 * 2 + 4))
    }

    @Test(arguments: 0...5, ["|u1", "<i4", "<i8", ">i8", "<f4", ">f4", "<f8", ">f8"])
    func arraysOfEveryProtocolAndType(version: Int, type: String) throws {
        for order in ["C", "F"] {
            let name = "p\(version)-\(type)-\(order)"
            guard case .array(let array) = try Pickle.load(#require(Self.pickles[name])) else {
                Issue.record("\(name) holds no array")
                continue
            }
            #expect(array.shape == [2, 3])
            let last: Float = type.hasSuffix("u1") ? 250 : -7
            let second: Float = type.contains("f") ? 1.5 : 1
            #expect(array.tensor().array == [0, second, 2, 3, 4, last], "\(name)")
            if type.contains("f") {
                #expect(kind { _ = try array.intTensor() } == .malformed)
            } else {
                #expect(try array.intTensor().array == [0, 1, 2, 3, 4, Int(last)], "\(name)")
            }
        }
    }

    @Test(arguments: 0...5) func containers(version: Int) throws {
        let value = try Pickle.load(#require(Self.pickles["containers-p\(version)"]))
        #expect(
            describe(value)
                == #"{"ints": [0, -1, 255, 65536, -1099511627776, 4611686018427387904], "nested": ((1, "é✓\"), [None, true, false], {}), "x": -2.5, "b": b0,255,39,10}"#
        )
    }

    @Test(arguments: 0...5) func emptyAndScalarArrays(version: Int) throws {
        guard case .array(let empty) = try Pickle.load(#require(Self.pickles["empty-p\(version)"])),
            case .array(let scalar) = try Pickle.load(#require(Self.pickles["scalar-p\(version)"]))
        else {
            Issue.record("no arrays")
            return
        }
        #expect(empty.shape == [0, 3] && empty.bytes.isEmpty)
        #expect(scalar.shape == [] && scalar.tensor().array == [2.5])
    }

    /// Protocol 0 writes a byte above 127 as one byte of Latin-1, protocol 2 as two of UTF-8.
    @Test(arguments: 0...5) func everyByteComesBackFromText(version: Int) throws {
        guard case .array(let array) = try Pickle.load(#require(Self.pickles["latin1-p\(version)"])) else {
            Issue.record("no array")
            return
        }
        #expect(Array(array.bytes) == (0...255).map { UInt8($0) })
    }

    /// The right values are those of Python 3.11.
    @Test(arguments: [
        (#"S'\\\'\"'"#, Array(#"\'""#.utf8)), (#"S'\a\b\t\n\v\f\r'"#, [7, 8, 9, 10, 11, 12, 13]),
        (#"S'\101\0\0017\377'"#, [65, 0, 1, 55, 255]), (#"S'\x41\xfF'"#, [65, 255]),
        (#"S'\q\8'"#, Array(#"\q\8"#.utf8)),
    ])
    func escapesAreThoseOfPython(pickle: String, expected: [UInt8]) throws {
        guard case .bytes(let bytes) = try Pickle.load(Array((pickle + "\n.").utf8)) else {
            return #expect(Bool(false))
        }
        #expect(Array(bytes) == expected)
    }

    @Test(arguments: [
        (#"V\u0041\\u0041\q"#, #"A\\u0041\q"#), (#"V\U0001F600\"#, "\u{1F600}\\"), ("V\u{e4}", "\u{e4}"),
    ])
    func escapesOfTextAreThoseOfPython(pickle: String, expected: String) throws {
        let bytes = (pickle + "\n.").unicodeScalars.map { UInt8($0.value) }
        guard case .string(let text) = try Pickle.load(bytes) else { return #expect(Bool(false)) }
        #expect(text == expected)
    }

    /// A pair goes into a dictionary, and nothing else does. (Python would set an element of a list, which its pickler never asks for.)
    @Test(arguments: ["](I1\nI2\neI0\nI9\ns.", "}I1\naI2\na.", "}(I1\nu.", "](I1\nI2\nu."])
    func itemsFitTheirContainer(pickle: String) {
        #expect(kind { _ = try Pickle.load(Array(pickle.utf8)) } == .malformed)
    }

    @Test func namingAgainHasALimit() {
        let many = [UInt8(ascii: "("), UInt8(ascii: "h"), 0]
        let again = many + (0..<1_100_000).flatMap { _ in [UInt8(ascii: "h"), 0 as UInt8] } + Array("e".utf8)
        let bytes =
            Array("]".utf8) + [UInt8(ascii: "N"), UInt8(ascii: "q"), 0] + Array("0".utf8) + again + again
            + Array(".".utf8)
        #expect(kind { _ = try Pickle.load(bytes) } == .tooLong)
    }

    /// Swift reads a sign before hexadecimal digits; an escape has none.
    @Test(arguments: [#"S'\x+f'"#, #"V\u+041"#, #"V\U-0000041"#]) func aSignIsNoDigit(pickle: String) {
        #expect(kind { _ = try Pickle.load(Array((pickle + "\n.").utf8)) } == .malformed)
    }

    @Test func orderAndTypeAreOneOfAFew() {
        func pickle(type: String, bytes: String, order: String, version: Int = 3, parts: String = "NNN") -> [UInt8] {
            Array(
                ("cnumpy.core.numeric\n_frombuffer\n(S'abcd'\ncnumpy\ndtype\n(S'\(type)'\nI0\nI1\ntR(I\(version)\nS'\(bytes)'\n"
                    + "\(parts)I-1\nI-1\nI0\ntb(I1\ntS'\(order)'\ntR.").utf8)
        }
        #expect(kind { _ = try Pickle.load(pickle(type: "f4", bytes: "<", order: "C")) } == nil)
        #expect(kind { _ = try Pickle.load(pickle(type: ">f4", bytes: "|", order: "F")) } == nil)
        #expect(kind { _ = try Pickle.load(pickle(type: "f<4", bytes: "<", order: "C")) } == .refused)
        #expect(kind { _ = try Pickle.load(pickle(type: "f4", bytes: "<>", order: "C")) } == .malformed)
        #expect(kind { _ = try Pickle.load(pickle(type: "f4", bytes: "<", order: "A")) } == .malformed)
        #expect(kind { _ = try Pickle.load(pickle(type: "f4", bytes: "<", order: "C", version: 9)) } == .malformed)
        #expect(
            kind { _ = try Pickle.load(pickle(type: "f4", bytes: "<", order: "C", parts: "N(S'x'\ntN")) } == .refused)
    }

    /// LONG1 and LONG4, which differ in how many bytes say how many follow: Python writes the second for 256 and more.
    @Test func longIntegers() throws {
        let cases: [(bytes: [UInt8], value: Int)] = [
            ([], 0), ([5], 5), ([0xfb], -5), ([0x80, 0], 128), ([0, 0, 0, 0, 1], 1 << 32),
            ([0, 0, 0, 0, 0, 0, 0, 0x80], .min), ([UInt8](repeating: 255, count: 7) + [0x7f], .max),
        ]
        for (bytes, value) in cases {
            let count = UInt8(bytes.count)
            for head in [[0x8a, count], [0x8b, count, 0, 0, 0]] {
                guard case .int(let found) = try Pickle.load(head + bytes + [UInt8(ascii: ".")]) else {
                    Issue.record("\(head + bytes) is no integer")
                    continue
                }
                #expect(found == value)
            }
        }
        let nine = [UInt8](repeating: 0, count: 9) + [UInt8(ascii: ".")]
        #expect(kind { _ = try Pickle.load([0x8a, 9] + nine) } == .malformed)
        #expect(kind { _ = try Pickle.load([0x8b, 9, 0, 0, 0] + nine) } == .malformed)
    }

    @Test func framesMustBeThere() {
        let frame: [UInt8] = [0x80, 4, 0x95, 2, 0, 0, 0, 0, 0, 0, 0, UInt8(ascii: "N"), UInt8(ascii: ".")]
        #expect(kind { _ = try Pickle.load(frame) } == nil)
        #expect(kind { _ = try Pickle.load(Array(frame[..<3]) + [3] + frame[4...]) } == .truncated)
    }

    @Test func everyCutOfEveryPickleIsNoticed() {
        for (name, bytes) in Self.pickles {
            for length in 0..<bytes.count {
                #expect(kind { _ = try Pickle.load(Array(bytes[..<length])) } == .truncated, "\(name) at \(length)")
            }
        }
    }

    /// No bytes make the reader do anything but return or throw.
    @Test func damagedPicklesReturnOrThrow() throws {
        var random = SplitMix64(seed: 11)
        var outcomes = (loaded: 0, thrown: 0)
        for (name, bytes) in Self.pickles.sorted(by: { $0.key < $1.key }) {
            for _ in 0..<200 {
                var damaged = bytes
                for _ in 0...(random.next() % 3) {
                    damaged[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
                }
                do {
                    let value = try Pickle.load(damaged)
                    if case .array(let array) = value { #expect(array.tensor().array.count == array.count, "\(name)") }
                    outcomes.loaded += 1
                } catch {
                    #expect(error is DataError)
                    outcomes.thrown += 1
                }
            }
        }
        #expect(outcomes.loaded > 0 && outcomes.thrown > 0)
    }

    // MARK: Pickles that want something

    @Test(arguments: [
        "cos\nsystem\n(S'echo pwned'\ntR.", "cbuiltins\neval\n(S'1+1'\ntR.", "c__builtin__\neval\n.",
        "csubprocess\nPopen\n.", "cnumpy\nload\n.", "cnumpy.core.multiarray\nfromstring\n.",
        "(S'x'\nios\nsystem\n.", "(cos\nsystem\nS'x'\no.", "\u{0}P", "Pid\n.", "cnumpy\nndarray\n)R.",
        "cnumpy\nndarray\n)\u{81}.",
        "ccopy_reg\n_reconstructor\n.", "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\ndtype\ntR.",
        "cnumpy\ndtype\n(S'O8'\nI0\nI1\ntR.", "cnumpy\ndtype\n(S'V9'\nI0\nI1\ntR.",
        "c_codecs\nencode\n(Vx\nVrot13\ntR.",
        "c__builtin__\nbytes\n(I100000000000\ntR.",
    ])
    func othersAreRefused(pickle: String) {
        // Byte for byte: the only characters beyond ASCII here stand for one byte each.
        let bytes = pickle.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let thrown = kind { _ = try Pickle.load(bytes) }
        #expect(thrown == (pickle.hasPrefix("\u{0}") ? .malformed : .refused))
    }

    @Test func theRefusalNamesWhatWasAsked() {
        let error = #expect(throws: DataError.self) {
            try Pickle.load(Array("cos\nsystem\n(S'echo pwned'\ntR.".utf8), source: "gift.pkl")
        }
        #expect(
            error?.description
                == "gift.pkl: it asks for os.system. Only NumPy arrays are read; no pickle's code is run.")
    }

    @Test func theNameMayComeFromTheStack() {
        var bytes: [UInt8] = [0x80, 4]
        for name in ["os", "system"] { bytes += [0x8c, UInt8(name.utf8.count)] + Array(name.utf8) }
        bytes += [0x93, UInt8(ascii: ".")]
        #expect(kind { _ = try Pickle.load(bytes) } == .refused)
    }

    // MARK: Pickles that lie

    @Test(arguments: [
        "", ".", "a.", "0.", "1.", "2.", "t.", "e.", "(e.", "]e.", "R.", "NNR.", "b.", "NNb.", "s.", "}u.",
        "}(Nu.", "}(Nd.", "(Nd.", "g0\n.", "h\u{1}.", "p0\n.", "q\u{0}.", "NN.", "(N.", "Iabc\n.", "I\n.",
        "I99999999999999999999\n.",
        "Fabc\n.", "Sabc\n.", "S'abc\n.", "S'\\x'\n.", "V\\uD800\n.", "V\\u00\n.", "Na.", "NNa.", "\u{86}.", "N\u{86}.",
        "\u{80}\u{6}N.", "\u{ff}.", "cnumpy\ndtype\n.", "cnumpy\ndtype\n)R.", "cnumpy\ndtype\n(S'f4'\ntR.",
    ])
    func nonsenseIsAnError(pickle: String) {
        let bytes = pickle.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        #expect([.malformed, .truncated].contains(kind { _ = try Pickle.load(bytes) }), "\(pickle)")
    }

    @Test(arguments: ["T", "B", "X", "\u{8b}", "U", "C", "\u{8d}", "\u{8e}", "\u{96}", "\u{8a}", "\u{95}"])
    func hugeLengthsAllocateNothing(opcode: Character) throws {
        let code = try #require(opcode.unicodeScalars.first.map { UInt8($0.value) })
        for filler: UInt8 in [0xff, 0x7f] {
            let thrown = kind {
                _ = try Pickle.load([code] + [UInt8](repeating: filler, count: 8) + [UInt8(ascii: ".")])
            }
            // FRAME's length is only a hint: what fails is what follows.
            #expect([.malformed, .truncated].contains(thrown), "\(opcode)")
        }
    }

    @Test func arraysMustFitTheirBytes() {
        func pickle(_ shape: String, _ bytes: String) -> [UInt8] {
            Array(
                ("cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(\(shape)t"
                    + "cnumpy\ndtype\n(S'f4'\nI0\nI1\ntRI00\nS'\(bytes)'\ntb.").utf8)
        }
        #expect(kind { _ = try Pickle.load(pickle("I2\n", "abcdefgh")) } == nil)
        #expect(kind { _ = try Pickle.load(pickle("I0\nI3\n", "")) } == nil)
        #expect(kind { _ = try Pickle.load(pickle("I2\n", "abcdefg")) } == .malformed)
        #expect(kind { _ = try Pickle.load(pickle("I1000000000000\n", "abcdefgh")) } == .malformed)
        #expect(kind { _ = try Pickle.load(pickle("I4294967296\nI4294967296\n", "")) } == .malformed)
        #expect(
            kind { _ = try Pickle.load(pickle("I0\nI4611686018427387904\nI4611686018427387904\n", "")) } == .malformed)
        #expect(kind { _ = try Pickle.load(pickle("I-2\n", "abcdefgh")) } == .malformed)
        #expect(kind { _ = try Pickle.load(pickle("Nt(", "abcdefgh")) } == .malformed)
        #expect(kind { _ = try Pickle.load(pickle(String(repeating: "I1\n", count: 65), "abcd")) } == .malformed)
    }

    @Test func nestingIsLimited() {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "(", count: depth) + "N" + String(repeating: "t", count: depth) + ".").utf8)
        }
        #expect(kind { _ = try Pickle.load(nested(100)) } == nil)
        #expect(kind { _ = try Pickle.load(nested(101)) } == .malformed)
        #expect(kind { _ = try Pickle.load(nested(900_000)) } == .malformed)
        // The same depth, hidden in shares of the memo: each level holds the one before, and all stand at the top.
        var staircase = "(N"
        for level in 0..<1000 { staircase += "p\(level)\n0(g\(level)\nt" }
        #expect(kind { _ = try Pickle.load(Array((staircase + "t.").utf8)) } == .malformed)
        var comb = "(((Ntp0\n"
        for level in 0..<1000 { comb += "(g\(level)\ntp\(level + 1)\n" }
        #expect(kind { _ = try Pickle.load(Array((comb + "tt.").utf8)) } == .malformed)
    }

    @Test func aListInItselfIsAnError() {
        #expect(kind { _ = try Pickle.load(Array("]p0\ng0\na.".utf8)) } == .malformed)
        #expect(kind { _ = try Pickle.load(Array("}p0\nI1\ng0\ns.".utf8)) } == .malformed)
    }

    /// Ten references to ten references to …: small in the file, and small in memory, too.
    @Test func sharedContainersAreMadeOnce() throws {
        var pickle = "(N"
        pickle = "(Ntp0\n0"
        for level in 0..<60 { pickle += "(" + String(repeating: "g\(level)\n", count: 10) + "tp\(level + 1)\n0" }
        let value = try Pickle.load(Array((pickle + "g60\n.").utf8))
        guard case .tuple(let ten) = value else {
            Issue.record("no tuple")
            return
        }
        #expect(ten.count == 10)
    }

    @Test func aMillionObjectsAreEnough() {
        let ones = String(repeating: "K\u{1}", count: 1_000_001)
        #expect(kind { _ = try Pickle.load(Array(("(" + ones + "l.").utf8)) } == .tooLong)
        #expect(kind { _ = try Pickle.load([UInt8](repeating: UInt8(ascii: "("), count: 3_000_000)) } == .tooLong)
        #expect(kind { _ = try Pickle.load(Array(("N" + String(repeating: "2", count: 3_000_000)).utf8)) } == .tooLong)
    }

    @Test func oneTextIsNotEncodedAgainAndAgain() {
        let text = String(repeating: "x", count: 1000)
        let once = "c_codecs\nencode\np0\n0V\(text)\np1\n0(g0\n(g1\nVlatin1\ntR"
        #expect(kind { _ = try Pickle.load(Array((once + "t.").utf8)) } == nil)
        let often = once + String(repeating: "g0\n(g1\nVlatin1\ntR", count: 100)
        #expect(kind { _ = try Pickle.load(Array((often + "t.").utf8)) } == .malformed)
    }

    /// A value in Python's notation, nearly.
    private func describe(_ value: PickleValue) -> String {
        switch value {
        case .none: "None"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .float(let value): "\(value)"
        case .string(let value): "\"\(value)\""
        case .bytes(let value): "b" + value.map(String.init).joined(separator: ",")
        case .tuple(let values): "(" + values.map(describe).joined(separator: ", ") + ")"
        case .list(let values): "[" + values.map(describe).joined(separator: ", ") + "]"
        case .dictionary(let pairs):
            "{" + pairs.map { "\(describe($0.key)): \(describe($0.value))" }.joined(separator: ", ") + "}"
        case .array(let array): "array\(array.shape)"
        case .tensor(let tensor): "\(tensor)"
        }
    }
}
