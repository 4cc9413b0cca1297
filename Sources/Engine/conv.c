// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 6ba7333c4aa4b58b

#line 1079 "Chapters/13-cnn.md"
// The fast convolutions. All three are one kernel, the tile, over differently prepared memory.
#include "conv_kernels.h"
#include "kindling_engine.h"
#include "kernels.h"
#include "pool.h"
#include <string.h>

const struct kd_conv_kernels *kd_conv_kernels(void) {
    switch (kd_isa()) {
#if defined(__x86_64__)
    case KD_AVX2: return &kd_conv_avx2;
    case KD_AVX512: return &kd_conv_avx512;
#elif defined(__aarch64__)
    case KD_NEON: return &kd_conv_neon;
#endif
    default: return &kd_conv_baseline;
    }
}

// What a chain without a bias starts from.
static const float nothing[16];

static long least(long a, long b) { return a < b ? a : b; }
static long most(long a, long b) { return a > b ? a : b; }
static long above(long a, long b) { return (a + b - 1) / b; }  // a / b, rounded up

// Memory for several things, one after the other: with `memory` NULL, it only counts.
struct shelf {
    char *memory;
    unsigned long used;
};

static void *take(struct shelf *s, long count, unsigned long size) {
    void *here = s->memory ? s->memory + s->used : NULL;
    s->used += ((unsigned long)count * size + 63) / 64 * 64;
    return here;
}

static float *take_floats(struct shelf *s, long count) { return take(s, count, sizeof(float)); }
static long *take_longs(struct shelf *s, long count) { return take(s, count, sizeof(long)); }
#line 1122 "Chapters/13-cnn.md"

// The padded, split form of one plane of x.
static struct kd_conv_split split_of_input(const struct kd_conv2d_sizes *s) {
    struct kd_conv_split split = {s->height, s->width, s->padding_h, s->padding_w, s->stride_h, s->stride_w};
    split.rows = s->out_height + (s->kernel_h - 1) * s->dilation_h / s->stride_h;
    split.columns = above(s->out_width + (s->kernel_w - 1) * s->dilation_w / s->stride_w, 4) * 4;
    split.part = split.rows * split.columns;
    return split;
}

static long plane_size(const struct kd_conv_split *s) { return s->stride_h * s->stride_w * s->part; }

// Where in a split plane tap (a, b) of window (0, 0) stands.
static long tap_offset(const struct kd_conv2d_sizes *s, const struct kd_conv_split *split, long a, long b) {
    long row = a * s->dilation_h, column = b * s->dilation_w;
    long part = row % s->stride_h * s->stride_w + column % s->stride_w;
    return part * split->part + row / s->stride_h * split->columns + column / s->stride_w;
}

// The sums of `rows` × `columns` neighbouring positions: cut into tiles of nearly equal size.
static void cover(const struct kd_conv_kernels *kernels, struct kd_conv_tile tile, const float *from, long pitch,
                  long rows, long columns, float *out) {
    long across = above(columns, least(KD_MAX_RUN, kernels->sums));
    for (long part = 0; part < across; part++) {
        long j = columns * part / across, run = columns * (part + 1) / across - j;
        long down = above(rows, least(KD_MAX_ROWS_OF_RUNS, kernels->sums / run));
        for (long band = 0; band < down; band++) {
            long i = rows * band / down, height = rows * (band + 1) / down - i;
            for (long r = 0; r < height; r++) tile.row[r] = from + (i + r) * pitch + j;
            tile.out = out + i * tile.row_step + j * tile.run_step;
            kernels->tile((int)height, (int)run, &tile);
        }
    }
}

struct forward {
    const struct kd_conv2d_sizes *s;
    const struct kd_conv_kernels *kernels;
    struct kd_conv_split split;
    const float *x;
    float *y;
    long inputs, outputs;  // channels of one group
    long blocks, taps;     // of 16 outputs; of a kernel
    long *offsets;         // of the taps
    float *weights;        // (groups, blocks, inputs, taps, 16)
    float *biases;         // (groups, blocks, 16)
};

