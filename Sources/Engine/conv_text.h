// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-03-convolution-tile.md
//   Chapters/Workshop/13-05-pooling.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 2f338972f5fd8a65

// Chapters/Workshop/13-03-convolution-tile.md: The tile
// The kernels for convolution and pooling. Included once by each conv_*.c, which sets KD_TABLE, KD_ROWS16 and KD_ROWS8
// (the rows of a tile with vectors of 16 and of 8) and, if the instruction set has an FMA, KD_HAS_FMA.
#pragma clang diagnostic ignored "-Wpsabi"
#define KD_LANES 16
#include "lanes.h"
#include "multiply_add.h"
#include <math.h>
#include <string.h>

#define NAME(f) f##_of_16
#define VECTOR lanes
#define FMA multiply_add
#define KD_CONV_ROWS KD_ROWS16
#include "conv_tile.h"
#undef NAME
#undef VECTOR
#undef FMA
#undef KD_CONV_ROWS

#if KD_ROWS8 > 0
typedef float eight __attribute__((ext_vector_type(8)));
#define NAME(f) f##_of_8
#define VECTOR eight
#define FMA __builtin_elementwise_fma
#define KD_CONV_ROWS KD_ROWS8
#include "conv_tile.h"
#undef NAME
#undef VECTOR
#undef FMA
#undef KD_CONV_ROWS
#endif

static void tiles(long rows, int width, const struct kd_conv_chains *t) {
    if (width == 16) all_tiles_of_16(rows, 0, t);
#if KD_ROWS8 > 0
    else all_tiles_of_8(rows, 0, t);
#endif
}

static void turned_tiles(long rows, int width, const struct kd_conv_chains *t) {
    if (width == 16) all_tiles_of_16(rows, 1, t);
#if KD_ROWS8 > 0
    else all_tiles_of_8(rows, 1, t);
#endif
}

ALWAYS lanes load(const float *p) { lanes x; __builtin_memcpy(&x, p, sizeof x); return x; }
ALWAYS void store(float *p, lanes x) { __builtin_memcpy(p, &x, sizeof x); }

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

static void transpose(long rows, long columns, const float *from, long from_step, float *to, long to_step) {
    for (long i = 0; i < rows; i += 16)
        for (long j = 0; j < columns; j += 16) {
            if (i + 16 <= rows && j + 16 <= columns) {
                lanes row[16];
                for (long l = 0; l < 16; l++) row[l] = load(from + (i + l) * from_step + j);
                turn(row);
                for (long l = 0; l < 16; l++) store(to + (j + l) * to_step + i, row[l]);
            } else
                for (long k = i; k < i + 16 && k < rows; k++)
                    for (long l = j; l < j + 16 && l < columns; l++) to[l * to_step + k] = from[k * from_step + l];
        }
}

// Chapters/Workshop/13-05-pooling.md: The largest of each window
// The largest of each window. Eight channels at a time: the pixels are read as vectors of 8.
enum { POOL = 8 };
typedef float some __attribute__((ext_vector_type(POOL)));
typedef int some_places __attribute__((ext_vector_type(POOL)));

// Of the taps of a window that begins at `start`: first ..< last lie in the plane.
ALWAYS void meeting(long start, long kernel, long dilation, long size, long *first, long *last) {
    *first = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
    *last = start >= size ? 0 : (size - 1 - start) / dilation + 1;
    if (*last > kernel) *last = kernel;
}

// One window, for one channel.
ALWAYS void max_window(const struct kd_pool2d_sizes *s, long top, long left, const float *x, float *y, int *index) {
    float best = -INFINITY;
    int where = -1;
    long a0, a1, b0, b1;
    meeting(top, s->kernel_h, s->dilation_h, s->height, &a0, &a1);
    meeting(left, s->kernel_w, s->dilation_w, s->width, &b0, &b1);
    for (long a = a0; a < a1; a++)
        for (long b = b0; b < b1; b++) {
            long place = (top + a * s->dilation_h) * s->width + left + b * s->dilation_w;
            float v = x[place * s->channels];
            if (v > best || v != v || where < 0) best = v, where = (int)place;
        }
    *y = best;
    *index = where;
}

