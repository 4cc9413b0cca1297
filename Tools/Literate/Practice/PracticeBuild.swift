import Foundation

/// The library and the programs as practice needs them, in a folder of the book's own: built once, for all readers'
/// folders.
///
/// In the library each heart is `dynamic`: a reader's function, in a module of its own that is loaded before the program
/// begins, takes its place. The book's body stays behind it, so that every other heart does its work whether or not
/// somebody has written it; that of a heart which is being tried stops instead.
struct PracticeBuild: Sendable {
    let course: Course
    /// `.build-practice` in the book.
    let folder: String

    var book: Book { course.book }
    private var package: String { "\(folder)/package" }
    /// Where the library and its modules are.
    var products: String { "\(folder)/build/release" }

    /// Where the library's programs find MNIST: they don't stand beside it.
    var data: String? {
        let path = "\(package)/Sources/Kindling/Resources/MNIST"
        return Files.isDirectory(path) ? path : nil
    }

    /// What the book's own bodies have shown, by seed. A program that is graded doesn't see it.
    var trialsFolder: String { "\(folder)/trials" }

    init(_ course: Course) {
        self.course = course
        folder = "\(course.book.root)/.build-practice"
    }

    /// The variables' names in the environment of a program.
    static let yours = "KINDLING_YOURS"
    static let trial = "KINDLING_TRIAL"
    static let seed = "KINDLING_SEED"

    // MARK: The library

    /// Builds the library where it is older than the book.
    ///
    /// - Parameter announce: Is called before what takes a minute.
    /// - Returns: A number that changes with the library.
    func library(announce: () -> Void) async throws -> String {
        let files = try sources()
        var fingerprint = Fingerprint()
        for (path, bytes) in files { fingerprint.combine(path, bytes) }
        fingerprint.combine("compiler", try await SwiftCompiler.installedVersion(root: book.root))
        // Another version of this program may write other files.
        fingerprint.combine("practice", "\(Files.age(of: Bundle.main.executablePath ?? "")?.time ?? 0)")
        let stamp = "\(folder)/library.stamp"
        let known = ((try? Files.read(stamp)).map { String(decoding: $0, as: UTF8.self) } ?? "").textLines
        if known.count == 2, known[0].isSame(as: fingerprint.text) { return String(known[1]) }
        announce()
        try write(files, of: try await Course(book).hearts)
        let result = try await ChildProcess.run(
            "swift", ["build", "-c", "release", "--scratch-path", "\(folder)/build", "--product", Self.product],
            directory: package, timeout: .seconds(3600))
        guard result.status == .exited(0) else {
            let map = SourceMap(of: book)
            let text = String(decoding: result.output, as: UTF8.self) + result.errorText
            throw Failure(
                "the library for practice can't be built", at: nil,
                details: text.textLines.suffix(20).map { map.translated($0) })
        }
        var written = Fingerprint()
        for folder in [PackagePaths.sources, "Tools"] { written.combine(folder: "\(package)/\(folder)") }
        written.combine("compiler", try await SwiftCompiler.installedVersion(root: book.root))
        try Files.replace(stamp, with: Array("\(fingerprint.text)\n\(written.text)\n".utf8))
        return written.text
    }

    private static let product = "KindlingForPractice"

    /// The files that the library is built from, as the book has them, and which of its declarations are hearts.
    private func sources() throws -> [(path: String, bytes: [UInt8])] {
        var files = Tangle.library(of: book).map { ($0.path, Array($0.text.utf8)) }
        let root = book.settings.kindling ?? book.root
        var copied = [PackagePaths.checkpoint]
        if course.usesKindling {
            copied += ["Tools/CZlib", "Sources/Kindling/Resources"]
            if book.settings.kindling != nil { copied += [PackagePaths.engine, "Sources/Kindling"] }
        }
        for folder in copied { try collect(folder, of: root, into: &files) }
        if let resources = book.settings.resources, book.settings.kindling != nil {
            try collect(resources, of: book.root, into: &files)
        }
        for page in book.chapters {
            for block in page.blocks where !block.hearts.isEmpty {
                files.append(("\(page.path) heart", Array(block.hearts.joined(separator: " ").utf8)))
            }
        }
        return files.sorted { $0.0 < $1.0 }
    }

