// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-04-convolution-drivers.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: e21eb9443f62d6be

// Chapters/Workshop/13-04-convolution-drivers.md: The convolution's drivers
// The fast convolutions. All three are one kernel, the tile, over tables that say where its numbers stand.
#include "conv_kernels.h"
#include "kindling_engine.h"
#include "kernels.h"
#include "pool.h"
#include "regions.h"
#include "sizes.h"
#include <string.h>

enum {
    DEPTH = 256,         // steps of a chain at a time: 16 KB of weights, in the first-level cache
    NEAR = 5120,         // floats of x and dy at a time, for the weights' gradient: 20 KB, likewise
    POSITIONS = 64,      // about so many positions a task, so that tiles are full
    PREPARED = 1 << 20,  // floats of padded images at a time: 4 MB
    ALONE = 1 << 19,     // up to so many multiply-adds, or numbers to move, one thread is faster
};

const struct kd_conv_kernels *kd_conv_kernels(void) {
    return KD_OF(kd_isa(), &kd_conv);
}

// What a chain without a bias starts from.
static const float nothing[16];

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

// Planes and pixels -----------------------------------------------------------------------------------------------

struct turning {
    const struct kd_conv_kernels *kernels;
    long rows, columns;
    const float *from;
    float *to;
};

static void turn_image(void *context, long n) {
    const struct turning *t = context;
    long size = t->rows * t->columns;
    t->kernels->transpose(t->rows, t->columns, t->from + n * size, t->columns, t->to + n * size, t->rows);
}

void kd_pixels_from_planes(long images, long channels, long pixels, const float *from, float *to) {
    struct turning t = {kd_conv_kernels(), channels, pixels, from, to};
    kd_parallel_unless(images * channels * pixels <= ALONE, images, turn_image, &t);
}

void kd_planes_from_pixels(long images, long channels, long pixels, const float *from, float *to) {
    struct turning t = {kd_conv_kernels(), pixels, channels, from, to};
    kd_parallel_unless(images * channels * pixels <= ALONE, images, turn_image, &t);
}

// Chapters/Workshop/13-04-convolution-drivers.md: Zeros around an image
// Images with zeros around them, so that a tap beyond the edge finds one.
struct padding {
    long height, width, channels;  // of the image
    long top, left;                // zeros, above and on the left
    long padded_height, padded_width;
};

static long padded_size(const struct padding *p) { return p->padded_height * p->padded_width * p->channels; }

// Whether the images can be used as they are.
static int is_bare(const struct padding *p) {
    return p->top == 0 && p->left == 0 && p->padded_height <= p->height && p->padded_width == p->width;
}

static void zero(float *from, float *to) { memset(from, 0, sizeof(float) * (unsigned long)(to - from)); }

static void pad_image(const struct padding *p, const float *from, float *to) {
    // The image's place: rows top ..< bottom, and in each of them `width` numbers. Large strides may never reach it.
    long row = p->padded_width * p->channels;
    long top = least(p->top, p->padded_height), bottom = least(p->top + p->height, p->padded_height);
    long left = least(p->left, p->padded_width) * p->channels;
    long width = least(p->left + p->width, p->padded_width) * p->channels - left, gap = row - width;
    float *end = to + padded_size(p), *place = to + top * row + left;
    if (top == bottom || width == 0) place = end;
    zero(to, place);
    for (long i = top; i < bottom && width > 0; i++, from += p->width * p->channels) {
        memcpy(place, from, sizeof(float) * (unsigned long)width);
        place += width;
        if (i + 1 == bottom) break;
        // The zeros up to the next row: as many as a few instructions write, which may reach into that row before it is
        // copied.
        if (gap <= 16 && row >= 16) memset(place, 0, sizeof(float) * 16);
        else zero(place, place + gap);
        place += gap;
    }
    zero(place, end);
}

// The zeros that the windows of a convolution reach.
static struct padding padding_of_input(const struct kd_conv2d_sizes *s) {
    struct padding p = {s->height, s->width, s->channels, s->padding_h, s->padding_w, 0, 0};
    p.padded_height = (s->out_height - 1) * s->stride_h + (s->kernel_h - 1) * s->dilation_h + 1;
    p.padded_width = (s->out_width - 1) * s->stride_w + (s->kernel_w - 1) * s->dilation_w + 1;
    // A part of each row that no window reaches stays where it is, if that saves the copy.
    if (p.top == 0 && p.left == 0 && p.padded_height <= p.height && p.padded_width <= p.width) {
        p.padded_height = p.height;
        p.padded_width = p.width;
    }
    return p;
}

