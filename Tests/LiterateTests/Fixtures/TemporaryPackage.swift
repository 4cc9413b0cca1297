import Foundation

@testable import Literate

/// A package on disk that a test fills and that goes with it.
final class TemporaryPackage {
    let root: String

    static let manifest = """
        // swift-tools-version: 6.2
        let programs: [String] = [
            // extract: programs begin
            // extract: programs end
        ]
        let targets = [
            "Kindling",
            // stage: leave out
            "Literate",
            // stage: end
        ]

        """

    /// - Parameter files: texts by their paths from the root.
    init(_ files: [String: String] = [:]) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "kindling-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        root = Files.resolved(folder.path) ?? folder.path
        try write("Package.swift", Self.manifest)
        try Files.makeDirectories("\(root)/Chapters")
        for (path, text) in files { try write(path, text) }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ path: String, _ text: String) throws {
        try write(path, Array(text.utf8))
    }

    func write(_ path: String, _ bytes: [UInt8]) throws {
        try Files.makeDirectories((("\(root)/\(path)") as NSString).deletingLastPathComponent)
        try Files.write(bytes, to: "\(root)/\(path)")
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: "\(root)/\(path)")
    }

    func link(_ path: String, to target: String) throws {
        try Files.makeDirectories((("\(root)/\(path)") as NSString).deletingLastPathComponent)
        try FileManager.default.createSymbolicLink(atPath: "\(root)/\(path)", withDestinationPath: target)
    }

    func text(_ path: String) throws -> String {
        String(decoding: try Files.read("\(root)/\(path)"), as: UTF8.self)
    }

    func exists(_ path: String) -> Bool { Files.exists("\(root)/\(path)") }

    /// Every file and folder below the root: bytes, inode number and time of change, so that a test sees every
    /// touch.
    func snapshot() throws -> [String: String] {
        var found: [String: String] = [:]
        for case let path as String in FileManager.default.enumerator(atPath: root) ?? .init() {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(root)/\(path)")
            let isFile = attributes[.type] as? FileAttributeType == .typeRegular
            let bytes = isFile ? try Files.read("\(root)/\(path)") : []
            let number = attributes[.systemFileNumber] as? Int ?? 0
            let date = isFile ? (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0 : 0
            found[path] = "\(number) \(date) \(ContentHash.of(String(decoding: bytes, as: UTF8.self)))"
        }
        return found
    }

    func extraction() throws -> Extraction {
        try Extraction(of: Book.load(root: root))
    }

    func extract(force: Bool = false) throws {
        try extraction().write(force: force)
    }
}

/// What a reader would find wrong with the pages of a package.
func pageMistakes(_ files: [String: String]) throws -> [String] {
    let package = try TemporaryPackage(files)
    return PageChecks.diagnostics(for: try Book.load(root: package.root)).map(\.description)
}
