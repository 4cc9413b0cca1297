// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
//   Chapters/Workshop/A-03-engine-kernels.md
//   Chapters/Workshop/17-03-attention-loops.md
//   Chapters/Workshop/17-04-layer-norm-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: d6fb4b6ea5107685

// Chapters/A-engine-room.md: One text, several instruction sets
// The kernels, in lanes of 16. Included once by each kernels_*.c, which sets KD_TABLE (the table's name),
// KD_TILE_ROWS, KD_TILE_VECTORS and, if the instruction set has an FMA, KD_HAS_FMA.
#pragma clang diagnostic ignored "-Wpsabi"  // wide vectors pass between functions that are always inlined
#define KD_LANES 16
#include "lanes.h"
#include "elements.h"
#include "multiply_add.h"

ALWAYS lanes load(const float *p) { lanes x; __builtin_memcpy(&x, p, sizeof x); return x; }
ALWAYS void store(float *p, lanes x) { __builtin_memcpy(p, &x, sizeof x); }

// Chapters/A-engine-room.md: The tile: a matrix product in registers
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

// Chapters/Workshop/A-03-engine-kernels.md: Fewer than sixteen
// Copies fewer than 16 elements. Pieces of 8, 4, 2 and 1 are one instruction each.
ALWAYS void copy_some(float *to, const float *from, long count) {
    if (count & 8) __builtin_memcpy(to, from, 32), to += 8, from += 8;
    if (count & 4) __builtin_memcpy(to, from, 16), to += 4, from += 4;
    if (count & 2) __builtin_memcpy(to, from, 8), to += 2, from += 2;
    if (count & 1) *to = *from;
}

// The first `count` of 16, the others 0.
ALWAYS lanes load_some(const float *p, long count) {
    float x[16] = {0};
    copy_some(x, p, count);
    return load(x);
}

ALWAYS void store_some(float *p, long count, lanes x) {
    float y[16];
    store(y, x);
    copy_some(p, y, count);
}

// Chapters/Workshop/A-03-engine-kernels.md: Around the tile
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

// One chain alone.
static float chain(long k, const float *a, long acs, const float *b, long brs) {
    float sum = 0;
    for (long p = 0; p < k; p++) sum = __builtin_fmaf(a[p * acs], b[p * brs], sum);
    return sum;
}

static void packed_tile(int columns, long k, const float *a, const float *b, long brs, float *c, long crs,
                        int resume) {
    if (columns == 16) tile_body(KD_TILE_ROWS, 1, k, a, 1, KD_TILE_ROWS, b, brs, c, crs, resume);
    else tile_body(KD_TILE_ROWS, KD_TILE_VECTORS, k, a, 1, KD_TILE_ROWS, b, brs, c, crs, resume);
}

typedef float eight __attribute__((ext_vector_type(8)));
typedef float four __attribute__((ext_vector_type(4)));
typedef float two __attribute__((ext_vector_type(2)));

ALWAYS eight load_halves(const float *low, const float *high) {
    eight x;
    __builtin_memcpy(&x, low, 16);
    __builtin_memcpy((char *)&x + 16, high, 16);
    return x;
}

// 8 × 8 elements. Rows 0 to 3 stand in the lower halves of the vectors and rows 4 to 7 in the upper ones. What is left
// are two 4 × 4 transposes side by side, which need no exchange between the halves.
ALWAYS void transpose_eight(const float *const row[8], long p, float *to, long width) {
#pragma clang loop unroll(full)
    for (int half = 0; half < 8; half += 4) {
        long q = p + half;
        eight a = load_halves(row[0] + q, row[4] + q), b = load_halves(row[1] + q, row[5] + q);
        eight c = load_halves(row[2] + q, row[6] + q), d = load_halves(row[3] + q, row[7] + q);
        eight ab = __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
        eight cd = __builtin_shufflevector(c, d, 0, 8, 1, 9, 4, 12, 5, 13);
        eight ab2 = __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
        eight cd2 = __builtin_shufflevector(c, d, 2, 10, 3, 11, 6, 14, 7, 15);
        eight rows[4] = {
            __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13),
            __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15),
            __builtin_shufflevector(ab2, cd2, 0, 1, 8, 9, 4, 5, 12, 13),
            __builtin_shufflevector(ab2, cd2, 2, 3, 10, 11, 6, 7, 14, 15),
        };
#pragma clang loop unroll(full)
        for (int i = 0; i < 4; i++) __builtin_memcpy(to + (half + i) * width, &rows[i], 32);
    }
}

