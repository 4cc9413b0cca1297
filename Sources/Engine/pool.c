// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-05-engine-pool.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 6e7a557a8514dffe

// Chapters/Workshop/A-05-engine-pool.md: How many threads
#if defined(__linux__)
#define _GNU_SOURCE  // for sched_getaffinity
#endif
#include "kindling_engine.h"
#include "pool.h"
#include "watched.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#if defined(__linux__)
#include <sched.h>
#endif

enum { MAX_THREADS = 256, SPINS = 4000 };

static inline void pause_briefly(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// How many threads ----------------------------------------------------------------------------------------------

static atomic_int threads;  // 0: not yet asked

static int default_threads(void) {
    long n = 0;
#if defined(__linux__)
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) n = CPU_COUNT(&set);
#endif
    if (n < 1) n = sysconf(_SC_NPROCESSORS_ONLN);
    if (n > 16) n = 16;
    const char *wanted = getenv("KINDLING_THREADS");
    if (wanted && *wanted) {
        char *end;
        long w = strtol(wanted, &end, 10);
        if (*end == 0 && w >= 1 && w <= MAX_THREADS) n = w;
        else
            fprintf(stderr, "Kindling: KINDLING_THREADS=%s is not a number from 1 to %d; using %ld\n", wanted,
                    MAX_THREADS, n);
    }
    return n < 1 ? 1 : (int)n;
}

int kd_threads(void) {
    int n = atomic_load(&threads);
    if (n == 0) {
        int expected = 0, first = default_threads();
        n = atomic_compare_exchange_strong(&threads, &expected, first) ? first : expected;
    }
    return n;
}

void kd_set_threads(int n) { atomic_store(&threads, n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : n); }

// Chapters/Workshop/A-05-engine-pool.md: One number that all look at
// The pool ------------------------------------------------------------------------------------------------------

// One job at a time. It is written by the thread that holds `busy`, and read by those that hold a portion of it.
static atomic_flag busy = ATOMIC_FLAG_INIT;
static struct {
    void (*body)(void *, long);
    void *context;
    long tasks, share;         // a portion is `share` tasks
} job;

// The job's number in 32 bits, then 16 for how many of its portions are gone from the front, and 16 for how many are
// left.
static _Atomic uint64_t open;
static atomic_long done;       // how many of its portions are done
static atomic_int helpers;     // how many workers may take part
static int started;            // workers there are; it belongs to the thread that holds `busy`

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER, finished = PTHREAD_COND_INITIALIZER;
static atomic_int sleeping, waiting;  // workers that sleep, and whether the job's owner does

static uint32_t current_job(void) { return (uint32_t)(atomic_load(&open) >> 32); }

// Takes a portion of job `number`; -1 if none is left.
static long take(uint32_t number, int from_back) {
    uint64_t now = atomic_load(&open);
    while (now >> 32 == number && (now & 0xffff) > 0) {
        long gone = (long)(now >> 16 & 0xffff), left = (long)(now & 0xffff);
        if (atomic_compare_exchange_weak(&open, &now, from_back ? now - 1 : now + (1 << 16) - 1))
            return from_back ? gone + left - 1 : gone;
    }
    return -1;
}

static void work(uint32_t number, int from_back) {
    long count = 0;
    for (long portion = take(number, from_back); portion >= 0; portion = take(number, from_back), count++)
        for (long task = portion * job.share, end = task + job.share; task < end && task < job.tasks; task++)
            job.body(job.context, task);
    if (count == 0) return;
    atomic_fetch_add(&done, count);
    if (atomic_load(&waiting)) {
        pthread_mutex_lock(&lock);
        pthread_cond_signal(&finished);
        pthread_mutex_unlock(&lock);
    }
}

