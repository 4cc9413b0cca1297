// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3c0fed0cc0efb4ee

// Chapters/Workshop/13-03-convolution-tile.md: What an instruction set offers
// What one instruction set offers for convolutions and pooling.
#ifndef KD_CONV_KERNELS_H
#define KD_CONV_KERNELS_H

#include "kindling_engine.h"

enum { KD_MAX_TILE_ROWS = 10 };

// Chains side by side, in rows: for every row a vector of sums. At each step of the chain, one vector is multiplied by
// a number of each row.
struct kd_conv_chains {
    long steps;
    const float *vectors;  // step p's vector stands at vectors + p * vector_step,
    long vector_step;
    const long *offsets;   // and row r's number at from + starts[r] + offsets[p].
    const float *from;
    const long *starts;
    float *to;             // Row r's sums go to to + ends[r].
    const long *ends;
    const float *start;    // the vector that all chains start from; NULL: they go on from what stands in `to`
};

struct kd_conv_kernels {
    // How many rows a tile has at most: with vectors of 16, and with vectors of 8. 0: there are no vectors of 8.
    int rows16, rows8;
    // Computes `rows` rows, tile after tile; `width` is 16 or 8.
    void (*tiles)(long rows, int width, const struct kd_conv_chains *t);
    // The same with the roles of the two tables changed: step p's vector stands at vectors + offsets[p], and row r's
    // number at from + starts[r] + p * vector_step.
    void (*turned_tiles)(long rows, int width, const struct kd_conv_chains *t);
    // to[j * to_step + i] = from[i * from_step + j] for i in 0 ..< rows, j in 0 ..< columns.
    void (*transpose)(long rows, long columns, const float *from, long from_step, float *to, long to_step);
    // One image of kd_max_pool2d and of its gradient.
    void (*max_pool)(const struct kd_pool2d_sizes *s, const float *x, float *y, int *index);
    void (*max_pool_gradient)(const struct kd_pool2d_sizes *s, const float *dy, const int *index, float *dx);
};

extern const struct kd_conv_kernels kd_conv_baseline, kd_conv_avx2, kd_conv_avx512, kd_conv_neon;

// The table in use.
const struct kd_conv_kernels *kd_conv_kernels(void);

#endif
