// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-04-engine-machine.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c049d0e97bec94a4

// Chapters/Workshop/A-04-engine-machine.md: Memory that is used again
// 1 where AddressSanitizer watches every access to memory, 0 elsewhere.
#ifndef KD_WATCHED_H
#define KD_WATCHED_H

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KD_WATCHED 1
#endif
#endif
#ifndef KD_WATCHED
#define KD_WATCHED 0
#endif

#endif
