// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: fd84f751cbe4d194

#line 850 "Chapters/A-engine-room.md"
// The ladder of Appendix A: the steps from three loops to the engine's product.
#include "kindling_engine.h"
#include "pool.h"

#pragma STDC FP_CONTRACT OFF

#define ALWAYS static inline __attribute__((always_inline))

// Sixteen Floats, at any place where one could stand.
typedef float lanes __attribute__((ext_vector_type(16), aligned(4), may_alias));

#define CHAINS 6
#define NAME(f) f##_baseline
#include "ladder_text.h"
#undef NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAME(f) f##_avx2
#include "ladder_text.h"
#undef NAME
#pragma clang attribute pop

#undef CHAINS
#define CHAINS 12
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define NAME(f) f##_avx512
#include "ladder_text.h"
#undef NAME
#pragma clang attribute pop

#define CALL(f, ...) \
    (kd_isa() == KD_AVX512 ? f##_avx512(__VA_ARGS__) : kd_isa() == KD_AVX2 ? f##_avx2(__VA_ARGS__) : f##_baseline(__VA_ARGS__))
#else
#define CALL(f, ...) f##_baseline(__VA_ARGS__)
#endif

void kd_ladder(int step, long n, const float *a, const float *b, float *c) {
    switch (step) {
    case KD_STEP_DOTS: CALL(dots, n, a, b, c); break;
    case KD_STEP_ROWS: CALL(rows, n, a, b, c); break;
    case KD_STEP_LANES: CALL(lanes, n, a, b, c); break;
    case KD_STEP_TILES: CALL(tiles, n, a, b, c); break;
    case KD_STEP_PANELS: CALL(panels, n, a, b, c); break;
    case KD_STEP_BLOCKS: CALL(blocks, n, a, b, c); break;
    default: kd_matmul_naive(n, n, n, a, n, 1, b, n, 1, c);
    }
}

void kd_ladder_compute(long rounds, float *x) { CALL(compute, rounds, x); }

float kd_ladder_read(long times, long n, const float *x) { return CALL(read, times, n, x); }
