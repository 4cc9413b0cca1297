// The arithmetic that a kernel's speed is a share of: fused multiply-adds from registers to registers, in enough chains that none waits.
#include "bench_peak.h"
#include <pthread.h>
#include <time.h>
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// Two units with a latency of at most 5 cycles keep 10 chains busy.
enum { CHAINS = 12, STEPS = 1 << 16 };

static volatile float sink;

// The chains' values are hidden from the optimizer, which could otherwise compute them all at once.
#define LOOP(name, attributes, vector, broadcast, fma, first)                                                          \
    attributes static void name(void) {                                                                                \
        vector a = broadcast(0.999f), b = broadcast(0.001f), x[CHAINS];                                                \
        for (int i = 0; i < CHAINS; i++) x[i] = broadcast((float)i);                                                   \
        __asm__ volatile("" : "+" REGISTER(a), "+" REGISTER(b));                                                       \
        for (int step = 0; step < STEPS; step++) {                                                                     \
            _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) x[i] = fma(x[i]);                      \
            _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) __asm__ volatile("" : "+" REGISTER(x[i])); \
        }                                                                                                              \
        float sum = 0;                                                                                                 \
        for (int i = 0; i < CHAINS; i++) sum += first(x[i]);                                                           \
        sink = sum;                                                                                                    \
    }

#if defined(__x86_64__)
#define REGISTER(x) "v"(x)
#define FMA512(x) _mm512_fmadd_ps(x, a, b)
LOOP(avx512, __attribute__((target("avx512f"))), __m512, _mm512_set1_ps, FMA512, _mm512_cvtss_f32)
#undef REGISTER
#define REGISTER(x) "x"(x)
#define FMA256(x) _mm256_fmadd_ps(x, a, b)
LOOP(avx2, __attribute__((target("avx2,fma"))), __m256, _mm256_set1_ps, FMA256, _mm256_cvtss_f32)
#define MULTIPLY_ADD(x) _mm_add_ps(_mm_mul_ps(x, a), b)
LOOP(sse, , __m128, _mm_set1_ps, MULTIPLY_ADD, _mm_cvtss_f32)
#elif defined(__aarch64__)
#define REGISTER(x) "w"(x)
#define FMA_NEON(x) vfmaq_f32(b, x, a)
#define FIRST(x) vgetq_lane_f32(x, 0)
LOOP(neon, , float32x4_t, vdupq_n_f32, FMA_NEON, FIRST)
#else
#define REGISTER(x) "r"(x)
#define SAME(x) (x)
#define MULTIPLY_ADD(x) ((x) * a + b)
LOOP(scalar, , float, SAME, MULTIPLY_ADD, SAME)
#endif

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

struct burst {
    void (*loop)(void);
    double flops, seconds;
};

static void *run(void *argument) {
    struct burst *burst = argument;
    double start = now();
    long rounds = 0;
    do {
        burst->loop();
        rounds++;
        burst->seconds = now() - start;
    } while (burst->seconds < 0.02);
    burst->flops = (double)rounds * STEPS * CHAINS * burst->flops;
    return NULL;
}

static double peak(void (*loop)(void), int lanes, int threads, int bursts) {
    double best = 0;
    for (int i = 0; i < bursts; i++) {
        pthread_t others[64];
        struct burst work[64];
        int count = threads < 1 ? 1 : threads > 64 ? 64 : threads;
        for (int t = 0; t < count; t++) work[t] = (struct burst){loop, 2.0 * lanes, 0};
        int started = 1;
        while (started < count && pthread_create(&others[started], NULL, run, &work[started]) == 0) started++;
        run(&work[0]);
        double rate = work[0].flops / work[0].seconds;
        for (int t = 1; t < started; t++) {
            pthread_join(others[t], NULL);
            rate += work[t].flops / work[t].seconds;
        }
        if (rate > best) best = rate;
    }
    return best * 1e-9;
}

double bench_fma_peak(int threads, int bursts) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    double best = peak(sse, 4, threads, bursts > 4 ? bursts / 4 : 1);
    double wider;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
        (wider = peak(avx2, 8, threads, bursts)) > best)
        best = wider;
    if (__builtin_cpu_supports("avx512f") && (wider = peak(avx512, 16, threads, bursts)) > best) best = wider;
    return best;
#elif defined(__aarch64__)
    return peak(neon, 4, threads, bursts);
#else
    return peak(scalar, 1, threads, bursts);
#endif
}
