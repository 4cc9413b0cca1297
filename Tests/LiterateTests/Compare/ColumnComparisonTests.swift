import Testing

@testable import Literate

struct ColumnComparisonTests {
    private func agree(_ shown: String, _ printed: String, tolerance: Double? = nil) -> Bool {
        ColumnComparison(tolerance: tolerance).firstMismatch(shown: shown, printed: printed) == nil
    }

    @Test(arguments: [
        ("0.0823", "0.0824"), ("0.0823", "0.0822"), ("0.3", "0.2"), ("1e-05", "1.0e-05"), ("1.2346e-05", "1.2347e-05"),
        ("-0.", "0."), ("-0.0000", "0.0000"), ("2.", "2.0"), ("nan", "nan"), ("-inf", "-inf"), ("1e400", "1e401"),
        ("[0.5, 1.]", "[ 0.5,  1.]"), ("tensor([1.0000,\n        2.0000])", "tensor([1.0000, 2.0000])"),
        ("loss 0.5\n", "loss 0.5"), ("a\n\n", "a"), ("<AddBackward0>", "<AddBackward0>"),
        ("epoch 1: .5", "epoch 1: 0.5"),
        ("0.08240145444869995", "0.08240145444869995"), ("x-0.5", "x-0.5"), ("", ""), ("true false", "True False"),
        (#"nil ["a"]"#, "None ['a']"),
    ])
    func agreeing(shown: String, printed: String) {
        #expect(agree(shown, printed))
    }

    @Test(arguments: [
        ("0.0823", "0.0825"), ("0.3", "0.1"), ("10", "11"), ("10", "10."), ("10.", "10"), ("-0", "0"), ("nan", "0.0"),
        ("0.5", "nan"), ("inf", "-inf"), ("loss 0.5", "Loss 0.5"), ("<AddBackward0>", "<AddBackward1>"),
        ("1.2346e-05", "1.2349e-05"), ("1e-05", "3e-05"), ("0.5", "0.5 0.5"), ("0.5 0.5", "0.5"), ("a\nb", "a b"),
        ("float32", "float64"), ("0.66135", "0.6614"), ("", "0.5"), ("1e400", "2.0"), ("(0.5)", "[0.5]"), ("7", "7e0"),
        ("2.", "3."), ("2.", "2.0001"), ("true", "False"), ("nil", "null"),
    ])
    func disagreeing(shown: String, printed: String) {
        #expect(!agree(shown, printed))
    }

    /// Absolute below 1, relative above; integers and words stay exact.
    @Test func tolerance() {
        #expect(agree("0.5000", "0.5009", tolerance: 1e-3))
        #expect(!agree("0.5000", "0.5011", tolerance: 1e-3))
        #expect(agree("2000.0", "2001.9", tolerance: 1e-3))
        #expect(!agree("2000.0", "2002.1", tolerance: 1e-3))
        #expect(agree("1e-05", "0.0009", tolerance: 1e-3))
        #expect(!agree("2000", "2001", tolerance: 1e-3))
        #expect(!agree("nan", "0.5", tolerance: 1))
    }

    @Test func aToleranceReplacesTheUnitEvenIfItIsSmaller() {
        #expect(!agree("0.50", "0.51", tolerance: 1e-6))
    }

    @Test(arguments: [
        ("0.5 2.0", "0.5 2.0", 0), ("0.5 2.0", "0.501 2.0", 1e-3), ("200.0", "201.0", 5e-3), ("3 a nan", "4 b 0.5", 0),
        ("0.5 -0.25", "0.5 -0.5", 0.25), ("1e400", "2.0", 0),
    ])
    func largestDifference(shown: String, printed: String, expected: Double) {
        let difference = ColumnComparison().largestDifference(shown: shown, printed: printed)
        #expect(abs(difference - expected) < 1e-9)
    }

    @Test func tellsTheLineOfWhatIsShown() {
        let mismatch = ColumnComparison().firstMismatch(shown: "a\nb\nloss 0.5\n", printed: "a\nb\nloss 0.7\n")
        #expect(mismatch?.line == 2)
        #expect(mismatch?.message == "`0.5` is shown, `0.7` came, more than 0.1 apart")
    }

    @Test func countsNumbersAsValues() {
        #expect(OutputToken.valueCount(of: "tensor([[1., 2.], [nan, -inf]], grad_fn=<AddBackward0>)") == 4)
        #expect(OutputToken.valueCount(of: "conv1.weight (10, 1, 5, 5) torch.float32") == 4)
        #expect(OutputToken.valueCount(of: "2026-11-22 3-2 x-1") == 6)
        #expect(OutputToken.checkedValues(of: "no numbers") == 1)
    }

    @Test func knowsTheUnitOfTheLastDigit() {
        let units = OutputToken.tokens(of: "0.0823 1.2346e-05 3. 5e3 .5 -1.50").map { token in
            guard case .real(_, let unit) = token.kind else { return 0.0 }
            return unit
        }
        for (unit, exponent) in zip(units, [1e-4, 1e-9, 0, 1e3, 0.1, 0.01]) {
            #expect(abs(unit - exponent) <= exponent * 1e-12)
        }
    }
}
