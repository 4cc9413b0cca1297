// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-05-engine-pool.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bcf085cff202e266

// Chapters/Workshop/A-05-engine-pool.md: What the other files see
// Work shared among threads, and memory that a thread keeps.
#ifndef KD_POOL_H
#define KD_POOL_H

// Calls body(context, task) once for every task in 0 ..< tasks, in any order and in several threads at once,
// and returns when all calls have returned. Tasks must write to different places. May be called from several
// threads, and from a task: then it runs the tasks itself.
void kd_parallel(long tasks, void (*body)(void *context, long task), void *context);

// The same, but if `alone`, for work too small to share, in the calling thread.
void kd_parallel_unless(int alone, long tasks, void (*body)(void *context, long task), void *context);

// At least `bytes` of memory, aligned to 64, which belongs to the calling thread and the purpose (0, 1 or 2)
// until it asks again. Freed when the thread ends.
void *kd_scratch(int purpose, unsigned long bytes);

#endif