// The channels of one group, 16 at a time, and 8 at a time where no more are left.
static int width_of_block(const struct kd_conv_kernels *kernels, long channels, long block) {
    return kernels->rows8 > 0 && channels - block * 16 <= 8 ? 8 : 16;
}

// Many positions, each with the same chain ------------------------------------------------------------------------

// What all the images of a convolution, or of a part of it, have in common.
struct sweep {
    const struct kd_conv_kernels *kernels;
    long groups, inputs, outputs;  // channels of one group: that the chains run through, and that they end in
    long steps;                    // of a chain
    long *offsets;                 // of the chain's steps
    float *weights;                // (groups, blocks, steps, 16)
    long positions;                // of the images of one task
    long *starts, *ends;           // where each position stands, in what is read and in what is written
    int is_dense;                  // whether the ends are neighbours: position p's is p · groups · outputs
};

// The sums of all outputs at `positions` positions. `start` has 16 for every block of every group, or is NULL.
static void sweep(const struct sweep *t, long positions, const float *from, float *to, const float *start) {
    static const long edges[KD_MAX_TILE_ROWS] = {0, 16, 32, 48, 64, 80, 96, 112, 128, 144};
    float edge[KD_MAX_TILE_ROWS * 16] __attribute__((aligned(64)));
    long blocks = above(t->outputs, 16), channels = t->groups * t->outputs;
    for (long group = 0; group < t->groups; group++)
        for (long block = 0; block < blocks; block++) {
            int width = width_of_block(t->kernels, t->outputs, block);
            long here = least(width, t->outputs - block * 16), first = group * t->outputs + block * 16;
            // With a few channels in all, a vector may reach into the next position, whose own sums follow. Where it
            // may not, and there is no room for it, the sums are computed aside.
            int may_reach = t->is_dense && here == channels && t->steps <= DEPTH;
            long direct = here == width ? positions : may_reach ? most(0, positions + 1 - above(width, channels)) : 0;
            struct kd_conv_chains chains = {.vector_step = width, .from = from + group * t->inputs};
            for (long done = 0; done < most(t->steps, 1); done += DEPTH) {
                chains.steps = least(DEPTH, t->steps - done);
                chains.offsets = t->offsets + done;
                chains.vectors = t->weights + (group * blocks + block) * t->steps * 16 + done * width;
                chains.start = done > 0 ? NULL : start ? start + (group * blocks + block) * 16 : nothing;
                chains.starts = t->starts;
                chains.to = to + first;
                chains.ends = t->ends;
                if (direct > 0) t->kernels->tiles(direct, width, &chains);
                chains.to = edge;
                chains.ends = edges;
                for (long p = direct, rows; p < positions; p += rows) {
                    rows = least(positions - p, width == 16 ? t->kernels->rows16 : t->kernels->rows8);
                    chains.starts = t->starts + p;
                    for (long r = 0; r < rows && !chains.start; r++)
                        memcpy(edge + 16 * r, to + t->ends[p + r] + first, sizeof(float) * (unsigned long)here);
                    t->kernels->tiles(rows, width, &chains);
                    for (long r = 0; r < rows; r++)
                        for (long c = 0; c < here; c++) to[t->ends[p + r] + first + c] = edge[16 * r + c];
                }
            }
        }
}

// How many images make a task: enough to fill the tiles, but not so many that threads go without.
static long images_per_task(long images, long plane) {
    long enough = above(POSITIONS, plane), shared = most(1, images / (4 * kd_threads()));
    return most(1, least(enough, shared));
}

// Chapters/Workshop/13-04-convolution-drivers.md: Forward
struct forward {
    const struct kd_conv2d_sizes *s;
    struct padding padding;
    struct sweep sweep;
    const float *x;
    float *y, *biases;  // biases: (groups, blocks, 16)
    long per_task;
};

static void forward_images(void *context, long task) {
    const struct forward *f = context;
    const struct kd_conv2d_sizes *s = f->s;
    long first = task * f->per_task, images = least(f->per_task, s->images - first);
    long size = s->height * s->width * s->channels, padded = padded_size(&f->padding);
    long plane = s->out_height * s->out_width;
    const float *x = f->x + first * size;
    if (!is_bare(&f->padding)) {
        float *copy = kd_scratch(1, sizeof(float) * (unsigned long)(images * padded));
        for (long n = 0; n < images; n++) pad_image(&f->padding, x + n * size, copy + n * padded);
        x = copy;
    }
    sweep(&f->sweep, images * plane, x, f->y + first * plane * s->outputs, f->biases);
}

