import Foundation
import Kindling
import Testing

private func variable(_ values: [Float]) -> Tensor {
    let x = Tensor(values)
    x.requiresGrad = true
    return x
}

/// Returns its first input as it is.
private struct Identity: Function {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { inputs[0] }
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { inputCount(context, gradient) }

    private func inputCount(_ context: Context, _ gradient: Tensor) -> [Tensor?] {
        context.inputShapes.indices.map { $0 == 0 ? gradient * 3 : .zeros(context.inputShapes[$0]) }
    }
}

/// A cube, with its own gradient.
private struct Cube: Function {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor {
        context.save(inputs[0])
        return inputs[0] * inputs[0] * inputs[0]
    }

    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] {
        [gradient * 3 * context.saved(0).pow(2)]
    }
}

@Suite("Autograd: the graph", .ownRandomNumbers) struct AutogradGraphTests {
    @Test("leaves, results, and what wants a gradient")
    func leaves() {
        let x = variable([1, 2])
        let y = Tensor([3, 4])
        #expect(x.requiresGrad && x.isLeaf && x.gradFn == nil && x.grad == nil)
        let z = x * y
        #expect(z.requiresGrad && !z.isLeaf && z.gradFn?.name == "MulBackward0")
        #expect("\(z.gradFn!)" == "<MulBackward0>")
        #expect(z.gradFn?.nextFunctions.count == 2 && z.gradFn?.nextFunctions[1] == nil)
        #expect(z.gradFn?.nextFunctions[0]?.name == "AccumulateGrad")
        let constant = y * y
        #expect(!constant.requiresGrad && constant.isLeaf && constant.graph == "None")
        x.requiresGrad = false
        #expect((x * 2).isLeaf)
        // One leaf has one accumulator, however often it is used.
        x.requiresGrad = true
        let (a, b) = (x + 1, x * 2)
        #expect(a.gradFn?.nextFunctions[0] === b.gradFn?.nextFunctions[0])
    }

    @Test("gradients accumulate, also over several graphs, and can be set to zero")
    func accumulation() {
        let x = variable([1, 2])
        (x * x).sum().backward()
        #expect(x.grad?.array == [2, 4])
        (x * 3).sum().backward()
        #expect(x.grad?.array == [5, 7])
        x.grad?.zero()
        #expect(x.grad?.array == [0, 0])
        (x * x).sum().backward()
        #expect(x.grad?.array == [2, 4])
        x.grad = nil
        x.sum().backward()
        #expect(x.grad?.array == [1, 1])
        x.backward(gradient: Tensor([5, 6]))
        #expect(x.grad?.array == [6, 7])
    }

    @Test("retainGraph keeps what was saved")
    func retainGraph() {
        let x = variable([1, 2])
        let y = (x * x).exp().sum()
        y.backward(retainGraph: true)
        let first = x.grad!.array
        y.backward(retainGraph: true)
        y.backward()
        #expect(x.grad!.array == first.map { $0 + $0 + $0 })
        // A sum saves nothing, so it can be gone through again, as in torch.
        let z = x.sum()
        z.backward()
        z.backward()
    }

    @Test("a graph is freed behind it, and shared parts only once")
    func sharedParts() {
        let x = variable([2])
        let square = x * x
        let (a, b) = (square.sum(), (square * 2).sum())
        a.backward(retainGraph: true)
        b.backward()
        #expect(x.grad?.array == [12])
    }

    @Test("retainGrad keeps the gradient of a result, and adds up")
    func retainGrad() {
        let x = variable([1, 2])
        let y = x * 3
        y.retainGrad()
        let z = (y * y).sum()
        #expect(y.grad == nil)
        z.backward(retainGraph: true)
        #expect(y.grad?.array == [6, 12] && x.grad?.array == [18, 36])
        z.backward()
        #expect(y.grad?.array == [12, 24])
        #expect(z.grad == nil)
    }

    @Test("retainGrad goes along with a change in place")
    func retainGradInPlace() {
        let x = variable([1, 2])
        let y = x * 3
        y.retainGrad()
        y *= 2
        y.sum().backward()
        #expect(y.grad?.array == [1, 1] && x.grad?.array == [6, 6])
    }

