// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-07-engine-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 9fb0a0bbbed504ff

// Chapters/Workshop/A-07-engine-loops.md: Reductions
// Sums and extremes over the middle axis of (outer, count, inner).
#include "kindling_engine.h"
#include "kernels.h"
#include "pool.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    ALONE = 131072,        // up to so many elements, one thread is faster,
    SOFTMAX_ALONE = 8192,  // and up to so many of a softmax
};

struct reduction {
    const struct kd_kernels *kernels;
    int largest;
    long outer, count, inner, blocks, strips, tasks, share;
    const float *x;
    float *out;
    long *index;
};

// A piece is one block of one strip of columns; with inner = 1, one block of one row. A task is `share` pieces.
static void sum_pieces(void *context, long task) {
    const struct reduction *r = context;
    long end = (task + 1) * r->share;
    for (long piece = task * r->share; piece < end && piece < r->outer * r->blocks * r->strips; piece++) {
        long strip = piece % r->strips, block = piece / r->strips % r->blocks, o = piece / r->strips / r->blocks;
        long first = block * KD_SUM_BLOCK, column = strip * KD_STRIP;
        long n = r->count - first < KD_SUM_BLOCK ? r->count - first : KD_SUM_BLOCK;
        long width = r->inner - column < KD_STRIP ? r->inner - column : KD_STRIP;
        const float *x = r->x + (o * r->count + first) * r->inner + column;
        float *out = r->out + (o * r->blocks + block) * r->inner + column;
        if (r->inner == 1) *out = r->kernels->sum_row(n, x);
        else r->kernels->sum_columns(n, r->inner, (int)width, x, out);
    }
}

static void run(struct reduction *r, void (*body)(void *, long)) {
    long pieces = r->outer * r->blocks * r->strips, elements = r->outer * r->count * r->inner;
    if (elements <= ALONE) {
        r->share = pieces;
        if (pieces > 0) body(r, 0);
        return;
    }
    r->share = pieces / 64 + 1;
    kd_parallel((pieces + r->share - 1) / r->share, body, r);
}

void kd_sum(long outer, long count, long inner, const float *x, float *out) {
    if (outer <= 0 || inner <= 0) return;
    struct reduction r = {
        .kernels = kd_kernels(), .outer = outer, .count = count, .inner = inner, .x = x, .out = out,
    };
    r.strips = (inner + KD_STRIP - 1) / KD_STRIP;
    r.blocks = count <= KD_SUM_BLOCK ? 1 : (count + KD_SUM_BLOCK - 1) / KD_SUM_BLOCK;
    if (r.blocks == 1) {
        run(&r, sum_pieces);
        return;
    }
    unsigned long bytes = (unsigned long)(outer * r.blocks * inner) * sizeof(float);
    r.out = malloc(bytes);
    if (!r.out) {
        fprintf(stderr, "Kindling: no memory left for %lu bytes\n", bytes);
        abort();
    }
    run(&r, sum_pieces);
    kd_sum(outer, r.blocks, inner, r.out, out);  // the blocks' sums, by the same rule
    free(r.out);
}

// Chapters/Workshop/A-07-engine-loops.md: Largest and smallest
#define STRETCH (1L << 30)

// Whether v beats the best so far: by its size, or as a nan.
static int is_better(int largest, float v, float best) {
    return (largest ? v > best : v < best) || (v != v && best == best);
}

static void best_pieces(void *context, long task) {
    const struct reduction *r = context;
    long end = (task + 1) * r->share;
    for (long piece = task * r->share; piece < end && piece < r->outer * r->strips; piece++) {
        long strip = piece % r->strips, o = piece / r->strips, column = strip * KD_STRIP;
        long width = r->inner - column < KD_STRIP ? r->inner - column : KD_STRIP;
        const float *x = r->x + o * r->count * r->inner + column;
        float *out = r->out + o * r->inner + column;
        long *index = r->index ? r->index + o * r->inner + column : NULL;
        for (long first = 0; first < r->count; first += STRETCH) {
            long count = r->count - first < STRETCH ? r->count - first : STRETCH;
            const float *from = x + first * r->inner;
            int where[KD_STRIP];
            if (r->inner == 1) where[0] = r->kernels->best_row(r->largest, count, from);
            else r->kernels->best_columns(r->largest, count, r->inner, (int)width, from, where);
            for (long j = 0; j < width; j++) {
                float value = from[where[j] * r->inner + j];
                if (first > 0 && !is_better(r->largest, value, out[j])) continue;
                out[j] = value;
                if (index) index[j] = first + where[j];
            }
        }
    }
}