void kd_conv2d(const struct kd_conv2d_sizes *s, const float *x, const float *w, const float *bias, float *y) {
    if (s->images <= 0 || s->outputs <= 0 || s->out_height <= 0 || s->out_width <= 0) return;
    struct forward f = {.s = s, .padding = padding_of_input(s), .x = x, .y = y};
    struct sweep *t = &f.sweep;
    long taps = s->kernel_h * s->kernel_w, plane = s->out_height * s->out_width;
    long padded = is_bare(&f.padding) ? s->height * s->width * s->channels : padded_size(&f.padding);
    long padded_width = f.padding.padded_width;
    t->kernels = kd_conv_kernels();
    t->groups = s->groups;
    t->inputs = s->channels / s->groups;
    t->outputs = s->outputs / s->groups;
    t->steps = t->inputs * taps;
    t->is_dense = 1;
    f.per_task = images_per_task(s->images, plane);
    t->positions = f.per_task * plane;
    long blocks = above(t->outputs, 16);
    struct shelf shelf = {0};
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) shelf = (struct shelf){kd_scratch(0, shelf.used), 0};
        t->offsets = take_longs(&shelf, t->steps);
        t->weights = take_floats(&shelf, s->groups * blocks * t->steps * 16);
        f.biases = take_floats(&shelf, s->groups * blocks * 16);
        t->starts = take_longs(&shelf, t->positions);
        t->ends = take_longs(&shelf, t->positions);
    }
    long step = 0, position = 0;
    for (long c = 0; c < t->inputs; c++)
        for (long a = 0; a < s->kernel_h; a++)
            for (long b = 0; b < s->kernel_w; b++)
                t->offsets[step++] = (a * s->dilation_h * padded_width + b * s->dilation_w) * s->channels + c;
    for (long image = 0; image < f.per_task; image++)
        for (long row = 0; row < s->out_height; row++)
            for (long column = 0; column < s->out_width; column++, position++) {
                long place = row * s->stride_h * padded_width + column * s->stride_w;
                t->starts[position] = image * padded + place * s->channels;
                t->ends[position] = position * s->outputs;
            }
    memset(t->weights, 0, sizeof(float) * (unsigned long)(s->groups * blocks * t->steps * 16));
    memset(f.biases, 0, sizeof(float) * (unsigned long)(s->groups * blocks * 16));
    for (long group = 0; group < s->groups; group++)
        for (long block = 0; block < blocks; block++) {
            int width = width_of_block(t->kernels, t->outputs, block);
            long here = least(width, t->outputs - block * 16), o = group * t->outputs + block * 16;
            t->kernels->transpose(here, t->steps, w + o * t->steps, t->steps,
                                  t->weights + (group * blocks + block) * t->steps * 16, width);
            for (long c = 0; bias && c < here; c++) f.biases[(group * blocks + block) * 16 + c] = bias[o + c];
        }
    int alone = s->images * plane * s->outputs * t->steps <= ALONE;
    kd_parallel_unless(alone, above(s->images, f.per_task), forward_images, &f);
}

// Chapters/Workshop/13-04-convolution-drivers.md: The input's gradient
// The gradient with respect to x ----------------------------------------------------------------------------------

struct backward {
    const struct kd_conv2d_sizes *s;
    struct padding padding;  // of dy
    struct sweep *phases;    // the elements of dx that the same taps of the kernel meet
    const float *dy;
    float *dx;
    long per_task;
};