    /// The right values are torch's.
    @Test("infinite and large gradients of extremes and norms go where they belong")
    func largeGradients() {
        let x = variable([0, -1])
        x.max().sqrt().backward()
        #expect(x.grad?.array == [.infinity, 0])
        let small = variable([3e-20, 4e-20])
        small.norm().backward(gradient: Tensor(1e20))
        #expect(small.grad!.isClose(to: Tensor([6e19, 8e19])))
        let zeros = variable([0, 0])
        zeros.norm().sqrt().backward()
        #expect(zeros.grad!.isNaN().all())
    }

    struct NaNBackward: Function {
        func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { inputs[0] * 2 }
        func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient * Double.nan] }
    }

    @Test("a gradient of nan is no small error")
    func nanIsAnError() {
        #expect(gradientError(at: [Tensor([1, 2])]) { NaNBackward()($0[0]) } == .infinity)
    }

    @Test("backward with a given gradient, of any shape")
    func givenGradient() {
        let x = variable([1, 2, 3])
        (x * x).backward(gradient: Tensor([1, 10, 100]))
        #expect(x.grad?.array == [2, 40, 600])
        let w = variable([1, 2])
        (w.unsqueeze(0) * 2).backward(gradient: Tensor([[1, 2]]))
        #expect(w.grad?.array == [2, 4])
        // One element in several dimensions starts with 1.
        let v = variable([3])
        (v * v).view(1, 1, 1).backward()
        #expect(v.grad?.array == [6])
    }

    @Test("detach and noGrad stop the gradient, and share the memory")
    func detach() {
        let x = variable([1, 2])
        let y = x * 2
        let d = y.detach()
        #expect(d.isLeaf && !d.requiresGrad && d.sharesStorage(with: y))
        (d * x).sum().backward()
        #expect(x.grad?.array == [2, 4])
        let quiet = noGrad { x * 2 }
        #expect(!quiet.requiresGrad && quiet.gradFn == nil)
        noGrad { x.detach()[0] += 9 }
        #expect(x.array == [10, 2])
    }

    @Test("noGrad and enableGrad nest, and end when their closure throws")
    func gradMode() {
        struct Stop: Error {}
        #expect(isGradEnabled)
        noGrad {
            #expect(!isGradEnabled)
            enableGrad {
                #expect(isGradEnabled)
                noGrad { #expect(!isGradEnabled) }
                #expect(isGradEnabled)
            }
            #expect(!isGradEnabled)
            #expect(throws: Stop.self) { try enableGrad { throw Stop() } }
            #expect(!isGradEnabled)
        }
        #expect(isGradEnabled)
        #expect(throws: Stop.self) { try noGrad { throw Stop() } }
        #expect(isGradEnabled)
        #expect(throws: Stop.self) { try noGrad { try enableGrad { try noGrad { throw Stop() } } } }
        #expect(isGradEnabled)
        #expect(noGrad { 5 } == 5)
        // Backward itself records nothing, and leaves the mode alone.
        let x = variable([1])
        (x * x).backward()
        #expect(isGradEnabled && x.grad?.requiresGrad == false)
    }

    @Test("the mode belongs to the thread")
    func threads() async {
        let seen: Bool = await withCheckedContinuation { continuation in
            noGrad {
                Thread.detachNewThread {
                    let before = isGradEnabled
                    noGrad {}
                    continuation.resume(returning: before && isGradEnabled)
                }
                #expect(!isGradEnabled)
            }
        }
        #expect(seen)
        #expect(isGradEnabled)
    }

    /// A graph may go on where another thread left off: an async function does, after each await.
    @Test("a graph made on several threads has all its gradients")
    func graphOverThreads() async {
        let x = variable([2])
        let box = Locked(Tensor(0))
        // Many nodes here first, so that a count begun anew on another thread would be behind.
        box.withLock { tensor in
            tensor = x * 1
            for _ in 0..<100 { tensor = tensor + 0 }
        }
        for _ in 0..<3 {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                Thread.detachNewThread {
                    // A diamond: its lower end gets two gradients.
                    box.withLock { tensor in
                        let square = tensor * tensor
                        tensor = (square + square) * 0.5
                    }
                    continuation.resume()
                }
            }
        }
        box.withLock { tensor in
            tensor.backward()
            // x^8, so 8 · 2^7.
            #expect(tensor.array == [256] && x.grad?.array == [1024])
        }
    }

    @Test("what was saved may change if no gradient needs it")
    func harmlessChanges() {
        let x = variable([1, 2])
        let y = Tensor([3, 4])
        let sum = (x + y).sum()
        y += 1
        sum.backward()
        #expect(x.grad?.array == [1, 1])
        // x wants a gradient and y doesn't: only y was saved, so x may change.
        let z = (x * y).sum()
        noGrad { x += 1 }
        z.backward()
        #expect(x.grad?.array == [5, 6])
    }

    @Test("changes in place are recorded")
    func inPlace() {
        let x = variable([1, 2])
        let y = x * 2
        y *= y.detach().clone()
        y += 1
        y.sum().backward()
        #expect(y.array == [5, 17] && x.grad?.array == [4, 8])
        // A tensor that wanted no gradient does after something that does was added.
        let z = Tensor([0, 0])
        z += x
        #expect(z.requiresGrad && !z.isLeaf && z.graph == "AddBackward0\n  None\n  AccumulateGrad")
        z.sum().backward()
        #expect(x.grad?.array == [5, 9])
        // Filled with a constant, its past is cut off.
        let w = x * 2
        w.fill(3)
        (w * x).sum().backward()
        #expect(x.grad?.array == [8, 12])
    }

    @Test("views: made anew after their base has changed, they have its new history")
    func rebases() {
        let x = variable([1, 2, 3])
        let y = x * 2
        let before = y[0]
        y *= 3
        // Reading the old view is fine, and sees the new values; it is computing with it that stops the program (see the errors).
        #expect(before.item() == 6)
        y[0].backward()
        #expect(x.grad?.array == [6, 0, 0])
        // Under noGrad a view of a leaf may be written to.
        noGrad { x[1] = Tensor(7) }
        #expect(x.array == [1, 7, 3] && x.isLeaf)
    }

    @Test("operations of one's own")
    func custom() {
        let x = variable([2, -1])
        let y = Cube()(x)
        #expect(y.gradFn?.name == "CubeBackward0" && y.array == [8, -1])
        y.sum().backward()
        #expect(x.grad?.array == [12, 3])
        // Inside forward nothing is recorded: one node, not three.
        #expect(y.graph == "CubeBackward0\n  AccumulateGrad")
        #expect(Cube()(Tensor([3])).gradFn == nil)
        #expect(gradientError(at: [Tensor([0.5, -1.5])]) { Cube()($0[0]) } < 2e-3)
    }

    @Test("an operation may return its input")
    func identity() {
        let x = variable([1, 2])
        let y = Identity()(x)
        #expect(y !== x && y.sharesStorage(with: x) && x.isLeaf && !y.isLeaf)
        y.sum().backward()
        #expect(x.grad?.array == [3, 3])
        // The input returned wants no gradient; another does. It must stay as it is.
        let plain = Tensor([5, 6])
        let z = Identity()(plain, x)
        #expect(z !== plain && plain.isLeaf && !plain.requiresGrad && plain.gradFn == nil)
        #expect(z.gradFn?.name == "IdentityBackward0" && z.array == [5, 6])
        // A result returned.
        let w = x * 2
        let node = w.gradFn
        let v = Identity()(w)
        #expect(w.gradFn === node && v.gradFn !== node)
        x.grad = nil
        v.sum().backward()
        #expect(x.grad?.array == [6, 6])
        // Without recording there is nothing to tell apart.
        #expect(noGrad { Identity()(x) } === x)
        // flatten of a row and contiguous of a contiguous tensor are the tensor itself.
        #expect(x.flatten() === x && x.contiguous() === x)
    }

    @Test("a tensor used several times gets the sum; branches that lead nowhere do no harm")
    func diamonds() {
        let x = variable([2])
        let (a, b) = (x * 3, x * 5)
        let c = a * b
        _ = c * 7
        (c + a * a + x).backward()
        // 15x² + 9x² + x
        #expect(x.grad?.array == [97])
        // 2^30 paths through 30 diamonds, each node visited once.
        let y = variable([1])
        var z = y * 1
        for _ in 0..<30 { z = z + z }
        z.backward()
        #expect(y.grad?.array == [1_073_741_824])
    }

    @Test("leaves don't share their gradients' memory")
    func noAliases() {
        let (x, y) = (variable([1, 2]), variable([3, 4]))
        let start = Tensor([1, 1])
        (x + y).backward(gradient: start)
        #expect(!x.grad!.sharesStorage(with: y.grad!) && !x.grad!.sharesStorage(with: start))
        x.grad!.fill(9)
        #expect(y.grad?.array == [1, 1] && start.array == [1, 1])
        // An expanded gradient gets memory for each element.
        let z = variable([1, 2, 3])
        z.sum().backward()
        z.grad! += Tensor([1, 2, 3])
        #expect(z.grad?.array == [2, 3, 4])
        let w = variable([1, 1])
        let copy = w.clone()
        copy.retainGrad()
        copy.sum().backward()
        #expect(!copy.grad!.sharesStorage(with: w.grad!))
    }
}

