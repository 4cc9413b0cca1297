// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/08-optim.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: cb1d6d28e60c8ef6

#line 185 "Chapters/08-optim.md"
// Included once for each instruction set, with NAME(f) giving its functions a name of their own.
//
// 1 - beta is computed in double, as torch does: in float, 1 - 0.999 is off by one part in 80,000.

/// The part `share` of the way from a to b, in torch's two forms.
static inline float NAME(blend)(float a, float b, float share) {
#pragma STDC FP_CONTRACT OFF
    return share < 0.5f ? __builtin_fmaf(share, b - a, a) : __builtin_fmaf(share - 1, b - a, b);
}

static void NAME(sgd)(
    long n, float *restrict w, const float *restrict g, float *restrict v, int is_first, float lr, float momentum, double dampening,
    float decay, int nesterov) {
#pragma STDC FP_CONTRACT OFF
    float fresh = (float)(1 - dampening);
    for (long i = 0; i < n; i++) {
        float gradient = decay == 0 ? g[i] : __builtin_fmaf(decay, w[i], g[i]);
        if (v) {
            v[i] = is_first ? gradient : __builtin_fmaf(fresh, gradient, v[i] * momentum);
            gradient = nesterov ? __builtin_fmaf(momentum, v[i], gradient) : v[i];
        }
        w[i] = __builtin_fmaf(-lr, gradient, w[i]);
    }
}

static void NAME(adam)(
    long n, float *restrict w, const float *restrict g, float *restrict m, float *restrict v, double beta1, double beta2, float epsilon,
    float step, float root, float shrink, float decay) {
#pragma STDC FP_CONTRACT OFF
    float fresh1 = (float)(1 - beta1), fresh2 = (float)(1 - beta2), kept2 = (float)beta2;
    for (long i = 0; i < n; i++) {
        float weight = w[i] * shrink;
        float gradient = decay == 0 ? g[i] : __builtin_fmaf(decay, weight, g[i]);
        m[i] = NAME(blend)(m[i], gradient, fresh1);
        v[i] = __builtin_fmaf(fresh2 * gradient, gradient, v[i] * kept2);
        w[i] = weight - step * m[i] / (__builtin_sqrtf(v[i]) / root + epsilon);
    }
}

static void NAME(rmsprop)(
    long n, float *restrict w, const float *restrict g, float *restrict s, float *restrict a, float *restrict v, float lr, double alpha,
    float epsilon, float momentum, float decay) {
#pragma STDC FP_CONTRACT OFF
    float fresh = (float)(1 - alpha), kept = (float)alpha;
    for (long i = 0; i < n; i++) {
        float gradient = decay == 0 ? g[i] : __builtin_fmaf(decay, w[i], g[i]);
        s[i] = __builtin_fmaf(fresh * gradient, gradient, s[i] * kept);
        float mean = s[i];
        if (a) {
            a[i] = NAME(blend)(a[i], gradient, fresh);
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
