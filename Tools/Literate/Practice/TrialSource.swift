extension PracticeBuild {
    /// What the code of trials may use: numbers drawn from a seed, and `show`, which prints a value with its shape.
    static func trialSource(for course: Course) -> (name: String, text: String) {
        let imports = course.modules.map { "import \($0)\n" }.joined()
        let seeding = course.usesKindling ? "manualSeed(UInt64(draw(1...1_000_000)))" : ""
        return (
            "Trial.swift",
            """
            import Foundation
            \(imports)
            func _isTrial(_ key: String) -> Bool {
                guard ProcessInfo.processInfo.environment["\(trial)"] == key else { return false }
                // What the program has printed so far isn't the trial's.
                print("\\u{1}trial")
                \(seeding)
                return true
            }

            \(drawing)
            \(course.usesKindling ? tensors : "")
            """
        )
    }

    private static let drawing = """
        func _endTrial() {
            fflush(nil)
            exit(0)
        }

        /// SplitMix64, from the seed in the environment.
        nonisolated(unsafe) private var _trialState = UInt64(ProcessInfo.processInfo.environment["\(seed)"] ?? "") ?? 1

        private func _nextTrial() -> UInt64 {
            _trialState &+= 0x9e37_79b9_7f4a_7c15
            var z = _trialState
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }

        /// A whole number of a range.
        func draw(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(_nextTrial() % UInt64(range.count)) }

        /// One of some values.
        func draw<T>(_ values: [T]) -> T { values[draw(0...values.count - 1)] }

        /// A number between -limit and limit.
        func drawNumber(_ limit: Double = 2) -> Double {
            (Double(_nextTrial() >> 11) / 9007199254740992 * 2 - 1) * limit
        }

        /// A shape of so many dimensions, each of a size of the range.
        func drawShape(_ dimensions: ClosedRange<Int>, sizes: ClosedRange<Int> = 1...4) -> [Int] {
            (0..<draw(dimensions)).map { _ in draw(sizes) }
        }

        func _show(_ label: String, _ shape: String, _ values: [String]) {
            print("\\u{1}show\\t\\(label)\\t\\(shape)\\t\\(values.joined(separator: " "))")
            fflush(nil)
        }

        func show(_ label: String, _ number: Double) { _show(label, "", ["\\(number)"]) }
        func show(_ label: String, _ numbers: [Double]) { _show(label, "[\\(numbers.count)]", numbers.map { "\\($0)" }) }
        func show(_ label: String, _ numbers: [Int]) { _show(label, "[\\(numbers.count)]", numbers.map { "\\($0)" }) }
        /// Anything else, as it is printed; a list that an expression makes comes here, too.
        func show(_ label: String, _ value: some Any) {
            if let numbers = value as? [Double] { return show(label, numbers) }
            if let numbers = value as? [Float] { return show(label, numbers.map(Double.init)) }
            if let numbers = value as? [Int] { return show(label, numbers) }
            if let number = value as? Double { return show(label, number) }
            if let number = value as? Float { return show(label, Double(number)) }
            let text = "\\(value)".replacingOccurrences(of: "\\n", with: "\\u{21b5}")
            _show(label, "", [text.replacingOccurrences(of: "\\t", with: " ")])
        }

        """

    private static let tensors = """
        /// A tensor of numbers between -limit and limit.
        func drawTensor(_ shape: [Int], _ limit: Double = 2) -> Tensor {
            Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in Float(drawNumber(limit)) })
        }

        /// Integers of a range.
        func drawIntegers(_ shape: [Int], _ range: ClosedRange<Int>) -> IntTensor {
            IntTensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in draw(range) })
        }

        func show(_ label: String, _ tensor: Tensor) {
            _show(label, "\\(tensor.shape)", tensor.detach().array.map { "\\($0)" })
        }
        func show(_ label: String, _ tensor: IntTensor) {
            _show(label, "\\(tensor.shape)", tensor.array.map { "\\($0)" })
        }
        func show(_ label: String, _ tensor: Tensor?) {
            if let tensor { show(label, tensor) } else { _show(label, "", ["nil"]) }
        }

        """
}
