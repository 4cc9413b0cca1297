/// The compiler, which is asked for its version when it's first needed.
actor LazyCompiler {
    private let root: String
    private let programs: String
    private let settings: BookSettings
    private var known: Task<SwiftCompiler, any Error>?

    init(root: String, programs: String, settings: BookSettings) {
        self.root = root
        self.programs = programs
        self.settings = settings
    }

    var compiler: SwiftCompiler {
        get async throws {
            let task =
                known
                ?? Task { [root, programs, settings] in
                    try await SwiftCompiler(root: root, programs: programs, settings: settings)
                }
            known = task
            return try await task.value
        }
    }
}