static void backward_images(void *context, long task) {
    const struct backward *t = context;
    const struct kd_conv2d_sizes *s = t->s;
    long first = task * t->per_task, images = least(t->per_task, s->images - first);
    long size = s->out_height * s->out_width * s->outputs, padded = padded_size(&t->padding);
    const float *dy = t->dy + first * size;
    if (!is_bare(&t->padding)) {
        float *copy = kd_scratch(1, sizeof(float) * (unsigned long)(images * padded));
        for (long n = 0; n < images; n++) pad_image(&t->padding, dy + n * size, copy + n * padded);
        dy = copy;
    }
    for (long i = 0; i < s->stride_h * s->stride_w; i++) {
        const struct sweep *phase = t->phases + i;
        long positions = phase->positions / t->per_task * images;
        if (positions > 0) sweep(phase, positions, dy, t->dx + first * s->height * s->width * s->channels, NULL);
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

// The zeros around dy: how far beyond its edges the taps reach.
static struct padding padding_of_gradient(const struct kd_conv2d_sizes *s) {
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
    return (struct padding){
        s->out_height, s->out_width, s->outputs, up, left, s->out_height + up + down, s->out_width + left + right};
}

// The chains and the positions of one phase, and its weights: from w (outputs, inputs, taps) to (groups, blocks,
// outputs · taps, 16 of the inputs).
static void prepare_phase(const struct backward *t, struct sweep *phase, struct steps v, struct steps h,
                          const float *w) {
    const struct kd_conv2d_sizes *s = t->s;
    const struct padding *p = &t->padding;
    long blocks = above(phase->outputs, 16), size = padded_size(p), i = 0;
    for (long o = 0; o < phase->inputs; o++)
        for (long a = 0; a < v.taps; a++)
            for (long b = 0; b < h.taps; b++)
                phase->offsets[i++] = o - (a * v.step * p->padded_width + b * h.step) * p->channels;
    i = 0;
    for (long image = 0; image < t->per_task; image++)
        for (long row = 0; row < v.count; row++) {
            long from = image * size + ((p->top + v.from + row) * p->padded_width + p->left + h.from) * p->channels;
            long to = ((image * s->height + v.at + row * s->stride_h) * s->width + h.at) * s->channels;
            for (long column = 0; column < h.count; column++, i++) {
                phase->starts[i] = from + column * p->channels;
                phase->ends[i] = to + column * s->stride_w * s->channels;
            }
        }
    memset(phase->weights, 0, sizeof(float) * (unsigned long)(s->groups * blocks * phase->steps * 16));
    for (long group = 0; group < s->groups; group++)
        for (long block = 0; block < blocks; block++) {
            int width = width_of_block(phase->kernels, phase->outputs, block);
            long here = least(width, phase->outputs - block * 16);
            float *to = phase->weights + (group * blocks + block) * phase->steps * 16;
            for (long o = 0; o < phase->inputs; o++)
                for (long a = 0; a < v.taps; a++)
                    for (long b = 0; b < h.taps; b++, to += width) {
                        long tap = (v.first + a * v.every) * s->kernel_w + h.first + b * h.every;
                        long kernel = s->kernel_h * s->kernel_w;
                        long first = (group * phase->inputs + o) * phase->outputs + block * 16;
                        const float *from = w + first * kernel + tap;
                        for (long c = 0; c < here; c++) to[c] = from[c * kernel];
                    }
        }
}

void kd_conv2d_input_gradient(const struct kd_conv2d_sizes *s, const float *w, const float *dy, float *dx) {
    long elements = s->images * s->channels * s->height * s->width;
    if (elements <= 0) return;
    if (s->outputs <= 0 || s->out_height <= 0 || s->out_width <= 0) {
        kd_fill(elements, 0, dx);
        return;
    }
    struct backward t = {.s = s, .padding = padding_of_gradient(s), .dy = dy, .dx = dx};
    long phases = s->stride_h * s->stride_w;
    t.per_task = images_per_task(s->images, above(s->height * s->width, phases));
    struct shelf shelf = {0};
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) shelf = (struct shelf){kd_scratch(0, shelf.used), 0};
        t.phases = take(&shelf, phases, sizeof(struct sweep));
        for (long i = 0; i < phases; i++) {
            struct steps v = row_steps(s, i / s->stride_w), h = column_steps(s, i % s->stride_w);
            struct sweep phase = {
                .kernels = kd_conv_kernels(), .groups = s->groups, .inputs = s->outputs / s->groups,
                .outputs = s->channels / s->groups, .positions = t.per_task * v.count * h.count,
                .is_dense = phases == 1,
            };
            phase.steps = phase.inputs * v.taps * h.taps;
            phase.offsets = take_longs(&shelf, phase.steps);
            phase.weights = take_floats(&shelf, s->groups * above(phase.outputs, 16) * phase.steps * 16);
            phase.starts = take_longs(&shelf, phase.positions);
            phase.ends = take_longs(&shelf, phase.positions);
            if (pass == 0) continue;
            t.phases[i] = phase;
            prepare_phase(&t, &t.phases[i], v, h, w);
        }
    }
    int alone = elements * s->outputs * s->kernel_h * s->kernel_w / phases <= ALONE;
    kd_parallel_unless(alone, above(s->images, t.per_task), backward_images, &t);
}

