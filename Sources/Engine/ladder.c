// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-01-engine-measured.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 74b105204209a0a2

// Chapters/Workshop/A-01-engine-measured.md: The regions of the ladder
// The ladder of Appendix A: the steps from three loops to the engine's product.
#include "kindling_engine.h"
#include "pool.h"
#include "regions.h"

#pragma STDC FP_CONTRACT OFF

#define ALWAYS static inline __attribute__((always_inline))

// Sixteen Floats, at any place where one could stand.
typedef float lanes __attribute__((ext_vector_type(16), aligned(4), may_alias));

#define CHAINS 6
#define NAME(f) f##_baseline
#include "ladder_text.h"
#undef NAME

#if defined(__aarch64__)
#define NAME(f) f##_neon
#include "ladder_text.h"
#undef NAME
#elif defined(__x86_64__)
KD_AVX2_BEGIN
#define NAME(f) f##_avx2
#include "ladder_text.h"
#undef NAME
KD_REGION_END

#undef CHAINS
#define CHAINS 12
KD_AVX512_BEGIN
#define NAME(f) f##_avx512
#include "ladder_text.h"
#undef NAME
KD_REGION_END
#endif

void kd_ladder(int step, long n, const float *a, const float *b, float *c) {
    int isa = kd_isa();
    switch (step) {
    case KD_STEP_DOTS: KD_OF(isa, dots)(n, a, b, c); break;
    case KD_STEP_ROWS: KD_OF(isa, rows)(n, a, b, c); break;
    case KD_STEP_LANES: KD_OF(isa, lanes)(n, a, b, c); break;
    case KD_STEP_TILES: KD_OF(isa, tiles)(n, a, b, c); break;
    case KD_STEP_PANELS: KD_OF(isa, panels)(n, a, b, c); break;
    case KD_STEP_BLOCKS: KD_OF(isa, blocks)(n, a, b, c); break;
    default: kd_matmul_naive(n, n, n, a, n, 1, b, n, 1, c);
    }
}

void kd_ladder_compute(long rounds, float *x) { KD_OF(kd_isa(), compute)(rounds, x); }

float kd_ladder_read(long times, long n, const float *x) { return KD_OF(kd_isa(), read)(times, n, x); }
