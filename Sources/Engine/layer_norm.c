// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-04-layer-norm-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bc152b4f92cc49e7

// Chapters/Workshop/17-04-layer-norm-loops.md: The promise
// Layer normalization: the definitions, and below them what shares the work among threads.
#include "kindling_engine.h"
#include "kernels.h"
#include "pool.h"
#include "sizes.h"

#pragma STDC FP_CONTRACT OFF

void kd_layer_norm_naive(
    long rows, long n, const float *x, const float *weight, const float *bias, float epsilon, float *y, float *mean,
    float *scale) {
    if (n <= 0) return;
    for (long r = 0; r < rows; r++, x += n, y += n) {
        kd_sum_naive(1, n, 1, x, &mean[r]);
        mean[r] /= (float)n;
        for (long i = 0; i < n; i++) y[i] = (x[i] - mean[r]) * (x[i] - mean[r]);
        float squares;
        kd_sum_naive(1, n, 1, y, &squares);
        scale[r] = 1 / __builtin_sqrtf(squares / (float)n + epsilon);
        for (long i = 0; i < n; i++) {
            y[i] = (x[i] - mean[r]) * scale[r];
            if (weight) y[i] *= weight[i];
            if (bias) y[i] += bias[i];
        }
    }
}

// Chapters/Workshop/17-04-layer-norm-loops.md: The way back
static void row_gradient_naive(
    long n, const float *x, const float *weight, float mean, float scale, const float *dy, float *dx) {
    float *g = dx, sum, product, *products = kd_allocate(sizeof(float) * (unsigned long)n);
    for (long i = 0; i < n; i++) g[i] = weight ? dy[i] * weight[i] : dy[i];
    for (long i = 0; i < n; i++) products[i] = g[i] * ((x[i] - mean) * scale);
    kd_sum_naive(1, n, 1, g, &sum);
    kd_sum_naive(1, n, 1, products, &product);
    for (long i = 0; i < n; i++) {
        float h = (x[i] - mean) * scale;
        dx[i] = ((g[i] - sum / (float)n) - h * (product / (float)n)) * scale;
    }
    kd_release(products, sizeof(float) * (unsigned long)n);
}

void kd_layer_norm_gradient_naive(
    long rows, long n, const float *x, const float *weight, const float *mean, const float *scale, const float *dy,
    float *dx, float *dweight, float *dbias) {
    if (n <= 0) return;
    if (dx)
        for (long r = 0; r < rows; r++)
            row_gradient_naive(n, x + r * n, weight, mean[r], scale[r], dy + r * n, dx + r * n);
    if (dbias) kd_sum_naive(1, rows, n, dy, dbias);
    if (!dweight) return;
    unsigned long bytes = sizeof(float) * (unsigned long)(rows * n);
    float *products = kd_allocate(bytes);
    for (long i = 0; i < rows * n; i++) products[i] = dy[i] * ((x[i] - mean[i / n]) * scale[i / n]);
    kd_sum_naive(1, rows, n, products, dweight);
    kd_release(products, bytes);
}

// Chapters/Workshop/17-04-layer-norm-loops.md: Among threads
enum {
    ALONE = 16384,       // up to so many elements, one thread is faster
    PIECE = 8192,        // elements a task, or a row
    STRIP = KD_STRIP / 2,
};

struct layer_norm {
    const struct kd_kernels *kernels;
    long rows, n, share;
    const float *x, *weight, *bias, *mean, *scale, *dy;
    float epsilon;
    float *y, *new_mean, *new_scale, *dx;
    long blocks, strips;     // of the sums over the rows
    float *dweight, *dbias;
};

static void some_rows(void *context, long task) {
    const struct layer_norm *t = context;
    long first = task * t->share, rows = least(t->share, t->rows - first), start = first * t->n;
    if (t->dx)
        t->kernels->layer_norm_gradient(
            rows, t->n, t->x + start, t->weight, t->mean + first, t->scale + first, t->dy + start, t->dx + start);
    else
        t->kernels->layer_norm(
            rows, t->n, t->x + start, t->weight, t->bias, t->epsilon, t->y + start, t->new_mean + first,
            t->new_scale + first);
}

static void all_rows(struct layer_norm *t) {
    t->share = most(PIECE / t->n, 1);
    kd_parallel_unless(t->rows * t->n <= ALONE, above(t->rows, t->share), some_rows, t);
}