// One image.
static void forward_image(void *context, long n) {
    const struct forward *f = context;
    const struct kd_conv2d_sizes *s = f->s;
    long size = s->channels * s->height * s->width, plane = s->out_height * s->out_width;
    long channel = plane_size(&f->split), prepared = s->channels * channel;
    float *x = kd_scratch(1, sizeof(float) * (unsigned long)(prepared + (plane + 16) * 16)), *sums = x + prepared;
    f->kernels->split(&f->split, s->channels, f->x + n * size, x, f->x, f->x + s->images * size);
    for (long group = 0; group < s->groups; group++)
        for (long block = 0; block < f->blocks; block++) {
            struct kd_conv_tile tile = {
                .repeats = f->inputs, .step = channel, .count = f->taps, .offsets = f->offsets,
                .partners = f->weights + (group * f->blocks + block) * f->inputs * f->taps * 16,
                .start = f->biases + (group * f->blocks + block) * 16, .row_step = s->out_width * 16, .run_step = 16,
            };
            cover(f->kernels, tile, x + group * f->inputs * channel, f->split.columns, s->out_height, s->out_width, sums);
            long o = group * f->outputs + block * 16, width = least(16, f->outputs - block * 16);
            f->kernels->spread_channels(width, plane, sums, f->y + (n * s->outputs + o) * plane);
        }
}

void kd_conv2d(const struct kd_conv2d_sizes *s, const float *x, const float *w, const float *bias, float *y) {
    if (s->images <= 0 || s->outputs <= 0 || s->out_height <= 0 || s->out_width <= 0) return;
    struct forward f = {.s = s, .kernels = kd_conv_kernels(), .x = x, .y = y};
    f.split = split_of_input(s);
    f.inputs = s->channels / s->groups;
    f.outputs = s->outputs / s->groups;
    f.blocks = above(f.outputs, 16);
    f.taps = s->kernel_h * s->kernel_w;
    struct shelf shelf = {0};
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) shelf = (struct shelf){kd_scratch(0, shelf.used), 0};
        f.offsets = take_longs(&shelf, f.taps);
        f.weights = take_floats(&shelf, s->groups * f.blocks * f.inputs * f.taps * 16);
        f.biases = take_floats(&shelf, s->groups * f.blocks * 16);
    }
    for (long tap = 0; tap < f.taps; tap++)
        f.offsets[tap] = tap_offset(s, &f.split, tap / s->kernel_w, tap % s->kernel_w);
    for (long group = 0; group < s->groups; group++)
        for (long block = 0; block < f.blocks; block++)
            f.kernels->gather_channels(least(16, f.outputs - block * 16), f.inputs * f.taps,
                                       w + (group * f.outputs + block * 16) * f.inputs * f.taps,
                                       f.weights + (group * f.blocks + block) * f.inputs * f.taps * 16);
    memset(f.biases, 0, sizeof(float) * (unsigned long)(s->groups * f.blocks * 16));
    for (long o = 0; bias && o < s->outputs; o++)
        f.biases[(o / f.outputs * f.blocks + o % f.outputs / 16) * 16 + o % f.outputs % 16] = bias[o];
    kd_parallel(s->images, forward_image, &f);
}
#line 1228 "Chapters/13-cnn.md"

// The gradient with respect to x --------------------------------------------------------------------------------

// The elements of dx that the same taps of the kernel meet: every stride-th row, every stride-th column.
struct phase {
    long first_row, rows, first_column, columns;  // in dx
    long taps_h, taps_w;                          // of the kernel
    long start;                                   // where in the padded dy the first position's offset 0 stands
    long *offsets;                                // of the taps in dy, from there
    float *weights;                               // (groups, blocks, outputs, taps, 16)
};

struct backward {
    const struct kd_conv2d_sizes *s;
    const struct kd_conv_kernels *kernels;
    struct kd_conv_split split;  // of dy: padding only
    const float *dy;
    float *dx;
    long inputs, outputs, blocks;  // of one group: channels, outputs, blocks of 16 channels
    struct phase *phases;
};

