// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 0de37a0e2691ff75

#line 699 "Chapters/13-cnn.md"
// What one instruction set offers for convolutions and pooling.
#ifndef KD_CONV_KERNELS_H
#define KD_CONV_KERNELS_H

enum { KD_MAX_RUN = 8, KD_MAX_ROWS_OF_RUNS = 9 };

// A tile: `rows` runs of `run` numbers side by side, each number multiplied by the same 16 partners at a time.
struct kd_conv_tile {
    const float *row[KD_MAX_ROWS_OF_RUNS];  // where each run starts
    long repeats, step;    // the chain's outer loop: every row moves on by `step`
    long count;            // its inner loop:
    const long *offsets;   // how far from its start the run stands
    const float *partners; // 16 for every turn of the inner loop, one after the other
    float *out;            // 16 sums for every number:
    long row_step, run_step;  // how far apart they are for neighbouring rows, and in a run
    const float *start;    // the 16 numbers that every chain starts from; NULL: it goes on from what stands in out
};

// A plane of an image, split by the stride: element (i, j) of part (a, b) is number (i · stride_h + a - padding_h,
// j · stride_w + b - padding_w) of the plane, or 0 beyond its edge.
struct kd_conv_split {
    long height, width, padding_h, padding_w, stride_h, stride_w;
    long rows, columns;  // of a part; columns is a multiple of 4
    long part;           // from one part to the next: rows · columns
};

struct kd_conv_kernels {
    // The tile's sums. sums: how many of them fit into registers; rows · run must not be more.
    int sums;
    void (*tile)(int rows, int run, const struct kd_conv_tile *t);
    // Splits `planes` planes. [begin, end) is memory that may be read.
    void (*split)(const struct kd_conv_split *s, long planes, const float *from, float *to, const float *begin,
                  const float *end);
    // to (count, 16) = from (channels, count) turned, channels at most 16; the rest is 0.
    void (*gather_channels)(long channels, long count, const float *from, float *to);
    // to (channels, count) = from (count, 16) turned. from has 16 · 16 floats to spare.
    void (*spread_channels)(long channels, long count, const float *from, float *to);

    // One tap of the windows first ..< last of a row, for the maximum: window j meets x[j * stride], at the place
    // `place + j * step`.
    void (*max_tap)(long first, long last, long stride, const float *x, int place, int step, float *best,
                    int *where);
};

extern const struct kd_conv_kernels kd_conv_baseline, kd_conv_avx2, kd_conv_avx512, kd_conv_neon;

// The table in use.
const struct kd_conv_kernels *kd_conv_kernels(void);

#endif
