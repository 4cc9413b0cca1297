// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
//   Chapters/Workshop/A-02-engine-functions.md
//   Chapters/Workshop/A-04-engine-machine.md
//   Chapters/Workshop/A-06-engine-product.md
//   Chapters/Workshop/A-07-engine-loops.md
//   Chapters/Workshop/08-03-optimizer-loops.md
//   Chapters/Workshop/09-01-rows.md
//   Chapters/Workshop/13-02-convolution-loops.md
//   Chapters/Workshop/13-05-pooling.md
//   Chapters/Workshop/17-03-attention-loops.md
//   Chapters/Workshop/17-04-layer-norm-loops.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 613d67e5b72ce9f0

// Chapters/A-engine-room.md: The interface
/// The numeric engine of Kindling: matrix products, elementwise arithmetic and reductions over Floats in memory.
///
/// Every function gives the same bits on every CPU, with every instruction set and with any number of threads.
/// (A NaN is a NaN everywhere; its sign and payload may differ.) Lengths and strides count elements, not bytes.
/// Pointers must not be NULL unless the length is 0. No function returns an error. If there is no memory left, the
/// program stops with a message on standard error.
///
/// The letters mean the same everywhere:
///   m, n, k              the sizes of a product: (m, k) times (k, n); n alone is a number of elements
///   i, j, p              an index that runs to m, to n, to k
///   a, b, c              two operands and their product; with one result of another kind, `out`
///   x, y                 one operand and its result
///   dx, dy               the gradients with respect to x and to y
///   xs, as, bs           the stride of x, a, b: element i stands at x[i * xs]
///   ars, acs, brs, bcs   the row stride and the column stride of a, of b: element (i, j) at a[i * ars + j * acs]
///   outer, count, inner  the shape around the axis that is reduced: what is before it, its length, what is behind it
///   …_naive              the same as plain loops, for one element after the other: the definition, bit for bit
#ifndef KINDLING_ENGINE_H
#define KINDLING_ENGINE_H

