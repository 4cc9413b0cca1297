// What the tables' names stand for, in Swift. fixtures.py has the same, with the same numbers.
import Foundation
import Kindling

manualSeed(1)
var x = Tensor([[0.5, -2, 3], [4, 1.5, -1]])
let y = Tensor([[2, 0.25, -1], [4, -3, 0.5]])
let (u, v) = (Tensor([1, -2, 0.5]), Tensor([0.25, 3, -1]))
let m = Tensor([[1, 2], [-1, 0.5], [3, -2]])
let (a, b) = (Tensor.arange(12).view(2, 2, 3), Tensor.arange(12).view(2, 3, 2) - 5)
let k = IntTensor([1, 0])
var labels = IntTensor([2, 0])
let index = IntTensor([[2, 0, 1], [0, 0, 2]])
let (mask, other) = (x .> 0, y .> 0)
let (scores, shares, w) = (x, Tensor([[0.5, 0.25, 0.25], [0, 0.75, 0.25]]), Tensor([1, 2, 0.5]))
let (weight, bias) = (Parameter([[1, 0.5, -1], [0.25, 2, 1]]), Parameter([0.5, -0.5]))
let p = Parameter([[1, -1, 2], [0.5, 0.25, -3]])
let z = p * 2
let loss = z.sum()
loss.backward(retainGraph: true)
let table = Tensor.arange(44).view(11, 4)
let (mean, variance) = (Tensor.zeros(3), Tensor.ones(3))
let images = Tensor.arange(128).view(2, 1, 8, 8) / 64
let channels = Tensor.arange(512).view(2, 4, 8, 8) / 256
let kernels = Tensor.arange(36).view(4, 1, 3, 3) / 16 - 1
let biases = Tensor([0.5, 0, -0.5, 1])
let q = Tensor((0..<64).map { Float($0 % 7) / 4 - 1 }).view(2, 4, 8)
let blocked = Transformer.causalMask(4)
let padding = BoolTensor([[false, false, false, true], [false, false, false, false]])
let g = Generator(seed: 5)
let rng = Generator.default.state.bytes

let net = Sequential(Linear(3, 4), ReLU())
net(x).sum().backward()
let layer = Linear(3, 2)
let conv = Conv2d(1, 4, 3)
let norm = BatchNorm2d(4)
let rows = LayerNorm(3)
let words = Embedding(11, 4)
let attention = MultiheadAttention(embedDim: 8, numHeads: 2, batchFirst: true)
let reader = TransformerEncoderLayer(dModel: 8, nhead: 2, dimFeedforward: 16, dropout: 0, batchFirst: true)
let writer = TransformerDecoderLayer(dModel: 8, nhead: 2, dimFeedforward: 16, dropout: 0, batchFirst: true)
let encoder = TransformerEncoder(reader, numLayers: 2)
let decoder = TransformerDecoder(writer, numLayers: 2)
let transformer = Transformer(
    dModel: 8, nhead: 2, numEncoderLayers: 1, numDecoderLayers: 1, dimFeedforward: 16, dropout: 0, batchFirst: true)

let optimizer = SGD(net.parameters, lr: 0.1, momentum: 0.9)
let adam = Adam(net.parameters)
let scheduler = StepLR(optimizer, stepSize: 30)
let (state, memory, place) = (net.stateDict, optimizer.stateDict, scheduler.stateDict)

let numbers = Array(0..<10)
let dataset = TensorDataset(x, labels)
let part = Subset(dataset, [1, 0])
let joined = ConcatDataset([numbers, numbers])
let sampler = SequentialSampler(numbers)
let groups = BatchSampler(sampler, batchSize: 4, dropLast: false)
let loader = DataLoader(dataset, batchSize: 2)
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-reference")
let file = folder.appendingPathComponent("file.npy")
try FileManager.default.createDirectory(at: folder.appendingPathComponent("class"), withIntermediateDirectories: true)
try PNG.grey(Tensor.zeros(2, 2)).write(to: folder.appendingPathComponent("class/picture.png"))
let (h, counts, flags) = (StoredTensor(x, as: .float16), StoredTensor(k, as: .int32), StoredTensor(mask))
let data = Array("(lp0\nI1\naI2\na.".utf8)
let packed = try Gzip.deflate(Array("abc".utf8))
let pictures = try ImageFolder(root: folder)

struct Stream: IterableDataset {
    func makeIterator() -> AnyIterator<Int> { AnyIterator([1, 2].makeIterator()) }
}
let stream = Stream()

struct Twice: Function {
    func forward(_ inputs: [Tensor], _ context: Context) -> Tensor { inputs[0] * 2 }
    func backward(_ gradient: Tensor, _ context: Context) -> [Tensor?] { [gradient * 2] }
}

func f(_ t: Tensor) -> Tensor { t * t }
func pad(_ samples: [(Tensor, IntTensor)]) -> Int { samples.count }
