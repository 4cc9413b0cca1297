import Foundation

@testable import Literate

extension TemporaryPackage {
    /// The text of every file by its path; what waits for the next commit is none, nor is what verify keeps beside the
    /// programs.
    func contents(below folder: String = "") throws -> [String: String] {
        var found: [String: String] = [:]
        for case let path as String in FileManager.default.enumerator(atPath: "\(root)/\(folder)") ?? .init() {
            guard try Files.kind("\(root)/\(folder)\(path)") == .file, !path.contains(".build-extract"),
                !path.hasPrefix("programs/")
            else { continue }
            found[path] = try text("\(folder)\(path)")
        }
        return found
    }

    /// Makes the files what they were, and removes all others.
    func restore(_ contents: [String: String]) throws {
        for name in try Files.list(root) where name != "programs" {
            try FileManager.default.removeItem(atPath: "\(root)/\(name)")
        }
        for (path, text) in contents { try write(path, text) }
        try Files.makeDirectories("\(root)/Chapters")
    }
}