#ifdef __cplusplus
extern "C" {
#endif

// The machine ---------------------------------------------------------------------------------------------------

// Chapters/Workshop/A-04-engine-machine.md: The machine
/// The instruction sets that the kernels are compiled for.
enum : int { KD_BASELINE, KD_AVX2, KD_AVX512, KD_NEON };

/// The instruction set in use: the best that the CPU has, unless the environment's `KINDLING_ISA` (baseline,
/// avx2, avx512, neon) or `kd_set_isa` chose another. An unknown or unavailable name in `KINDLING_ISA` is
/// reported on standard error, once, and ignored.
int kd_isa(void);
/// "baseline", "avx2", "avx512" or "neon"; "unknown" for any other number.
const char *kd_isa_name(int isa);
/// 1 if this CPU can run `isa`, else 0. Baseline runs everywhere.
int kd_isa_available(int isa);
/// Uses `isa` from now on, in all threads. Returns 1, or 0 (and changes nothing) if this CPU can't run it.
int kd_set_isa(int isa);

/// How many threads a large operation may use, the caller's included: the number of CPUs (16 at most), unless the
/// environment's `KINDLING_THREADS` or `kd_set_threads` says otherwise.
int kd_threads(void);
/// Sets it; less than 1 counts as 1, more than 256 as 256.
void kd_set_threads(int n);

/// At least `bytes` of memory, aligned to 64 bytes, with anything in it. Stops the program if there is none left.
void *kd_allocate(unsigned long bytes);
/// Gives back memory of kd_allocate, in any thread, with the number of bytes that was asked for. Some of it is kept for
/// the next kd_allocate of about that size: at most 32 MB in all. NULL is nothing to give back.
void kd_release(void *memory, unsigned long bytes);

/// The pointers that every thread has for itself, NULL at first. Chapter 02 uses two of the four.
enum kd_thread_slot : int {
    KD_SLOT_NO_GRAD,   // NULL while operations are recorded
    KD_SLOT_SEQUENCE,  // the number of the newest node
    KD_THREAD_SLOTS = 4
};
/// Another slot than those 0 to 3 reads as NULL and is not written.
void *kd_thread_slot_get(enum kd_thread_slot slot);
void kd_thread_slot_set(enum kd_thread_slot slot, void *pointer);
// place: machine

// Matrix product ------------------------------------------------------------------------------------------------

// Chapters/A-engine-room.md: The definitions
/// c = a · b, with a (m, k), b (k, n) and c (m, n).
///
/// Any strides will do, so a transposed matrix is the same memory with its strides swapped. c is contiguous, row after
/// row, and must overlap neither a nor b. Each element of c is one chain of fused multiply-adds over p = 0, 1, …,
/// k-1, starting from 0. With k = 0 it is 0.
void kd_matmul(long m, long n, long k, const float *a, long ars, long acs, const float *b, long brs, long bcs,
               float *c);
/// The same, as three loops. The definition of `kd_matmul`, bit for bit.
void kd_matmul_naive(long m, long n, long k, const float *a, long ars, long acs, const float *b, long brs, long bcs,
                     float *c);

// Chapters/Workshop/A-06-engine-product.md: Many products
/// How far apart the elements of many matrices stand: element (i, j) of matrix (o, h) at
/// [o * outer + h * inner + i * row + j * column].
struct kd_steps {
    long outer, inner, row, column;
};

/// c = a · b, as in kd_matmul, for each of outer · inner pairs of matrices.
///
/// a and b may have any steps; 0 repeats. c needs a place for each element, and a step of 1 from column to column or
/// from row to row. It must overlap neither a nor b. Each product has the bits that kd_matmul gives it.
void kd_matmul_batch(long outer, long inner, long m, long n, long k, const float *a, struct kd_steps as,
                     const float *b, struct kd_steps bs, float *c, struct kd_steps cs);
/// The same, as loops.
void kd_matmul_batch_naive(long outer, long inner, long m, long n, long k, const float *a, struct kd_steps as,
                           const float *b, struct kd_steps bs, float *c, struct kd_steps cs);
// place: product

// Elementwise ---------------------------------------------------------------------------------------------------

// Chapters/Workshop/A-02-engine-functions.md: Of one number and of two
/// Operations on one operand. ROUND goes to the nearest integer, halves to the even one. SIGN is -1, 0 or 1,
/// and 0 for NaN. RELU is 0 for x < 0, and NaN for NaN. SIGMOID is 1 / (1 + e^-x).
enum kd_unary_op : int {
    KD_COPY, KD_NEG, KD_ABS, KD_SIGN, KD_RECIPROCAL, KD_SQRT, KD_EXP, KD_LOG, KD_LOG1P, KD_SIN, KD_COS, KD_TANH,
    KD_ERF, KD_SIGMOID, KD_RELU, KD_FLOOR, KD_ROUND
};
/// y[i] = op(x[i * xs]) for i in 0 ..< n. y is contiguous. xs = 1 is fastest, 0 repeats one value, others gather.
/// y may equal x if xs is 1.
void kd_unary(enum kd_unary_op op, long n, const float *x, long xs, float *y);
/// The same, one element after the other.
void kd_unary_naive(enum kd_unary_op op, long n, const float *x, long xs, float *y);

// Chapters/Workshop/A-02-engine-functions.md: Of one number and of two
/// Operations on two operands. MAX and MIN are NaN if either is. POW follows C's `powf`, and x to the 2 is x · x.
/// RELU_GRADIENT is 0 where a <= 0, and b elsewhere: a is the result of RELU, b its gradient.
enum kd_binary_op : int { KD_ADD, KD_SUB, KD_MUL, KD_DIV, KD_MAX, KD_MIN, KD_POW, KD_RELU_GRADIENT };
/// out[i] = a[i * as] op b[i * bs] for i in 0 ..< n. out is contiguous, and may equal a or b where their stride
/// is 1.
void kd_binary(enum kd_binary_op op, long n, const float *a, long as, const float *b, long bs, float *out);
/// The same, one element after the other.
void kd_binary_naive(enum kd_binary_op op, long n, const float *a, long as, const float *b, long bs, float *out);

/// out[i * n + j] = a[i * ars + j * acs] op b[i * brs + j * bcs] for i in 0 ..< rows and j in 0 ..< n: the same for
/// tables, of which one may repeat a row (its row stride is 0), a column or a number. out may equal a or b where that
/// is contiguous.
void kd_binary_rows(enum kd_binary_op op, long rows, long n, const float *a, long ars, long acs,
                    const float *b, long brs, long bcs, float *out);
/// The same, one element after the other.
void kd_binary_rows_naive(enum kd_binary_op op, long rows, long n, const float *a, long ars, long acs,
                          const float *b, long brs, long bcs, float *out);

/// Comparisons, with C's meaning: NaN is unequal to everything.
enum kd_compare_op : int { KD_EQ, KD_NE, KD_LT, KD_LE, KD_GT, KD_GE };
/// out[i] = 1 if a[i * as] op b[i * bs], else 0, for i in 0 ..< n.
void kd_compare(enum kd_compare_op op, long n, const float *a, long as, const float *b, long bs,
                unsigned char *out);
/// The same, one element after the other.
void kd_compare_naive(enum kd_compare_op op, long n, const float *a, long as, const float *b, long bs,
                      unsigned char *out);

/// y[i] = value for i in 0 ..< n.
void kd_fill(long n, float value, float *y);
// place: elements

// Reductions ----------------------------------------------------------------------------------------------------

// Chapters/A-engine-room.md: The order of sums
/// Sums over the middle axis: x is (outer, count, inner), contiguous, out is (outer, inner).
///
/// The order of each sum depends on count alone. Up to 4096 elements, element i is added to lane i mod 16
/// (lanes start at 0, and take their elements in order); then lanes 8…15 are added to lanes 0…7, then 4…7 to
/// 0…3, 2…3 to 0…1, and lane 1 to lane 0. More elements are cut into blocks of 4096, each is summed so, and
/// then the blocks' sums are, by the same rule. With count = 0 the sum is 0.
void kd_sum(long outer, long count, long inner, const float *x, float *out);
/// The same, one element after the other.
void kd_sum_naive(long outer, long count, long inner, const float *x, float *out);

// Chapters/Workshop/A-07-engine-loops.md: Largest and smallest
/// The largest over the middle axis: x is (outer, count, inner), contiguous; out and index are (outer, inner).
///
/// `index`, which may be NULL, gets the position along the axis; of equal elements (0 equals -0) the first is
/// taken. A NaN is larger than everything. With count = 0 the value is NaN and the index -1.
void kd_max(long outer, long count, long inner, const float *x, float *out, long *index);
/// The smallest, likewise. Here a NaN is smaller than everything.
void kd_min(long outer, long count, long inner, const float *x, float *out, long *index);
/// The same, one element after the other.
void kd_max_naive(long outer, long count, long inner, const float *x, float *out, long *index);
void kd_min_naive(long outer, long count, long inner, const float *x, float *out, long *index);
// place: reductions

// Softmax -------------------------------------------------------------------------------------------------------

// Chapters/Workshop/A-07-engine-loops.md: Softmax
/// The logarithm of the softmax of each row of x (rows, n): y = s - log Σ exp s, with s the row minus its largest
/// element (kd_max), exp and log as in kd_unary, and the sum as in kd_sum. x and y must not overlap.
void kd_log_softmax(long rows, long n, const float *x, float *y);
/// Its gradient, from its result y and dy, the gradient of that: dx = dy - exp y · Σ dy. dx must not overlap the
/// others.
void kd_log_softmax_gradient(long rows, long n, const float *y, const float *dy, float *dx);
/// The same, as plain loops.
void kd_log_softmax_naive(long rows, long n, const float *x, float *y);
void kd_log_softmax_gradient_naive(long rows, long n, const float *y, const float *dy, float *dx);

// place: softmax

// The ladder of Appendix A --------------------------------------------------------------------------------------

// Chapters/A-engine-room.md: The ladder
/// The steps from `kd_matmul_naive` to `kd_matmul`, for Appendix A. c = a · b, all three (n, n) and contiguous, with n
/// a multiple of 16; c must overlap neither a nor b. Every step gives the same bits.
enum : int { KD_STEP_DOTS = 1, KD_STEP_ROWS, KD_STEP_LANES, KD_STEP_TILES, KD_STEP_PANELS, KD_STEP_BLOCKS };
void kd_ladder(int step, long n, const float *a, const float *b, float *c);

/// How fast the processor computes: `rounds` times x[i] = x[i] / 2 + 1/4, each an FMA, for the 192 Floats at x, as many
/// at a time as stay in registers.
void kd_ladder_compute(long rounds, float *x);
/// How fast it reads: adds up n Floats (n a multiple of 64), `times` times.
float kd_ladder_read(long times, long n, const float *x);
// place: ladder

// Of later chapters ---------------------------------------------------------------------------------------------

// Chapters/Workshop/08-03-optimizer-loops.md: The definitions
/// One step of gradient descent for n parameters w with gradients g, in place.
///
/// v are the velocities, or NULL for a step without momentum. On the first step (`is_first`) they become the gradients.
void kd_sgd_step(
    long n, float *w, const float *g, float *v, int is_first, float lr, float momentum, double dampening, float decay,
    int nesterov);

/// One step of Adam for n parameters w with gradients g, in place.
///
/// m and v are the running means of the gradients and of their squares. AdamW's weight decay is `shrink`, which w is
/// multiplied by first (1 for Adam); Adam's is `decay`, and that times w is added to the gradient (0 for AdamW). `step`
/// is lr divided by the correction of m, `root` the square root of the correction of v.
void kd_adam_step(
    long n, float *w, const float *g, float *m, float *v, double beta1, double beta2, float epsilon, float step,
    float root,
    float shrink, float decay);

/// One step of RMSprop for n parameters w with gradients g, in place.
///
/// s are the running means of the squared gradients. a, the running means of the gradients, is NULL unless the step is
/// centered; v, the velocities, NULL without momentum.
void kd_rmsprop_step(
    long n, float *w, const float *g, float *s, float *a, float *v, float lr, double alpha, float epsilon,
    float momentum, float decay);

/// The same, one parameter after the other: their definitions, bit for bit.
void kd_sgd_step_naive(
    long n, float *w, const float *g, float *v, int is_first, float lr, float momentum, double dampening, float decay,
    int nesterov);
void kd_adam_step_naive(
    long n, float *w, const float *g, float *m, float *v, double beta1, double beta2, float epsilon, float step,
    float root,
    float shrink, float decay);
void kd_rmsprop_step_naive(
    long n, float *w, const float *g, float *s, float *a, float *v, float lr, double alpha, float epsilon,
    float momentum, float decay);

// Chapters/Workshop/09-01-rows.md: One row ahead
/// Copies `count` rows of `size` bytes to `target`, one behind the other: `rows` has their numbers. Row r stands
/// `r * stride` bytes behind `source`.
void kd_gather(long count, long size, const void *source, long stride, const long *rows, void *target);

/// The same, byte by byte.
void kd_gather_naive(long count, long size, const void *source, long stride, const long *rows, void *target);

// Chapters/Workshop/13-02-convolution-loops.md: The promise
// Convolutions and pooling. What is said above about bits, lengths and pointers holds here too.
//
// All tensors are contiguous. Images are pixel by pixel, (images, height, width, channels), and only the naive
// functions take them plane by plane, (images, channels, height, width). Weights are (outputs, channels / groups,
// kernel height, kernel width). The formulas name elements by the shape, [n, c, i, j]. The caller has checked the
// shapes.
// Images --------------------------------------------------------------------------------------------------------

/// to (images, pixels, channels) = from (images, channels, pixels). They must not overlap.
void kd_pixels_from_planes(long images, long channels, long pixels, const float *from, float *to);
/// to (images, channels, pixels) = from (images, pixels, channels). They must not overlap.
void kd_planes_from_pixels(long images, long channels, long pixels, const float *from, float *to);

// Convolution ---------------------------------------------------------------------------------------------------

/// The sizes of a convolution. Of each pair, the first is for rows and the second for columns.
struct kd_conv2d_sizes {
    long images, channels, height, width;       // the input
    long outputs, out_height, out_width;        // the output's channels and size
    long kernel_h, kernel_w, stride_h, stride_w, padding_h, padding_w, dilation_h, dilation_w;
    long groups;
};

// Chapters/Workshop/13-02-convolution-loops.md: The promise
/// y = the convolution of x with w, plus bias (NULL counts as zeros).
///
/// With X for x, surrounded by zeros, element (n, o, i, j) of y is one chain of fused multiply-adds, starting from
/// the bias, of w[o, c, a, b] · X[n, c, i·stride + a·dilation - padding, j·stride + b·dilation - padding] over c, a, b
/// in index order, c of o's group. The zeros around x are multiplied like any other element.
void kd_conv2d(const struct kd_conv2d_sizes *s, const float *x, const float *w, const float *bias, float *y);

/// dx = the gradient with respect to x, from dy, the one with respect to y.
///
/// With Y for dy, surrounded by zeros, element (n, c, i, j) of dx is one chain of fused multiply-adds, starting from
/// 0, of w[o, c, a, b] · Y[n, o, (i + padding - a·dilation) / stride, (j + padding - b·dilation) / stride] over o, a,
/// b in index order, o of c's group, leaving out every a and b where a division has a remainder.
void kd_conv2d_input_gradient(const struct kd_conv2d_sizes *s, const float *w, const float *dy, float *dx);

/// dw = the gradient with respect to w.
///
/// Element (o, c, a, b) of dw is one chain of fused multiply-adds, starting from 0, of dy[n, o, i, j] · X[n, c, …, …]
/// over n, i, j in index order, with X as above.
void kd_conv2d_weight_gradient(const struct kd_conv2d_sizes *s, const float *x, const float *dy, float *dw);

/// db = the gradient with respect to the bias: for each o, the sum of dy[n, o, i, j] over n, i, j, in kd_sum's order.
void kd_conv2d_bias_gradient(const struct kd_conv2d_sizes *s, const float *dy, float *db);

/// The same, as plain loops over planes: their definition, bit for bit.
void kd_conv2d_naive(const struct kd_conv2d_sizes *s, const float *x, const float *w, const float *bias, float *y);
void kd_conv2d_input_gradient_naive(const struct kd_conv2d_sizes *s, const float *w, const float *dy, float *dx);
void kd_conv2d_weight_gradient_naive(const struct kd_conv2d_sizes *s, const float *x, const float *dy, float *dw);
void kd_conv2d_bias_gradient_naive(const struct kd_conv2d_sizes *s, const float *dy, float *db);

// Chapters/Workshop/13-05-pooling.md: The promise
// Pooling -------------------------------------------------------------------------------------------------------

/// The sizes of a pooling: (images, height, width, channels) to (images, out_height, out_width, channels), every
/// channel for itself. Windows may hang over the padded edge; what lies beyond the image takes no part.
struct kd_pool2d_sizes {
    long images, channels, height, width, out_height, out_width;
    long kernel_h, kernel_w, stride_h, stride_w, padding_h, padding_w, dilation_h, dilation_w;
};

/// y = the largest element of each window; index = the pixel that it stands in, counted row by row.
///
/// Of equal elements the first is taken. A NaN is larger than everything, and of several the last is taken, as torch
/// does. A window without elements gives -infinity and -1.
void kd_max_pool2d(const struct kd_pool2d_sizes *s, const float *x, float *y, int *index);
/// dx = the gradient: each element of dy is added to the place that its window's largest came from, in index order.
void kd_max_pool2d_gradient(const struct kd_pool2d_sizes *s, const float *dy, const int *index, float *dx);

/// y = the mean of each window: its elements added up in index order, divided by `divisor`; if that is 0, by the
/// number of places in the window that lie in the image, or in the padded image if `count_padding`. Dilation is 1.
void kd_avg_pool2d(const struct kd_pool2d_sizes *s, int count_padding, long divisor, const float *x, float *y);
/// dx = the gradient: each element of dy, divided so, is added to all places of its window, window after window in
/// index order.
void kd_avg_pool2d_gradient(const struct kd_pool2d_sizes *s, int count_padding, long divisor, const float *dy,
                            float *dx);

/// Means over windows that divide the image evenly: of n places, output i of m takes floor(i·n/m) ..<
/// ceil((i+1)·n/m). Elements are added up in index order; the sum is divided by the window's height, and then by its
/// width. Only images, channels, heights and widths are read from s.
void kd_adaptive_avg_pool2d(const struct kd_pool2d_sizes *s, const float *x, float *y);
/// dx = the gradient: as that of kd_avg_pool2d.
void kd_adaptive_avg_pool2d_gradient(const struct kd_pool2d_sizes *s, const float *dy, float *dx);

/// The same, as plain loops over planes.
void kd_max_pool2d_naive(const struct kd_pool2d_sizes *s, const float *x, float *y, int *index);
void kd_max_pool2d_gradient_naive(const struct kd_pool2d_sizes *s, const float *dy, const int *index, float *dx);
void kd_avg_pool2d_naive(const struct kd_pool2d_sizes *s, int count_padding, long divisor, const float *x, float *y);
void kd_avg_pool2d_gradient_naive(
    const struct kd_pool2d_sizes *s, int count_padding, long divisor, const float *dy, float *dx);
void kd_adaptive_avg_pool2d_naive(const struct kd_pool2d_sizes *s, const float *x, float *y);
void kd_adaptive_avg_pool2d_gradient_naive(const struct kd_pool2d_sizes *s, const float *dy, float *dx);

// Chapters/Workshop/17-03-attention-loops.md: The promise
// Softmax with a mask -------------------------------------------------------------------------------------------

/// What is left out of scores: element (i, j) of matrix (o, h) of a mask is that of the scores' matrix (o, h).
struct kd_mask {
    const unsigned char *blocked;  // 1 leaves a score out, 0 doesn't; NULL: none is left out
    struct kd_steps blocked_steps;
    const float *added;            // is added to the scores; NULL: nothing is
    struct kd_steps added_steps;
    int is_causal;                 // whether row i leaves out the columns after i
};

/// y = the softmax of each row of outer · inner matrices (m, n): exp(s - t) / Σ exp(s - t), with s = x · scale + mask,
/// each operation rounded by itself, and t the largest s of the row. exp is kd_unary's, and the sum in kd_sum's order.
///
/// A score that is left out counts as -∞, whatever stands in x. A row that has nothing but -∞ gets zeros. One that has
/// a nan or +∞ is nan all over. x and y are contiguous and must not overlap. `mask` may be NULL.
void kd_masked_softmax(
    long outer, long inner, long m, long n, const float *x, float scale, const struct kd_mask *mask, float *y);
/// Its gradient, from its result y (rows, n) and dy, the gradient of that: dx = y · (dy - Σ dy · y) · scale, the sum in
/// kd_sum's order. dx must not overlap the others.
void kd_softmax_gradient(long rows, long n, const float *y, const float *dy, float scale, float *dx);

/// The same, as plain loops: their definition, bit for bit.
void kd_masked_softmax_naive(
    long outer, long inner, long m, long n, const float *x, float scale, const struct kd_mask *mask, float *y);
void kd_softmax_gradient_naive(long rows, long n, const float *y, const float *dy, float scale, float *dx);

// Chapters/Workshop/17-04-layer-norm-loops.md: The promise
// Layer normalization -------------------------------------------------------------------------------------------

/// Normalizes each row of x (rows, n): y = (x - mean) · scale · weight + bias, each operation rounded by itself.
///
/// mean is Σ x / n, and scale 1 / √(Σ (x - mean)² / n + epsilon). Both sums are in kd_sum's order. weight and bias are
/// of n numbers; NULL leaves the product, or the sum, out. `mean` and `scale`, of `rows` numbers, get what the gradient
/// needs again. With n = 0 nothing is written. No array may overlap another.
void kd_layer_norm(
    long rows, long n, const float *x, const float *weight, const float *bias, float epsilon, float *y, float *mean,
    float *scale);

/// Its gradients, from dy, the one of y. With h for (x - mean) · scale and g for dy · weight,
///
///     dx = ((g - Σ g / n) - h · (Σ g · h / n)) · scale,     dweight = Σ dy · h,     dbias = Σ dy.
///
/// The sums of the first are over the row, the others over the rows, all in kd_sum's order. Where dx, dweight or dbias
/// is NULL, it isn't computed. A weight of NULL counts as ones.
void kd_layer_norm_gradient(
    long rows, long n, const float *x, const float *weight, const float *mean, const float *scale, const float *dy,
    float *dx, float *dweight, float *dbias);

/// The same, as plain loops: their definition, bit for bit.
void kd_layer_norm_naive(
    long rows, long n, const float *x, const float *weight, const float *bias, float epsilon, float *y, float *mean,
    float *scale);
void kd_layer_norm_gradient_naive(
    long rows, long n, const float *x, const float *weight, const float *mean, const float *scale, const float *dy,
    float *dx, float *dweight, float *dbias);
// place: chapters

#ifdef __cplusplus
}
#endif
#endif
