// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-04-engine-machine.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 9ab4e44d167b0244

// Chapters/Workshop/A-04-engine-machine.md: Asking the processor
// Which instruction set is used, and the pointers that belong to a thread.
#include "kindling_engine.h"
#include "kernels.h"
#include "regions.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ISA_COUNT = 4 };
static const char *const names[ISA_COUNT] = {"baseline", "avx2", "avx512", "neon"};

static const struct kd_kernels *table(int isa) { return KD_OF(isa, &kd_kernels); }

const char *kd_isa_name(int isa) { return isa >= 0 && isa < ISA_COUNT ? names[isa] : "unknown"; }

int kd_isa_available(int isa) {
    switch (isa) {
    case KD_BASELINE: return 1;
#if defined(__x86_64__)
    // These ask the operating system too: it must save the wider registers when it switches threads.
    case KD_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case KD_AVX512:
        return kd_isa_available(KD_AVX2) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#elif defined(__aarch64__)
    case KD_NEON: return 1;
#endif
    default: return 0;
    }
}

static atomic_int chosen;
static _Atomic(const struct kd_kernels *) kernels;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void use(int isa) {
    atomic_store(&chosen, isa);
    atomic_store_explicit(&kernels, table(isa), memory_order_release);
}

static void choose(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
#endif
    int best = KD_BASELINE;
    for (int isa = 0; isa < ISA_COUNT; isa++)
        if (kd_isa_available(isa)) best = isa;
    const char *wanted = getenv("KINDLING_ISA");
    if (wanted && *wanted) {
        int isa = 0;
        while (isa < ISA_COUNT && strcmp(wanted, names[isa]) != 0) isa++;
        if (isa == ISA_COUNT)
            fprintf(stderr, "Kindling: KINDLING_ISA=%s is unknown (baseline, avx2, avx512 or neon); using %s\n",
                    wanted, names[best]);
        else if (!kd_isa_available(isa))
            fprintf(stderr, "Kindling: KINDLING_ISA=%s: this CPU can't run it; using %s\n", wanted, names[best]);
        else
            best = isa;
    }
    use(best);
}

const struct kd_kernels *kd_kernels(void) {
    const struct kd_kernels *k = atomic_load_explicit(&kernels, memory_order_acquire);
    if (k) return k;
    pthread_once(&once, choose);
    return atomic_load_explicit(&kernels, memory_order_acquire);
}

int kd_isa(void) {
    kd_kernels();
    return atomic_load(&chosen);
}

int kd_set_isa(int isa) {
    kd_kernels();
    if (!kd_isa_available(isa)) return 0;
    use(isa);
    return 1;
}

// Chapters/Workshop/A-04-engine-machine.md: What a thread keeps
static _Thread_local void *slots[KD_THREAD_SLOTS];

void *kd_thread_slot_get(enum kd_thread_slot slot) { return slot >= 0 && slot < KD_THREAD_SLOTS ? slots[slot] : NULL; }
void kd_thread_slot_set(enum kd_thread_slot slot, void *pointer) {
    if (slot >= 0 && slot < KD_THREAD_SLOTS) slots[slot] = pointer;
}