static void backward_image(void *context, long n) {
    const struct backward *t = context;
    const struct kd_conv2d_sizes *s = t->s;
    long size = s->outputs * s->out_height * s->out_width, plane = s->height * s->width;
    long prepared = s->outputs * t->split.part;
    float *dy = kd_scratch(1, sizeof(float) * (unsigned long)(prepared + (plane + 16) * 16)), *sums = dy + prepared;
    t->kernels->split(&t->split, s->outputs, t->dy + n * size, dy, t->dy, t->dy + s->images * size);
    for (long group = 0; group < s->groups; group++)
        for (long block = 0; block < t->blocks; block++) {
            for (long i = 0; i < s->stride_h * s->stride_w; i++) {
                const struct phase *p = t->phases + i;
                long taps = p->taps_h * p->taps_w;
                struct kd_conv_tile tile = {
                    .repeats = t->outputs, .step = t->split.part, .count = taps, .offsets = p->offsets,
                    .partners = p->weights + (group * t->blocks + block) * t->outputs * taps * 16,
                    .start = nothing, .row_step = s->stride_h * s->width * 16, .run_step = s->stride_w * 16,
                };
                const float *from = dy + group * t->outputs * t->split.part + p->start;
                cover(t->kernels, tile, from, t->split.columns, p->rows, p->columns,
                      sums + (p->first_row * s->width + p->first_column) * 16);
            }
            long c = group * t->inputs + block * 16, width = least(16, t->inputs - block * 16);
            t->kernels->spread_channels(width, plane, sums, t->dx + (n * s->channels + c) * plane);
        }
}

// One dimension of a phase: the taps a = first, first + every, …, `taps` of them; the positions at, at + stride, …,
// `count` of them. Position number i and tap number t meet at dy's row from + i - t · step.
struct steps {
    long first, every, taps, at, count, from, step;
};

static struct steps steps_of(long phase, long size, long kernel, long stride, long padding, long dilation) {
    struct steps t = {.first = -1};
    for (long a = 0; a < kernel; a++)
        if (a * dilation % stride == phase) {
            if (t.taps == 0) t.first = a;
            if (t.taps == 1) t.every = a - t.first;
            t.taps++;
        }
    long before = phase >= padding ? 0 : above(padding - phase, stride);  // positions that fall on the padding
    t.at = phase - padding + before * stride;
    t.count = t.at < size ? above(size - t.at, stride) : 0;
    t.from = before - (t.taps ? (t.first * dilation - phase) / stride : 0);
    t.step = t.every * dilation / stride;
    return t;
}

static struct steps row_steps(const struct kd_conv2d_sizes *s, long phase) {
    return steps_of(phase, s->height, s->kernel_h, s->stride_h, s->padding_h, s->dilation_h);
}

static struct steps column_steps(const struct kd_conv2d_sizes *s, long phase) {
    return steps_of(phase, s->width, s->kernel_w, s->stride_w, s->padding_w, s->dilation_w);
}

