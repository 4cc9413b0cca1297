// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-07-engine-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 211f26b0374238c4

// Chapters/Workshop/A-07-engine-loops.md: Elementwise
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
    kd_parallel_unless(n <= alone, tasks, body, context);
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

void kd_unary(enum kd_unary_op op, long n, const float *x, long xs, float *y) {
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

void kd_binary(enum kd_binary_op op, long n, const float *a, long as, const float *b, long bs, float *out) {
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

struct binary_rows {
    const struct kd_kernels *kernels;
    int op;
    long rows, n, per_task;
    const float *a, *b;
    long ars, acs, brs, bcs;
    float *out;
};

static void some_rows(void *context, long task) {
    const struct binary_rows *t = context;
    long first = task * t->per_task, last = first + t->per_task < t->rows ? first + t->per_task : t->rows, n = t->n;
    if (n > CHUNK / 4) {
        for (long i = first; i < last; i++)
            kd_binary(t->op, n, t->a + i * t->ars, t->acs, t->b + i * t->brs, t->bcs, t->out + i * n);
        return;
    }
    // Short rows, several at a time. A row that repeats is gathered once.
    int keep_a = t->acs == 1 && (t->ars == n || t->rows == 1), keep_b = t->bcs == 1 && (t->brs == n || t->rows == 1);
    long together = CHUNK / n;
    float abuf[CHUNK], bbuf[CHUNK];
    for (long i = first; i < last; i += together) {
        long here = last - i < together ? last - i : together;
        const float *a = t->a + i * t->ars, *b = t->b + i * t->brs;
        if (!keep_a && (t->ars != 0 || i == first)) gather_rows(here, n, a, t->ars, t->acs, abuf);
        if (!keep_b && (t->brs != 0 || i == first)) gather_rows(here, n, b, t->brs, t->bcs, bbuf);
        t->kernels->binary(t->op, here * n, keep_a ? a : abuf, keep_b ? b : bbuf, t->out + i * n);
    }
}

void kd_binary_rows(enum kd_binary_op op, long rows, long n, const float *a, long ars, long acs,
                    const float *b, long brs, long bcs, float *out) {
    if (rows <= 0 || n <= 0) return;
    struct binary_rows t = {kd_kernels(), op, rows, n, 0, a, b, ars, acs, brs, bcs, out};
    // Rows that are longer than a task are shared one by one.
    int alone = rows * n <= (op == KD_POW ? DEAR_ALONE : CHEAP_ALONE) || n > PIECE;
    t.per_task = n > PIECE ? rows : PIECE / n;
    kd_parallel_unless(alone, (rows + t.per_task - 1) / t.per_task, some_rows, &t);
}

void kd_compare(enum kd_compare_op op, long n, const float *a, long as, const float *b, long bs,
                unsigned char *out) {
    struct binary t = {kd_kernels(), op, n, a, as, b, bs, 0, out};
    in_pieces(n, CHEAP_ALONE, binary_piece, &t);
}

void kd_fill(long n, float value, float *y) {
    for (long i = 0; i < n; i++) y[i] = value;
}
