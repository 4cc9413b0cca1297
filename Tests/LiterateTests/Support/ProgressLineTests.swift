import Foundation
import Synchronization
import Testing

@testable import Literate

struct ProgressLineTests {
    private final class Screen: Sendable {
        let text = Mutex("")
    }

    private func progress(isTerminal: Bool) -> (ProgressLine, Screen) {
        let screen = Screen()
        let progress = ProgressLine(total: 3, isTerminal: isTerminal) { written in
            screen.text.withLock { $0 += written }
        }
        return (progress, screen)
    }

    @Test func tellsWhatIsRunning() {
        let (progress, screen) = progress(isTerminal: true)
        progress.begin("01-tensors")
        progress.begin("02-autograd")
        progress.end("01-tensors")
        progress.clear()
        let lines = screen.text.withLock { $0 }.components(separatedBy: "\r\u{1b}[2K")
        #expect(
            lines == [
                "", "0 of 3 · 01-tensors · 0 s", "0 of 3 · 01-tensors, 02-autograd · 0 s", "1 of 3 · 02-autograd · 0 s",
                "",
            ])
    }

    @Test func fitsALine() {
        let (progress, screen) = progress(isTerminal: true)
        for number in 0..<20 { progress.begin("\(number)-chapter") }
        let longest = screen.text.withLock { $0 }.split(separator: "\r").map(\.count).max() ?? 0
        #expect(longest < 80 + 4)
    }

    @Test func isSilentWhereNothingCanBeTakenBack() {
        let (progress, screen) = progress(isTerminal: false)
        progress.begin("01-tensors")
        progress.clear()
        #expect(screen.text.withLock { $0 } == "")
    }
}
