import ArgumentParser
import Literate

/// `swift run -c release practice`: the hearts of the book, for the reader to write.
@main
struct Practice: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the hearts of the book yourself, checked by its numbers.",
        discussion: """
            One folder holds the whole course: the pages without what is yours to write, and your code in Hearts. Each \
            command takes the folder as its last argument; without it, it is the one you are in, or Practice in the book.
            """,
        subcommands: [
            Start.self, Check.self, Hint.self, Compare.self, Solve.self, Reset.self, List.self, Class.self, Grade.self,
        ])
}

/// What all of them share.
private enum Desk {
    /// The words of a command, and the folder if the last one is one.
    static func split(_ words: [String]) throws -> (words: [String], folder: String?) {
        guard let last = words.last,
            last.contains("/") || last == "." || last == ".." || last.hasPrefix("~") || PracticeFolder.isOne(last)
        else { return (words, nil) }
        return (Array(words.dropLast()), expanded(last))
    }

    private static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        return Desk.home + path.dropFirst()
    }

    private static var home: String { PracticeFolder.homeDirectory }

    /// The book: the one that this is called in, or that of the reader's folder.
    static func root(_ folder: String?) throws -> String {
        if let folder, let root = PracticeFolder.book(of: folder) { return root }
        if let root = PracticeFolder.book(of: ".") { return root }
        return try Book.findRoot()
    }

    static func session(_ folder: String?) throws -> PracticeSession {
        let root = try root(folder)
        return try PracticeSession(Book.load(root: root), in: folder ?? PracticeFolder.standard(root: root))
    }

    static func write(_ text: String, to path: String) throws { try Files.write(Array(text.utf8), to: path) }

    /// Adds to a file, which may not be there yet.
    static func append(_ text: String, to path: String) throws {
        let old = Files.exists(path) ? try Files.read(path) : []
        try Files.write(old + Array(text.utf8), to: path)
    }

    /// Runs a command, and says what is wrong as the others do.
    static func run(_ body: () async throws -> Void) async throws {
        LiveProcesses.endWithThisProcess()
        do {
            try await body()
        } catch  where error is DiagnosticsError || error is Failure || error is FileError {
            Console.note("\(error)")
            throw ExitCode.failure
        }
    }
}

struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Begin a chapter.")

    @Argument(help: "The chapter, and the folder: 07 ~/mine")
    var words: [String]

    func run() async throws {
        try await Desk.run {
            let (words, folder) = try Desk.split(words)
            guard !words.isEmpty else { throw ValidationError("Which chapter? practice start 01") }
            let root = try Desk.root(folder)
            let book = try Book.load(root: root)
            let course = try await Course(book)
            let path = folder ?? PracticeFolder.standard(root: root)
            let numbers = try words.map { try course.number($0) }
            var desk = try PracticeFolder(beginning: path, of: root)
            for number in numbers {
                let (file, added) = try await desk.begin(number, of: course)
                let count = course.hearts(ofChapter: number).count
                Console.say(
                    added == 0
                        ? "\(file) has all \(count) already; nothing is changed."
                        : "\(file) has \(count) to write\(added < count ? ", \(added) of them new" : "").")
            }
            _ = try await PracticeCheck(course, work: desk.path + "/.practice") {
                Console.note("Building the library for practice: once, in about a minute")
            }
            Console.say("\nIn \(desk.path): read the pages in Chapters, write in Hearts, and ask with\n")
            Console.say("    swift run -c release practice check\(folder == nil ? "" : " \(desk.path)")")
        }
    }
}

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is right, and the first that isn't.",
        discussion: "Succeeds only if everything is right.")

    @Argument(help: "Chapters, or names, and the folder; everything that is begun if none is named.")
    var words: [String] = []

    @Flag(help: "Check again whenever you save: what has changed.")
    var watch = false

    @Option(help: ArgumentHelp("Write what came of each into this file, as JSON.", valueName: "file"))
    var report: String?

    func run() async throws {
        try await Desk.run {
            let (words, folder) = try Desk.split(words)
            let session = try Desk.session(folder)
            guard watch else {
                if try await !session.check(words, report: report) { throw ExitCode.failure }
                return
            }
            var watcher = FolderWatcher(["\(session.folder.path)/Hearts"])
            while true {
                do {
                    _ = try await session.check(words, isForgetful: false)
                } catch  where error is DiagnosticsError || error is Failure {
                    Console.say("\(error)")
                }
                Console.note("Waiting for a file in Hearts to change (^C ends)")
                try await watcher.waitForChange()
            }
        }
    }
}

struct Hint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Give a hint; called again, the next one.")

    @Argument(help: "The name, such as viewed or \"viewed(as:)\", and the folder.")
    var words: [String]

    func run() async throws {
        try await Desk.run {
            let (words, folder) = try Desk.split(words)
            try await Desk.session(folder).hint(words.joined(separator: " "))
        }
    }
}

struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show your code beside the book's.")

    @Argument(help: "The name, and the folder.")
    var words: [String]

    func run() async throws {
        try await Desk.run {
            let (words, folder) = try Desk.split(words)
            try await Desk.session(folder).compare(words.joined(separator: " "))
        }
    }
}

struct Solve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put the book's code in the place of yours, which is kept.")

    @Argument(help: "The name, or a chapter, and the folder.")
    var words: [String] = []

    @Flag(help: "Everything that is begun.")
    var all = false

    func run() async throws { try await replace(words, all: all, isSolution: true) }
}

struct Reset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Begin again; what you have written is kept.")

    @Argument(help: "The name, or a chapter, and the folder.")
    var words: [String] = []

    @Flag(help: "Everything that is begun.")
    var all = false

    func run() async throws { try await replace(words, all: all, isSolution: false) }
}

private func replace(_ words: [String], all: Bool, isSolution: Bool) async throws {
    try await Desk.run {
        let (words, folder) = try Desk.split(words)
        guard all != !words.isEmpty else {
            throw ValidationError(all ? "--all goes without a name." : "Which one? Or --all.")
        }
        try await Desk.session(folder).replace(all ? nil : words.joined(separator: " "), isSolution: isSolution)
    }
}

struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show how far you are.")

    @Argument(help: "The folder.")
    var words: [String] = []

    func run() async throws {
        try await Desk.run {
            let (_, folder) = try Desk.split(words)
            try await Desk.session(folder).list()
        }
    }
}

struct Class: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "For teachers: make an assignment, a repository without the solutions.",
        discussion: """
            Chapters and names say what is to be written. The repository holds the pages without it, empty functions, and a \
            workflow that grades on each push. The book itself is public; its pages hold the solutions.
            """)

    @Argument(help: "Chapters, or names, and the folder: 01 \"02 backward\" ~/assignment")
    var words: [String]

    @Option(help: "What the assignment is called.")
    var title: String?

    @Option(help: "When it is due, in words.")
    var due: String?

    @Option(
        help: ArgumentHelp(
            "Where the book is fetched for grading (default: where it was cloned from).", valueName: "url"))
    var book: String?

    func run() async throws {
        try await Desk.run {
            guard words.count > 1, let folder = words.last else {
                throw ValidationError("What is to be written, and into which folder? practice class 01 ~/assignment")
            }
            let assignment = try await PracticeClass(
                Book.load(root: Desk.root(nil)), of: words.dropLast(), title: title, due: due, url: book)
            let (path, isCommitted) = try await assignment.write(to: folder)
            Console.say("\(path) is an assignment\(isCommitted ? ", committed" : "; git hasn't committed it")")
            assignment.lacks.map(Console.note)
        }
    }
}

struct Grade: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "For teachers: grade submissions.",
        discussion: """
            Each is tried on numbers that are drawn now, without a network, with nothing to write to, and with limits of \
            time and memory.
            """)

    @Argument(help: "Submissions, and folders of submissions.")
    var folders: [String]

    @Option(help: "The assignment's folder (default: what the first submission says of itself).")
    var assignment: String?

    @Option(help: "Write a table into this file.")
    var csv: String?

    @Option(help: "Write what a test's runner would into this file.")
    var junit: String?

    @Option(help: "Add a summary in Markdown to this file.")
    var summary: String?

    @Option(help: "The numbers are drawn from it, to grade again as before.")
    var seed: UInt64?

    @Option(name: .shortAndLong, help: "How many submissions at a time (default: the number of cores).")
    var jobs: Int?

    @Option(help: "How many seconds of the processor a program may take.")
    var seconds = 120

    @Option(help: "How many gigabytes a program may have.")
    var gigabytes = 4

    @Flag(inversion: .prefixedNo, help: "Lock the programs in.")
    var sandbox = true

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1.") }
        if seconds < 1 || gigabytes < 1 { throw ValidationError("--seconds and --gigabytes must be at least 1.") }
    }

    func run() async throws {
        try await Desk.run {
            var options = PracticeGrade.Options(seed: seed)
            if let jobs { options.jobs = jobs }
            options.limit = 3 * seconds
            if sandbox {
                var limits = Sandbox()
                (limits.seconds, limits.gigabytes) = (seconds, gigabytes)
                try await limits.require()
                options.sandbox = limits
            }
            let grade = try await PracticeGrade(
                Book.load(root: Desk.root(nil)), folders, model: assignment, options: options)
            let results = try await grade.run {
                Console.note("Building the library for practice: once, in about a minute")
            } report: { result in
                Console.say("\(result.folder): \(result.right) of \(result.lines.count)")
            }
            try csv.map { try Desk.write(grade.csv(results), to: $0) }
            try junit.map { try Desk.write(grade.junit(results), to: $0) }
            try summary.map { try Desk.append(grade.summary(results), to: $0) }
            Console.note("Graded with --seed \(options.seed)")
        }
    }
}