static void best(int largest, long outer, long count, long inner, const float *x, float *out, long *index) {
    if (outer <= 0 || inner <= 0) return;
    if (count <= 0) {
        for (long i = 0; i < outer * inner; i++) {
            out[i] = NAN;
            if (index) index[i] = -1;
        }
        return;
    }
    struct reduction r = {
        .kernels = kd_kernels(), .largest = largest, .outer = outer, .count = count, .inner = inner, .blocks = 1,
        .strips = (inner + KD_STRIP - 1) / KD_STRIP, .x = x, .out = out, .index = index,
    };
    run(&r, best_pieces);
}

void kd_max(long outer, long count, long inner, const float *x, float *out, long *index) {
    best(1, outer, count, inner, x, out, index);
}

void kd_min(long outer, long count, long inner, const float *x, float *out, long *index) {
    best(0, outer, count, inner, x, out, index);
}

// Chapters/Workshop/A-07-engine-loops.md: Softmax
// Log-softmax of rows that are one block of the rule for sums or less; and its gradient, if there is a dy. A task is
// `share` rows.
struct softmax {
    const struct kd_kernels *kernels;
    long rows, n, share;
    const float *x, *dy;
    float *out;
};

static void softmax_rows(void *context, long task) {
    const struct softmax *t = context;
    long first = task * t->share, rows = t->rows - first < t->share ? t->rows - first : t->share, start = first * t->n;
    if (t->dy) t->kernels->log_softmax_gradient(rows, t->n, t->x + start, t->dy + start, t->out + start);
    else t->kernels->log_softmax(rows, t->n, t->x + start, t->out + start);
}

static void softmax(long rows, long n, const float *x, const float *dy, float *out) {
    struct softmax t = {kd_kernels(), rows, n, rows, x, dy, out};
    if (rows * n <= SOFTMAX_ALONE) {
        softmax_rows(&t, 0);
        return;
    }
    t.share = (SOFTMAX_ALONE / n + 16) / 16 * 16;
    kd_parallel((rows + t.share - 1) / t.share, softmax_rows, &t);
}

void kd_log_softmax(long rows, long n, const float *x, float *y) {
    if (rows <= 0 || n <= 0) return;
    if (n <= KD_SUM_BLOCK) {
        softmax(rows, n, x, NULL, y);
        return;
    }
    for (long r = 0; r < rows; r++, x += n, y += n) {
        float largest, sum;
        kd_max(1, n, 1, x, &largest, NULL);
        kd_binary(KD_SUB, n, x, 1, &largest, 0, y);
        float *powers = kd_scratch(2, (unsigned long)n * sizeof(float));
        kd_unary(KD_EXP, n, y, 1, powers);
        kd_sum(1, n, 1, powers, &sum);
        kd_unary(KD_LOG, 1, &sum, 1, &sum);
        kd_binary(KD_SUB, n, y, 1, &sum, 0, y);
    }
}

void kd_log_softmax_gradient(long rows, long n, const float *y, const float *dy, float *dx) {
    if (rows <= 0 || n <= 0) return;
    if (n <= KD_SUM_BLOCK) {
        softmax(rows, n, y, dy, dx);
        return;
    }
    for (long r = 0; r < rows; r++, y += n, dy += n, dx += n) {
        float sum;
        kd_sum(1, n, 1, dy, &sum);
        kd_unary(KD_EXP, n, y, 1, dx);
        kd_binary(KD_MUL, n, dx, 1, &sum, 0, dx);
        kd_binary(KD_SUB, n, dy, 1, dx, 1, dx);
    }
}
