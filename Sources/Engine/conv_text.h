// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: fa5e35a019f9f816

#line 752 "Chapters/13-cnn.md"
// The kernels for convolution and pooling, in lanes of 16. Included once by each conv_*.c, which sets KD_TABLE,
// KD_SUMS and, if the instruction set has an FMA, KD_HAS_FMA.
#pragma clang diagnostic ignored "-Wpsabi"
#define KD_LANES 16
#include "lanes.h"
#include <math.h>

typedef int places __attribute__((ext_vector_type(16)));

ALWAYS lanes load(const float *p) { lanes x; __builtin_memcpy(&x, p, sizeof x); return x; }
ALWAYS void store(float *p, lanes x) { __builtin_memcpy(p, &x, sizeof x); }

#ifdef KD_HAS_FMA
ALWAYS lanes multiply_add(lanes a, lanes b, lanes c) { return __builtin_elementwise_fma(a, b, c); }
#else
ALWAYS lanes multiply_add(lanes a, lanes b, lanes c) {
    for (int l = 0; l < 16; l++) c[l] = fmaf(a[l], b[l], c[l]);
    return c;
}
#endif
#line 777 "Chapters/13-cnn.md"

// `rows` and `run` are constants wherever this is inlined, so the sums are registers.
ALWAYS void tile_body(int rows, int run, const struct kd_conv_tile *t) {
    lanes sum[KD_MAX_ROWS_OF_RUNS][KD_MAX_RUN];
    const float *row[KD_MAX_ROWS_OF_RUNS];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        row[r] = t->row[r];
#pragma clang loop unroll(full)
        for (int q = 0; q < run; q++)
            sum[r][q] = load(t->start ? t->start : t->out + r * t->row_step + q * t->run_step);
    }

    const float *partner = t->partners;
    for (long j = 0; j < t->repeats; j++) {
        for (long p = 0; p < t->count; p++, partner += 16) {
            lanes factor = load(partner);
            long offset = t->offsets[p];
#pragma clang loop unroll(full)
            for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
                for (int q = 0; q < run; q++)
                    sum[r][q] = multiply_add((lanes)(row[r][offset + q]), factor, sum[r][q]);
        }
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) row[r] += t->step;
    }

#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int q = 0; q < run; q++) store(t->out + r * t->row_step + q * t->run_step, sum[r][q]);
}

static void tile(int rows, int run, const struct kd_conv_tile *t) {
    switch (run * 16 + rows) {
#define KD_CASE(run, rows) \
    case run * 16 + rows: \
        if (run * rows <= KD_SUMS) tile_body(rows, run, t); \
        break;
        KD_CASE(1, 1) KD_CASE(1, 2) KD_CASE(1, 3) KD_CASE(1, 4) KD_CASE(1, 5) KD_CASE(1, 6) KD_CASE(1, 7)
        KD_CASE(1, 8) KD_CASE(1, 9) KD_CASE(2, 1) KD_CASE(2, 2) KD_CASE(2, 3) KD_CASE(2, 4) KD_CASE(2, 5)
        KD_CASE(2, 6) KD_CASE(2, 7) KD_CASE(2, 8) KD_CASE(2, 9) KD_CASE(3, 1) KD_CASE(3, 2) KD_CASE(3, 3)
        KD_CASE(3, 4) KD_CASE(3, 5) KD_CASE(3, 6) KD_CASE(3, 7) KD_CASE(3, 8) KD_CASE(3, 9) KD_CASE(4, 1)
        KD_CASE(4, 2) KD_CASE(4, 3) KD_CASE(4, 4) KD_CASE(4, 5) KD_CASE(4, 6) KD_CASE(4, 7) KD_CASE(5, 1)
        KD_CASE(5, 2) KD_CASE(5, 3) KD_CASE(5, 4) KD_CASE(5, 5) KD_CASE(6, 1) KD_CASE(6, 2) KD_CASE(6, 3)
        KD_CASE(6, 4) KD_CASE(7, 1) KD_CASE(7, 2) KD_CASE(7, 3) KD_CASE(7, 4) KD_CASE(8, 1) KD_CASE(8, 2)
        KD_CASE(8, 3)
#undef KD_CASE
    }
}
#line 841 "Chapters/13-cnn.md"

static const places count_up = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// x[first], x[first + 1], … x[first + 15], where the memory may be read; 0 elsewhere.
ALWAYS lanes load_within(const float *x, long first, const float *begin, const float *end) {
    if (x + first >= begin && x + first + 16 <= end) return load(x + first);
    float some[16] = {0};
    for (long l = 0; l < 16; l++)
        if (x + first + l >= begin && x + first + l < end) some[l] = x[first + l];
    return load(some);
}

// x where 0 <= column < width, else 0.
ALWAYS lanes keep(lanes x, places column, long width) {
    return ((column >= 0) & (column < (int)width)) ? x : (lanes)(0.0f);
}

// Stores the first `count`, 4, 8, 12 or more.
ALWAYS void store_first(float *p, long count, lanes x) {
    typedef float eight __attribute__((ext_vector_type(8)));
    typedef float four __attribute__((ext_vector_type(4)));
    eight low = x.lo;
    four first = low.lo, third = x.hi.lo;
    if (count >= 16) store(p, x);
    else if (count < 8) __builtin_memcpy(p, &first, sizeof first);
    else {
        __builtin_memcpy(p, &low, sizeof low);
        if (count == 12) __builtin_memcpy(p + 8, &third, sizeof third);
    }
}