@Suite("Autograd: memory", .ownRandomNumbers) struct AutogradMemoryTests {
    @Test("a chain of 300,000 nodes goes back and is freed without overflowing the stack")
    func deepChain() {
        let x = variable([1])
        var y = x * 1
        for _ in 0..<300_000 { y = y + 1 }
        y.backward()
        #expect(y.array == [300_001] && x.grad?.array == [1])
        weak let node = y.gradFn?.nextFunctions[0]
        #expect(node != nil)
        y = Tensor(0)
        #expect(node == nil)
        // Also with saved tensors, with two chains that cross, and in place.
        var (a, b) = (x * 1, x * 1)
        for _ in 0..<50_000 { (a, b) = (b * 1, a + b * 0) }
        (a + b).backward()
        a = x
        b = x
        let c = x * 1
        for _ in 0..<100_000 { c += 0 }
        c.backward()
    }

    @Test("a graph that nobody holds is freed, with all that it saved")
    func released() {
        let x = variable([1, 2])
        weak var middle: Storage<Float>?
        weak var node: Node?
        weak var result: Tensor?
        func build() -> Tensor {
            let y = x.exp()
            middle = y.storage
            node = y.gradFn
            let z = (y * y).sum()
            result = z
            return z
        }
        var z: Tensor? = build()
        #expect(middle != nil && node != nil && result != nil)
        z = nil
        #expect(middle == nil && node == nil && result == nil)
        // exp saves its own result: that must not be a cycle.
        weak var lone: Storage<Float>?
        do {
            let y = x.exp()
            lone = y.storage
        }
        #expect(lone == nil)
        _ = z
    }

