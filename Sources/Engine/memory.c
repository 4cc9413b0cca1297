// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-04-engine-machine.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ad587308c619a30f

// Chapters/Workshop/A-04-engine-machine.md: Memory that is used again
// Memory for tensors, kept in lists of pieces of one size when it is given back.
#if defined(__linux__)
#define _GNU_SOURCE  // for madvise
#include <sys/mman.h>
#endif
#include "kindling_engine.h"
#include "watched.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    SMALLEST = 6, LARGEST = 24,        // pieces from 2^6 to 2^24 bytes are kept,
    KEPT = KD_WATCHED ? 0 : 32 << 20,  // and no more than so many bytes
    HUGE_PAGE = 2 << 20,
};

struct piece {
    struct piece *next;
};

static struct piece *lists[4 * (LARGEST - SMALLEST) + 1];
static unsigned long kept;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

// The smallest of 64, 80, 96, 112, 128, 160, … that is at least `bytes`, and the number of its list; -1 if it has none.
static unsigned long rounded(unsigned long bytes, int *list) {
    if (bytes <= 1 << SMALLEST) return *list = 0, 1 << SMALLEST;
    int power = 63 - __builtin_clzll(bytes - 1);  // 2^power < bytes <= 2^(power + 1)
    unsigned long step = 1ul << (power - 2), quarters = (bytes - 1) / step + 1;  // 5 to 8 quarters of 2^power
    *list = power >= LARGEST ? -1 : 4 * (power - SMALLEST) + (int)quarters - 4;
    return quarters * step;
}

void *kd_allocate(unsigned long bytes) {
    int list;
    unsigned long size = rounded(bytes, &list);
    if (list >= 0 && !KD_WATCHED) {
        pthread_mutex_lock(&lock);
        struct piece *piece = lists[list];
        if (piece) {
            lists[list] = piece->next;
            kept -= size;
        }
        pthread_mutex_unlock(&lock);
        if (piece) return piece;
    } else {
        size = bytes > 0 ? bytes : 1;
    }
    void *memory;
    if (posix_memalign(&memory, size >= 2 * HUGE_PAGE ? HUGE_PAGE : 64, size) != 0) {
        fprintf(stderr, "Kindling: no memory left for %lu bytes\n", bytes);
        abort();
    }
#if defined(__linux__)
    if (size >= 2 * HUGE_PAGE) madvise(memory, size / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
#endif
    return memory;
}

void kd_release(void *memory, unsigned long bytes) {
    if (!memory) return;
    int list;
    unsigned long size = rounded(bytes, &list);
    if (list >= 0) {
        pthread_mutex_lock(&lock);
        int keep = kept + size <= KEPT;
        if (keep) {
            struct piece *piece = memory;
            piece->next = lists[list];
            lists[list] = piece;
            kept += size;
        }
        pthread_mutex_unlock(&lock);
        if (keep) return;
    }
    free(memory);
}