static void transpose(long k, long columns, long width, const float *from, long stride, float *to) {
    for (long p = 0; p < k; p += 8, to += 8 * width)
        for (long j = 0; j < width; j += 8) {
            const float *row[8];
            for (long i = 0; i < 8; i++) row[i] = from + (j + i < columns ? j + i : columns - 1) * stride;
            // Eight rows at once are more than the processor foresees: they are fetched 64 elements ahead.
            for (long i = 0; i < 8; i++) __builtin_prefetch(row[i] + p + 64);
            transpose_eight(row, p, to + j, width);
        }
}

// Chapters/Workshop/A-03-engine-kernels.md: The elementwise loops
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
        KD_CASE(KD_RELU_GRADIENT)
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

// Chapters/Workshop/A-03-engine-kernels.md: Sums of columns
static float sum_row(long n, const float *x) {
    lanes sum = (lanes)(0.0f);
    long i = 0;
    for (; i + 16 <= n; i += 16) sum += load(x + i);
    if (i < n) sum += load_some(x + i, n - i);  // adding 0 changes no lane: none is ever -0
    eight of8 = sum.lo + sum.hi;
    four of4 = of8.lo + of8.hi;
    two of2 = of4.lo + of4.hi;
    return of2.x + of2.y;
}

// Fewer than 16 columns, without a gap: 16 rows are `width` vectors, and what a vector holds belongs to the same lanes
// of the same columns in the next 16 rows, too.
ALWAYS void sum_few_columns(long n, int width, const float *x, float *out) {
    float lane[16 * 16] __attribute__((aligned(64)));
    int all = 16 * width;
    for (int j = 0; j < all; j += 16) store(lane + j, (lanes)(0.0f));
    for (; n >= 16; n -= 16, x += all)
        for (int j = 0; j < all; j += 16) store(lane + j, load(lane + j) + load(x + j));
    for (int j = 0; j < n * width; j++) lane[j] += x[j];
    for (int half = 8 * width; half >= width; half /= 2)
        for (int j = 0; j < half; j++) lane[j] += lane[j + half];
    for (int j = 0; j < width; j++) out[j] = lane[j];
}

