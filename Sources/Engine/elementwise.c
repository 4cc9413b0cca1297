// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 94c304d0eb9f922e

#line 2746 "Chapters/A-engine-room.md"
// The elementwise operations: any strides are brought to contiguous pieces, large ones are shared among threads.
#include "kindling_engine.h"
#include "kernels.h"
#include "pool.h"

enum {
    CHUNK = 1024,          // elements gathered at a time: 4 KB an operand, in the first-level cache
    PIECE = 16384,         // elements a task
    CHEAP_ALONE = 32768,   // up to so many, one thread is faster: for operations that wait for memory,
    DEAR_ALONE = 16384,    // and for those that compute
};

static void gather(long n, const float *x, long stride, float *y) {
    for (long i = 0; i < n; i++) y[i] = x[i * stride];
}

static void in_pieces(long n, long alone, void (*body)(void *, long), void *context) {
    long tasks = (n + PIECE - 1) / PIECE;
    if (n <= alone) for (long task = 0; task < tasks; task++) body(context, task);
    else kd_parallel(tasks, body, context);
}

struct unary {
    const struct kd_kernels *kernels;
    int op;
    long n;
    const float *x;
    long xs;
    float *y;
};

static void unary_piece(void *context, long task) {
    const struct unary *u = context;
    long first = task * PIECE, end = first + PIECE < u->n ? first + PIECE : u->n;
    if (u->xs == 1) {
        u->kernels->unary(u->op, end - first, u->x + first, u->y + first);
        return;
    }
    float x[CHUNK];
    for (long i = first; i < end; i += CHUNK) {
        long n = end - i < CHUNK ? end - i : CHUNK;
        if (u->xs != 0 || i == first) gather(n, u->x + i * u->xs, u->xs, x);
        u->kernels->unary(u->op, n, x, u->y + i);
    }
}

static int is_dear(int op) { return op >= KD_EXP && op <= KD_SIGMOID; }

void kd_unary(int op, long n, const float *x, long xs, float *y) {
    struct unary u = {kd_kernels(), op, n, x, xs, y};
    in_pieces(n, is_dear(op) ? DEAR_ALONE : CHEAP_ALONE, unary_piece, &u);
}

struct binary {
    const struct kd_kernels *kernels;
    int op;
    long n;
    const float *a;
    long as;
    const float *b;
    long bs;
    float *out;            // of an operation,
    unsigned char *flags;  // or of a comparison
};

static void binary_piece(void *context, long task) {
    const struct binary *t = context;
    long first = task * PIECE, end = first + PIECE < t->n ? first + PIECE : t->n;
    float abuf[CHUNK], bbuf[CHUNK];
    long step = t->as == 1 && t->bs == 1 ? PIECE : CHUNK;
    for (long i = first; i < end; i += step) {
        long n = end - i < step ? end - i : step;
        const float *a = t->a + i * t->as, *b = t->b + i * t->bs;
        if (t->as != 1) {
            if (t->as != 0 || i == first) gather(n, a, t->as, abuf);
            a = abuf;
        }
        if (t->bs != 1) {
            if (t->bs != 0 || i == first) gather(n, b, t->bs, bbuf);
            b = bbuf;
        }
        if (t->flags) t->kernels->compare(t->op, n, a, b, t->flags + i);
        else t->kernels->binary(t->op, n, a, b, t->out + i);
    }
}

void kd_binary(int op, long n, const float *a, long as, const float *b, long bs, float *out) {
    struct binary t = {kd_kernels(), op, n, a, as, b, bs, out, 0};
    in_pieces(n, op == KD_POW ? DEAR_ALONE : CHEAP_ALONE, binary_piece, &t);
}

// Rows of an operand, side by side.
static void gather_rows(long rows, long n, const float *x, long rs, long cs, float *y) {
    for (long i = 0; i < rows; i++, x += rs, y += n) {
        if (cs == 1) for (long j = 0; j < n; j++) y[j] = x[j];
        else if (cs == 0) for (long j = 0; j < n; j++) y[j] = *x;
        else gather(n, x, cs, y);
    }
}

void kd_binary_rows(int op, long rows, long n, const float *a, long ars, long acs, const float *b, long brs, long bcs,
                    float *out) {
    if (n > CHUNK / 4) {
        for (long i = 0; i < rows; i++) kd_binary(op, n, a + i * ars, acs, b + i * brs, bcs, out + i * n);
        return;
    }
    // Short rows, several at a time. A row that repeats is gathered once.
    const struct kd_kernels *kernels = kd_kernels();
    int keep_a = acs == 1 && (ars == n || rows == 1), keep_b = bcs == 1 && (brs == n || rows == 1);
    long together = n > 0 ? CHUNK / n : 1;
    float abuf[CHUNK], bbuf[CHUNK];
    for (long i = 0; i < rows; i += together) {
        long here = rows - i < together ? rows - i : together;
        if (!keep_a && (ars != 0 || i == 0)) gather_rows(here, n, a + i * ars, ars, acs, abuf);
        if (!keep_b && (brs != 0 || i == 0)) gather_rows(here, n, b + i * brs, brs, bcs, bbuf);
        kernels->binary(op, here * n, keep_a ? a + i * n : abuf, keep_b ? b + i * n : bbuf, out + i * n);
    }
}

void kd_compare(int op, long n, const float *a, long as, const float *b, long bs, unsigned char *out) {
    struct binary t = {kd_kernels(), op, n, a, as, b, bs, 0, out};
    in_pieces(n, CHEAP_ALONE, binary_piece, &t);
}

void kd_fill(long n, float value, float *y) {
    for (long i = 0; i < n; i++) y[i] = value;
}