    @Test("backward frees what was saved, retainGraph doesn't")
    func freedByBackward() {
        let x = variable([1, 2])
        weak var saved: Storage<Float>?
        func build() -> Tensor {
            let y = x * 2
            saved = y.storage
            return y.exp().log().pow(2).sum()
        }
        let a = (x * 1).exp()
        let loss = build()
        // Here only the graph's operations can hold it, and x * 2 is not saved by exp.
        #expect(saved == nil)
        func square() -> Tensor {
            let y = x * 2
            saved = y.storage
            return (y * y).sum()
        }
        let kept = square()
        #expect(saved != nil)
        kept.backward(retainGraph: true)
        #expect(saved != nil)
        kept.backward()
        #expect(saved == nil)
        _ = (a, loss)
    }

    @Test("a leaf doesn't hold old graphs, and a graph holds its leaves")
    func leaves() {
        weak var node: Node?
        let x = variable([1])
        do {
            let y = x * 2
            node = y.gradFn
            y.backward()
        }
        #expect(node == nil && x.grad?.array == [2])
        weak var leaf: Tensor?
        var y: Tensor?
        do {
            let short = variable([3])
            leaf = short
            y = short * short
        }
        #expect(leaf != nil)
        y?.backward()
        #expect(leaf?.grad?.array == [6])
        y = nil
        #expect(leaf == nil)
    }

    @Test("noGrad saves nothing")
    func noGradSaves() {
        let x = variable([1])
        weak var factor: Storage<Float>?
        let y = noGrad {
            let f = x * 3
            factor = f.storage
            return f.exp()
        }
        #expect(factor == nil && y.gradFn == nil)
    }
}