static void long_row(long n, const float *x, const float *weight, const float *bias, float epsilon, float *y,
                     float *mean, float *scale) {
    float *squares = kd_scratch(2, sizeof(float) * (unsigned long)n), sum;
    kd_sum(1, n, 1, x, &sum);
    *mean = sum / (float)n;
    kd_binary(KD_SUB, n, x, 1, mean, 0, y);
    kd_binary(KD_MUL, n, y, 1, y, 1, squares);
    kd_sum(1, n, 1, squares, &sum);
    *scale = 1 / __builtin_sqrtf(sum / (float)n + epsilon);
    kd_binary(KD_MUL, n, y, 1, scale, 0, y);
    if (weight) kd_binary(KD_MUL, n, y, 1, weight, 1, y);
    if (bias) kd_binary(KD_ADD, n, y, 1, bias, 1, y);
}

static void long_row_gradient(long n, const float *x, const float *weight, const float *mean, const float *scale,
                              const float *dy, float *dx) {
    float *h = kd_scratch(2, 2 * sizeof(float) * (unsigned long)n), *products = h + n, sum, product;
    kd_binary(KD_SUB, n, x, 1, mean, 0, h);
    kd_binary(KD_MUL, n, h, 1, scale, 0, h);
    if (weight) kd_binary(KD_MUL, n, dy, 1, weight, 1, dx);
    else kd_unary(KD_COPY, n, dy, 1, dx);
    kd_binary(KD_MUL, n, dx, 1, h, 1, products);
    kd_sum(1, n, 1, dx, &sum);
    kd_sum(1, n, 1, products, &product);
    sum /= (float)n, product /= (float)n;
    kd_binary(KD_SUB, n, dx, 1, &sum, 0, dx);
    kd_binary(KD_MUL, n, h, 1, &product, 0, h);
    kd_binary(KD_SUB, n, dx, 1, h, 1, dx);
    kd_binary(KD_MUL, n, dx, 1, scale, 0, dx);
}

static void column_sums(void *context, long task) {
    const struct layer_norm *t = context;
    long block = task / t->strips, column = task % t->strips * STRIP, first = block * KD_SUM_BLOCK;
    long start = first * t->n + column, to = block * t->n + column;
    t->kernels->layer_norm_sums(
        least(KD_SUM_BLOCK, t->rows - first), t->n, (int)least(STRIP, t->n - column), t->x + start, t->mean + first,
        t->scale + first, t->dy + start, t->dweight + to, t->dbias + to);
}

static void all_sums(struct layer_norm *t, float *dweight, float *dbias) {
    t->blocks = most(above(t->rows, KD_SUM_BLOCK), 1);
    t->strips = above(t->n, STRIP);
    unsigned long count = (unsigned long)(t->blocks * t->n), bytes = 2 * sizeof(float) * count;
    t->dweight = kd_allocate(bytes);
    t->dbias = t->dweight + count;
    kd_parallel_unless(t->rows * t->n <= 4 * ALONE, t->blocks * t->strips, column_sums, t);
    if (dweight) kd_sum(1, t->blocks, t->n, t->dweight, dweight);
    if (dbias) kd_sum(1, t->blocks, t->n, t->dbias, dbias);
    kd_release(t->dweight, bytes);
}

void kd_layer_norm(
    long rows, long n, const float *x, const float *weight, const float *bias, float epsilon, float *y, float *mean,
    float *scale) {
    if (rows <= 0 || n <= 0) return;
    struct layer_norm t = {
        .kernels = kd_kernels(), .rows = rows, .n = n, .x = x, .weight = weight, .bias = bias, .epsilon = epsilon,
        .y = y, .new_mean = mean, .new_scale = scale,
    };
    if (n <= KD_SUM_BLOCK) all_rows(&t);
    else
        for (long r = 0; r < rows; r++)
            long_row(n, x + r * n, weight, bias, epsilon, y + r * n, mean + r, scale + r);
}

void kd_layer_norm_gradient(
    long rows, long n, const float *x, const float *weight, const float *mean, const float *scale, const float *dy,
    float *dx, float *dweight, float *dbias) {
    if (n <= 0) return;
    struct layer_norm t = {
        .kernels = kd_kernels(), .rows = rows, .n = n, .x = x, .weight = weight, .mean = mean, .scale = scale,
        .dy = dy, .dx = dx,
    };
    if (dx && rows > 0 && n <= KD_SUM_BLOCK) all_rows(&t);
    if (dx && n > KD_SUM_BLOCK)
        for (long r = 0; r < rows; r++)
            long_row_gradient(n, x + r * n, weight, mean + r, scale + r, dy + r * n, dx + r * n);
    if (dweight || dbias) all_sums(&t, dweight, dbias);
}