// Chapters/Workshop/13-04-convolution-drivers.md: The weight's and the bias's gradient
// The gradients with respect to w and the bias --------------------------------------------------------------------

struct weight_gradient {
    const struct kd_conv2d_sizes *s;
    const struct kd_conv_kernels *kernels;
    struct padding padding;
    const float *x, *dy;
    long inputs, outputs, taps;  // of one group
    int across_inputs;           // whether the lanes are channels of x; else they are channels of dy
    long blocks, rows;           // of one group: blocks of lanes, and rows for each block
    long tiles, parts;           // tiles of one block, and tasks that all tiles are dealt to
    long first, images;          // the images at hand
    long near;                   // how many of them are worked on at a time
    long *places, *tap_offsets;  // of the positions of `near` images, and of the taps
    long *starts, *ends;         // of one block's rows: where their numbers and their sums stand
    float *padded;               // x padded, for the images at hand
    long covered;                // images from which a vector of dy might reach beyond the end of dy,
    float *last;                 // and dy of these, with something to read behind it
    float *sums;                 // (groups, blocks, rows, 16)
};

static void prepare_image(void *context, long n) {
    const struct weight_gradient *t = context;
    long size = t->s->height * t->s->width * t->s->channels;
    pad_image(&t->padding, t->x + (t->first + n) * size, t->padded + n * padded_size(&t->padding));
}

// A part of the tiles, for all images at hand: the sums of as many images as fit into the first-level cache, and on.
static void gradient_tiles(void *context, long part) {
    const struct weight_gradient *t = context;
    const struct kd_conv2d_sizes *s = t->s;
    int bare = is_bare(&t->padding);
    long plane = s->out_height * s->out_width, tiles = s->groups * t->blocks * t->tiles;
    long size = bare ? s->height * s->width * s->channels : padded_size(&t->padding);
    for (long n = 0; n < t->images; n += t->near) {
        long images = least(t->near, t->images - n), image = t->first + n;
        const float *x = bare ? t->x + image * size : t->padded + n * size;
        long beyond = image - (s->images - t->covered);
        const float *dy = beyond >= 0 ? t->last + beyond * plane * s->outputs : t->dy + image * plane * s->outputs;
        for (long i = tiles * part / t->parts, last = tiles * (part + 1) / t->parts, next; i < last; i = next) {
            // Tiles i ..< next are one call. They belong to one block and, if the lanes are inputs, to one tap.
            long together = t->across_inputs ? t->tiles / t->taps : t->tiles, begin = i / together * together;
            next = least(last, begin + together);
            long of_block = t->across_inputs ? t->outputs : t->rows;
            long k = of_block * (i - begin) / together, rows = of_block * (next - begin) / together - k;
            long group = i / t->tiles / t->blocks, block = i / t->tiles % t->blocks, tap = i % t->tiles / together;
            const float *inputs = x + group * t->inputs, *outputs = dy + group * t->outputs;
            int width = width_of_block(t->kernels, t->across_inputs ? t->inputs : t->outputs, block);
            struct kd_conv_chains chains = {
                .steps = images * plane, .vector_step = s->outputs, .offsets = t->places,
                .from = t->across_inputs ? outputs : inputs, .starts = t->starts + k,
                .to = t->sums
                    + ((group * t->blocks + block) * t->rows + (t->across_inputs ? tap * t->outputs : 0)) * 16,
                .ends = t->ends + k, .start = image == 0 ? nothing : NULL,
            };
            if (t->across_inputs) {
                chains.vectors = inputs + t->tap_offsets[tap] + block * 16;
                t->kernels->turned_tiles(rows, width, &chains);
            } else {
                chains.vectors = outputs + block * 16;
                t->kernels->tiles(rows, width, &chains);
            }
        }
    }
}

// The sums, from where the tiles have left them, in the weights' order.
static void collect(const struct weight_gradient *t, float *dw) {
    for (long o = 0; o < t->s->outputs; o++)
        for (long c = 0; c < t->inputs; c++)
            for (long tap = 0; tap < t->taps; tap++) {
                long within = o % t->outputs, lane = t->across_inputs ? c : within;
                long row = t->across_inputs ? tap * t->outputs + within : c * t->taps + tap;
                long block = o / t->outputs * t->blocks + lane / 16;
                *dw++ = t->sums[(block * t->rows + row) * 16 + lane % 16];
            }
}

