import Kindling

extension ParityTable {
    static func integers() -> ParityTable {
        var t = ParityTable("integers")
        t.tolerance = 0
        t.add("i + j", "IntTensor.+(_:_:) IntTensor, IntTensor") { [$0.i + $0.j] }
        t.add("i + 7", "IntTensor.+(_:_:) IntTensor, Int") { [$0.i + 7] }
        t.add("i - j", "IntTensor.-(_:_:) IntTensor, IntTensor") { [$0.i - $0.j] }
        t.add("i - 7", "IntTensor.-(_:_:) IntTensor, Int") { [$0.i - 7] }
        t.add("i * j", "IntTensor.*(_:_:) IntTensor, IntTensor") { [$0.i * $0.j] }
        t.add("i * 7", "IntTensor.*(_:_:) IntTensor, Int") { [$0.i * 7] }
        t.add("i .== j", "IntTensor..==(_:_:) IntTensor, IntTensor") { [$0.i .== $0.j] }
        t.add("i .== 1", "IntTensor..==(_:_:) IntTensor, Int") { [$0.i .== 1] }
        t.add("i .!= j", "IntTensor..!=(_:_:) IntTensor, IntTensor") { [$0.i .!= $0.j] }
        t.add("i .!= 1", "IntTensor..!=(_:_:) IntTensor, Int") { [$0.i .!= 1] }
        t.add("i .< j", "IntTensor..<(_:_:) IntTensor, IntTensor") { [$0.i .< $0.j] }
        t.add("i .< 1", "IntTensor..<(_:_:) IntTensor, Int") { [$0.i .< 1] }
        t.add("i .> j", "IntTensor..>(_:_:) IntTensor, IntTensor") { [$0.i .> $0.j] }
        t.add("i .> 1", "IntTensor..>(_:_:) IntTensor, Int") { [$0.i .> 1] }
        t.add("i.isEqual(to: j)", "IntTensor.isEqual(to:)") { [$0.i.isEqual(to: $0.j)] }
        t.add("i.min()", "IntTensor.min()") { [$0.i.min()] }
        t.add("i.max()", "IntTensor.max()") { [$0.i.max()] }
        t.add("i.sum()", "IntTensor.sum()") { [$0.i.sum()] }
        t.add("i.float()", "IntTensor.float()") { [$0.i.float()] }
        t.add("IntTensor.arange(5)", "IntTensor.arange(_:)") { _ in [IntTensor.arange(5)] }
        t.add("IntTensor.arange(7, -3, step: -2)", "IntTensor.arange(_:_:step:)") { _ in
            [IntTensor.arange(7, -3, step: -2)]
        }
        t.add("IntTensor.zeros(2, 3)", "IntTensor.zeros(_:)") { _ in [IntTensor.zeros(2, 3)] }
        t.add("IntTensor.ones(2, 3)", "IntTensor.ones(_:)") { _ in [IntTensor.ones(2, 3)] }
        t.add("IntTensor.full([2, 3], 7)", "StridedView.full(_:_:)") { _ in [IntTensor.full([2, 3], 7)] }
        t.add("IntTensor(7)", "StridedView.init(_:) Element") { _ in [IntTensor(7)] }
        t.add("IntTensor([7, -1])", "StridedView.init(_:) [Element]") { _ in [IntTensor([7, -1])] }
        t.add("IntTensor([[7, -1], [2, 3]])", "StridedView.init(_:) [[Element]]") { _ in
            [IntTensor([[7, -1], [2, 3]])]
        }
        t.add("i.item()", "StridedView.item()") { [$0.i.item()] }
        t.add("i[1]", "StridedView.subscript(_:) Int") { [$0.i[1]] }
        t.add("i[1, -2]", "StridedView.subscript(_:_:) Int, Int") { [$0.i[1, -2]] }
        t.add("i[1..<3]", "IntTensor.subscript(_:)", "StridedView.subscript(_:) Range<Int>") { [$0.i[1..<3]] }
        t.add("i.reshape(2, -1)", "StridedView.reshape(_:) Int...") { [$0.i.reshape(2, -1)] }
        t.add("i.view(4, 1, -1)", "StridedView.view(_:)") { [$0.i.view(4, 1, -1)] }
        t.add("i.unsqueeze(-1)", "StridedView.unsqueeze(_:)") { [$0.i.unsqueeze(-1)] }
        t.add("i.squeeze(0)", "StridedView.squeeze(_:)") { [$0.i.squeeze(0)] }
        t.add("i.gather([2, 0, -1])", "StridedView.gather(_:)") { [$0.i.gather([2, 0, -1])] }
        t.add("i.row(1)", "StridedView.row(_:)") { [$0.i.row(1)] }
        t.add("i.rows(1..<3)", "StridedView.rows(_:)") { [$0.i.rows(1..<3)] }
        t.add("i.gather([2, 0, 2])", "StridedView.gather(_:)") { [$0.i.gather([2, 0, 2])] }
        t.add("a.row(1)", "Tensor.row(_:)") { [$0.a.row(1)] }
        t.add("a.rows(1..<3)", "Tensor.rows(_:)") { [$0.a.rows(1..<3)] }
        t.add("a.gather([2, 0, 2])", "Tensor.gather(_:)") { [$0.a.gather([2, 0, 2])] }

        t.add("m.float()", "BoolTensor.float()") { [$0.m.float()] }
        t.add("m.int()", "BoolTensor.int()") { [$0.m.int()] }
        t.add("m.sum()", "BoolTensor.sum()") { [$0.m.sum()] }
        t.add("m.all()", "BoolTensor.all()") { [$0.m.all()] }
        t.add("m.any()", "BoolTensor.any()") { [$0.m.any()] }
        t.add("!m", "BoolTensor.!(_:)") { [!$0.m] }
        t.add("m .& n", "BoolTensor..&(_:_:)") { [$0.m .& $0.n] }
        t.add("m .| n", "BoolTensor..|(_:_:)") { [$0.m .| $0.n] }

        t.add("padSequence([a, b, c])", "padSequence(_:batchFirst:paddingValue:) [Tensor]") {
            [padSequence([$0.a, $0.b, $0.c])]
        }
        t.add(
            "padSequence([a, b], batchFirst: true, paddingValue: -1)",
            "padSequence(_:batchFirst:paddingValue:) [Tensor]"
        ) {
            [padSequence([$0.a, $0.b], batchFirst: true, paddingValue: -1)]
        }
        t.add("padSequence([i, j])", "padSequence(_:batchFirst:paddingValue:) [IntTensor]") {
            [padSequence([$0.i, $0.j])]
        }
        t.add(
            "padSequence([i, j], batchFirst: true, paddingValue: 7)",
            "padSequence(_:batchFirst:paddingValue:) [IntTensor]"
        ) {
            [padSequence([$0.i, $0.j], batchFirst: true, paddingValue: 7)]
        }
        return t
    }
}