// Chapters/Workshop/A-05-engine-pool.md: Spinning and sleeping
static void *worker(void *place) {
    uint32_t seen = 0;
    for (;;) {
        for (int spin = 0; spin < SPINS && current_job() == seen; spin++) pause_briefly();
        if (current_job() == seen) {
            pthread_mutex_lock(&lock);
            atomic_fetch_add(&sleeping, 1);
            while (current_job() == seen) pthread_cond_wait(&wake, &lock);
            atomic_fetch_sub(&sleeping, 1);
            pthread_mutex_unlock(&lock);
        }
        seen = current_job();
        if ((intptr_t)place < atomic_load(&helpers)) work(seen, (intptr_t)place % 2 == 0);
    }
    return NULL;
}

// Chapters/Workshop/A-05-engine-pool.md: A job from its beginning to its end
void kd_parallel(long tasks, void (*body)(void *, long), void *context) {
    int want = kd_threads();
    if (want > tasks) want = (int)tasks;
    if (want <= 1 || atomic_flag_test_and_set_explicit(&busy, memory_order_acquire)) {
        for (long task = 0; task < tasks; task++) body(context, task);
        return;
    }
    for (; started < want - 1; started++) {
        pthread_t thread;
        // Fewer workers, the same result.
        if (pthread_create(&thread, NULL, worker, (void *)(intptr_t)started) != 0) break;
        pthread_detach(thread);
    }
    job.body = body;
    job.context = context;
    job.tasks = tasks;
    job.share = tasks / UINT16_MAX + 1;
    long portions = (tasks + job.share - 1) / job.share;
    atomic_store(&done, 0);
    atomic_store(&helpers, want - 1);
    uint32_t number = current_job() + 1;
    atomic_store(&open, (uint64_t)number << 32 | (uint64_t)portions);
    if (atomic_load(&sleeping) > 0) {
        pthread_mutex_lock(&lock);
        pthread_cond_broadcast(&wake);
        pthread_mutex_unlock(&lock);
    }

    work(number, 0);

    for (int spin = 0; spin < SPINS && atomic_load(&done) < portions; spin++) pause_briefly();
    if (atomic_load(&done) < portions) {
        pthread_mutex_lock(&lock);
        atomic_store(&waiting, 1);
        while (atomic_load(&done) < portions) pthread_cond_wait(&finished, &lock);
        atomic_store(&waiting, 0);
        pthread_mutex_unlock(&lock);
    }
    atomic_flag_clear_explicit(&busy, memory_order_release);
}

void kd_parallel_unless(int alone, long tasks, void (*body)(void *, long), void *context) {
    if (!alone) kd_parallel(tasks, body, context);
    else
        for (long task = 0; task < tasks; task++) body(context, task);
}

// Chapters/Workshop/A-05-engine-pool.md: Memory that a thread keeps
// Memory --------------------------------------------------------------------------------------------------------

struct scratch {
    void *memory[3];
    unsigned long size[3];
};

static pthread_key_t scratch_key;
static pthread_once_t scratch_once = PTHREAD_ONCE_INIT;

static void free_scratch(void *p) {
    struct scratch *s = p;
    free(s->memory[0]);
    free(s->memory[1]);
    free(s->memory[2]);
    free(s);
}

static void make_scratch_key(void) { pthread_key_create(&scratch_key, free_scratch); }

static void out_of_memory(unsigned long bytes) {
    fprintf(stderr, "Kindling: no memory left for %lu bytes\n", bytes);
    abort();
}

void *kd_scratch(int purpose, unsigned long bytes) {
    pthread_once(&scratch_once, make_scratch_key);
    struct scratch *s = pthread_getspecific(scratch_key);
    if (!s) {
        s = calloc(1, sizeof *s);
        if (!s) out_of_memory(sizeof *s);
        pthread_setspecific(scratch_key, s);
    }
    if (s->size[purpose] < bytes || (KD_WATCHED && s->size[purpose] != bytes)) {
        free(s->memory[purpose]);
        s->memory[purpose] = NULL;
        s->size[purpose] = 0;
        if (posix_memalign(&s->memory[purpose], 64, bytes) != 0) out_of_memory(bytes);
        s->size[purpose] = bytes;
    }
    return s->memory[purpose];
}
