import Kindling

extension ParityTable {
    /// Numbers are moved, not computed: the same bits. (A gradient that is a sum of a few numbers may differ in its last.)
    static func views() -> ParityTable {
        var t = ParityTable("views")
        t.tolerance = 0
        t.add("a.view(2, 6)", "Tensor.view(_:) Int...") { [$0.a.view(2, 6)] }
        t.add("a.view(-1, 4)", "Tensor.view(_:) Int...") { [$0.a.view(-1, 4)] }
        t.add("a.view([3, -1])", "Tensor.view(_:) [Int]") { [$0.a.view([3, -1])] }
        t.add("a.view(1, 3, 4, 1)", "Tensor.view(_:) Int...") { [$0.a.view(1, 3, 4, 1)] }
        t.add("a.reshape(2, -1)", "Tensor.reshape(_:) Int...") { [$0.a.reshape(2, -1)] }
        t.add("a.reshape([4, 3])", "Tensor.reshape(_:) [Int]") { [$0.a.reshape([4, 3])] }
        t.add("a.flatten()", "Tensor.flatten(_:_:)") { [$0.a.flatten()] }
        t.add("a.flatten(1)", "Tensor.flatten(_:_:)") { [$0.a.flatten(1)] }
        t.add("a.flatten(0, 1)", "Tensor.flatten(_:_:)") { [$0.a.flatten(0, 1)] }
        t.add("a.permute(2, 0, 1)", "Tensor.permute(_:) Int...") { [$0.a.permute(2, 0, 1)] }
        t.add("a.permute([-1, 0, 1])", "Tensor.permute(_:) [Int]") { [$0.a.permute([-1, 0, 1])] }
        t.add("a.transpose(0, -1)", "Tensor.transpose(_:_:)") { [$0.a.transpose(0, -1)] }
        t.add("a.t()", "Tensor.t()") { [$0.a.t()] }
        t.add("a.T", "Tensor.T") { [$0.a.T] }
        t.add("a.T of three dimensions", "Tensor.T") { [$0.a.T] }
        t.add("a.unsqueeze(0)", "Tensor.unsqueeze(_:)") { [$0.a.unsqueeze(0)] }
        t.add("a.unsqueeze(-1)", "Tensor.unsqueeze(_:)") { [$0.a.unsqueeze(-1)] }
        t.add("a.unsqueeze(1)", "Tensor.unsqueeze(_:)") { [$0.a.unsqueeze(1)] }
        t.add("a.squeeze()", "Tensor.squeeze()") { [$0.a.squeeze()] }
        t.add("a.squeeze(1)", "Tensor.squeeze(_:)") { [$0.a.squeeze(1)] }
        t.add("a.squeeze(-1)", "Tensor.squeeze(_:)") { [$0.a.squeeze(-1)] }
        t.add("a.expand(2, 3, 4)", "Tensor.expand(_:) Int...", within: 1e-6) { [$0.a.expand(2, 3, 4)] }
        t.add("a.expand([-1, 5])", "Tensor.expand(_:) [Int]", within: 1e-6) { [$0.a.expand([-1, 5])] }
        t.add("a.narrow(1, start: 1, length: 2)", "Tensor.narrow(_:start:length:)") {
            [$0.a.narrow(1, start: 1, length: 2)]
        }
        t.add("a.narrow(-1, start: 0, length: 3)", "Tensor.narrow(_:start:length:)") {
            [$0.a.narrow(-1, start: 0, length: 3)]
        }
        t.add("a.split(2)", "Tensor.split(_:_:)") { $0.a.split(2) }
        t.add("a.split(3, 1)", "Tensor.split(_:_:)") { $0.a.split(3, 1) }
        t.add("a.clone()", "Tensor.clone()") { [$0.a.clone()] }
        t.add("a.contiguous()", "Tensor.contiguous()") { [$0.a.contiguous() * 1] }

        let indexing = "Tensor.subscript(_:) any TensorIndex..."
        t.add("a[1]", indexing) { [$0.a[1]] }
        t.add("a[-1]", indexing) { [$0.a[-1]] }
        t.add("a[1, -2]", indexing) { [$0.a[1, -2]] }
        t.add("a[1..<3]", "Tensor.subscript(_:) Range<Int>") { [$0.a[1..<3]] }
        t.add("a[1...2]", indexing) { [$0.a[1...2]] }
        t.add("a[1...]", indexing) { [$0.a[1...]] }
        t.add("a[..<2]", indexing) { [$0.a[..<2]] }
        t.add("a[...1]", indexing) { [$0.a[...1]] }
        t.add("a[0..<99]", "Tensor.subscript(_:) Range<Int>") { [$0.a[0..<99]] }
        t.add("a[2..<2]", "Tensor.subscript(_:) Range<Int>") { [$0.a[2..<2]] }
        t.add("a[0..., 0...]", indexing) { [$0.a[0..., 0...]] }
        t.add("a[0..., 1..<3]", indexing) { [$0.a[0..., 1..<3]] }
        t.add("a[1..., 0..., -1]", indexing) { [$0.a[1..., 0..., -1]] }
        t.add("a[0..., 1]", indexing) { [$0.a[0..., 1]] }
        t.add("a[IntTensor]", "Tensor.subscript(_:) IntTensor", within: 1e-6) { [$0.a[$0.i]] }
        t.add("a[rows, columns]", "Tensor.subscript(_:_:)", within: 1e-6) { [$0.a[$0.i, $0.j]] }
        t.add("a[mask]", "Tensor.subscript(_:) BoolTensor") { [$0.a[$0.m]] }
        t.add("a.gather(0, index)", "Tensor.gather(_:_:)", within: 1e-6) { [$0.a.gather(0, $0.i)] }
        t.add("a.gather(-1, index)", "Tensor.gather(_:_:)", within: 1e-6) { [$0.a.gather(-1, $0.i)] }
        t.add("Tensor.where(mask, a, b)", "Tensor.where(_:_:_:)", within: 1e-6) { [Tensor.where($0.m, $0.a, $0.b)] }
        t.add("a.maskedFill(mask, 0.1)", "Tensor.maskedFill(_:_:)") { [$0.a.maskedFill($0.m, 0.1)] }
        t.add("cat([a, b, a])", "cat(_:_:)") { [cat([$0.a, $0.b, $0.a])] }
        t.add("cat([a, b], -1)", "cat(_:_:)") { [cat([$0.a, $0.b], -1)] }
        t.add("stack([a, b, a])", "stack(_:_:)") { [stack([$0.a, $0.b, $0.a])] }
        t.add("stack([a, b], 1)", "stack(_:_:)") { [stack([$0.a, $0.b], 1)] }
        t.add("stack([a, b], -1)", "stack(_:_:)") { [stack([$0.a, $0.b], -1)] }

        t.tolerance = 1e-6
        t.add("x[1] = b", indexing) { assigned($0) { $0[1] = $1 } }
        t.add("x[0..., 1] = b", indexing) { assigned($0) { $0[0..., 1] = $1 } }
        t.add("x[1..<3, 0..<2] = b", indexing) { assigned($0) { $0[1..<3, 0..<2] = $1 } }
        t.add("x[0, 0] = b", indexing) { assigned($0) { $0[0, 0] = $1 } }
        t.add("x[1] = b with dimensions of size 1 in front", indexing) { assigned($0) { $0[1] = $1 } }
        t.add("x[0, 0] = Tensor([7])", indexing) { inputs in
            var x = inputs.a * 1
            x[0, 0] = Tensor([7])
            return [x]
        }
        return t
    }

    private static func assigned(_ inputs: ParityInputs, _ assign: (inout Tensor, Tensor) -> Void) -> [any ParityValue]
    {
        var x = inputs.a * 1
        assign(&x, inputs.b)
        return [x]
    }
}
