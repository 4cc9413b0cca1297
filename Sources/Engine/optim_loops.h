// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/08-03-optimizer-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 7dd598f77033fd51

// Chapters/Workshop/08-03-optimizer-loops.md: Eight or sixteen at a time
// Included once for each instruction set, with NAME(f) giving its functions a name of their own.
//
// 1 - beta is computed in double, as torch does: in float, 1 - 0.999 is off by one part in 80,000.
//
// What the step is made of (`decays`, `moves`, …) is a constant wherever a loop is inlined. A question inside the loop
// would be asked for each parameter, and keep the compiler from taking 8 or 16 of them at a time.

#define LOOP static inline __attribute__((always_inline)) void

/// The part `share` of the way from a to b, in torch's two forms.
static inline float NAME(blend)(float a, float b, float share) {
#pragma STDC FP_CONTRACT OFF
    return share < 0.5f ? __builtin_fmaf(share, b - a, a) : __builtin_fmaf(share - 1, b - a, b);
}

LOOP NAME(sgd_loop)(
    int decays, int moves, int is_first, int nesterov, long n, float *restrict w, const float *restrict g,
    float *restrict v, float lr,
    float momentum, float fresh, float decay) {
#pragma STDC FP_CONTRACT OFF
    for (long i = 0; i < n; i++) {
        float gradient = decays ? __builtin_fmaf(decay, w[i], g[i]) : g[i];
        if (moves) {
            float velocity = is_first ? gradient : __builtin_fmaf(fresh, gradient, v[i] * momentum);
            v[i] = velocity;
            gradient = nesterov ? __builtin_fmaf(momentum, velocity, gradient) : velocity;
        }
        w[i] = __builtin_fmaf(-lr, gradient, w[i]);
    }
}
static void NAME(sgd)(
    long n, float *w, const float *g, float *v, int is_first, float lr, float momentum, double dampening, float decay,
    int nesterov) {
    float fresh = (float)(1 - dampening);
#define SGD(decays, moves, is_first, nesterov) \
    NAME(sgd_loop)(decays, moves, is_first, nesterov, n, w, g, v, lr, momentum, fresh, decay)
#define SGD_STEP(decays)                                                   \
    if (!v) SGD(decays, 0, 0, 0);                                          \
    else if (is_first) { if (nesterov) SGD(decays, 1, 1, 1); else SGD(decays, 1, 1, 0); } \
    else { if (nesterov) SGD(decays, 1, 0, 1); else SGD(decays, 1, 0, 0); }
    if (decay == 0) { SGD_STEP(0) } else { SGD_STEP(1) }
#undef SGD_STEP
#undef SGD
}
LOOP NAME(adam_loop)(
    int decays, long n, float *restrict w, const float *restrict g, float *restrict m, float *restrict v,
    float fresh1, float fresh2,
    float kept2, float epsilon, float step, float root, float shrink, float decay) {
#pragma STDC FP_CONTRACT OFF
    for (long i = 0; i < n; i++) {
        float weight = w[i] * shrink;
        float gradient = decays ? __builtin_fmaf(decay, weight, g[i]) : g[i];
        float mean = NAME(blend)(m[i], gradient, fresh1);
        float square = __builtin_fmaf(fresh2 * gradient, gradient, v[i] * kept2);
        m[i] = mean;
        v[i] = square;
        w[i] = weight - step * mean / (__builtin_elementwise_sqrt(square) / root + epsilon);
    }
}

static void NAME(adam)(
    long n, float *w, const float *g, float *m, float *v, double beta1, double beta2, float epsilon, float step,
    float root, float shrink,
    float decay) {
    float fresh1 = (float)(1 - beta1), fresh2 = (float)(1 - beta2), kept2 = (float)beta2;
    if (decay == 0) NAME(adam_loop)(0, n, w, g, m, v, fresh1, fresh2, kept2, epsilon, step, root, shrink, decay);
    else NAME(adam_loop)(1, n, w, g, m, v, fresh1, fresh2, kept2, epsilon, step, root, shrink, decay);
}
LOOP NAME(rmsprop_loop)(
    int decays, int centered, int moves, long n, float *restrict w, const float *restrict g, float *restrict s,
    float *restrict a,
    float *restrict v, float lr, float fresh, float kept, float epsilon, float momentum, float decay) {
#pragma STDC FP_CONTRACT OFF
    for (long i = 0; i < n; i++) {
        float gradient = decays ? __builtin_fmaf(decay, w[i], g[i]) : g[i];
        float mean = __builtin_fmaf(fresh * gradient, gradient, s[i] * kept);
        s[i] = mean;
        if (centered) {
            float center = NAME(blend)(a[i], gradient, fresh);
            a[i] = center;
            mean = __builtin_fmaf(-center, center, mean);
        }
        float size = __builtin_elementwise_sqrt(mean) + epsilon;
        if (moves) {
            float velocity = v[i] * momentum + gradient / size;
            v[i] = velocity;
            w[i] = __builtin_fmaf(-lr, velocity, w[i]);
        } else {
            w[i] = w[i] - lr * gradient / size;
        }
    }
}
static void NAME(rmsprop)(
    long n, float *w, const float *g, float *s, float *a, float *v, float lr, double alpha, float epsilon,
    float momentum, float decay) {
    float fresh = (float)(1 - alpha), kept = (float)alpha;
#define RMSPROP(decays, centered, moves) \
    NAME(rmsprop_loop)(decays, centered, moves, n, w, g, s, a, v, lr, fresh, kept, epsilon, momentum, decay)
#define RMSPROP_STEP(decays)                                        \
    if (a) { if (v) RMSPROP(decays, 1, 1); else RMSPROP(decays, 1, 0); } \
    else { if (v) RMSPROP(decays, 0, 1); else RMSPROP(decays, 0, 0); }
    if (decay == 0) { RMSPROP_STEP(0) } else { RMSPROP_STEP(1) }
#undef RMSPROP_STEP
#undef RMSPROP
}

#undef LOOP
