// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 91fbb8b004d167f2

#line 873 "Chapters/A-engine-room.md"
// The kernels, in lanes of 16. Included once by each kernels_*.c, which sets KD_TABLE (the table's name),
// KD_TILE_ROWS, KD_TILE_VECTORS and, if the instruction set has an FMA, KD_HAS_FMA.
#pragma clang diagnostic ignored "-Wpsabi"  // wide vectors pass between functions that are always inlined
#define KD_LANES 16
#include "lanes.h"
#include "elements.h"
#include "multiply_add.h"

ALWAYS lanes load(const float *p) { lanes x; __builtin_memcpy(&x, p, sizeof x); return x; }
ALWAYS void store(float *p, lanes x) { __builtin_memcpy(p, &x, sizeof x); }

// The first `count` of 16, the others 0.
ALWAYS lanes load_some(const float *p, long count) {
    float x[16] = {0};
    for (long i = 0; i < count; i++) x[i] = p[i];
    return load(x);
}

ALWAYS void store_some(float *p, long count, lanes x) {
    float y[16];
    store(y, x);
    for (long i = 0; i < count; i++) p[i] = y[i];
}
#line 962 "Chapters/A-engine-room.md"

// `rows` and `vectors` are constants wherever this is inlined, so the accumulators are registers.
ALWAYS void tile_body(int rows, int vectors, long k, const float *a, long ars, long acs, const float *b, long brs,
                      float *c, long crs, int resume) {
    lanes sum[KD_TILE_ROWS][KD_TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) sum[i][v] = resume ? load(c + i * crs + 16 * v) : (lanes)(0.0f);

    for (long p = 0; p < k; p++) {
        lanes row[KD_TILE_VECTORS];
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) row[v] = load(b + p * brs + 16 * v);
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            lanes factor = (lanes)(a[i * ars + p * acs]);
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) sum[i][v] = multiply_add(factor, row[v], sum[i][v]);
        }
    }

#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) store(c + i * crs + 16 * v, sum[i][v]);
}

static void tile(int rows, int columns, long k, const float *a, long ars, long acs, const float *b, long brs,
                 float *c, long crs, int resume) {
#define KD_ROWS_CASE(r)                                                                        \
    case r:                                                                                    \
        if (columns == 16) tile_body(r, 1, k, a, ars, acs, b, brs, c, crs, resume);            \
        else tile_body(r, KD_TILE_VECTORS, k, a, ars, acs, b, brs, c, crs, resume);            \
        break;
    switch (rows) {
        KD_ROWS_CASE(1) KD_ROWS_CASE(2) KD_ROWS_CASE(3) KD_ROWS_CASE(4)
#if KD_TILE_ROWS > 4
        KD_ROWS_CASE(5) KD_ROWS_CASE(6)
#endif
#if KD_TILE_ROWS > 6
        KD_ROWS_CASE(7) KD_ROWS_CASE(8) KD_ROWS_CASE(9) KD_ROWS_CASE(10) KD_ROWS_CASE(11) KD_ROWS_CASE(12)
#endif
    }
#undef KD_ROWS_CASE
}

static void packed_tile(int columns, long k, const float *a, const float *b, long brs, float *c, long crs,
                        int resume) {
    if (columns == 16) tile_body(KD_TILE_ROWS, 1, k, a, 1, KD_TILE_ROWS, b, brs, c, crs, resume);
    else tile_body(KD_TILE_ROWS, KD_TILE_VECTORS, k, a, 1, KD_TILE_ROWS, b, brs, c, crs, resume);
}
#line 1025 "Chapters/A-engine-room.md"

ALWAYS void unary_loop(int op, long n, const float *x, float *y) {
    long i = 0;
    for (; i + 16 <= n; i += 16) store(y + i, unary_element(op, load(x + i)));
    if (i < n) store_some(y + i, n - i, unary_element(op, load_some(x + i, n - i)));
}

static void unary(int op, long n, const float *x, float *y) {
#define KD_CASE(op) case op: unary_loop(op, n, x, y); break;
    switch (op) {
        KD_CASE(KD_NEG) KD_CASE(KD_ABS) KD_CASE(KD_SIGN) KD_CASE(KD_RECIPROCAL) KD_CASE(KD_SQRT) KD_CASE(KD_EXP)
        KD_CASE(KD_LOG) KD_CASE(KD_LOG1P) KD_CASE(KD_SIN) KD_CASE(KD_COS) KD_CASE(KD_TANH) KD_CASE(KD_ERF)
        KD_CASE(KD_SIGMOID) KD_CASE(KD_RELU) KD_CASE(KD_FLOOR) KD_CASE(KD_ROUND)
        default: unary_loop(KD_COPY, n, x, y);
    }
#undef KD_CASE
}

ALWAYS void binary_loop(int op, long n, const float *a, const float *b, float *out) {
    long i = 0;
    for (; i + 16 <= n; i += 16) store(out + i, binary_element(op, load(a + i), load(b + i)));
    if (i < n) store_some(out + i, n - i, binary_element(op, load_some(a + i, n - i), load_some(b + i, n - i)));
}

static void binary(int op, long n, const float *a, const float *b, float *out) {
#define KD_CASE(op) case op: binary_loop(op, n, a, b, out); break;
    switch (op) {
        KD_CASE(KD_ADD) KD_CASE(KD_SUB) KD_CASE(KD_MUL) KD_CASE(KD_DIV) KD_CASE(KD_MAX) KD_CASE(KD_MIN)
        default: binary_loop(KD_POW, n, a, b, out);
    }
#undef KD_CASE
}

