// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-05-pooling.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ace0a95df6a3502c

// Chapters/Workshop/13-05-pooling.md: In the engine
// Pooling, an image a task. The images are pixel by pixel.
#include "conv_kernels.h"
#include "kindling_engine.h"
#include "pool.h"
#include "sizes.h"
#include <string.h>

struct pooling {
    const struct kd_pool2d_sizes *s;
    const float *from;
    float *to;
    int *index;
    const int *from_index;
    int count_padding, adaptive;
    long divisor;
};

static long size_before(const struct kd_pool2d_sizes *s) { return s->height * s->width * s->channels; }
static long size_after(const struct kd_pool2d_sizes *s) { return s->out_height * s->out_width * s->channels; }

static void max_image(void *context, long n) {
    const struct pooling *t = context;
    long after = n * size_after(t->s);
    kd_conv_kernels()->max_pool(t->s, t->from + n * size_before(t->s), t->to + after, t->index + after);
}

void kd_max_pool2d(const struct kd_pool2d_sizes *s, const float *x, float *y, int *index) {
    struct pooling t = {.s = s, .from = x, .to = y, .index = index};
    kd_parallel(s->images, max_image, &t);
}

static void max_image_gradient(void *context, long n) {
    const struct pooling *t = context;
    long after = n * size_after(t->s);
    kd_conv_kernels()->max_pool_gradient(t->s, t->from + after, t->from_index + after, t->to + n * size_before(t->s));
}

void kd_max_pool2d_gradient(const struct kd_pool2d_sizes *s, const float *dy, const int *index, float *dx) {
    struct pooling t = {.s = s, .from = dy, .to = dx, .from_index = index};
    kd_parallel(s->images, max_image_gradient, &t);
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

// to = from, divided by the size of the window. `from` and `to` may be the same.
static void divide(const struct pooling *t, const float *from, struct window rows, struct window columns, float *to) {
    long channels = t->s->channels;
    float height = (float)rows.count, width = (float)columns.count;
    float divisor = (float)(t->divisor ? t->divisor : rows.count * columns.count);
    if (t->adaptive)
        for (long c = 0; c < channels; c++) to[c] = from[c] / height / width;
    else
        for (long c = 0; c < channels; c++) to[c] = from[c] / divisor;
}

static void avg_image(void *context, long n) {
    const struct pooling *t = context;
    const struct kd_pool2d_sizes *s = t->s;
    const float *x = t->from + n * size_before(s);
    float *restrict y = t->to + n * size_after(s);
    for (long i = 0; i < s->out_height; i++)
        for (long j = 0; j < s->out_width; j++, y += s->channels) {
            struct window rows = rows_of(t, i), columns = columns_of(t, j);
            for (long c = 0; c < s->channels; c++) y[c] = 0;
            for (long row = rows.first; row < rows.last; row++)
                for (long column = columns.first; column < columns.last; column++) {
                    const float *pixel = x + (row * s->width + column) * s->channels;
                    for (long c = 0; c < s->channels; c++) y[c] += pixel[c];
                }
            if (rows.first < rows.last && columns.first < columns.last) divide(t, y, rows, columns, y);
        }
}

static void avg_image_gradient(void *context, long n) {
    const struct pooling *t = context;
    const struct kd_pool2d_sizes *s = t->s;
    const float *dy = t->from + n * size_after(s);
    float *dx = t->to + n * size_before(s);
    float *restrict share = kd_scratch(1, sizeof(float) * (unsigned long)s->channels);
    memset(dx, 0, sizeof(float) * (unsigned long)size_before(s));
    for (long i = 0; i < s->out_height; i++)
        for (long j = 0; j < s->out_width; j++, dy += s->channels) {
            struct window rows = rows_of(t, i), columns = columns_of(t, j);
            divide(t, dy, rows, columns, share);
            for (long row = rows.first; row < rows.last; row++)
                for (long column = columns.first; column < columns.last; column++) {
                    float *pixel = dx + (row * s->width + column) * s->channels;
                    for (long c = 0; c < s->channels; c++) pixel[c] += share[c];
                }
        }
}

void kd_avg_pool2d(const struct kd_pool2d_sizes *s, int count_padding, long divisor, const float *x, float *y) {
    struct pooling t = {.s = s, .from = x, .to = y, .count_padding = count_padding, .divisor = divisor};
    kd_parallel(s->images, avg_image, &t);
}

void kd_avg_pool2d_gradient(const struct kd_pool2d_sizes *s, int count_padding, long divisor, const float *dy,
                            float *dx) {
    struct pooling t = {.s = s, .from = dy, .to = dx, .count_padding = count_padding, .divisor = divisor};
    kd_parallel(s->images, avg_image_gradient, &t);
}

void kd_adaptive_avg_pool2d(const struct kd_pool2d_sizes *s, const float *x, float *y) {
    struct pooling t = {.s = s, .from = x, .to = y, .adaptive = 1};
    kd_parallel(s->images, avg_image, &t);
}

void kd_adaptive_avg_pool2d_gradient(const struct kd_pool2d_sizes *s, const float *dy, float *dx) {
    struct pooling t = {.s = s, .from = dy, .to = dx, .adaptive = 1};
    kd_parallel(s->images, avg_image_gradient, &t);
}