void kd_conv2d_weight_gradient(const struct kd_conv2d_sizes *s, const float *x, const float *dy, float *dw) {
    struct weight_gradient t = {.s = s, .kernels = kd_conv_kernels(), .padding = padding_of_input(s), .x = x, .dy = dy};
    t.inputs = s->channels / s->groups;
    t.outputs = s->outputs / s->groups;
    t.taps = s->kernel_h * s->kernel_w;
    long plane = s->out_height * s->out_width, weights = t.inputs * t.taps;
    if (s->outputs <= 0 || weights <= 0) return;
    if (s->images <= 0 || plane <= 0) {
        kd_fill(s->outputs * weights, 0, dw);
        return;
    }
    // The lanes are taken from where fewer of them stay empty. A vector may read beyond a pixel of dy, but not of x.
    t.across_inputs = t.inputs % 8 == 0 && above(t.inputs, 8) * t.outputs < above(t.outputs, 8) * t.inputs;
    if (t.inputs % 16 == 8 && t.kernels->rows8 == 0) t.across_inputs = 0;
    long lanes = t.across_inputs ? t.inputs : t.outputs;
    int rows = lanes <= 8 && t.kernels->rows8 > 0 ? t.kernels->rows8 : t.kernels->rows16;
    t.blocks = above(lanes, 16);
    t.rows = t.across_inputs ? t.taps * t.outputs : weights;
    t.tiles = t.across_inputs ? t.taps * above(t.outputs, rows) : above(t.rows, rows);
    int bare = is_bare(&t.padding);
    long size = bare ? s->height * s->width * s->channels : padded_size(&t.padding), change = plane * s->outputs;
    t.near = most(1, least(s->images, NEAR / (size + change)));
    int alone = s->images * plane * s->outputs * weights <= ALONE;
    t.parts = alone ? 1 : least(s->groups * t.blocks * t.tiles, 4 * kd_threads());
    long chunk = bare ? s->images : most(1, least(s->images, PREPARED / size));
    chunk = least(s->images, above(chunk, t.near) * t.near);
    t.covered = (s->images - 1) % t.near + 1;
    while (t.covered * change < 16 && t.covered < s->images) t.covered += t.near;
    struct shelf shelf = {0};
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) shelf = (struct shelf){kd_scratch(0, shelf.used), 0};
        t.places = take_longs(&shelf, t.near * plane);
        t.starts = take_longs(&shelf, t.rows);
        t.ends = take_longs(&shelf, t.rows);
        t.tap_offsets = take_longs(&shelf, t.taps);
        t.padded = take_floats(&shelf, bare ? 0 : chunk * size);
        t.last = take_floats(&shelf, t.covered * change + 16);
        t.sums = take_floats(&shelf, s->groups * t.blocks * t.rows * 16);
    }
    long padded_width = t.padding.padded_width;
    for (long p = 0; p < t.near * plane; p++) {
        long row = p % plane / s->out_width * s->stride_h, column = p % s->out_width * s->stride_w;
        t.places[p] = p / plane * size + (row * padded_width + column) * s->channels;
    }
    for (long tap = 0; tap < t.taps; tap++) {
        long row = tap / s->kernel_w * s->dilation_h, column = tap % s->kernel_w * s->dilation_w;
        t.tap_offsets[tap] = (row * padded_width + column) * s->channels;
    }
    for (long k = 0; k < t.rows; k++) {
        t.starts[k] = t.across_inputs ? k % t.outputs : t.tap_offsets[k % t.taps] + k / t.taps;
        t.ends[k] = 16 * k;
    }
    memcpy(t.last, dy + (s->images - t.covered) * change, sizeof(float) * (unsigned long)(t.covered * change));
    for (t.first = 0; t.first < s->images; t.first += chunk) {
        t.images = least(chunk, s->images - t.first);
        if (!bare) kd_parallel_unless(alone, t.images, prepare_image, &t);
        kd_parallel_unless(alone, t.parts, gradient_tiles, &t);
    }
    collect(&t, dw);
}

void kd_conv2d_bias_gradient(const struct kd_conv2d_sizes *s, const float *dy, float *db) {
    kd_sum(1, s->images * s->out_height * s->out_width, s->outputs, dy, db);
}
