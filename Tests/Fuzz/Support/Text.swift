/// What the tools' targets read: UTF-8 without zero bytes, as a page on the disk must be.
enum FuzzText {
    static func text(of bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
    }

    /// The texts between form feeds that stand in a line of their own.
    static func parts(of bytes: [UInt8]) -> [String] {
        var parts: [[UInt8]] = [[]]
        for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
            if line == [12] { parts.append([]) } else { parts[parts.count - 1] += line + [10] }
        }
        return parts.map { text(of: $0.dropLast()) }
    }

    /// Lines taken out, doubled, exchanged and put in, and libFuzzer's own mutation on one of them.
    static func mutation(of pieces: [String]) -> FuzzTarget.Mutation {
        { input, random, mutate in
            if UInt.random(in: 0..<4, using: &random) == 0 { return mutate(input) }
            var lines = input.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
            let place = Int.random(in: 0..<lines.count, using: &random)
            func piece(_ random: inout FuzzRandom) -> [UInt8] { Array(pieces.randomElement(using: &random)!.utf8) }
            switch UInt.random(in: 0..<9, using: &random) {
            case 0: lines.remove(at: place)
            case 1: lines.insert(lines.randomElement(using: &random)!, at: place)
            case 2: lines.swapAt(place, Int.random(in: 0..<lines.count, using: &random))
            case 3: lines[place] = mutate(lines[place])
            case 4: lines[place] += piece(&random)
            case 5: lines[place] = piece(&random) + lines[place]
            case 6:
                // A few lines of elsewhere.
                let end = min(lines.count, place + Int.random(in: 1...8, using: &random))
                lines.insert(contentsOf: lines[place..<end], at: Int.random(in: 0...lines.count, using: &random))
            case 7: lines.insert(piece(&random), at: place)
            default: lines[place] = piece(&random)
            }
            return Array(lines.joined(separator: [10]))
        }
    }
}
