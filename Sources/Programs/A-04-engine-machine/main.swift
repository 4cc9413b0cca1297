// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-04-engine-machine.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 25e47c63ab43b074

import Checkpoint

_program("Chapters/Workshop/A-04-engine-machine.md", code: "00c6a2682ac7c3cb")
#sourceLocation(file: "Chapters/Workshop/A-04-engine-machine.md", line: 149)
import Foundation
import KindlingEngine

print((0...4).map { String(cString: kd_isa_name(Int32($0))) })
print(kd_isa_available(KD_BASELINE), kd_isa_available(7), kd_set_isa(7))
#sourceLocation()
_checkpoint(1)
#sourceLocation(file: "Chapters/Workshop/A-04-engine-machine.md", line: 182)
let slot = kd_thread_slot(3)
kd_thread_slot_set(slot, UnsafeMutableRawPointer(bitPattern: 4096))
var seen = "nothing yet"
let thread = Thread { seen = kd_thread_slot_get(slot) == nil ? "empty" : "taken" }
thread.start()
while !thread.isFinished { usleep(1000) }
print(kd_thread_slot_get(slot) != nil, seen)
kd_thread_slot_set(slot, nil)
#sourceLocation()
_checkpoint(2)
#sourceLocation(file: "Chapters/Workshop/A-04-engine-machine.md", line: 326)
let piece = kd_allocate(1000)
kd_release(piece, 1000)
let other = kd_allocate(900)  // 1000 and 900 are both rounded up to 1024
print(piece == other, kd_allocate(900) == other)
#sourceLocation()
_checkpoint(3)
