// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 582f0f87a1c0799b

#line 2356 "Chapters/A-engine-room.md"
#if defined(__linux__)
#define _GNU_SOURCE  // for sched_getaffinity
#endif
#include "kindling_engine.h"
#include "pool.h"
#include <pthread.h>
#include <stdatomic.h>
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
#line 2424 "Chapters/A-engine-room.md"

// The pool ------------------------------------------------------------------------------------------------------

// One job at a time. Its fields are written by the thread that holds `busy`, while no worker is in it.
static atomic_flag busy = ATOMIC_FLAG_INIT;
static struct {
    void (*body)(void *, long);
    void *context;
    long tasks;
    atomic_long next;
} job;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER, idle = PTHREAD_COND_INITIALIZER;
static atomic_ulong generation;  // how many jobs there have been
static atomic_int active;        // workers in the job
static int started, sleeping, open, places_left;  // under the lock

static void work(void) {
    for (;;) {
        long task = atomic_fetch_add_explicit(&job.next, 1, memory_order_relaxed);
        if (task >= job.tasks) return;
        job.body(job.context, task);
    }
}

static void *worker(void *unused) {
    (void)unused;
    unsigned long seen = 0;
    for (;;) {
        for (int spin = 0; spin < SPINS && atomic_load_explicit(&generation, memory_order_relaxed) == seen; spin++)
            pause_briefly();
        pthread_mutex_lock(&lock);
        while (atomic_load_explicit(&generation, memory_order_relaxed) == seen) {
            sleeping++;
            pthread_cond_wait(&wake, &lock);
            sleeping--;
        }
        seen = atomic_load_explicit(&generation, memory_order_relaxed);
        int join = open && places_left > 0;
        if (join) {
            places_left--;
            atomic_fetch_add(&active, 1);
        }
        pthread_mutex_unlock(&lock);
        if (!join) continue;  // too late, or too many
        work();
        if (atomic_fetch_sub(&active, 1) == 1) {
            pthread_mutex_lock(&lock);
            pthread_cond_signal(&idle);
            pthread_mutex_unlock(&lock);
        }
    }
    return NULL;
}

void kd_parallel(long tasks, void (*body)(void *, long), void *context) {
    int want = kd_threads();
    if (want > tasks) want = (int)tasks;
    if (want <= 1 || atomic_flag_test_and_set_explicit(&busy, memory_order_acquire)) {
        for (long task = 0; task < tasks; task++) body(context, task);
        return;
    }
    pthread_mutex_lock(&lock);
    while (started < want - 1) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, worker, NULL) != 0) break;  // fewer workers, the same result
        pthread_detach(thread);
        started++;
    }
    job.body = body;
    job.context = context;
    job.tasks = tasks;
    atomic_store_explicit(&job.next, 0, memory_order_relaxed);
    open = 1;
    places_left = want - 1;
    atomic_fetch_add(&generation, 1);
    if (sleeping > 0) pthread_cond_broadcast(&wake);
    pthread_mutex_unlock(&lock);

    work();

    pthread_mutex_lock(&lock);
    open = 0;  // who comes now finds nothing to do, and stays away
    pthread_mutex_unlock(&lock);
    for (int spin = 0; spin < SPINS && atomic_load(&active) > 0; spin++) pause_briefly();
    if (atomic_load(&active) > 0) {
        pthread_mutex_lock(&lock);
        while (atomic_load(&active) > 0) pthread_cond_wait(&idle, &lock);
        pthread_mutex_unlock(&lock);
    }
    atomic_flag_clear_explicit(&busy, memory_order_release);
}
#line 2523 "Chapters/A-engine-room.md"

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
    if (s->size[purpose] < bytes) {
        free(s->memory[purpose]);
        s->memory[purpose] = NULL;
        s->size[purpose] = 0;
        if (posix_memalign(&s->memory[purpose], 64, bytes) != 0) out_of_memory(bytes);
        s->size[purpose] = bytes;
    }
    return s->memory[purpose];
}
