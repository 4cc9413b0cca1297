// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 4d9b263960ce2653

#line 1742 "Chapters/13-cnn.md"
// Pooling, a plane a task.
#include "conv_kernels.h"
#include "kindling_engine.h"
#include "pool.h"
#include <math.h>
#include <string.h>

static long least(long a, long b) { return a < b ? a : b; }
static long most(long a, long b) { return a > b ? a : b; }

struct pooling {
    const struct kd_pool2d_sizes *s;
    const struct kd_conv_kernels *kernels;
    const float *from;
    float *to;
    long *index;
    const long *from_index;
    int count_padding, adaptive;
    long divisor;
};

// The windows first ..< last of which tap `tap` (its distance from the window's start) lies in the plane.
static void meeting(long tap, long padding, long stride, long size, long windows, long *first, long *last) {
    long start = tap - padding;
    *first = start >= 0 ? 0 : (-start + stride - 1) / stride;
    *last = start >= size ? 0 : least(windows, (size - 1 - start) / stride + 1);
}

static void max_plane(void *context, long plane) {
    const struct pooling *t = context;
    const struct kd_pool2d_sizes *s = t->s;
    const float *x = t->from + plane * s->height * s->width;
    int *where = kd_scratch(1, sizeof(int) * (unsigned long)s->out_width);
    for (long i = 0; i < s->out_height; i++) {
        float *best = t->to + (plane * s->out_height + i) * s->out_width;
        for (long j = 0; j < s->out_width; j++) best[j] = -INFINITY, where[j] = -1;
        for (long a = 0; a < s->kernel_h; a++) {
            long row = i * s->stride_h + a * s->dilation_h - s->padding_h;
            if (row < 0 || row >= s->height) continue;
            for (long b = 0; b < s->kernel_w; b++) {
                long first, last, column = b * s->dilation_w - s->padding_w;
                meeting(b * s->dilation_w, s->padding_w, s->stride_w, s->width, s->out_width, &first, &last);
                long place = row * s->width + column;
                t->kernels->max_tap(first, last, s->stride_w, x + place, (int)place, (int)s->stride_w, best, where);
            }
        }
        long *index = t->index + (plane * s->out_height + i) * s->out_width;
        for (long j = 0; j < s->out_width; j++) index[j] = where[j];
    }
}

void kd_max_pool2d(const struct kd_pool2d_sizes *s, const float *x, float *y, long *index) {
    struct pooling t = {.s = s, .kernels = kd_conv_kernels(), .from = x, .to = y, .index = index};
    kd_parallel(s->planes, max_plane, &t);
}

static void max_plane_gradient(void *context, long plane) {
    const struct pooling *t = context;
    long size = t->s->height * t->s->width, windows = t->s->out_height * t->s->out_width;
    const float *dy = t->from + plane * windows;
    const long *index = t->from_index + plane * windows;
    float *dx = t->to + plane * size;
    memset(dx, 0, sizeof(float) * (unsigned long)size);
    for (long i = 0; i < windows; i++)
        if (index[i] >= 0) dx[index[i]] += dy[i];
}

void kd_max_pool2d_gradient(const struct kd_pool2d_sizes *s, const float *dy, const long *index, float *dx) {
    struct pooling t = {.s = s, .from = dy, .to = dx, .from_index = index};
    kd_parallel(s->planes, max_plane_gradient, &t);
}

// One dimension of an averaging window: the places first ..< last of the plane, and how many places count.
struct window {
    long first, last, count;
};

static struct window window_of(const struct pooling *t, long i, long size, long windows, long kernel, long stride,
                               long padding) {
    if (t->adaptive) {
        long first = i * size / windows, last = ((i + 1) * size + windows - 1) / windows;
        return (struct window){first, last, last - first};
    }
    long first = i * stride - padding, last = least(first + kernel, size + padding);
    struct window w = {most(first, 0), least(last, size), last - first};
    if (!t->count_padding) w.count = w.last - w.first;
    return w;
}

static struct window rows_of(const struct pooling *t, long i) {
    const struct kd_pool2d_sizes *s = t->s;
    return window_of(t, i, s->height, s->out_height, s->kernel_h, s->stride_h, s->padding_h);
}

static struct window columns_of(const struct pooling *t, long j) {
    const struct kd_pool2d_sizes *s = t->s;
    return window_of(t, j, s->width, s->out_width, s->kernel_w, s->stride_w, s->padding_w);
}

static float divided(const struct pooling *t, float sum, struct window rows, struct window columns) {
    if (t->adaptive) return sum / (float)rows.count / (float)columns.count;
    return sum / (float)(t->divisor ? t->divisor : rows.count * columns.count);
}

static void avg_plane(void *context, long plane) {
    const struct pooling *t = context;
    const struct kd_pool2d_sizes *s = t->s;
    const float *x = t->from + plane * s->height * s->width;
    float *y = t->to + plane * s->out_height * s->out_width;
    for (long i = 0; i < s->out_height; i++)
        for (long j = 0; j < s->out_width; j++) {
            struct window rows = rows_of(t, i), columns = columns_of(t, j);
            float sum = 0;
            for (long row = rows.first; row < rows.last; row++)
                for (long column = columns.first; column < columns.last; column++) sum += x[row * s->width + column];
            int empty = rows.first >= rows.last || columns.first >= columns.last;
            *y++ = empty ? 0 : divided(t, sum, rows, columns);
        }
}

static void avg_plane_gradient(void *context, long plane) {
    const struct pooling *t = context;
    const struct kd_pool2d_sizes *s = t->s;
    const float *dy = t->from + plane * s->out_height * s->out_width;
    float *dx = t->to + plane * s->height * s->width;
    memset(dx, 0, sizeof(float) * (unsigned long)(s->height * s->width));
    for (long i = 0; i < s->out_height; i++)
        for (long j = 0; j < s->out_width; j++) {
            struct window rows = rows_of(t, i), columns = columns_of(t, j);
            float share = divided(t, *dy++, rows, columns);
            for (long row = rows.first; row < rows.last; row++)
                for (long column = columns.first; column < columns.last; column++) dx[row * s->width + column] += share;
        }
}

void kd_avg_pool2d(const struct kd_pool2d_sizes *s, int count_padding, long divisor, const float *x, float *y) {
    struct pooling t = {.s = s, .from = x, .to = y, .count_padding = count_padding, .divisor = divisor};
    kd_parallel(s->planes, avg_plane, &t);
}

void kd_avg_pool2d_gradient(const struct kd_pool2d_sizes *s, int count_padding, long divisor, const float *dy,
                            float *dx) {
    struct pooling t = {.s = s, .from = dy, .to = dx, .count_padding = count_padding, .divisor = divisor};
    kd_parallel(s->planes, avg_plane_gradient, &t);
}

void kd_adaptive_avg_pool2d(const struct kd_pool2d_sizes *s, const float *x, float *y) {
    struct pooling t = {.s = s, .from = x, .to = y, .adaptive = 1};
    kd_parallel(s->planes, avg_plane, &t);
}

void kd_adaptive_avg_pool2d_gradient(const struct kd_pool2d_sizes *s, const float *dy, float *dx) {
    struct pooling t = {.s = s, .from = dy, .to = dx, .adaptive = 1};
    kd_parallel(s->planes, avg_plane_gradient, &t);
}