static void max_pool(const struct kd_pool2d_sizes *s, const float *x, float *y, int *index) {
    long channels = s->channels, windows = s->out_height * s->out_width, p = 0;
    for (long i = 0; i < s->out_height; i++) {
        long top = i * s->stride_h - s->padding_h, a0, a1;
        meeting(top, s->kernel_h, s->dilation_h, s->height, &a0, &a1);
        for (long j = 0; j < s->out_width; j++, p++) {
            long left = j * s->stride_w - s->padding_w, b0 = 0, b1 = s->kernel_w;
            if (left < 0 || left + (s->kernel_w - 1) * s->dilation_w >= s->width)
                meeting(left, s->kernel_w, s->dilation_w, s->width, &b0, &b1);
            long last = (top + (a1 - 1) * s->dilation_h) * s->width + left + (b1 - 1) * s->dilation_w;
            // With fewer channels than a vector has, it reads and writes beyond a pixel. What it writes there, the next
            // window mends; where there is no next one, or nothing to read, each channel is done for itself.
            int fits = (windows - p) * channels >= POOL && (s->height * s->width - last) * channels >= POOL;
            if (a0 >= a1 || b0 >= b1 || (channels < POOL && !fits)) {
                for (long c = 0; c < channels; c++)
                    max_window(s, top, left, x + c, y + p * channels + c, index + p * channels + c);
                continue;
            }
            long first = (top + a0 * s->dilation_h) * s->width + left + b0 * s->dilation_w;
            for (long block = 0; block < channels; block += POOL) {
                long c = channels < POOL ? 0 : block + POOL <= channels ? block : channels - POOL;
                some best;
                __builtin_memcpy(&best, x + first * channels + c, sizeof best);
                some_places where = (some_places)((int)first);
                long row = first;
                for (long a = a0; a < a1; a++, row += s->dilation_h * s->width) {
                    long place = row;
                    for (long b = b0; b < b1; b++, place += s->dilation_w) {
                        some v;
                        __builtin_memcpy(&v, x + place * channels + c, sizeof v);
                        some_places better = (v > best) | (v != v);
                        best = better ? v : best;
                        where = better ? (some_places)((int)place) : where;
                    }
                }
                __builtin_memcpy(y + p * channels + c, &best, sizeof best);
                __builtin_memcpy(index + p * channels + c, &where, sizeof where);
            }
        }
    }
}

// Windows that don't overlap: every pixel of a window gets its change or 0, in one pass. With fewer channels than a
// vector has, it writes beyond the pixel, and the next pixel mends that; where there is none in the row, each channel
// is done for itself.
ALWAYS void spread(const struct kd_pool2d_sizes *s, long i, long a, const float *dy, const int *index, float *dx) {
    long channels = s->channels, windows = s->out_height * s->out_width, pixels = s->out_width * s->stride_w;
    long row = (i * s->stride_h + a) * s->width;
    for (long j = 0; j < s->out_width; j++) {
        long window = i * s->out_width + j, column = j * s->stride_w;
        long left = windows - window, room = pixels - column - s->kernel_w + 1;
        if (channels < POOL && (left * channels < POOL || room * channels < POOL)) {
            for (long place = row + column; place < row + column + s->kernel_w; place++)
                for (long c = 0; c < channels; c++)
                    dx[place * channels + c] =
                        index[window * channels + c] == place ? dy[window * channels + c] + 0.0f : 0;
            continue;
        }
        for (long block = 0; block < channels; block += POOL) {
            long c = channels < POOL ? 0 : block + POOL <= channels ? block : channels - POOL;
            some change;
            some_places where;
            __builtin_memcpy(&change, dy + window * channels + c, sizeof change);
            __builtin_memcpy(&where, index + window * channels + c, sizeof where);
            for (long place = row + column; place < row + column + s->kernel_w; place++) {
                some share = where == (int)place ? change + 0.0f : (some)(0.0f);
                __builtin_memcpy(dx + place * channels + c, &share, sizeof share);
            }
        }
    }
}

static void max_pool_gradient(const struct kd_pool2d_sizes *s, const float *dy, const int *index, float *dx) {
    long channels = s->channels, windows = s->out_height * s->out_width;
    int is_apart = s->padding_h == 0 && s->padding_w == 0 && s->dilation_h == 1 && s->dilation_w == 1 &&
                   s->stride_h == s->kernel_h && s->stride_w == s->kernel_w &&
                   s->out_height * s->stride_h <= s->height && s->out_width * s->stride_w <= s->width;
    int is_covered = is_apart && s->out_height * s->stride_h == s->height && s->out_width * s->stride_w == s->width;
    if (!is_covered) memset(dx, 0, sizeof(float) * (unsigned long)(s->height * s->width * channels));
    if (is_apart) {
        for (long i = 0; i < s->out_height; i++)
            for (long a = 0; a < s->kernel_h; a++) spread(s, i, a, dy, index, dx);
        return;
    }
    for (long p = 0; p < windows; p++)
        for (long c = 0; c < channels; c++) {
            int place = index[p * channels + c];
            if (place >= 0) dx[place * channels + c] += dy[p * channels + c];
        }
}

const struct kd_conv_kernels KD_TABLE = {
    .rows16 = KD_ROWS16, .rows8 = KD_ROWS8, .tiles = tiles, .turned_tiles = turned_tiles, .transpose = transpose,
    .max_pool = max_pool, .max_pool_gradient = max_pool_gradient,
};