// The 16 lanes of every column, as 16 rows that stay in the first-level cache.
static void sum_columns(long n, long stride, int width, const float *x, float *out) {
    if (width < 16 && stride == width) {
        sum_few_columns(n, width, x, out);
        return;
    }
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

// Chapters/Workshop/A-03-engine-kernels.md: Largest and smallest
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

// Chapters/Workshop/A-03-engine-kernels.md: Softmax
static float largest_of(long n, const float *x) {
    if (n >= 16) return x[best_row_body(1, n, x)];
    float largest = x[0];
    for (long i = 1; i < n; i++) largest = x[i] > largest || x[i] != x[i] ? x[i] : largest;
    return largest;
}

// As many rows at a time as a vector has lanes for their logarithms, and as fit into the first-level cache.
ALWAYS long rows_together(long n) { return n > KD_SUM_BLOCK / 16 ? 1 : 16; }

static void log_softmax(long rows, long n, const float *x, float *y) {
    float powers[KD_SUM_BLOCK], sums[16];
    long together = rows_together(n);
    for (long first = 0; first < rows; first += together, x += together * n, y += together * n) {
        long here = rows - first < together ? rows - first : together;
        for (long r = 0; r < here; r++) {
            float largest = largest_of(n, x + r * n);
            for (long i = r * n; i < (r + 1) * n; i++) y[i] = x[i] - largest;
        }
        unary_loop(KD_EXP, here * n, y, powers);
        for (long r = 0; r < here; r++) sums[r] = sum_row(n, powers + r * n);
        unary_loop(KD_LOG, here, sums, sums);
        for (long r = 0; r < here; r++)
            for (long i = r * n; i < (r + 1) * n; i++) y[i] -= sums[r];
    }
}

static void log_softmax_gradient(long rows, long n, const float *y, const float *dy, float *dx) {
    float powers[KD_SUM_BLOCK];
    for (long first = 0, together = rows_together(n); first < rows;
         first += together, y += together * n, dy += together * n, dx += together * n) {
        long here = rows - first < together ? rows - first : together;
        unary_loop(KD_EXP, here * n, y, powers);
        for (long r = 0; r < here; r++) {
            float sum = sum_row(n, dy + r * n);
            for (long i = r * n; i < (r + 1) * n; i++) dx[i] = dy[i] - powers[i] * sum;
        }
    }
}
// Chapters/Workshop/A-03-engine-kernels.md: The table, filled

// Chapters/Workshop/17-03-attention-loops.md: Sixteen at a time
// The first `count` lanes of x, the others 0.
ALWAYS lanes first_lanes(lanes x, long count) {
    float y[16];
    store(y, x);
    return load_some(y, count);
}

// The lanes of a sum, added up as in sum_row.
ALWAYS float sum_of(lanes sum) {
    eight of8 = sum.lo + sum.hi;
    four of4 = of8.lo + of8.hi;
    two of2 = of4.lo + of4.hi;
    return of2.x + of2.y;
}

// The larger of each lane; a nan is larger than everything.
#define KD_LARGER(a, b) ((((a) > (b)) | ((a) != (a))) ? (a) : (b))

ALWAYS float largest_lane(lanes x) {
    eight of8 = KD_LARGER(x.lo, x.hi);
    four of4 = KD_LARGER(of8.lo, of8.hi);
    two of2 = KD_LARGER(of4.lo, of4.hi);
    return of2.x > of2.y || of2.x != of2.x ? of2.x : of2.y;
}

ALWAYS lanes without(lanes s, const unsigned char *blocked) {
    typedef unsigned char bytes __attribute__((ext_vector_type(16)));
    bytes is_out;
    __builtin_memcpy(&is_out, blocked, sizeof is_out);
    return __builtin_convertvector(is_out, lanes_bits) != 0 ? (lanes)(-__builtin_inff()) : s;
}

// The first `count` lanes of s, the others -∞.
ALWAYS lanes only_first(lanes s, long count) {
    lanes_bits place = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return place < (uint32_t)count ? s : (lanes)(-__builtin_inff());
}

// The scores of a row, to y but for the last n mod 16, which go to `last`. Returns the largest of each lane.
ALWAYS lanes scores_of(int is_blocked, int is_added, long n, const float *x, float scale, const unsigned char *blocked,
                       const float *added, float *y, lanes *last) {
    lanes best = (lanes)(-__builtin_inff());
    long i = 0;
    for (; i + 16 <= n; i += 16) {
        lanes s = load(x + i) * scale;
        if (is_added) s += load(added + i);
        if (is_blocked) s = without(s, blocked + i);
        store(y + i, s);
        best = KD_LARGER(s, best);
    }
    if (i == n) return best;
    lanes s = load_some(x + i, n - i) * scale;
    if (is_added) s += load_some(added + i, n - i);
    if (is_blocked) {
        unsigned char out[16];
        for (long l = 0; i + l < n; l++) out[l] = blocked[i + l];
        s = without(s, out);
    }
    *last = s = only_first(s, n - i);
    return KD_LARGER(s, best);
}

// Chapters/Workshop/17-03-attention-loops.md: Sixteen at a time
// A row of n, of which the first `count` are scores in y and in `last`, and the others are out.
ALWAYS void softmax_row(long n, long count, float largest, lanes last, float *y) {
    long whole = count / 16 * 16, rest = count - whole;
    if (largest == -__builtin_inff()) {
        for (long i = 0; i < n; i++) y[i] = 0;
        return;
    }
    lanes sums = (lanes)(0.0f);
    for (long i = 0; i < whole; i += 16) {
        lanes e = unary_element(KD_EXP, load(y + i) - largest);
        store(y + i, e);
        sums += e;
    }
    if (rest) sums += last = unary_element(KD_EXP, last - largest);
    float sum = sum_of(sums);
    if (count > KD_SUM_BLOCK) {
        store_some(y + whole, rest, last);
        kd_sum(1, count, 1, y, &sum);
    }
    for (long i = 0; i < whole; i += 16) store(y + i, load(y + i) / sum);
    store_some(y + whole, rest, last / sum);
    for (long i = count; i < n; i++) y[i] = 0 / sum;  // 0, or nan
}

// Chapters/Workshop/17-03-attention-loops.md: Sixteen at a time
ALWAYS lanes any_scores(long n, const float *x, float scale, const unsigned char *blocked, const float *added, float *y,
                        lanes *last) {
    if (blocked && added) return scores_of(1, 1, n, x, scale, blocked, added, y, last);
    if (blocked) return scores_of(1, 0, n, x, scale, blocked, added, y, last);
    if (added) return scores_of(0, 1, n, x, scale, blocked, added, y, last);
    return scores_of(0, 0, n, x, scale, blocked, added, y, last);
}

static void masked_softmax(
    long rows, long n, const float *x, float scale, const unsigned char *blocked, long blocked_row, const float *added,
    long added_row, long visible, float *y) {
    for (long r = 0; r < rows; r++, visible++) {
        long count = visible < n ? visible : n;
        lanes last = (lanes)(0.0f);
        float largest = largest_lane(any_scores(count, x + r * n, scale, blocked, added, y + r * n, &last));
        if (n >= 16) softmax_row(n, count, largest, last, y + r * n);
        else store_some(y + r * n, n, largest == -__builtin_inff() ? last : last - largest);
        if (blocked) blocked += blocked_row;
        if (added) added += added_row;
    }
    if (n >= 16) return;
    unary_loop(KD_EXP, rows * n, y, y);
    for (long r = 0; r < rows; r++) {
        lanes e = load_some(y + r * n, n);
        float sum = sum_of(e);
        store_some(y + r * n, n, sum == 0 ? e : e / sum);
    }
}

// Chapters/Workshop/17-03-attention-loops.md: Sixteen at a time
static void softmax_gradient(long rows, long n, const float *y, const float *dy, float scale, float *dx) {
    long whole = n / 16 * 16, rest = n - whole;
    for (long r = 0; r < rows; r++, y += n, dy += n, dx += n) {
        lanes last = load_some(y + whole, rest), last_change = load_some(dy + whole, rest), sums = (lanes)(0.0f);
        for (long i = 0; i < whole; i += 16) sums += load(dy + i) * load(y + i);
        sums += last_change * last;
        float sum = sum_of(sums);
        if (n > KD_SUM_BLOCK) {
            for (long i = 0; i < n; i++) dx[i] = dy[i] * y[i];
            kd_sum(1, n, 1, dx, &sum);
        }
        for (long i = 0; i < whole; i += 16) store(dx + i, load(y + i) * (load(dy + i) - sum) * scale);
        store_some(dx + whole, rest, last * (last_change - sum) * scale);
    }
}

// Chapters/Workshop/17-04-layer-norm-loops.md: Sixteen at a time
ALWAYS lanes normal_lanes(int weighted, int shifted, lanes h, lanes weight, lanes bias) {
    if (weighted) h *= weight;
    return shifted ? h + bias : h;
}

ALWAYS void layer_norm_rows(
    int weighted, int shifted, long rows, long n, const float *x, const float *weight, const float *bias, float epsilon,
    float *y, float *mean, float *scale) {
    long whole = n / 16 * 16, rest = n - whole;
    lanes none = (lanes)(0.0f), last_weight = weighted ? load_some(weight + whole, rest) : none;
    lanes last_bias = shifted ? load_some(bias + whole, rest) : none;
    for (long r = 0; r < rows; r++, x += n, y += n) {
        float center = mean[r] = sum_row(n, x) / (float)n;
        lanes squares = none, last = none;
        for (long i = 0; i < whole; i += 16) {
            lanes d = load(x + i) - center;
            squares += d * d;
        }
        if (rest) {
            last = first_lanes(load_some(x + whole, rest) - center, rest);
            squares += last * last;
        }
        float factor = scale[r] = 1 / __builtin_elementwise_sqrt(sum_of(squares) / (float)n + epsilon);
        for (long i = 0; i < whole; i += 16) {
            lanes w = weighted ? load(weight + i) : none, b = shifted ? load(bias + i) : none;
            store(y + i, normal_lanes(weighted, shifted, (load(x + i) - center) * factor, w, b));
        }
        if (rest) store_some(y + whole, rest, normal_lanes(weighted, shifted, last * factor, last_weight, last_bias));
    }
}

static void layer_norm(
    long rows, long n, const float *x, const float *weight, const float *bias, float epsilon, float *y, float *mean,
    float *scale) {
    if (weight && bias) layer_norm_rows(1, 1, rows, n, x, weight, bias, epsilon, y, mean, scale);
    else if (weight) layer_norm_rows(1, 0, rows, n, x, weight, bias, epsilon, y, mean, scale);
    else if (bias) layer_norm_rows(0, 1, rows, n, x, weight, bias, epsilon, y, mean, scale);
    else layer_norm_rows(0, 0, rows, n, x, weight, bias, epsilon, y, mean, scale);
}

// Chapters/Workshop/17-04-layer-norm-loops.md: Sixteen at a time
ALWAYS void layer_norm_gradient_rows(
    int weighted, long rows, long n, const float *x, const float *weight, const float *mean, const float *scale,
    const float *dy, float *dx) {
    long whole = n / 16 * 16, rest = n - whole;
    lanes none = (lanes)(0.0f), last_weight = weighted ? load_some(weight + whole, rest) : none;
    for (long r = 0; r < rows; r++, x += n, dy += n, dx += n) {
        float center = mean[r], factor = scale[r];
        lanes sums = none, products = none, last_h = none, last_g = none;
        for (long i = 0; i < whole; i += 16) {
            lanes h = (load(x + i) - center) * factor, g = load(dy + i);
            if (weighted) g *= load(weight + i);
            sums += g;
            products += g * h;
        }
        if (rest) {
            last_h = first_lanes((load_some(x + whole, rest) - center) * factor, rest);
            last_g = load_some(dy + whole, rest);
            if (weighted) last_g *= last_weight;
            sums += last_g;
            products += last_g * last_h;
        }
        float sum = sum_of(sums) / (float)n, product = sum_of(products) / (float)n;
        for (long i = 0; i < whole; i += 16) {
            lanes h = (load(x + i) - center) * factor, g = load(dy + i);
            if (weighted) g *= load(weight + i);
            store(dx + i, ((g - sum) - h * product) * factor);
        }
        if (rest) store_some(dx + whole, rest, ((last_g - sum) - last_h * product) * factor);
    }
}

static void layer_norm_gradient(
    long rows, long n, const float *x, const float *weight, const float *mean, const float *scale, const float *dy,
    float *dx) {
    if (weight) layer_norm_gradient_rows(1, rows, n, x, weight, mean, scale, dy, dx);
    else layer_norm_gradient_rows(0, rows, n, x, weight, mean, scale, dy, dx);
}

// Chapters/Workshop/17-04-layer-norm-loops.md: Sixteen at a time
static void layer_norm_sums(
    long rows, long stride, int width, const float *x, const float *mean, const float *scale, const float *dy,
    float *dweight, float *dbias) {
    float lane[2][16][KD_STRIP / 2] __attribute__((aligned(64)));
    int whole = width / 16 * 16, padded = (width + 15) / 16 * 16;
    for (int l = 0; l < 16; l++)
        for (int j = 0; j < padded; j += 16) store(lane[0][l] + j, (lanes)(0.0f)), store(lane[1][l] + j, (lanes)(0.0f));
    for (long r = 0; r < rows; r++, x += stride, dy += stride) {
        float *products = lane[0][r % 16], *sums = lane[1][r % 16];
        for (int j = 0; j < whole; j += 16) {
            lanes d = load(dy + j);
            store(products + j, load(products + j) + d * ((load(x + j) - mean[r]) * scale[r]));
            store(sums + j, load(sums + j) + d);
        }
        for (int j = whole; j < width; j++) {
            products[j] += dy[j] * ((x[j] - mean[r]) * scale[r]);
            sums[j] += dy[j];
        }
    }
    for (int which = 0; which < 2; which++) {
        float *to = which ? dbias : dweight;
        for (int half = 8; half >= 1; half /= 2)
            for (int l = 0; l < half; l++)
                for (int j = 0; j < padded; j += 16)
                    store(lane[which][l] + j, load(lane[which][l] + j) + load(lane[which][l + half] + j));
        for (int j = 0; j < width; j++) to[j] = lane[which][0][j];
    }
}
// place: kernels

const struct kd_kernels KD_TABLE = {
    .unary = unary, .binary = binary, .compare = compare,
    .sum_row = sum_row, .sum_columns = sum_columns, .best_row = best_row, .best_columns = best_columns,
    .log_softmax = log_softmax, .log_softmax_gradient = log_softmax_gradient,
    .tile_rows = KD_TILE_ROWS, .tile_columns = 16 * KD_TILE_VECTORS, .tile = tile, .packed_tile = packed_tile,
    .chain = chain,
    .transpose = transpose,
    // Chapters/Workshop/17-03-attention-loops.md: Sixteen at a time
    .masked_softmax = masked_softmax, .softmax_gradient = softmax_gradient,
    // Chapters/Workshop/17-04-layer-norm-loops.md: Sixteen at a time
    .layer_norm = layer_norm, .layer_norm_gradient = layer_norm_gradient, .layer_norm_sums = layer_norm_sums,
    // place: table
};
