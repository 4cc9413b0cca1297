// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/17-03-attention-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 6ab37413c8e5490e

// Chapters/Workshop/17-03-attention-loops.md: The promise
// The softmax with a mask: the definitions, and below them what shares the rows among threads.
#include "kindling_engine.h"
#include "kernels.h"
#include "pool.h"
#include "sizes.h"
#include <math.h>
#include <stddef.h>

#pragma STDC FP_CONTRACT OFF

static long place(struct kd_steps s, long o, long h, long i, long j) {
    return o * s.outer + h * s.inner + i * s.row + j * s.column;
}

static void softmax_row_naive(long n, float *y) {
    float largest, sum;
    kd_max_naive(1, n, 1, y, &largest, NULL);
    for (long j = 0; j < n; j++) y[j] -= largest;
    kd_unary_naive(KD_EXP, n, y, 1, y);
    kd_sum_naive(1, n, 1, y, &sum);
    for (long j = 0; j < n; j++) y[j] = largest == -INFINITY ? 0 : y[j] / sum;
}

void kd_masked_softmax_naive(
    long outer, long inner, long m, long n, const float *x, float scale, const struct kd_mask *mask, float *y) {
    for (long r = 0; r < outer * inner * m; r++, x += n, y += n) {
        long o = r / (inner * m), h = r / m % inner, i = r % m;
        for (long j = 0; j < n; j++) {
            y[j] = x[j] * scale;
            if (mask && mask->added) y[j] += mask->added[place(mask->added_steps, o, h, i, j)];
            int is_out = mask && mask->blocked && mask->blocked[place(mask->blocked_steps, o, h, i, j)];
            if (is_out || (mask && mask->is_causal && j > i)) y[j] = -INFINITY;
        }
        if (n > 0) softmax_row_naive(n, y);
    }
}

// Chapters/Workshop/17-03-attention-loops.md: The way back
void kd_softmax_gradient_naive(long rows, long n, const float *y, const float *dy, float scale, float *dx) {
    for (long r = 0; r < rows && n > 0; r++, y += n, dy += n, dx += n) {
        float sum;
        for (long j = 0; j < n; j++) dx[j] = dy[j] * y[j];
        kd_sum_naive(1, n, 1, dx, &sum);
        for (long j = 0; j < n; j++) dx[j] = y[j] * (dy[j] - sum) * scale;
    }
}

// Chapters/Workshop/17-03-attention-loops.md: Among threads
enum {
    ALONE = 16384,   // up to so many elements, one thread is faster,
    A_ROW = 16,      // where a row counts for so many more than it has
    PIECE = 8192,    // elements a task
};

struct softmax {
    const struct kd_kernels *kernels;
    long inner, m, n, rows, share;
    const float *x;
    float scale;
    struct kd_mask mask;
    float *y;
    const float *dy;  // of a gradient, whose result is dx
    float *dx;
};

// The `rows` rows of a matrix from (o, h, i) on.
static void some_rows(const struct softmax *t, long o, long h, long i, long rows, const float *x, float *y) {
    const struct kd_mask *mask = &t->mask;
    long n = t->n, blocked_row = mask->blocked_steps.row, added_row = mask->added_steps.row;
    const unsigned char *blocked = NULL;
    const float *added = NULL;
    if (mask->blocked) blocked = mask->blocked + place(mask->blocked_steps, o, h, i, 0);
    if (mask->added) added = mask->added + place(mask->added_steps, o, h, i, 0);
    if (mask->blocked && mask->blocked_steps.column != 1) {
        unsigned char *lines = kd_scratch(1, (unsigned long)(rows * n));
        for (long e = 0; e < rows * n; e++) lines[e] = blocked[e / n * blocked_row + e % n * mask->blocked_steps.column];
        blocked = lines, blocked_row = n;
    }
    if (mask->added && mask->added_steps.column != 1) {
        float *lines = kd_scratch(2, sizeof(float) * (unsigned long)(rows * n));
        for (long e = 0; e < rows * n; e++) lines[e] = added[e / n * added_row + e % n * mask->added_steps.column];
        added = lines, added_row = n;
    }
    long visible = mask->is_causal ? i + 1 : n;
    t->kernels->masked_softmax(rows, n, x, t->scale, blocked, blocked_row, added, added_row, visible, y);
}

static void softmax_task(void *context, long task) {
    const struct softmax *t = context;
    long end = least((task + 1) * t->share, t->rows);
    for (long r = task * t->share, count; r < end; r += count) {
        long matrix = r / t->m, i = r % t->m;
        count = least(t->m - i, end - r);
        some_rows(t, matrix / t->inner, matrix % t->inner, i, count, t->x + r * t->n, t->y + r * t->n);
    }
}

static void gradient_task(void *context, long task) {
    const struct softmax *t = context;
    long first = task * t->share, rows = least(t->share, t->rows - first), start = first * t->n;
    t->kernels->softmax_gradient(rows, t->n, t->y + start, t->dy + start, t->scale, t->dx + start);
}

static void share_out(struct softmax *t, void (*body)(void *, long)) {
    t->share = most(PIECE / (t->n + A_ROW), 1);
    int alone = t->rows * (t->n + A_ROW) <= ALONE;
    kd_parallel_unless(alone, above(t->rows, t->share), body, t);
}

void kd_masked_softmax(
    long outer, long inner, long m, long n, const float *x, float scale, const struct kd_mask *mask, float *y) {
    struct softmax t = {
        .kernels = kd_kernels(), .inner = inner, .m = m, .n = n, .rows = outer * inner * m, .x = x, .scale = scale,
        .y = y,
    };
    if (mask) t.mask = *mask;
    if (t.rows > 0 && n > 0) share_out(&t, softmax_task);
}

void kd_softmax_gradient(long rows, long n, const float *y, const float *dy, float scale, float *dx) {
    struct softmax t = {
        .kernels = kd_kernels(), .n = n, .rows = rows, .scale = scale, .y = (float *)y, .dy = dy, .dx = dx,
    };
    if (rows > 0 && n > 0) share_out(&t, gradient_task);
}
