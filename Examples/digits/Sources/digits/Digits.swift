import ArgumentParser
import Foundation
import Kindling

@main
struct Digits: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digits", abstract: "Read a handwritten digit in a picture.",
        discussion: "The picture is a PNG of any size that shows one digit, dark on bright or bright on dark.")

    @Argument(help: "PNG files.", completion: .file(extensions: ["png"]))
    var pictures: [String]

    @Option(help: ArgumentHelp("A file of weights in the safetensors format.", valueName: "file"))
    var weights: String?

    @Flag(help: "Show what the network sees.")
    var show = false

    func run() throws {
        let model = LeNet()
        try model.load(from: weights.map { URL(fileURLWithPath: $0) } ?? Self.weightsFile())
        model.eval()
        var failures = 0
        for path in pictures {
            do {
                let image = try Self.image(path)
                // LeNet's images have a margin of two.
                let logits = noGrad { model(F.pad(image, [2, 2, 2, 2]).unsqueeze(0)) }
                print(Self.report(path, F.softmax(logits, -1)[0].array))
                if show { print(asciiArt(image[0])) }
            } catch let error as DataError {
                FileHandle.standardError.write(Data("\(error)\n".utf8))
                failures += 1
            }
        }
        if failures > 0 { throw ExitCode.failure }
    }

    /// The picture as one of MNIST's images, `(1, 28, 28)`.
    static func image(_ path: String) throws -> Tensor {
        let bytes = try readBytes(of: URL(fileURLWithPath: path), limit: 1 << 26)
        return try MNIST.image(of: PNG.decode([UInt8](bytes), source: path), source: path)
    }

    /// What was read, and a bar for each digit's probability.
    static func report(_ path: String, _ probabilities: [Float]) -> String {
        let answer = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
        let bars = probabilities.enumerated().map { digit, probability in
            let bar = String(repeating: "█", count: Int((probability * 40).rounded()))
            return "  \(digit) \(String(format: "%5.1f %%", probability * 100)) \(bar)"
        }
        return (["\(path): \(answer)"] + bars).joined(separator: "\n")
    }

    /// The weights beside the program, wherever it has been moved with its resources.
    static func weightsFile() throws -> URL {
        let places = [Bundle.main.bundleURL, Bundle.main.resourceURL].compactMap { $0 }
        let candidates = places.flatMap { place in
            ["digits_digits.resources", "digits_digits.bundle", "digits_digits.bundle/Contents/Resources"].map {
                place.appendingPathComponent("\($0)/lenet.safetensors")
            }
        }
        guard let file = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            throw ValidationError(
                "The weights, lenet.safetensors, aren't beside the program; name the file with --weights.")
        }
        return file
    }
}
