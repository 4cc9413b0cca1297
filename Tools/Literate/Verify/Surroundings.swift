import Foundation

/// What every chapter's checks depend on besides the chapter.
struct Surroundings: Sendable {
    private let root: String
    private let programs: String?
    private let swift: Fingerprint
    private let torch: Fingerprint

    /// - Parameter programs: The folder of the built programs, if there is one for all chapters.
    init(root: String, programs: String?, compilerVersion: String?, torchVersion: String? = nil) {
        self.root = root
        self.programs = programs
        var common = Fingerprint()
        // A new version of this program may find what the old one didn't.
        common.combine("verify", Self.age(of: Bundle.main.executablePath ?? ""))
        common.combine(folder: "\(root)/Chapters/Data")
        for (name, value) in ProcessInfo.processInfo.environment.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("KINDLING_") {
            common.combine(name, value)
        }

        var swift = common
        swift.combine("compiler", compilerVersion ?? "")
        swift.combine(folder: "\(root)/Sources/Kindling/Resources")
        swift.combine(folder: "\(root)/\(Figures.folder)")
        if let programs { swift.combine(file: "\(programs)/Modules/Kindling.swiftmodule") }
        self.swift = swift

        common.combine("torch", torchVersion ?? "")
        torch = common
    }

    func fingerprint(_ column: Column, of chapter: Chapter) -> Fingerprint {
        var fingerprint = column == .swift ? swift : torch
        fingerprint.combine(chapter.path, chapter.text)
        if chapter.readsTheBook { fingerprint.combine(folder: "\(root)/Chapters") }
        if column == .swift, let programs { fingerprint.combine(file: "\(programs)/\(chapter.name)") }
        return fingerprint
    }

    /// The file's size and when it was written.
    private static func age(of path: String) -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let date = attributes?[.modificationDate] as? Date
        return "\(attributes?[.size] ?? 0) \(date?.timeIntervalSinceReferenceDate ?? 0)"
    }
}

extension Chapter {
    /// Whether its code names the chapters' files, so that what it prints depends on their text.
    fileprivate var readsTheBook: Bool {
        blocks.contains { block in
            switch block.kind {
            case .program, .python: block.body.contains("Chapters/") && block.body.contains(".md")
            default: false
            }
        }
    }
}
