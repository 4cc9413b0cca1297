import Foundation

/// Makes the fingerprints of chapters: of all that their checks depend on, the chapter itself and what is around it.
struct ChapterFingerprints: Sendable {
    private let root: String
    private let swift: Fingerprint
    private let torch: Fingerprint

    /// - Parameter programs: The folder of the built programs, if there is one for all chapters.
    init(
        root: String, settings: BookSettings, programs: String?, compilerVersion: String?, torchVersion: String? = nil
    ) {
        self.root = root
        var common = Fingerprint()
        // A new version of this program may find what the old one didn't.
        common.combine("verify", Self.age(of: Bundle.main.executablePath ?? ""))
        common.combine(folder: "\(root)/\(PackagePaths.data)")
        for (name, value) in ProcessInfo.processInfo.environment.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("KINDLING_") {
            common.combine(name, value)
        }

        var swift = common
        swift.combine("compiler", compilerVersion ?? Self.installedCompiler)
        if let resources = settings.resources { swift.combine(folder: "\(root)/\(resources)") }
        swift.combine(folder: "\(root)/\(PackagePaths.figures)")
        // What a program is built from, not the program: prose that has moved its lines changes nothing that it prints.
        if programs != nil {
            for folder in settings.codeFolders { swift.combine(folder: "\(root)/\(folder)") }
            let manifest = (try? SourceTree(root: root).manifest()).flatMap { try? Manifest.text($0, programs: []) }
            swift.combine("manifest", manifest ?? "")
        }
        for folder in settings.kindlingFolders { swift.combine(folder: folder) }
        self.swift = swift

        common.combine("torch", torchVersion ?? "")
        torch = common
    }

    func fingerprint(_ column: Column, of chapter: Chapter) -> Fingerprint {
        var fingerprint = column == .swift ? swift : torch
        fingerprint.combine(chapter.path, chapter.name)
        for block in chapter.blocks {
            if column == .swift, !block.hearts.isEmpty {
                fingerprint.combine("hearts", block.hearts.joined(separator: " ") + "\n" + block.body)
            }
            switch block.kind {
            case .measured, .shown, .sketch, .excerpt, .library, .engine: continue
            default: fingerprint.combine("\(block.kind)", block.body)
            }
        }
        // Such code depends on the lines that it stands in.
        if chapter.namesItsPlace { fingerprint.combine(chapter.path, chapter.text) }
        if chapter.readsTheBook { fingerprint.combine(folder: "\(root)/\(PackagePaths.chapters)") }
        return fingerprint
    }

    /// Which compiler would build the programs, without asking it, which takes longer than all the rest.
    private static var installedCompiler: String {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let path = folders.lazy.compactMap { Files.resolved("\($0)/swiftc") }.first
        return path.map { "\($0) \(age(of: $0))" } ?? ""
    }

    private static func age(of path: String) -> String {
        let age = Files.age(of: path)
        return "\(age?.size ?? 0) \(age?.time ?? 0)"
    }
}

extension Chapter {
    fileprivate var namesItsPlace: Bool {
        blocks.contains { block in
            switch block.kind {
            case .program, .traps: ["#line", "#file"].contains { block.body.contains($0) }
            case .python: ["__file__", "lineno", "inspect"].contains { block.body.contains($0) }
            default: false
            }
        }
    }

    /// Whether its code names the chapters' files, so that what it prints depends on their text.
    fileprivate var readsTheBook: Bool {
        blocks.contains { block in
            switch block.kind {
            case .program, .python: block.body.contains(PackagePaths.chapters + "/") && block.body.contains(".md")
            default: false
            }
        }
    }
}
