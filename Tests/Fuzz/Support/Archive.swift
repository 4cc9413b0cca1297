import Kindling

/// A zip archive in parts, to be changed and put together again.
struct FuzzArchive {
    struct Member {
        var name: [UInt8]
        var content: [UInt8]
        var isDeflated = false
        /// In the directory, if it says another thing than the member's own header.
        var checksum: UInt32?
        var size: Int?
        var method: UInt16?
        var flags: UInt16 = 0
        /// Whether its numbers stand in a field of 64 bits.
        var isLarge = false
        /// Added to the place that the directory names.
        var shift = 0
    }

    var members: [Member] = []
    var remark: [UInt8] = []

    var bytes: [UInt8] {
        var (result, directory): ([UInt8], [UInt8]) = ([], [])
        for member in members {
            let data = member.isDeflated ? Deflater.fixed(member.content) : member.content
            let size = member.size ?? member.content.count
            let place = max(0, result.count + member.shift)
            let four = { (number: Int) in member.isLarge ? UInt32.max.little : UInt32(truncatingIfNeeded: number).little
            }
            let field = joined(
                UInt16(1).little, UInt16(24).little, UInt64(size).little, UInt64(data.count).little,
                UInt64(place).little)
            let extra = member.isLarge ? field : []
            let start = joined(
                UInt16(20).little, member.flags.little, (member.method ?? (member.isDeflated ? 8 : 0)).little,
                UInt32(0x21_0000).little,
                (member.checksum ?? crc32(member.content)).little, four(data.count), four(size),
                UInt16(truncatingIfNeeded: member.name.count).little,
                UInt16(extra.count).little)
            result += joined("PK\u{3}\u{4}".bytes, start, member.name, extra, data)
            directory += joined(
                "PK\u{1}\u{2}".bytes, UInt16(20).little, start, [UInt8](repeating: 0, count: 10), four(place),
                member.name, extra)
        }
        return joined(
            result, directory, "PK\u{5}\u{6}".bytes, UInt32(0).little, UInt16(members.count).little,
            UInt16(members.count).little,
            UInt32(directory.count).little, UInt32(result.count).little, UInt16(remark.count).little, remark)
    }

    /// The members of an archive, as far as they can be made out from their own headers.
    init(_ bytes: [UInt8]) {
        var place = 0
        while members.count < 20, bytes.count - place >= 30, bytes[place...].starts(with: "PK\u{3}\u{4}".bytes) {
            let header = bytes[place..<place + 30]
            func number(_ count: Int, _ offset: Int) -> Int {
                header[place + offset..<place + offset + count].littleNumber
            }
            let name = place + 30
            let data = min(name + number(2, 26) + number(2, 28), bytes.count)
            var member = Member(
                name: Array(bytes[name...].prefix(number(2, 26))), content: [], isDeflated: number(2, 8) == 8)
            // What was written as a stream has its sizes behind the data.
            let next =
                bytes.indices(of: "PK".bytes, from: data).first { [1, 3, 7].contains(bytes[$0 + 2]) } ?? bytes.count
            let end = number(4, 18) > 0 && number(4, 18) < bytes.count - data ? data + number(4, 18) : next
            if member.isDeflated {
                member.content = (try? Inflater.inflate(bytes, at: data, limit: 4000))?.output ?? []
            } else {
                member.content = Array(bytes[data..<end].prefix(4000))
            }
            members.append(member)
            place = bytes.indices(of: "PK\u{3}\u{4}".bytes, from: end).first ?? bytes.count
        }
    }

    /// One thing changed that archives are made of.
    mutating func damage(_ random: inout FuzzRandom) {
        guard let place = members.indices.randomElement(using: &random) else { return }
        switch UInt.random(in: 0..<12, using: &random) {
        case 0: members[place].checksum = UInt32.random(in: 0...UInt32.max, using: &random)
        case 1: members[place].size = Int.random(in: 0..<70_000, using: &random)
        case 2: members[place].method = UInt16.random(in: 0..<13, using: &random)
        case 3: members[place].flags = 1 << UInt16.random(in: 0..<16, using: &random)
        case 4, 5: members[place].isLarge.toggle()
        case 6: members[place].shift = Int.random(in: -60..<60, using: &random)
        case 7: members[place].name = members.randomElement(using: &random)!.name
        case 8: remark = [UInt8](repeating: 0x50, count: Int.random(in: 0..<40, using: &random))
        case 9: members.swapAt(place, members.indices.randomElement(using: &random)!)
        default: members[place].isDeflated.toggle()
        }
    }
}

extension [UInt8] {
    /// Where these bytes stand, from a place on, with another byte behind them.
    fileprivate func indices(of word: [UInt8], from start: Int) -> some Collection<Int> {
        (Swift.min(start, count)..<Swift.max(start, count - word.count)).lazy.filter { self[$0...].starts(with: word) }
    }
}