ALWAYS void compare_loop(int op, long n, const float *a, const float *b, unsigned char *out) {
    typedef unsigned char bytes __attribute__((ext_vector_type(16)));
    long i = 0;
    for (; i + 16 <= n; i += 16) {
        bytes yes = __builtin_convertvector(compare_element(op, load(a + i), load(b + i)), bytes);
        __builtin_memcpy(out + i, &yes, sizeof yes);
    }
    if (i < n) {
        lanes_bits yes = compare_element(op, load_some(a + i, n - i), load_some(b + i, n - i));
        for (long l = 0; l < n - i; l++) out[i + l] = (unsigned char)yes[l];
    }
}

static void compare(int op, long n, const float *a, const float *b, unsigned char *out) {
#define KD_CASE(op) case op: compare_loop(op, n, a, b, out); break;
    switch (op) {
        KD_CASE(KD_EQ) KD_CASE(KD_NE) KD_CASE(KD_LT) KD_CASE(KD_LE) KD_CASE(KD_GT)
        default: compare_loop(KD_GE, n, a, b, out);
    }
#undef KD_CASE
}
#line 1090 "Chapters/A-engine-room.md"

static float sum_row(long n, const float *x) {
    lanes sum = (lanes)(0.0f);
    long i = 0;
    for (; i + 16 <= n; i += 16) sum += load(x + i);
    if (i < n) sum += load_some(x + i, n - i);  // adding 0 changes no lane: none is ever -0
    float lane[16];
    store(lane, sum);
    for (int half = 8; half >= 1; half /= 2)
        for (int l = 0; l < half; l++) lane[l] += lane[l + half];
    return lane[0];
}

// The 16 lanes of every column, as 16 rows that stay in the first-level cache.
static void sum_columns(long n, long stride, int width, const float *x, float *out) {
    float lane[16][KD_STRIP] __attribute__((aligned(64)));
    int whole = width / 16 * 16, padded = (width + 15) / 16 * 16;
    for (int l = 0; l < 16; l++)
        for (int j = 0; j < padded; j += 16) store(lane[l] + j, (lanes)(0.0f));
    for (long i = 0; i < n; i++) {
        float *row = lane[i % 16];
        for (int j = 0; j < whole; j += 16) store(row + j, load(row + j) + load(x + i * stride + j));
        for (int j = whole; j < width; j++) row[j] += x[i * stride + j];
    }
    for (int half = 8; half >= 1; half /= 2)
        for (int l = 0; l < half; l++)
            for (int j = 0; j < padded; j += 16) store(lane[l] + j, load(lane[l] + j) + load(lane[l + half] + j));
    for (int j = 0; j < width; j++) out[j] = lane[0][j];
}
#line 1130 "Chapters/A-engine-room.md"

typedef int places __attribute__((ext_vector_type(16)));

// Where v beats b. A NaN beats every number, and nothing beats a NaN.
ALWAYS places beats(int largest, lanes v, lanes b) {
    return (largest ? v > b : v < b) | ((v != v) & (b == b));
}

ALWAYS int best_row_body(int largest, long n, const float *x) {
    int place = 0;
    long i = 0;
    if (n >= 16) {
        lanes best = load(x);
        places now = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, where = now;
        for (i = 16; i + 16 <= n; i += 16) {
            lanes v = load(x + i);
            now += 16;
            places better = beats(largest, v, best);
            best = better ? v : best;
            where = better ? now : where;
        }
        place = where[0];
        for (int l = 1; l < 16; l++) {
            float v = x[where[l]], b = x[place];
            int same = v == b || (v != v && b != b);
            if ((largest ? v > b : v < b) || (v != v && b == b) || (same && where[l] < place)) place = where[l];
        }
    }
    for (; i < n; i++) {
        float v = x[i], b = x[place];
        if ((largest ? v > b : v < b) || (v != v && b == b)) place = (int)i;
    }
    return place;
}

static int best_row(int largest, long n, const float *x) {
    return largest ? best_row_body(1, n, x) : best_row_body(0, n, x);
}

ALWAYS void best_columns_body(int largest, long n, long stride, int width, const float *x, int *index) {
    float best[KD_STRIP] __attribute__((aligned(64)));
    int whole = width / 16 * 16;
    for (int j = 0; j < width; j++) best[j] = x[j];
    for (int j = 0; j < width; j++) index[j] = 0;
    for (long i = 1; i < n; i++) {
        const float *row = x + i * stride;
        for (int j = 0; j < whole; j += 16) {
            lanes v = load(row + j), b = load(best + j);
            places where, better = beats(largest, v, b);
            __builtin_memcpy(&where, index + j, sizeof where);
            where = better ? (places)((int)i) : where;
            __builtin_memcpy(index + j, &where, sizeof where);
            store(best + j, better ? v : b);
        }
        for (int j = whole; j < width; j++) {
            float v = row[j], b = best[j];
            if ((largest ? v > b : v < b) || (v != v && b == b)) best[j] = v, index[j] = (int)i;
        }
    }
}

static void best_columns(int largest, long n, long stride, int width, const float *x, int *index) {
    if (largest) best_columns_body(1, n, stride, width, x, index);
    else best_columns_body(0, n, stride, width, x, index);
}

const struct kd_kernels KD_TABLE = {
    .unary = unary, .binary = binary, .compare = compare,
    .sum_row = sum_row, .sum_columns = sum_columns, .best_row = best_row, .best_columns = best_columns,
    .tile_rows = KD_TILE_ROWS, .tile_columns = 16 * KD_TILE_VECTORS, .tile = tile, .packed_tile = packed_tile,
};