    private func collect(_ path: String, of root: String, into files: inout [(String, [UInt8])]) throws {
        for name in try Files.list("\(root)/\(path)") {
            let child = "\(path)/\(name)"
            if Files.isDirectory("\(root)/\(child)") {
                try collect(child, of: root, into: &files)
            } else if !files.contains(where: { $0.0 == child }) {
                files.append((child, try Files.read("\(root)/\(child)")))
            }
        }
    }

    private func write(_ files: [(path: String, bytes: [UInt8])], of hearts: [Heart]) throws {
        let library = hearts.filter { !$0.isOfProgram }
        var wanted: Set<String> = []
        func put(_ path: String, _ bytes: [UInt8]) throws {
            wanted.insert("\(package)/\(path)")
            // What hasn't changed keeps its time, and isn't built again.
            guard (try? Files.read("\(package)/\(path)")) != bytes else { return }
            try Files.makeDirectories(Files.parent(of: "\(package)/\(path)"))
            try Files.write(bytes, to: "\(package)/\(path)")
        }
        for (path, bytes) in files where !path.hasSuffix(" heart") {
            let own = library.filter { $0.file.path == path }
            try put(path, own.isEmpty ? bytes : Self.dynamic(bytes, own))
        }
        if let folder = book.settings.libraryFolder {
            try put("\(folder)/Practice.swift", Array(Self.switches(for: library).utf8))
        }
        try put(PackagePaths.manifest, Array(manifest.utf8))
        sweep("\(package)/\(PackagePaths.sources)", but: wanted)
    }

    private func sweep(_ path: String, but wanted: Set<String>) {
        for name in (try? Files.list(path)) ?? [] {
            let child = "\(path)/\(name)"
            if Files.isDirectory(child) {
                sweep(child, but: wanted)
            } else if !wanted.contains(child) {
                Files.removeAll(child)
            }
        }
    }

    /// A file of the library in which these hearts can be replaced while a program runs, with as many lines as before.
    static func dynamic(_ bytes: [UInt8], _ hearts: [Heart]) -> [UInt8] {
        var bytes = bytes
        for heart in hearts.sorted(by: { $0.declaration.start > $1.declaration.start }) {
            let declaration = heart.declaration
            bytes.insert(contentsOf: Array("\(call(of: "_book", heart)) }".utf8), at: declaration.body.upperBound + 1)
            bytes.insert(
                contentsOf: Array(
                    " if \(name(of: heart)) { _stopForPractice(\(quoted(heart.name)), \(quoted("\(heart.start)"))) }; \(local("_book", heart)) {"
                        .utf8), at: declaration.body.lowerBound + 1)
            bytes.insert(contentsOf: Array("dynamic ".utf8), at: keyword(of: declaration, in: bytes))
        }
        return bytes
    }

    /// Where `dynamic` goes: before `func`; a property's `var` stands somewhere before its name.
    private static func keyword(of declaration: SwiftParse.Declaration, in bytes: [UInt8]) -> Int {
        guard declaration.kind == .property else { return declaration.head }
        return bytes[..<declaration.head].lastRange(of: Array("var".utf8))?.lowerBound ?? declaration.head
    }

    /// A function inside a heart that has its body.
    static func local(_ name: String, _ heart: Heart) -> String { "func \(name)() \(heart.result)" }

    /// What calls it.
    static func call(of name: String, _ heart: Heart) -> String {
        "; return \(heart.throwsErrors ? "try " : "")\(name)()"
    }

    /// The name of a heart's switch in the library.
    static func name(of heart: Heart) -> String { "_isYours_\(key(of: heart))" }

    /// A heart in the environment of a program, and in files' names.
    static func key(of heart: Heart) -> String {
        var fingerprint = Fingerprint()
        fingerprint.combine("heart", heart.identity)
        return fingerprint.text
    }

