import Kindling

extension FuzzTarget {
    /// torch's files: nothing is run, nothing reaches beyond a storage, and what is read is read again after being written.
    static let torch = FuzzTarget("torch", check: TorchChecks.check, mutate: TorchChecks.mutated)
}

enum TorchChecks {
    private static let limit = 1 << 16

    @Sendable static func check(_ bytes: [UInt8]) throws {
        guard let state = try read(bytes) else { return }
        // By key, a part of the whole is read. A key may have dots of its own; then nothing stands under what comes before.
        let name = state.keys.first.map { String($0.prefix { $0 != "." }) } ?? "model"
        if let part = try read(bytes, key: name) {
            let isAlone = part.keys == ["tensor"] && state[stored: name] != nil
            let isPart = part.keys.allSatisfy { state[stored: "\(name).\($0)"] != nil }
            try require(isAlone || isPart, "under '\(name)' is \(part.keys)")
        }
        let size = state.keys.reduce(0) { $0 + (state[stored: $1]?.bytes.count ?? 0) }
        try require(size <= bytes.count + limit, "\(size) bytes come out of \(bytes.count)")
        var plain = state
        for name in state.keys where name == "__metadata__" { plain[name] = nil }
        let again = try StateDict(safetensors: plain.safetensors())
        try require(
            again.keys == plain.keys && plain.keys.allSatisfy { again[stored: $0] == plain[stored: $0] },
            "it doesn't survive being written")
    }

    /// What a file holds; nil if it's refused, as it may be.
    private static func read(_ bytes: [UInt8], key: String? = nil) throws -> StateDict? {
        do { return try StateDict(torch: bytes, key: key, limit: limit) } catch let error as DataError {
            try require(
                [.malformed, .truncated, .tooLong, .refused, .checksum].contains(error.kind),
                "\(error.kind) is no error of torch's files")
            return nil
        }
    }

    // MARK: Mutation

    @Sendable static func mutated(_ input: [UInt8], _ random: inout FuzzRandom, _ mutate: ([UInt8]) -> [UInt8])
        -> [UInt8]
    {
        var archive = FuzzArchive(input)
        let isPickle = { (member: FuzzArchive.Member) in
            member.name.reversed().starts(with: "data.pkl".bytes.reversed())
        }
        guard let pickle = archive.members.firstIndex(where: isPickle) else {
            archive.members = [
                .init(name: "x/data.pkl".bytes, content: tensor(&random)),
                .init(name: "x/data/0".bytes, content: Array(0..<32)),
            ]
            return archive.bytes
        }
        let place = archive.members.indices.randomElement(using: &random)!
        switch UInt.random(in: 0..<10, using: &random) {
        case 0: return mutate(input)
        case 1, 2, 3:
            archive.members[pickle].content = PickleChecks.mutated(archive.members[pickle].content, &random, mutate)
        case 4: archive.members[place].content = mutate(archive.members[place].content)
        case 5: archive.members[place].name = mutate(archive.members[place].name)
        case 6: archive.members.remove(at: place)
        case 7, 8:
            archive.members = [
                .init(name: "x/data.pkl".bytes, content: tensor(&random)),
                .init(
                    name: "x/data/0".bytes,
                    content: (0..<[0, 4, 32, 33].randomElement(using: &random)!).map { UInt8($0) }),
            ]
            if Bool.random(using: &random) {
                archive.members.append(.init(name: "x/byteorder".bytes, content: "big".bytes))
            }
        default: archive.damage(&random)
        }
        return archive.bytes
    }

    /// A pickle of two tensors over one storage, with numbers that mostly fit.
    private static func tensor(_ random: inout FuzzRandom) -> [UInt8] {
        func number(_ range: Range<Int>) -> Int {
            UInt.random(in: 0..<24, using: &random) == 0
                ? [-1, 1 << 31, 1 << 62, .max].randomElement(using: &random)! : Int.random(in: range, using: &random)
        }
        let types = [
            ("Float", 4), ("Double", 8), ("Half", 2), ("BFloat16", 2), ("Long", 8), ("Int", 4), ("Short", 2),
            ("Char", 1), ("Byte", 1), ("Bool", 1),
        ]
        let (type, size) = types.randomElement(using: &random)!
        let storage = "(S'storage'\nctorch\n\(type)Storage\nS'0'\nS'cpu'\nI\(32 / size)\ntQ"
        let tensors = ["a", "b"].map { name in
            let dimensions = Int.random(in: 0..<3, using: &random)
            let shape = (0..<dimensions).map { _ in "I\(number(0..<4))\n" }.joined()
            let strides = (0..<dimensions).map { _ in "I\(number(0..<4))\n" }.joined()
            return
                "S'\(name)'\nctorch._utils\n_rebuild_tensor_v2\n(\(storage)I\(number(0..<4))\n(\(shape)t(\(strides)tI00\nccollections\nOrderedDict\n)RtR"
        }
        return "(\(tensors.joined())S'epoch'\nI3\nd.".bytes
    }
}
