// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/01-11-random.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5bbfa72dad3d5718

import Checkpoint

_program("Chapters/Workshop/01-11-random.md", code: "c9b52bc07a6811c7")
#sourceLocation(file: "Chapters/Workshop/01-11-random.md", line: 124)
import Kindling

var twister = MersenneTwister(seed: 1)
for _ in 0..<3 {
    let bits = twister.next32() & 0xff_ffff
    print(bits, Double(bits) / 0x1p24)
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/01-11-random.md", line: 595)
manualSeed(1)
print(Tensor.rand(3))
print(IntTensor.randperm(10))
print(IntTensor.randint(0..<100, 2, 5))
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/01-11-random.md", line: 618)
manualSeed(1)
print(Tensor.randn(3))
manualSeed(1)
print(Tensor.randn(20))
#sourceLocation()
_checkpoint(3)
#sourceLocation(file: "Chapters/Workshop/01-11-random.md", line: 643)
manualSeed(1)
print(Tensor.randn(1), Tensor.rand(1), Tensor.randn(1))
#sourceLocation()
_checkpoint(4)
#sourceLocation(file: "Chapters/Workshop/01-11-random.md", line: 660)
manualSeed(1)
let many = Tensor.randn(100_000)
print(many.mean(), (many * many).mean())
#sourceLocation()
_checkpoint(5)
#sourceLocation(file: "Chapters/Workshop/01-11-random.md", line: 678)
manualSeed(1)
print(Tensor.rand(1))
withRandomSeed(7) {
    print(Tensor.rand(2))
}
print(Tensor.rand(2))
#sourceLocation()
_checkpoint(6)
#sourceLocation(file: "Chapters/Workshop/01-11-random.md", line: 707)
import Dispatch

let finished = DispatchSemaphore(value: 0)
Task.detached {
    async let first = withRandomSeed(7) { await Task.yield(); return Tensor.rand(2).array }
    async let second = withRandomSeed(7) { await Task.yield(); return Tensor.rand(2).array }
    let (a, b) = await (first, second)
    print(Tensor(a), a == b)
    finished.signal()
}
finished.wait()
#sourceLocation()
_checkpoint(7)
#sourceLocation(file: "Chapters/Workshop/01-11-random.md", line: 729)
let generator = Generator(seed: 7)
let bookmark = generator.state
print(Tensor.rand(2, generator: generator), Tensor.rand(2, generator: generator))
generator.state = bookmark
print(Tensor.rand(2, generator: generator))
print(generator.initialSeed)
#sourceLocation()
_checkpoint(8)
#sourceLocation(file: "Chapters/Workshop/01-11-random.md", line: 756)
let scout = generator.clone()
print(Tensor.rand(2, generator: scout), Tensor.rand(2, generator: generator))

generator.manualSeed(7)
print(generator.next32(), Tensor([generator.uniformFloat()]), Tensor(generator.nextNormal()))
print(generator.seed() == generator.initialSeed)
#sourceLocation()
_checkpoint(9)
#sourceLocation(file: "Chapters/Workshop/01-11-random.md", line: 793)
manualSeed(1)
let sixteen = Tensor.rand(16)
let radius = ((1 - sixteen[0..<8]).log() * -2).sqrt()
let angle = sixteen[8..<16] * (2 * Double.pi)
let byHand = cat([radius * angle.cos(), radius * angle.sin()])
manualSeed(1)
print(byHand[0..<4], byHand.isClose(to: Tensor.randn(16), absoluteTolerance: 1e-6))
#sourceLocation()
_checkpoint(10)
