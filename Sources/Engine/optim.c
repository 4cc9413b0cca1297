// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-03-optimizer-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: cf5c7b78d58fda67

// Chapters/Workshop/08-03-optimizer-loops.md: The definitions
#include "include/kindling_engine.h"

// The definitions: what the steps do to one parameter after the other.

void kd_sgd_step_naive(
    long n, float *w, const float *g, float *v, int is_first, float lr, float momentum, double dampening, float decay,
    int nesterov) {
#pragma STDC FP_CONTRACT OFF
    for (long i = 0; i < n; i++) {
        float gradient = decay == 0 ? g[i] : __builtin_fmaf(decay, w[i], g[i]);
        if (v) {
            v[i] = is_first ? gradient : __builtin_fmaf((float)(1 - dampening), gradient, v[i] * momentum);
            gradient = nesterov ? __builtin_fmaf(momentum, v[i], gradient) : v[i];
        }
        w[i] = __builtin_fmaf(-lr, gradient, w[i]);
    }
}
static float blend_naive(float a, float b, float share) {
#pragma STDC FP_CONTRACT OFF
    return share < 0.5f ? __builtin_fmaf(share, b - a, a) : __builtin_fmaf(share - 1, b - a, b);
}

void kd_adam_step_naive(
    long n, float *w, const float *g, float *m, float *v, double beta1, double beta2, float epsilon, float step,
    float root,
    float shrink, float decay) {
#pragma STDC FP_CONTRACT OFF
    for (long i = 0; i < n; i++) {
        float weight = w[i] * shrink;
        float gradient = decay == 0 ? g[i] : __builtin_fmaf(decay, weight, g[i]);
        m[i] = blend_naive(m[i], gradient, (float)(1 - beta1));
        v[i] = __builtin_fmaf((float)(1 - beta2) * gradient, gradient, v[i] * (float)beta2);
        w[i] = weight - step * m[i] / (__builtin_sqrtf(v[i]) / root + epsilon);
    }
}
void kd_rmsprop_step_naive(
    long n, float *w, const float *g, float *s, float *a, float *v, float lr, double alpha, float epsilon,
    float momentum, float decay) {
#pragma STDC FP_CONTRACT OFF
    for (long i = 0; i < n; i++) {
        float gradient = decay == 0 ? g[i] : __builtin_fmaf(decay, w[i], g[i]);
        s[i] = __builtin_fmaf((float)(1 - alpha) * gradient, gradient, s[i] * (float)alpha);
        float mean = s[i];
        if (a) {
            a[i] = blend_naive(a[i], gradient, (float)(1 - alpha));
            mean = __builtin_fmaf(-a[i], a[i], mean);
        }
        float size = __builtin_sqrtf(mean) + epsilon;
        if (v) {
            v[i] = v[i] * momentum + gradient / size;
            w[i] = __builtin_fmaf(-lr, v[i], w[i]);
        } else {
            w[i] = w[i] - lr * gradient / size;
        }
    }
}
// Chapters/Workshop/08-03-optimizer-loops.md: Eight or sixteen at a time
#include "regions.h"

#define NAME(f) f##_baseline
#include "optim_loops.h"
#undef NAME

#if defined(__x86_64__)
KD_AVX2_BEGIN
#define NAME(f) f##_avx2
#include "optim_loops.h"
#undef NAME
KD_REGION_END

KD_AVX512_BEGIN
#define NAME(f) f##_avx512
#include "optim_loops.h"
#undef NAME
KD_REGION_END
#elif defined(__aarch64__)
#define NAME(f) f##_neon
#include "optim_loops.h"
#undef NAME
#endif
void kd_sgd_step(
    long n, float *w, const float *g, float *v, int is_first, float lr, float momentum, double dampening, float decay,
    int nesterov) {
    KD_OF(kd_isa(), sgd)(n, w, g, v, is_first, lr, momentum, dampening, decay, nesterov);
}

void kd_adam_step(
    long n, float *w, const float *g, float *m, float *v, double beta1, double beta2, float epsilon, float step,
    float root,
    float shrink, float decay) {
    KD_OF(kd_isa(), adam)(n, w, g, m, v, beta1, beta2, epsilon, step, root, shrink, decay);
}

void kd_rmsprop_step(
    long n, float *w, const float *g, float *s, float *a, float *v, float lr, double alpha, float epsilon,
    float momentum, float decay) {
    KD_OF(kd_isa(), rmsprop)(n, w, g, s, a, v, lr, alpha, epsilon, momentum, decay);
}
