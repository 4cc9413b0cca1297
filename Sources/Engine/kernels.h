// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-03-engine-kernels.md
//   Chapters/Workshop/17-03-attention-loops.md
//   Chapters/Workshop/17-04-layer-norm-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bc67c3f0733c9624

// Chapters/Workshop/A-03-engine-kernels.md: The table
// What one instruction set offers: a table of kernels, and the shape of its matmul tile. The drivers
// (elementwise.c, reduce.c, matmul.c) cut the work into pieces, and call these on the pieces.
#ifndef KD_KERNELS_H
#define KD_KERNELS_H

enum {
    KD_SUM_BLOCK = 4096,  // the block of the rule for sums
    KD_STRIP = 256,       // the widest strip of columns for sum_columns and best_columns
    KD_MAX_ROWS = 12, KD_MAX_COLUMNS = 32,  // the largest tile of all instruction sets
};

struct kd_kernels {
    // y[i] = op(x[i]), and so on, all contiguous.
    void (*unary)(int op, long n, const float *x, float *y);
    void (*binary)(int op, long n, const float *a, const float *b, float *out);
    void (*compare)(int op, long n, const float *a, const float *b, unsigned char *out);

    // One block of the rule for sums, n at most KD_SUM_BLOCK: of a row, and of `width` columns, width at most
    // KD_STRIP.
    float (*sum_row)(long n, const float *x);
    void (*sum_columns)(long n, long stride, int width, const float *x, float *out);

    // Rows of n elements, n from 1 to KD_SUM_BLOCK.
    void (*log_softmax)(long rows, long n, const float *x, float *y);
    void (*log_softmax_gradient)(long rows, long n, const float *y, const float *dy, float *dx);

    // Where the largest (or smallest) is: n at least 1 and below 2^31.
    int (*best_row)(int largest, long n, const float *x);
    void (*best_columns)(int largest, long n, long stride, int width, const float *x, int *index);

    // c (rows, columns) = or += a (rows, k) · b (k, columns). columns is 16, or tile_columns; rows at most
    // tile_rows. Row p of b starts at b + p * brs, row i of c at c + i * crs. `resume` goes on from what stands
    // in c.
    int tile_rows, tile_columns;
    void (*tile)(int rows, int columns, long k, const float *a, long ars, long acs, const float *b, long brs,
                 float *c, long crs, int resume);
    // The same for a full tile whose a is packed: element (i, p) at a[p * tile_rows + i].
    void (*packed_tile)(int columns, long k, const float *a, const float *b, long brs, float *c, long crs,
                        int resume);
    // One element: a row of k elements, `acs` apart, times a column of k, `brs` apart.
    float (*chain)(long k, const float *a, long acs, const float *b, long brs);
    // `columns` rows of k elements, `stride` apart, written as columns: element (p, j) goes to to[p * width + j]. k and
    // width are multiples of 8. The columns from `columns` to `width` get finite numbers, or others of the same rows.
    void (*transpose)(long k, long columns, long width, const float *from, long stride, float *to);

    // Chapters/Workshop/17-03-attention-loops.md: Sixteen at a time
    // The softmax of rows of n scores, n at least 1. Where `blocked` and `added` aren't NULL, their lines stand side by
    // side, so many elements apart. Of the first row only `visible` columns count, and of each that follows one more.
    void (*masked_softmax)(long rows, long n, const float *x, float scale, const unsigned char *blocked, long blocked_row,
                           const float *added, long added_row, long visible, float *y);
    void (*softmax_gradient)(long rows, long n, const float *y, const float *dy, float scale, float *dx);

    // Chapters/Workshop/17-04-layer-norm-loops.md: Sixteen at a time
    // Layer normalization of rows of n elements, n from 1 to KD_SUM_BLOCK.
    void (*layer_norm)(long rows, long n, const float *x, const float *weight, const float *bias, float epsilon, float *y,
                       float *mean, float *scale);
    void (*layer_norm_gradient)(long rows, long n, const float *x, const float *weight, const float *mean,
                                const float *scale, const float *dy, float *dx);
    // The sums for the weight and the bias: `width` columns of at most KD_SUM_BLOCK rows, width at most KD_STRIP / 2.
    void (*layer_norm_sums)(long rows, long stride, int width, const float *x, const float *mean, const float *scale,
                            const float *dy, float *dweight, float *dbias);
    // place: kernels
};

extern const struct kd_kernels kd_kernels_baseline, kd_kernels_avx2, kd_kernels_avx512, kd_kernels_neon;

// The table in use.
const struct kd_kernels *kd_kernels(void);

#endif
