// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
//   Chapters/Workshop/A-02-engine-functions.md
//   Chapters/Workshop/A-06-engine-product.md
//   Chapters/Workshop/A-07-engine-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: dbbaffa4a706a4c6

// Chapters/A-engine-room.md: The definitions
// The definition of every operation, as plain loops. The fast kernels must return the same bits.
#include "kindling_engine.h"
#include <math.h>
#include <stddef.h>

#pragma STDC FP_CONTRACT OFF

void kd_matmul_naive(long m, long n, long k, const float *a, long ars, long acs, const float *b, long brs, long bcs,
                     float *c) {
    for (long i = 0; i < m; i++)
        for (long j = 0; j < n; j++) {
            float sum = 0;
            for (long p = 0; p < k; p++) sum = fmaf(a[i * ars + p * acs], b[p * brs + j * bcs], sum);
            c[i * n + j] = sum;
        }
}

// Chapters/A-engine-room.md: The order of sums
// x[0], x[stride], …: n of them, n at most 4096.
static float sum_block_naive(long n, const float *x, long stride) {
    float lane[16] = {0};
    for (long i = 0; i < n; i++) lane[i % 16] += x[i * stride];
    for (int half = 8; half >= 1; half /= 2)
        for (int l = 0; l < half; l++) lane[l] += lane[l + half];
    return lane[0];
}

// Element i of level 0 is x[i * stride]; of a higher level, the sum of block i of the level below.
static float element_naive(int level, long count, const float *x, long stride, long i) {
    if (level == 0) return x[i * stride];
    long below = count;  // how many elements the level below has
    for (int l = 1; l < level; l++) below = (below + 4095) / 4096;
    long first = i * 4096, n = below - first < 4096 ? below - first : 4096;
    float block[4096];
    for (long e = 0; e < n; e++) block[e] = element_naive(level - 1, count, x, stride, first + e);
    return sum_block_naive(n, block, 1);
}

void kd_sum_naive(long outer, long count, long inner, const float *x, float *out) {
    int level = 1;
    for (long n = count; n > 4096; n = (n + 4095) / 4096) level++;
    for (long o = 0; o < outer; o++)
        for (long j = 0; j < inner; j++)
            out[o * inner + j] = element_naive(level, count, x + o * count * inner + j, inner, 0);
}

// Chapters/Workshop/A-02-engine-functions.md: The definitions
#define KD_LANES 1
#include "lanes.h"
#include "elements.h"

void kd_unary_naive(enum kd_unary_op op, long n, const float *x, long xs, float *y) {
    for (long i = 0; i < n; i++) y[i] = unary_element(op, x[i * xs]);
}

void kd_binary_naive(enum kd_binary_op op, long n, const float *a, long as, const float *b, long bs, float *out) {
    for (long i = 0; i < n; i++) out[i] = binary_element(op, a[i * as], b[i * bs]);
}

void kd_binary_rows_naive(enum kd_binary_op op, long rows, long n, const float *a, long ars, long acs,
                          const float *b, long brs, long bcs, float *out) {
    for (long i = 0; i < rows; i++)
        for (long j = 0; j < n; j++) out[i * n + j] = binary_element(op, a[i * ars + j * acs], b[i * brs + j * bcs]);
}

void kd_compare_naive(enum kd_compare_op op, long n, const float *a, long as, const float *b, long bs,
                      unsigned char *out) {
    for (long i = 0; i < n; i++) out[i] = (unsigned char)compare_element(op, a[i * as], b[i * bs]);
}

// Chapters/Workshop/A-06-engine-product.md: Many products
void kd_matmul_batch_naive(long outer, long inner, long m, long n, long k, const float *a, struct kd_steps as,
                           const float *b, struct kd_steps bs, float *c, struct kd_steps cs) {
    for (long t = 0; t < outer * inner * m * n; t++) {
        long o = t / (inner * m * n), h = t / (m * n) % inner, i = t / n % m, j = t % n;
        const float *row = a + o * as.outer + h * as.inner + i * as.row;
        const float *column = b + o * bs.outer + h * bs.inner + j * bs.column;
        float sum = 0;
        for (long p = 0; p < k; p++) sum = fmaf(row[p * as.column], column[p * bs.row], sum);
        c[o * cs.outer + h * cs.inner + i * cs.row + j * cs.column] = sum;
    }
}

// Chapters/Workshop/A-07-engine-loops.md: Largest and smallest
static void best_naive(int largest, long outer, long count, long inner, const float *x, float *out,
                       long *index) {
    for (long o = 0; o < outer; o++)
        for (long j = 0; j < inner; j++) {
            const float *e = x + o * count * inner + j;
            long best = count > 0 ? 0 : -1;
            for (long i = 1; i < count; i++) {
                float v = e[i * inner], b = e[best * inner];
                if (largest ? v > b : v < b) best = i;
                if (v != v && b == b) best = i;
            }
            out[o * inner + j] = best < 0 ? NAN : e[best * inner];
            if (index) index[o * inner + j] = best;
        }
}

void kd_max_naive(long outer, long count, long inner, const float *x, float *out, long *index) {
    best_naive(1, outer, count, inner, x, out, index);
}

void kd_min_naive(long outer, long count, long inner, const float *x, float *out, long *index) {
    best_naive(0, outer, count, inner, x, out, index);
}

// Chapters/Workshop/A-07-engine-loops.md: Softmax
void kd_log_softmax_naive(long rows, long n, const float *x, float *y) {
    for (long r = 0; r < rows; r++, x += n, y += n) {
        float largest, sum;
        kd_max_naive(1, n, 1, x, &largest, NULL);
        for (long i = 0; i < n; i++) y[i] = unary_element(KD_EXP, x[i] - largest);
        kd_sum_naive(1, n, 1, y, &sum);
        for (long i = 0; i < n; i++) y[i] = (x[i] - largest) - unary_element(KD_LOG, sum);
    }
}

void kd_log_softmax_gradient_naive(long rows, long n, const float *y, const float *dy, float *dx) {
    for (long r = 0; r < rows; r++, y += n, dy += n, dx += n) {
        float sum;
        kd_sum_naive(1, n, 1, dy, &sum);
        for (long i = 0; i < n; i++) dx[i] = dy[i] - unary_element(KD_EXP, y[i]) * sum;
    }
}
