// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/09-01-rows.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: c71c12a394533770

// Chapters/Workshop/09-01-rows.md: One row ahead
#include "include/kindling_engine.h"

#include <string.h>

void kd_gather(long count, long size, const void *source, long stride, const long *rows, void *target) {
    if (size <= 0) return;
    const char *from = source;
    char *to = target;
    for (long i = 0; i < count; i++) {
        if (i + 1 < count) {
            // Not more than 8 kB ahead: what doesn't fit into the nearest cache would push out the row being copied.
            const char *next = from + rows[i + 1] * stride;
            for (long k = 0; k < size && k < 8192; k += 64) __builtin_prefetch(next + k);
        }
        memcpy(to + i * size, from + rows[i] * stride, size);
    }
}

void kd_gather_naive(long count, long size, const void *source, long stride, const long *rows, void *target) {
    for (long i = 0; i < count; i++)
        for (long k = 0; k < size; k++) ((char *)target)[i * size + k] = ((const char *)source)[rows[i] * stride + k];
}