    private static func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\\\"") + "\"" }

    static func switches(for hearts: [Heart]) -> String {
        """
        import Foundation

        private let yours = ProcessInfo.processInfo.environment["\(yours)"] ?? ""

        \(hearts.map { "let \(name(of: $0)) = yours.contains(\"\(key(of: $0))\")" }.joined(separator: "\n"))

        /// Stops where the book's body would do what is the reader's to write.
        func _stopForPractice(_ name: String, _ place: String) -> Never {
            fatalError("\\(name) is yours to write: \\(place)")
        }

        """
    }

    private var manifest: String {
        var targets = [#".target(name: "Checkpoint", path: "Tools/Checkpoint")"#]
        var modules = ["Checkpoint"]
        func add(_ name: String, needs: String, resources: String) {
            let hasResources = Files.isDirectory("\(package)/Sources/\(name)/Resources")
            targets.append(
                """
                .target(
                            name: "\(name)", dependencies: [\(needs)], path: "Sources/\(name)",
                            \(hasResources ? "resources: [.copy(\"\(resources)\")], " : "")swiftSettings: [.unsafeFlags(["-enable-testing"])])
                """)
            modules.append(name)
        }
        if course.usesKindling {
            targets += [
                #".target(name: "KindlingEngine", path: "Sources/Engine")"#,
                """
                .systemLibrary(
                            name: "CZlib", path: "Tools/CZlib", pkgConfig: "zlib",
                            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])])
                """,
            ]
            add("Kindling", needs: #""KindlingEngine", "CZlib""#, resources: "Resources/MNIST")
        }
        if let library = book.settings.library, library != BookSettings.kindling {
            add(library, needs: course.usesKindling ? #""Kindling""# : "", resources: "Resources")
        }
        return """
            // swift-tools-version: 6.2
            import PackageDescription

            let package = Package(
                name: "Practice",
                platforms: [.macOS(.v15)],
                products: [
                    .library(name: "\(Self.product)", type: .dynamic, targets: [\(modules.map { "\"\($0)\"" }.joined(separator: ", "))])
                ],
                targets: [
                    \(targets.joined(separator: ",\n        ")),
                ]
            )

            """
    }

    // MARK: Against it

    /// What the compiler must know to build something against the library.
    private var flags: [String] {
        // With the lines, so that a stop has a place.
        [
            "-O", "-gline-tables-only", "-swift-version", "5", "-suppress-warnings", "-diagnostic-style", "llvm",
            "-no-color-diagnostics",
        ]
            + ["-I", "\(products)/Modules"]
            + SwiftCompiler.moduleMaps(packages: [package], programs: products)
            .flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
            + ["-L", products, "-l\(Self.product)", "-Xlinker", "-rpath", "-Xlinker", products]
    }

    /// Compiles sources, whose names are those in messages, to a program or a library.
    ///
    /// - Returns: The compiler's errors, none if it went well.
    func compile(
        _ sources: [(name: String, text: String)], to product: String, isLibrary: Bool = false
    ) async throws -> [String] {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var files: [String] = []
        for (name, text) in sources {
            files.append("\(folder.path)/\(name)")
            try Files.write(Array(text.utf8), to: "\(folder.path)/\(name)")
        }
        let module = "Practice_" + Files.name(of: product).filter { $0.isLetter || $0.isNumber }
        let temporary = "\(folder.path)/product"
        let result = try await ChildProcess.run(
            "swiftc",
            (isLibrary ? ["-emit-library"] : []) + ["-module-name", module, "-o", temporary] + flags + files,
            directory: book.root)
        guard result.status == .exited(0) else {
            let errors = result.errorText.textLines.map { $0.replacing("\(folder.path)/", with: "") }
            return errors.isEmpty ? ["swiftc \(result.status)"] : errors.map { String($0) }
        }
        try Files.makeDirectories(Files.parent(of: product))
        try Files.keepProgram(temporary, as: product)
        return []
    }

    /// How the system loads a module of hearts before a program.
    static func preload(_ libraries: [String]) -> [String: String] {
        guard !libraries.isEmpty else { return [:] }
        #if canImport(Darwin)
            return ["DYLD_INSERT_LIBRARIES": libraries.joined(separator: ":")]
        #else
            return ["LD_PRELOAD": libraries.joined(separator: ":")]
        #endif
    }

    // MARK: Programs

    /// A page's program, with the trials of its hearts; built where it is older than the page or the library.
    func program(of page: Chapter, library: String) async throws -> String {
        guard let text = programText(of: page) else { throw Failure("the page has no program", at: page.start) }
        return try await built(page.name, [("main.swift", text), Self.trialSource(for: course)], library: library)
    }

    /// The program that tries a chapter's hearts in the library; nil where it has none.
    func trialProgram(ofChapter number: String, library: String) async throws -> String? {
        let hearts = course.hearts(ofChapter: number).filter { !$0.isOfProgram }
        guard !hearts.isEmpty, let sheet = course.sheet(ofChapter: number) else { return nil }
        var lines = ["import Foundation"] + course.modules.map { "@testable import \($0)" } + [""]
        for heart in hearts {
            if let section = course.section(of: heart) { lines += Self.trials(section, of: heart, in: sheet) }
        }
        return try await built(
            "\(number)-trials", [("main.swift", lines.joined(separator: "\n") + "\n"), Self.trialSource(for: course)],
            library: library)
    }

    private func built(_ name: String, _ sources: [(name: String, text: String)], library: String) async throws
        -> String
    {
        var fingerprint = Fingerprint()
        fingerprint.combine("library", library)
        for (name, text) in sources { fingerprint.combine(name, text) }
        let path = "\(folder)/programs/\(name)"
        let stamp = path + ".stamp"
        if Files.exists(path), let found = try? Files.read(stamp),
            String(decoding: found, as: UTF8.self) == fingerprint.text
        {
            return path
        }
        let errors = try await compile(sources, to: path)
        guard errors.isEmpty else {
            throw Failure("the program \(name) can't be built for practice", at: nil, details: Array(errors.prefix(20)))
        }
        try Files.replace(stamp, with: Array(fingerprint.text.utf8))
        return path
    }

    /// A page's main.swift with a trial behind each block that has a heart; nil of a page without a program.
    ///
    /// - Parameter spliced: Bodies that take the place of the book's, by the hearts' identities.
    func programText(of page: Chapter, spliced: [String: ReaderFile.Body] = [:]) -> String? {
        guard let file = Tangle.program(of: page) else { return nil }
        let hearts = course.hearts.filter { $0.isOfProgram && $0.page.path == page.path }
        var bytes = Array(file.text.utf8)
        var insertions: [(at: Int, remove: Int, text: String)] = []
        let starts = Self.lineStarts(of: bytes)
        for heart in hearts {
            let body = heart.declaration.body
            if let own = spliced[heart.identity] {
                let back = file.positions[heart.line(of: body.upperBound)]
                insertions.append(
                    (body.lowerBound, body.count, "{\n\(own.text(as: heart))\n\(Self.location(back))\n}"))
            }
            guard let sheet = course.sheet(ofChapter: page.number), let section = course.section(of: heart) else {
                continue
            }
            // Behind the block: its last line is the last before the tools' own.
            let line = (heart.line(of: body.upperBound)..<file.positions.count).first { file.positions[$0] == nil }
            let trials = Self.trials(section, of: heart, in: sheet).joined(separator: "\n")
            // `#sourceLocation()` ends the block's lines.
            if let line { insertions.append((starts[min(line + 1, starts.count - 1)], 0, trials + "\n")) }
        }
        for (at, remove, text) in insertions.sorted(by: { $0.at > $1.at }) {
            bytes.replaceSubrange(at..<at + remove, with: Array(text.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func lineStarts(of bytes: [UInt8]) -> [Int] {
        [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    static func location(_ position: SourcePosition?) -> String {
        position.map { "#sourceLocation(file: \"\($0.file)\", line: \($0.line))" } ?? "#sourceLocation()"
    }

    /// A section's code, each piece behind its own switch: `0123abcd` tries, `0123abcd!1` must stop.
    private static func trials(_ section: PracticeSheet.Section, of heart: Heart, in sheet: PracticeSheet) -> [String] {
        func piece(_ pieces: [PracticeSheet.Piece], _ key: String) -> [String] {
            var lines = ["if _isTrial(\"\(key)\") {"]
            for piece in pieces {
                lines.append("do {")
                lines.append(location(SourcePosition(file: sheet.path, line: piece.firstLine)))
                lines += piece.code.textLines.map(String.init)
                lines += ["#sourceLocation()", "}"]
            }
            return lines + ["_endTrial()", "}"]
        }
        let key = key(of: heart)
        return piece(section.trials, key)
            + section.traps.enumerated().flatMap { piece([$1], "\(key)!\($0 + 1)") }
    }
}

extension Files {
    /// Moves a built program to where it is kept, in one step, also where that is another disk.
    static func keepProgram(_ path: String, as target: String) throws(FileError) {
        // Several commands may build the same.
        let new = "\(target).\(UUID().uuidString)"
        try write(try read(path), to: new, like: path)
        try rename(new, to: target)
    }
}

extension Collection where Element: Equatable {
    fileprivate func lastRange(of other: [Element]) -> Range<Index>? { ranges(of: other).last }
}
