// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/02-01-tape.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 06b8dbaaa75f68e2

// Chapters/Workshop/02-01-tape.md: Not writing it down
import KindlingEngine

/// Whether operations on this thread are recorded for their gradients.
public var isGradEnabled: Bool { kd_thread_slot_get(KD_SLOT_NO_GRAD) == nil }

/// Runs `body` without recording its operations.
public func noGrad<Result>(_ body: () throws -> Result) rethrows -> Result {
    try setGradEnabled(false, body)
}

/// Runs `body` and records its operations, within a `noGrad`.
public func enableGrad<Result>(_ body: () throws -> Result) rethrows -> Result {
    try setGradEnabled(true, body)
}

/// Runs `body` with recording on or off, and then puts the switch back where it was.
private func setGradEnabled<Result>(_ isEnabled: Bool, _ body: () throws -> Result) rethrows -> Result {
    let before = kd_thread_slot_get(KD_SLOT_NO_GRAD)
    kd_thread_slot_set(KD_SLOT_NO_GRAD, isEnabled ? nil : UnsafeMutableRawPointer(bitPattern: 1))
    defer { kd_thread_slot_set(KD_SLOT_NO_GRAD, before) }
    return try body()
}
