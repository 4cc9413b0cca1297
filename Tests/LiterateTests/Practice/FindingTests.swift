import Testing

@testable import Literate

struct FindingTests {
    @Test func whatIsEqualOrNearIsNoFinding() {
        #expect(Finding(expected: "loss 0.5000\n", found: "loss 0.5000", tolerance: nil) == nil)
        #expect(Finding(expected: "loss 0.5000\n", found: "loss 0.5001\n", tolerance: nil) == nil)
        #expect(Finding(expected: "loss 0.5000\n", found: "loss 0.5003\n", tolerance: 1e-3) == nil)
    }

    @Test func theFirstLineThatDiffers() throws {
        let finding = try #require(
            Finding(expected: "one\nloss 0.5000\n", found: "one\nloss 0.7500\n", tolerance: nil))
        #expect(
            finding.details == ["expected  loss 0.5000", "found     loss 0.7500", "largest difference: 0.25"])
    }

    @Test func shapesThatDiffer() throws {
        let finding = try #require(
            Finding(expected: "tensor([[1., 2.],\n        [3., 4.]])\n", found: "tensor([1., 2.])\n", tolerance: nil))
        #expect(finding.details.last == "shapes    expected [2, 2], found [2]")
    }

    @Test(arguments: [
        ("tensor([1., 2., 3.])", [3]), ("tensor([[1.], [2.]])", [2, 1]), ("x tensor([[[1, 2]]]) y", [1, 1, 2]),
        ("tensor(3.)", nil), ("tensor([0., ..., 9.])", nil), ("[1, 2]", nil), ("tensor([1.", nil),
    ])
    func shapes(text: String, shape: [Int]?) {
        #expect(Finding.shape(of: text) == shape)
    }

    /// Nobody sees a blank at the end, or which of two minus signs it is.
    @Test func whatATerminalDoesNotShow() throws {
        let finding = try #require(Finding(expected: "a b\n", found: "a\u{a0}b\u{2212}\n", tolerance: nil))
        #expect(finding.details[1] == "found     a\\u{a0}b−")
    }

    @Test func whatIsMissing() throws {
        let finding = try #require(Finding(expected: "one\ntwo\n", found: "one\n", tolerance: nil))
        #expect(finding.details.prefix(2) == ["expected  two", "found     nothing more"])
    }

    // MARK: Trials

    private func trial(_ lines: String...) -> TrialOutput {
        TrialOutput("what the page printed\n\u{1}trial\n" + lines.map { "\u{1}show\t\($0)\n" }.joined())
    }

    @Test func valuesOfATrial() {
        let output = trial("a sum\t[2]\t1.0 2.5", "a word\t\tyes and no")
        #expect(
            output.values == [
                TrialOutput.Value(label: "a sum", shape: "[2]", numbers: ["1.0", "2.5"]),
                TrialOutput.Value(label: "a word", shape: "", numbers: ["yes", "and", "no"]),
            ])
        #expect(TrialOutput("\u{1}show\ta\t\t1\n").values.isEmpty, "before the trial")
    }

    @Test func anotherOrderOfTheSameSumIsNoMistake() {
        let book = trial("x\t[3]\t1.0 1000.0 nan")
        #expect(book.firstMistake(of: trial("x\t[3]\t1.00005 1000.05 nan"), revealing: true) == nil)
        #expect(book.firstMistake(of: trial("x\t[3]\t1.0002 1000.0 nan"), revealing: true) != nil)
        #expect(book.firstMistake(of: trial("x\t[3]\t1.0 1000.0 1.0"), revealing: true) != nil)
        #expect(trial("x\t[1]\t3").firstMistake(of: trial("x\t[1]\t4"), revealing: true) != nil, "whole numbers")
    }

    @Test func whatAMistakeSays() throws {
        let book = trial("a view of [2, 3]\t[2]\t1 2", "its strides\t[6]\t1.5 2.5 3.5 4.5 5.5 6.5")
        let own = trial("a view of [2, 3]\t[2]\t1 2", "its strides\t[6]\t1.5 2.5 3.5 5.5 5.5 6.5")
        let told = try #require(book.firstMistake(of: own, revealing: true))
        #expect(told.message == "Tried on other numbers than the page's: the 2nd of 2 values is wrong.")
        #expect(
            told.details == [
                "what      its strides; a view of [2, 3]", "expected  [6] from index 3 on: 4.5 5.5 6.5",
                "found     [6] from index 3 on: 5.5 5.5 6.5", "largest difference: 1",
            ])
        let hidden = try #require(book.firstMistake(of: own, revealing: false))
        #expect(hidden == Finding(message: "It's wrong on other inputs than the page's."))
    }

    @Test func shapesAndMissingValuesOfATrial() throws {
        let book = trial("x\t[2]\t1 2", "y\t\t3")
        #expect(
            book.firstMistake(of: trial("x\t[1]\t1", "y\t\t3"), revealing: true)?.details
                == ["what      x", "expected  [2] 1 2", "found     [1] 1"])
        #expect(
            book.firstMistake(of: trial("x\t[2]\t1 2"), revealing: true)?.message
                == "Tried on other numbers, it showed 1 values instead of 2.")
        #expect(book.firstMistake(of: trial("x\t[2]\t1 2", "y\t\t3", "z\t\t4"), revealing: true) != nil)
        let text = trial("x\t\tone two three four five six")
        #expect(
            text.firstMistake(of: trial("x\t\tone two three four five seven"), revealing: true)?.details.suffix(2)
                == ["expected  one two three four five six", "found     one two three four five seven"])
    }
}