void kd_conv2d_input_gradient(const struct kd_conv2d_sizes *s, const float *w, const float *dy, float *dx) {
    long elements = s->images * s->channels * s->height * s->width;
    if (elements <= 0) return;
    if (s->outputs <= 0 || s->out_height <= 0 || s->out_width <= 0) {
        kd_fill(elements, 0, dx);
        return;
    }
    struct backward t = {.s = s, .kernels = kd_conv_kernels(), .dy = dy, .dx = dx};
    t.inputs = s->channels / s->groups;
    t.outputs = s->outputs / s->groups;
    t.blocks = above(t.inputs, 16);

    // How far beyond dy's edges the taps reach.
    long up = 0, down = 0, left = 0, right = 0;
    for (long phase = 0; phase < s->stride_h; phase++) {
        struct steps v = row_steps(s, phase);
        if (v.taps == 0 || v.count == 0) continue;
        up = most(up, (v.taps - 1) * v.step - v.from);
        down = most(down, v.from + v.count - s->out_height);
    }
    for (long phase = 0; phase < s->stride_w; phase++) {
        struct steps h = column_steps(s, phase);
        if (h.taps == 0 || h.count == 0) continue;
        left = most(left, (h.taps - 1) * h.step - h.from);
        right = most(right, h.from + h.count - s->out_width);
    }
    t.split = (struct kd_conv_split){s->out_height, s->out_width, up, left, 1, 1};
    t.split.rows = s->out_height + up + down;
    t.split.columns = above(s->out_width + left + right, 4) * 4;
    t.split.part = t.split.rows * t.split.columns;

    long phases = s->stride_h * s->stride_w;
    struct shelf shelf = {0};
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) shelf = (struct shelf){kd_scratch(0, shelf.used), 0};
        t.phases = take(&shelf, phases, sizeof(struct phase));
        for (long i = 0; i < phases; i++) {
            struct steps v = row_steps(s, i / s->stride_w), h = column_steps(s, i % s->stride_w);
            long taps = v.taps * h.taps;
            long *offsets = take_longs(&shelf, taps);
            float *weights = take_floats(&shelf, s->groups * t.blocks * t.outputs * taps * 16);
            if (pass == 0) continue;
            t.phases[i] = (struct phase){v.at, v.count, h.at, h.count, v.taps, h.taps, 0, offsets, weights};
            if (taps == 0) continue;
            t.phases[i].start = (up + v.from) * t.split.columns + left + h.from;
            for (long tap = 0; tap < taps; tap++)
                offsets[tap] = -(tap / h.taps * v.step * t.split.columns + tap % h.taps * h.step);
            // From w (outputs, inputs, kernel_h, kernel_w) to (groups, blocks, outputs, taps, 16 of the inputs).
            memset(weights, 0, sizeof(float) * (unsigned long)(s->groups * t.blocks * t.outputs * taps * 16));
            for (long o = 0; o < s->outputs; o++)
                for (long c = 0; c < t.inputs; c++)
                    for (long tap = 0; tap < taps; tap++) {
                        long a = v.first + tap / h.taps * v.every, b = h.first + tap % h.taps * h.every;
                        long block = o / t.outputs * t.blocks + c / 16;
                        float *row = weights + ((block * t.outputs + o % t.outputs) * taps + tap) * 16;
                        row[c % 16] = w[((o * t.inputs + c) * s->kernel_h + a) * s->kernel_w + b];
                    }
        }
    }
    kd_parallel(s->images, backward_image, &t);
}
#line 1377 "Chapters/13-cnn.md"

// The gradients with respect to w and the bias ------------------------------------------------------------------

enum { CHUNK = 1 << 20 };  // floats of x and dy prepared at a time: 4 MB

struct weight_gradient {
    const struct kd_conv2d_sizes *s;
    const struct kd_conv_kernels *kernels;
    struct kd_conv_split split;
    const float *x, *dy;
    long inputs, outputs, blocks, taps, tiles;  // of one group; tiles of one block's weights
    long first, images;  // the images of this chunk
    long *offsets;       // of the positions
    long *tap_offsets;
    float *split_x;      // (images, channels, parts)
    float *changes;      // dy: (groups, blocks, images, positions, 16)
    float *sums;         // (groups, blocks, inputs · taps, 16)
};

static void prepare_image(void *context, long n) {
    const struct weight_gradient *t = context;
    const struct kd_conv2d_sizes *s = t->s;
    long size = s->channels * s->height * s->width, plane = s->out_height * s->out_width;
    float *split_x = t->split_x + n * s->channels * plane_size(&t->split);
    t->kernels->split(&t->split, s->channels, t->x + (t->first + n) * size, split_x, t->x, t->x + s->images * size);
    for (long block = 0; block < s->groups * t->blocks; block++) {
        long group = block / t->blocks, o = block % t->blocks * 16;
        const float *dy = t->dy + ((t->first + n) * s->outputs + group * t->outputs + o) * plane;
        float *changes = t->changes + (block * t->images + n) * plane * 16;
        t->kernels->gather_channels(least(16, t->outputs - o), plane, dy, changes);
    }
}

