/// The compiler, which is asked for its version when it's first needed.
actor LazyCompiler {
    private let root: String
    private let programs: String
    private var known: Task<SwiftCompiler, any Error>?

    init(root: String, programs: String) {
        self.root = root
        self.programs = programs
    }

    var compiler: SwiftCompiler {
        get async throws {
            let task = known ?? Task { [root, programs] in try await SwiftCompiler(root: root, programs: programs) }
            known = task
            return try await task.value
        }
    }
}
