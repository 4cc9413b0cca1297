// Computes with the library what the site's pages compute in a browser, and prints a hash of each group's bits. They
// are kept in Tests/SiteBits/bits.txt, with which `check.mjs` compares the pages' scripts, without Swift.
//
//     swift run -c release site-bits > Tests/SiteBits/bits.txt
//
// That is right when a group has been added here and in check.mjs, or when the weights in Chapters/Figures have
// changed.

import Foundation
import Kindling

/// FNV-1a, 64 bits, over the bits of numbers.
struct BitHash {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ values: [Float]) {
        for word in values.map(\.bitPattern) {
            for shift in stride(from: 0, to: 32, by: 8) {
                state = (state ^ UInt64((word >> shift) & 0xff)) &* 0x100_0000_01b3
            }
        }
    }

    var hex: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// Prints the hash of what `body` computes.
func group(_ name: String, _ body: (inout BitHash) throws -> Void) rethrows {
    var hash = BitHash()
    try body(&hash)
    print(hash.hex, name)
}

// The network ---------------------------------------------------------------------------------------------------------

/// Chapter 15's network.
final class LeNet: Module {
    let conv1 = Conv2d(1, 6, kernelSize: 3)
    let conv2 = Conv2d(6, 16, kernelSize: 3)
    let fc1 = Linear(16 * 6 * 6, 120)
    let fc2 = Linear(120, 84)
    let fc3 = Linear(84, 10)

    override func forward(_ x: Tensor) -> Tensor {
        let first = F.maxPool2d(F.relu(conv1(x)), 2)
        let second = F.maxPool2d(F.relu(conv2(first)), 2)
        return fc3(F.relu(fc2(F.relu(fc1(second.flatten(1))))))
    }
}

let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardized
let model = LeNet()
try model.load(from: root.appendingPathComponent("Chapters/Figures/18-lenet.safetensors"))
model.eval()

let test = try MNIST.test()
let images = test.images[0..<1000]
let padded = F.pad(images.view(-1, 1, 28, 28), [2, 2, 2, 2])

noGrad {
    group("log-probabilities of 1000 test images") { $0.add(F.logSoftmax(model(padded), -1).contiguous().array) }
    let first = F.relu(model.conv1(padded[0..<100]))
    group("maps of the first convolution, of 100") { $0.add(first.contiguous().array) }
    group("maps of the second convolution, of 100") {
        $0.add(F.relu(model.conv2(F.maxPool2d(first, 2))).contiguous().array)
    }
}

// Pictures ------------------------------------------------------------------------------------------------------------

/// Made-up numbers, xorshift of 32 bits: JavaScript makes the same.
struct Numbers {
    private var state: UInt32

    init(seed: UInt32) { state = seed &* 2_654_435_761 | 1 }

    /// A number from `first` to `last`, both included.
    mutating func next(_ first: Int, _ last: Int) -> Int {
        state ^= state << 13
        state ^= state >> 17
        state ^= state << 5
        return first + Int(state) % (last - first + 1)
    }
}

/// A sheet of any size, with strokes, dirt and paper that isn't all alike, of one to four channels.
func drawing(_ number: Int) -> Picture {
    var numbers = Numbers(seed: UInt32(number + 1))
    let (width, height) = (numbers.next(12, 160), numbers.next(12, 160))
    let channels = numbers.next(1, 4)
    let paper = (0..<channels).map { _ in numbers.next(0, 255) }
    let ink = (0..<channels).map { _ in numbers.next(0, 255) }
    let noise = numbers.next(0, 12)
    let strokes = (0..<numbers.next(1, 4)).map { _ in
        (
            x: numbers.next(0, width - 1), y: numbers.next(0, height - 1), dx: numbers.next(-40, 40),
            dy: numbers.next(-40, 40), radius: numbers.next(1, 9)
        )
    }
    var samples: [UInt16] = []
    for row in 0..<height {
        for column in 0..<width {
            let isDirt = numbers.next(0, 299) == 0
            let isInk = strokes.contains { stroke in
                (0...8).contains { step in
                    let (x, y) = (8 * (column - stroke.x) - step * stroke.dx, 8 * (row - stroke.y) - step * stroke.dy)
                    return x * x + y * y <= 64 * stroke.radius * stroke.radius
                }
            }
            for channel in 0..<channels {
                let value = (isDirt || isInk ? ink : paper)[channel] + numbers.next(-noise, noise)
                samples.append(UInt16(min(max(value, 0), 255)))
            }
        }
    }
    return Picture(width: width, height: height, channels: channels, samples: samples)
}

/// A test image as the page puts it on its sheet: each pixel ten times as wide and as high.
func enlarged(_ pixels: [Float]) -> Picture {
    let samples = (0..<280 * 280).map { place in
        let pixel = pixels[place / 280 / 10 * 28 + place % 280 / 10]
        return UInt16(255 - Int(pixel * 256))
    }
    return Picture(width: 280, height: 280, channels: 1, samples: samples)
}

func prepare(_ pictures: some Sequence<Picture>, _ hash: inout BitHash) {
    for picture in pictures { hash.add((try? MNIST.image(of: picture))?.array ?? [-1]) }
}

group("500 drawings as MNIST's images") { prepare((0..<500).lazy.map(drawing), &$0) }
group("100 test images enlarged, as MNIST's images") { hash in
    prepare((0..<100).lazy.map { enlarged(images[$0].array) }, &hash)
}
try group("chapter 18's two pictures as MNIST's images") { hash in
    for name in ["18-paper.png", "18-board.png"] {
        let file = root.appendingPathComponent("Chapters/Figures/\(name)")
        prepare([try PNG.decode([UInt8](Data(contentsOf: file)), source: name)], &hash)
    }
}

// Chapter 08's valley -------------------------------------------------------------------------------------------------

func path(_ makeOptimizer: ([Parameter]) -> Optimizer) -> [Float] {
    let w = Parameter(Tensor([-10, 1]))
    let optimizer = makeOptimizer([w])
    return (0...30).flatMap { _ in
        let place = w.array
        optimizer.zeroGrad()
        let loss = (w[0] * w[0] + 20 * w[1] * w[1]) / 2
        loss.backward()
        optimizer.step()
        return place
    }
}

group("paths of SGD") { hash in
    for hundredths in 1...13 {
        for momentum in [0, 0.5, 0.7, 0.9, 0.95] {
            hash.add(path { SGD($0, lr: Double(hundredths) / 100, momentum: momentum) })
        }
    }
}
group("paths of Adam") { hash in
    for hundredths in stride(from: 5, through: 200, by: 5) {
        for (beta1, beta2) in [(0.9, 0.999), (0.5, 0.9), (0, 0.99), (0.7, 0.95)] {
            hash.add(path { Adam($0, lr: Double(hundredths) / 100, betas: (beta1, beta2)) })
        }
    }
}
