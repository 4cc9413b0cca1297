import Testing

@testable import Literate

struct PracticeCheckTests {
    /// What somebody else has written is loaded into their program alone, and not into what locks it in.
    @Test func aModuleStaysInTheSandbox() {
        let module = PracticeBuild.preload(["/x/module"])
        let free = PracticeCheck.command("/x/program", preload: module, sandbox: [])
        #expect(free.words == ["/x/program"])
        #expect(free.environment == module)
        let locked = PracticeCheck.command("/x/program", preload: module, sandbox: ["unshare", "sh"])
        #expect(locked.environment.isEmpty)
        #expect(locked.words == ["unshare", "sh", "env", "\(module.keys.first!)=/x/module", "/x/program"])
        let program = PracticeCheck.command("/x/program", preload: [:], sandbox: ["unshare", "sh"])
        #expect(program.words == ["unshare", "sh", "/x/program"])
    }
}