// Splits the columns j ..< j + 16 of all parts. `stride` is a constant where this is inlined.
ALWAYS void split_columns(const struct kd_conv_split *s, int stride, long j, long planes, const float *from, float *to,
                          const float *begin, const float *end) {
    long first = j * stride - s->padding_w, count = s->columns - j;
    places even = count_up * stride + (int)first, odd = even + 1;
    int is_wide = first + 16 < s->width;
    for (long plane = 0; plane < planes; plane++)
        for (long a = 0; a < s->stride_h; a++, to += stride * s->part) {
            long row = a - s->padding_h;
            for (long i = 0; i < s->rows; i++, row += s->stride_h) {
                const float *x = from + (plane * s->height + row) * s->width;
                float *out = to + i * s->columns + j;
                int inside = row >= 0 && row < s->height;
                lanes low = inside ? load_within(x, first, begin, end) : (lanes)(0.0f);
                if (stride == 1) {
                    store_first(out, count, keep(low, even, s->width));
                    continue;
                }
                lanes high = inside && is_wide ? load_within(x, first + 16, begin, end) : (lanes)(0.0f);
                lanes evens = __builtin_shufflevector(low, high, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
                lanes odds = __builtin_shufflevector(low, high, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
                store_first(out, count, keep(evens, even, s->width));
                store_first(out + s->part, count, keep(odds, odd, s->width));
            }
        }
}

static void split_any(const struct kd_conv_split *s, long planes, const float *from, float *to) {
    for (long plane = 0; plane < planes; plane++)
        for (long a = 0; a < s->stride_h; a++)
            for (long b = 0; b < s->stride_w; b++, to += s->part)
                for (long i = 0; i < s->rows; i++)
                    for (long j = 0; j < s->columns; j++) {
                        long row = i * s->stride_h + a - s->padding_h, column = j * s->stride_w + b - s->padding_w;
                        int inside = row >= 0 && row < s->height && column >= 0 && column < s->width;
                        to[i * s->columns + j] = inside ? from[(plane * s->height + row) * s->width + column] : 0;
                    }
}

static void split(const struct kd_conv_split *s, long planes, const float *from, float *to, const float *begin,
                  const float *end) {
    if (s->stride_w > 2) split_any(s, planes, from, to);
    else
        for (long j = 0; j < s->columns; j += 16) {
            if (s->stride_w == 1) split_columns(s, 1, j, planes, from, to, begin, end);
            else split_columns(s, 2, j, planes, from, to, begin, end);
        }
}

// Turns 16 rows of 16. Each of the four rounds interleaves row i with row i + 8, as one shuffles cards; after four of
// them, every number has changed its row's index for its place in it.
ALWAYS void turn(lanes row[16]) {
#pragma clang loop unroll(full)
    for (int round = 0; round < 4; round++) {
        lanes next[16];
#pragma clang loop unroll(full)
        for (int i = 0; i < 8; i++) {
            lanes a = row[i], b = row[i + 8];
            next[2 * i] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            next[2 * i + 1] =
                __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) row[i] = next[i];
    }
}

static void gather_channels(long channels, long count, const float *from, float *to) {
    lanes row[16];
    for (long p = 0; p + 16 <= count; p += 16) {
        for (long c = 0; c < 16; c++) row[c] = c < channels ? load(from + c * count + p) : (lanes)(0.0f);
        turn(row);
        for (long l = 0; l < 16; l++) store(to + (p + l) * 16, row[l]);
    }
    for (long p = count / 16 * 16; p < count; p++) {
        float all[16] = {0};
        for (long c = 0; c < channels; c++) all[c] = from[c * count + p];
        store(to + p * 16, load(all));
    }
}

static void spread_channels(long channels, long count, const float *from, float *to) {
    lanes row[16];
    for (long p = 0; p < count; p += 16) {
        for (long l = 0; l < 16; l++) row[l] = load(from + (p + l) * 16);
        turn(row);
        long here = count - p < 16 ? count - p : 16;
        for (long c = 0; c < channels; c++) {
            if (here == 16) store(to + c * count + p, row[c]);
            else {
                float some[16];
                store(some, row[c]);
                for (long l = 0; l < here; l++) to[c * count + p + l] = some[l];
            }
        }
    }
}
#line 972 "Chapters/13-cnn.md"

// `stride` is a constant where this is inlined, and the compiler makes vectors of the loop.
ALWAYS void max_tap_loop(long first, long last, long stride, const float *x, int place, int step, float *best,
                         int *where) {
    for (long j = first; j < last; j++) {
        float v = x[j * stride];
        int better = (v > best[j]) | (v != v) | (where[j] < 0);
        best[j] = better ? v : best[j];
        where[j] = better ? place + step * (int)j : where[j];
    }
}

static void max_tap(long first, long last, long stride, const float *x, int place, int step, float *best,
                    int *where) {
    if (stride == 1) max_tap_loop(first, last, 1, x, place, step, best, where);
    else if (stride == 2) max_tap_loop(first, last, 2, x, place, step, best, where);
    else max_tap_loop(first, last, stride, x, place, step, best, where);
}

const struct kd_conv_kernels KD_TABLE = {
    .sums = KD_SUMS, .tile = tile, .split = split, .gather_channels = gather_channels,
    .spread_channels = spread_channels, .max_tap = max_tap,
};
