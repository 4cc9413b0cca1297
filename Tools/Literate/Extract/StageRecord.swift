/// What a stage's folder was given, so that what a reader has written there since is seen: the file `.kindling-stage`
/// in it, with a line `hash path` for each text that a file was given.
struct StageRecord {
    /// The hashes by path. There are two while a write is under way, which may be killed: before and after.
    private var hashes: [String: Set<String>] = [:]

    static let name = ".kindling-stage"

    init() {}

    /// A folder without a record, or with one of an older kind, has none.
    init(of directory: String) throws(FileError) {
        guard try Files.kind("\(directory)/\(Self.name)") == .file else { return }
        for line in String(decoding: try Files.read("\(directory)/\(Self.name)"), as: UTF8.self).textLines {
            guard let blank = line.firstIndex(of: " ") else { continue }
            hashes[String(line[line.index(after: blank)...]), default: []].insert(String(line[..<blank]))
        }
    }

    var paths: [String] { hashes.keys.sorted() }

    mutating func note(_ path: String, _ bytes: [UInt8]) {
        hashes[path, default: []].insert(Self.hash(bytes))
    }

    /// Whether a file holds what it was given.
    func knows(_ path: String, _ bytes: [UInt8]) -> Bool {
        hashes[path]?.contains(Self.hash(bytes)) == true
    }

    func joined(with other: StageRecord) -> StageRecord {
        var record = self
        record.hashes.merge(other.hashes) { $0.union($1) }
        return record
    }

    var text: String {
        paths.map { path in hashes[path]!.sorted().map { "\($0) \(path)\n" }.joined() }.joined()
    }

    private static func hash(_ bytes: [UInt8]) -> String {
        var fingerprint = Fingerprint()
        fingerprint.combine(bytes)
        return fingerprint.text
    }
}
