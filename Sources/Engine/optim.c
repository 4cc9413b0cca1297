// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/08-optim.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 1c82f3c29d0ae5d2

#line 249 "Chapters/08-optim.md"
#include "include/kindling_engine.h"

#define NAME(f) f##_baseline
#include "optim_loops.h"
#undef NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAME(f) f##_avx2
#include "optim_loops.h"
#undef NAME
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define NAME(f) f##_avx512
#include "optim_loops.h"
#undef NAME
#pragma clang attribute pop

#define CALL(f, ...) \
    (kd_isa() == KD_AVX512 ? f##_avx512(__VA_ARGS__) : kd_isa() == KD_AVX2 ? f##_avx2(__VA_ARGS__) : f##_baseline(__VA_ARGS__))
#else
#define CALL(f, ...) f##_baseline(__VA_ARGS__)
#endif

void kd_sgd_step(
    long n, float *w, const float *g, float *v, int is_first, float lr, float momentum, double dampening, float decay,
    int nesterov) {
    CALL(sgd, n, w, g, v, is_first, lr, momentum, dampening, decay, nesterov);
}

void kd_adam_step(
    long n, float *w, const float *g, float *m, float *v, double beta1, double beta2, float epsilon, float step, float root,
    float shrink, float decay) {
    CALL(adam, n, w, g, m, v, beta1, beta2, epsilon, step, root, shrink, decay);
}

void kd_rmsprop_step(
    long n, float *w, const float *g, float *s, float *a, float *v, float lr, double alpha, float epsilon, float momentum, float decay) {
    CALL(rmsprop, n, w, g, s, a, v, lr, alpha, epsilon, momentum, decay);
}