static void gradient_tile(void *context, long task) {
    const struct weight_gradient *t = context;
    const struct kd_conv2d_sizes *s = t->s;
    long block = task / t->tiles, part = task % t->tiles;
    long weights = t->inputs * t->taps, plane = s->out_height * s->out_width;
    long k = weights * part / t->tiles, rows = weights * (part + 1) / t->tiles - k;
    struct kd_conv_tile tile = {
        .repeats = t->images, .step = s->channels * plane_size(&t->split), .count = plane, .offsets = t->offsets,
        .partners = t->changes + block * t->images * plane * 16,
        .out = t->sums + (block * weights + k) * 16, .row_step = 16,
        .start = t->first == 0 ? nothing : NULL,
    };
    for (long r = 0; r < rows; r++) {
        long channel = block / t->blocks * t->inputs + (k + r) / t->taps;
        tile.row[r] = t->split_x + channel * plane_size(&t->split) + t->tap_offsets[(k + r) % t->taps];
    }
    t->kernels->tile((int)rows, 1, &tile);
}

void kd_conv2d_weight_gradient(const struct kd_conv2d_sizes *s, const float *x, const float *dy, float *dw) {
    struct weight_gradient t = {.s = s, .kernels = kd_conv_kernels(), .x = x, .dy = dy};
    t.split = split_of_input(s);
    t.inputs = s->channels / s->groups;
    t.outputs = s->outputs / s->groups;
    t.blocks = above(t.outputs, 16);
    t.taps = s->kernel_h * s->kernel_w;
    long weights = t.inputs * t.taps, plane = s->out_height * s->out_width, blocks = s->groups * t.blocks;
    if (s->outputs <= 0 || weights <= 0) return;
    if (s->images <= 0 || plane <= 0) {
        kd_fill(s->outputs * weights, 0, dw);
        return;
    }
    t.tiles = above(weights, least(KD_MAX_ROWS_OF_RUNS, t.kernels->sums));
    long per_image = s->channels * plane_size(&t.split) + blocks * plane * 16;
    long chunk = most(1, least(s->images, CHUNK / per_image));
    struct shelf shelf = {0};
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) shelf = (struct shelf){kd_scratch(0, shelf.used), 0};
        t.offsets = take_longs(&shelf, plane);
        t.tap_offsets = take_longs(&shelf, t.taps);
        t.split_x = take_floats(&shelf, chunk * s->channels * plane_size(&t.split));
        t.changes = take_floats(&shelf, chunk * blocks * plane * 16);
        t.sums = take_floats(&shelf, blocks * weights * 16);
    }
    for (long p = 0; p < plane; p++) t.offsets[p] = p / s->out_width * t.split.columns + p % s->out_width;
    for (long tap = 0; tap < t.taps; tap++)
        t.tap_offsets[tap] = tap_offset(s, &t.split, tap / s->kernel_w, tap % s->kernel_w);
    for (t.first = 0; t.first < s->images; t.first += chunk) {
        t.images = least(chunk, s->images - t.first);
        kd_parallel(t.images, prepare_image, &t);
        kd_parallel(blocks * t.tiles, gradient_tile, &t);
    }
    for (long o = 0; o < s->outputs; o++)
        for (long k = 0; k < weights; k++) {
            long group = o / t.outputs, within = o % t.outputs;
            dw[o * weights + k] = t.sums[((group * t.blocks + within / 16) * weights + k) * 16 + within % 16];
        }
}

struct bias_gradient {
    const struct kd_conv2d_sizes *s;
    const float *dy;
    float *db;
};

// One output's elements, side by side, and their sum.
static void sum_output(void *context, long o) {
    const struct bias_gradient *t = context;
    const struct kd_conv2d_sizes *s = t->s;
    long plane = s->out_height * s->out_width, count = s->images * plane;
    float *all = kd_scratch(1, sizeof(float) * (unsigned long)(count + 1));
    for (long n = 0; n < s->images; n++)
        memcpy(all + n * plane, t->dy + (n * s->outputs + o) * plane, sizeof(float) * (unsigned long)plane);
    kd_sum(1, count, 1, all, t->db + o);
}

void kd_conv2d_bias_gradient(const struct kd_conv2d_sizes *s, const float *dy, float *db) {
    struct bias_gradient t = {s, dy, db};
    kd_parallel(s->outputs, sum_output, &t);
}
