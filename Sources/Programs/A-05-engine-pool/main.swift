// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-05-engine-pool.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 92a58762dd38eed2

import Checkpoint

_program("Chapters/Workshop/A-05-engine-pool.md", code: "46341c604ab1d874")
#sourceLocation(file: "Chapters/Workshop/A-05-engine-pool.md", line: 139)
import Kindling  // only for Figure, from chapter 01
import KindlingEngine

struct Turn {
    var task: Int, isCaller: Bool, start: Double, end: Double
}

/// Who does which task of a job, if the two begin at these times: each takes the next one at its end.
func turns(_ durations: [Double], caller: Double, worker: Double) -> [Turn] {
    var (front, back) = (0, durations.count - 1)
    var (callerTime, workerTime) = (caller, worker)
    var turns: [Turn] = []
    while front <= back {
        let isCaller = callerTime <= workerTime
        let task = isCaller ? front : back
        let start = isCaller ? callerTime : workerTime, end = start + durations[task]
        turns.append(Turn(task: task, isCaller: isCaller, start: start, end: end))
        if isCaller { (front, callerTime) = (front + 1, end) } else { (back, workerTime) = (back - 1, end) }
    }
    return turns
}

let durations: [Double] = [3, 3, 3, 3, 3.5, 3, 3.5, 3]
let jobs = [
    (name: "A", turns: turns(durations, caller: 2, worker: 2.5)),
    (name: "B", turns: turns(durations, caller: 19, worker: 19.5)),
    (name: "C", turns: turns(durations, caller: 51, worker: 63)),
]
for job in jobs {
    let (caller, worker) = (job.turns.filter(\.isCaller).map(\.task), job.turns.filter { !$0.isCaller }.map(\.task))
    print(job.name, "caller:", caller, "worker:", worker)
}
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/A-05-engine-pool.md", line: 185)
var drawing = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 210" font-family="sans-serif" font-size="13">
    <rect width="900" height="210" rx="6" fill="#ffffff"/>

    """

func across(_ time: Double) -> Double { 90 + 10.5 * time }

func text(_ words: String, _ x: Double, _ y: Double, anchor: String = "middle", fill: String = "#555") {
    drawing += "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" fill=\"\(fill)\">\(words)</text>\n"
}

func box(_ start: Double, _ end: Double, _ y: Double, _ fill: String, _ words: String, ink: String = "#555") {
    drawing += "<rect x=\"\(across(start))\" y=\"\(y)\" width=\"\(across(end) - across(start) - 1)\" height=\"36\" rx=\"3\" fill=\"\(fill)\"/>\n"
    text(words, (across(start) + across(end)) / 2, y + 23, fill: ink)
}

let (callerRow, workerRow) = (64.0, 118.0)
text("caller", 80, callerRow + 23, anchor: "end", fill: "#222")
text("worker", 80, workerRow + 23, anchor: "end", fill: "#222")
for job in jobs {
    let start = job.turns[0].start, end = job.turns.map(\.end).max()!
    drawing += "<rect x=\"\(across(start) - 4)\" y=\"34\" width=\"\(across(end) - across(start) + 7)\" height=\"130\" rx=\"5\" fill=\"#f3f3f3\"/>\n"
    text("job \(job.name)", (across(start) + across(end)) / 2, 52, fill: "#222")
    for turn in job.turns {
        box(turn.start, turn.end, turn.isCaller ? callerRow : workerRow, turn.isCaller ? "#92a8c0" : "#e5a06a", "\(turn.task)", ink: "#222")
    }
}
let ends = jobs.map { job in job.turns.map(\.end).max()! }
box(ends[1] + 0.5, 50.5, callerRow, "#fafafa", "something else")
box(0, 2, workerRow, "#eee", "…")
box(ends[0] + 0.5, 19, workerRow, "#eee", "…")
box(ends[1] + 0.5, 44, workerRow, "#eee", "spins")
box(44, 51, workerRow, "#fafafa", "sleeps")
box(51, 63, workerRow, "#eee", "wakes up")
drawing += "<line x1=\"90\" y1=\"178\" x2=\"870\" y2=\"178\" stroke=\"#bbb\"/>\n"
text("time", 870, 196, anchor: "end")
drawing += "</svg>\n"
try Figure.write(drawing, to: "A-pool.svg", in: .book)
#sourceLocation()
#sourceLocation(file: "Chapters/Workshop/A-05-engine-pool.md", line: 388)
let x = (0..<300_000).map { Float($0) / 100_000 }
var expected = x
kd_unary_naive(KD_EXP, x.count, x, 1, &expected)
let given = kd_threads()
for threads: Int32 in [1, 2, 3, 16] {
    kd_set_threads(threads)
    var y = x
    kd_unary(KD_EXP, x.count, x, 1, &y)
    print("threads:", threads, y == expected)
}
kd_set_threads(given)
#sourceLocation()
_checkpoint(2)
