// Runs every kernel of the engine on made-up numbers and prints, a line a group of cases, a hash of the bits that come
// out. The lines are the same on every machine: check.sh compares them with bits.txt. With an argument, only groups
// with that in their names are run. With CASES=1 in the environment there is a line for every case, too.
#include "runs.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) ((long)(sizeof(array) / sizeof(array)[0]))

// Matrix products -------------------------------------------------------------------------------------------------

static void product(const char *what, long m, long n, long k, const float *a, long ars, long acs, const float *b,
                    long brs, long bcs) {
    begin("%s, %ld x %ld x %ld, strides %ld %ld, %ld %ld", what, m, k, n, ars, acs, brs, bcs);
    while (next_run()) NAIVE_OR_FAST(kd_matmul)(m, n, k, a, ars, acs, b, brs, bcs, floats_out(m * n));
}

static void products(void) {
    static const long shapes[][3] = {
        {1, 1, 1}, {3, 5, 0}, {0, 4, 3}, {4, 0, 3}, {13, 17, 33}, {12, 32, 64}, {24, 64, 384}, {25, 33, 385},
        {64, 10, 784}, {784, 10, 64}, {97, 65, 515}, {1, 100, 300}, {100, 1, 300}, {7, 1100, 3}, {211, 131, 103},
        {1001, 70, 31}, {16, 12, 8}, {15, 12, 9}, {50, 12, 77}, {300, 3, 40}, {17, 1, 100}, {5, 300, 70}, {2, 2, 50},
    };
    group("matmul");
    seed(1);
    for (long i = 0; i < COUNT(shapes) + 12; i++) {
        int is_fixed = i < COUNT(shapes);
        long m = is_fixed ? shapes[i][0] : whole(1, 60), n = is_fixed ? shapes[i][1] : whole(1, 80);
        long k = is_fixed ? shapes[i][2] : whole(1, 90);
        for (int form = 0; form < 3; form++) {
            const float *a = ordinary(m * k), *b = ordinary(k * n);
            if (form == 0) product("a b", m, n, k, a, k, 1, b, n, 1);
            if (form == 1) product("a bT", m, n, k, a, k, 1, b, 1, k);
            if (form == 2) product("aT b", m, n, k, a, 1, m, b, n, 1);
        }
    }
    group("matmul of numbers of every kind, any strides");
    for (int i = 0; i < 40; i++) {
        long m = whole(1, 40), n = whole(1, 70), k = whole(1, 30);
        const long as[][2] = {{0, 1}, {1, 0}, {2 * k, 2}, {3, 3 * m}, {k + 5, 1}};
        const long bs[][2] = {{0, 1}, {1, 0}, {2 * n, 2}, {3, 3 * k}, {n + 5, 1}};
        const long *ra = as[whole(0, 4)], *rb = bs[whole(0, 4)];
        product("wild", m, n, k, wild(40000), ra[0], ra[1], wild(40000), rb[0], rb[1]);
    }
    // c + a b, with c near -a b. Or with a b so near half of the distance between two Floats at c that a double can't
    // tell: in one lane, since a vector with one such lane is computed with care as a whole.
    group("matmul, where an FMA rounds once");
    for (int i = 0; i < 2000; i++) {
        float *a = wild(2), *b = i % 2 ? ordinary(32) : wild(32), *c = b;
        a[0] = 1;
        if (i % 2) {
            long lane = whole(0, 15), exponent = whole(0, 1) ? 0 : whole(1, 200), sign = whole(0, 1) << 31;
            a[1] = 0x1.000002p-40f;
            c[lane] = of_bits((uint32_t)(sign | exponent << 23 | whole(0, 0x7fffff)));
            b[16 + lane] = ldexpf(whole(0, 1) ? 0x1.fffffcp38f : -0x1.fffffcp38f, (int)(exponent ? exponent : 1) - 150);
        } else {
            for (int j = 0; j < 16; j++) {
                float near = -a[1] * b[16 + j];
                uint32_t bits;
                memcpy(&bits, &near, sizeof bits);
                c[j] = of_bits(bits + (uint32_t)whole(0, 4) - 2);
                if (i % 4 == 0) c[j] *= 0x1p24f;
            }
        }
        product("chain of two", 1, 16, 2, a, 2, 1, b, 16, 1);
    }
}

// As attention has them: (outer, m, inner, columns) or (outer, inner, m, columns), or the latter transposed; and a matrix
// that all share.
static struct kd_steps made_up_steps(long inner, long rows, long columns) {
    struct kd_steps s = {inner * rows * columns, rows * columns, columns, 1};
    switch (whole(0, 2)) {
    case 0: s.inner = columns, s.row = inner * columns; break;
    case 1: s.row = 1, s.column = rows; break;
    }
    return s;
}

static void batches(void) {
    static const long shapes[][5] = {
        {64, 4, 5, 5, 16}, {64, 4, 5, 16, 5}, {3, 2, 128, 128, 64}, {3, 4, 128, 64, 128}, {1, 2, 200, 100, 90},
        {2, 3, 5, 5, 0}, {0, 3, 5, 5, 5}, {3, 0, 5, 5, 5}, {3, 2, 0, 5, 5}, {3, 2, 5, 0, 5}, {5, 7, 1, 1, 30},
        {5, 7, 2, 2, 3}, {3, 5, 40, 6, 20}, {2, 3, 1, 1100, 3}, {9, 1, 3, 20, 400}, {1, 40, 97, 33, 20},
    };
    group("matmul, many at once");
    seed(14);
    for (int i = 0; i < 16 * 4 + 60; i++) {
        int is_fixed = i < 16 * 4, is_wild = i % 5 == 0;
        const long *f = shapes[i / 4 % 16];
        long outer = is_fixed ? f[0] : whole(1, 6), inner = is_fixed ? f[1] : whole(1, 5);
        long m = is_fixed ? f[2] : whole(1, 30), n = is_fixed ? f[3] : whole(1, 40), k = is_fixed ? f[4] : whole(1, 30);
        struct kd_steps as = made_up_steps(inner, m, k), bs = made_up_steps(inner, k, n), cs = made_up_steps(inner, m, n);
        if (whole(0, 5) == 0) as.inner = 0;
        if (whole(0, 5) == 0) bs.outer = 0, bs.inner = whole(0, 1) ? 0 : bs.inner;
        long count = outer * inner;
        const float *a = is_wild ? wild(count * m * k) : ordinary(count * m * k);
        const float *b = is_wild ? wild(count * k * n) : ordinary(count * k * n);
        begin("(%ld, %ld) of %ld x %ld x %ld, steps %ld %ld %ld %ld, %ld %ld %ld %ld, %ld %ld %ld %ld", outer, inner, m,
              k, n, as.outer, as.inner, as.row, as.column, bs.outer, bs.inner, bs.row, bs.column, cs.outer, cs.inner,
              cs.row, cs.column);
        while (next_run())
            NAIVE_OR_FAST(kd_matmul_batch)(outer, inner, m, n, k, a, as, b, bs, floats_out(count * m * n), cs);
    }
}

// Elementwise -----------------------------------------------------------------------------------------------------

static const long lengths[] = {0, 1, 15, 16, 17, 1000, 1025, 40001};

static void unary(void) {
    static const char *const names[] = {
        "copy", "neg", "abs", "sign", "reciprocal", "sqrt", "exp", "log", "log1p", "sin", "cos", "tanh", "erf",
        "sigmoid", "relu", "floor", "round",
    };
    seed(2);
    for (int op = KD_COPY; op <= KD_ROUND; op++) {
        group(names[op]);
        for (long i = 0; i < COUNT(lengths); i++)
            for (long stride = -1; stride <= 3; stride++) {
                long n = lengths[i];
                if (n > 2000 && stride != 1 && stride != 2) continue;
                const float *x = wild(3 * n + 1) + (stride < 0 && n > 0 ? n - 1 : 0);
                begin("%ld elements, stride %ld", n, stride);
                while (next_run()) NAIVE_OR_FAST(kd_unary)((enum kd_unary_op)op, n, x, stride, floats_out(n));
            }
        // All magnitudes, evenly, and the neighbourhood of 0, where most networks live.
        float *x = ordinary(60000);
        for (uint32_t k = 0; k < 40000; k++) memcpy(&x[k], &(uint32_t){k * 107371}, sizeof x[k]);
        for (long k = 40000; k < 60000; k++) x[k] *= 20;
        // The doubles of log of the first two, and of exp of the third, are so near half-way between two Floats that
        // one fused product in their computation shows.
        x[40000] = 0x1.827a74p-7f, x[40001] = 0x1.2f1fd6p+3f, x[40002] = -0x1.d2259ap+3f;
        begin("all magnitudes");
        while (next_run()) NAIVE_OR_FAST(kd_unary)((enum kd_unary_op)op, 60000, x, 1, floats_out(60000));
    }
}

static void binary(void) {
    static const char *const names[] = {"add", "sub", "mul", "div", "max", "min", "pow", "relu's gradient"};
    static const long strides[][2] = {{1, 1}, {1, 0}, {0, 1}, {0, 0}, {1, 3}, {2, 3}};
    static const long tables[][2] = {
        {0, 3}, {3, 0}, {1, 1}, {64, 10}, {7, 256}, {7, 257}, {50, 1}, {1, 1025}, {205, 5}, {40, 17}, {3400, 10},
        {130, 300},
    };
    seed(3);
    for (int op = KD_ADD; op <= KD_RELU_GRADIENT; op++) {
        group(names[op]);
        for (long i = 0; i < COUNT(lengths); i++)
            for (long s = 0; s < COUNT(strides); s++) {
                long n = lengths[i], as = strides[s][0], bs = strides[s][1];
                if (n > 2000 && s > 1) continue;
                const float *a = wild(3 * n + 1), *b = wild(3 * n + 1);
                begin("%ld elements, strides %ld %ld", n, as, bs);
                while (next_run()) NAIVE_OR_FAST(kd_binary)((enum kd_binary_op)op, n, a, as, b, bs, floats_out(n));
            }
        for (long i = 0; i < COUNT(tables); i++)
            for (int form = 0; form < 5; form++) {
                long rows = tables[i][0], n = tables[i][1];
                if (rows * n > 2000 && form > 1) continue;
                const long s[][4] = {{n, 1, 0, 1}, {n, 1, 1, 0}, {1, rows, n, 1}, {0, 1, 1, 0}, {2 * n, 2, n + 3, 1}};
                const long *t = s[form];
                const float *a = wild(2 * (rows + 1) * (n + 3)), *b = wild(2 * (rows + 1) * (n + 3));
                begin("table %ld x %ld, strides %ld %ld, %ld %ld", rows, n, t[0], t[1], t[2], t[3]);
                while (next_run())
                    NAIVE_OR_FAST(kd_binary_rows)(
                        (enum kd_binary_op)op, rows, n, a, t[0], t[1], b, t[2], t[3], floats_out(rows * n));
            }
    }
    group("pow, special values with each other");
    float *a = wild(64 * 64), *b = wild(64 * 64);
    for (long i = 0; i < 64; i++)
        for (long j = 0; j < 64; j++) a[i * 64 + j] = a[i], b[i * 64 + j] = b[j];
    begin("64 x 64");
    while (next_run()) NAIVE_OR_FAST(kd_binary)(KD_POW, 64 * 64, a, 1, b, 1, floats_out(64 * 64));
}

static void compare(void) {
    static const char *const names[] = {"==", "!=", "<", "<=", ">", ">="};
    static const long strides[][2] = {{1, 1}, {1, 0}, {0, 1}, {2, 3}};
    seed(4);
    for (int op = KD_EQ; op <= KD_GE; op++) {
        group(names[op]);
        for (long i = 0; i < COUNT(lengths); i++)
            for (long s = 0; s < COUNT(strides); s++) {
                long n = lengths[i], as = strides[s][0], bs = strides[s][1];
                float *a = wild(3 * n + 1), *b = wild(3 * n + 1);
                for (long e = 0; e < n; e += 3) a[e * as] = b[e * bs];
                begin("%ld elements, strides %ld %ld", n, as, bs);
                while (next_run()) NAIVE_OR_FAST(kd_compare)((enum kd_compare_op)op, n, a, as, b, bs, bytes_out(n));
            }
    }
}

static void kd_fill_naive(long n, float value, float *y) {
    while (n-- > 0) *y++ = value;
}

static void fill(void) {
    group("fill");
    for (long n = 0; n < 40; n++) {
        begin("%ld", n);
        while (next_run()) NAIVE_OR_FAST(kd_fill)(n, -0.0f, floats_out(n));
    }
}

// Reductions and softmax ------------------------------------------------------------------------------------------

static void reductions(void) {
    static const long counts[] = {0, 1, 2, 7, 8, 15, 16, 17, 31, 255, 4095, 4096, 4097, 4112, 8193, 40000};
    static const long around[][2] = {{1, 1}, {3, 1}, {1, 5}, {2, 17}, {1, 300}, {5, 16}};
    typedef void reduction(long, long, long, const float *, float *, long *);
    seed(5);
    for (int which = 0; which < 3; which++) {
        reduction *naive = which == 1 ? kd_max_naive : kd_min_naive, *fast = which == 1 ? kd_max : kd_min;
        group(which == 0 ? "sum" : which == 1 ? "largest" : "smallest");
        for (long i = 0; i < COUNT(counts); i++)
            for (long a = 0; a < COUNT(around); a++)
                for (int kind = 0; kind < 3; kind++) {
                    long count = counts[i], outer = around[a][0], inner = around[a][1], n = outer * count * inner;
                    if (n > 100000) continue;
                    float *x = kind == 0 ? wild(n + 1) : ordinary(n + 1);
                    if (kind == 2)  // ties, and a NaN
                        for (long e = 0; e < n; e++) x[e] = (float)whole(-6, 6);
                    if (kind == 2 && n > 0) x[whole(0, n - 1)] = __builtin_nanf("");
                    begin("(%ld, %ld, %ld), kind %d", outer, count, inner, kind);
                    while (next_run()) {
                        float *out = floats_out(outer * inner);
                        if (which == 0) NAIVE_OR_FAST(kd_sum)(outer, count, inner, x, out);
                        else (is_naive ? naive : fast)(outer, count, inner, x, out, longs_out(outer * inner));
                    }
                }
    }
    group("largest and smallest without places");
    const float *x = wild(3 * 40 * 5);
    begin("(3, 40, 5)");
    while (next_run()) {
        NAIVE_OR_FAST(kd_max)(3, 40, 5, x, floats_out(15), NULL);
        NAIVE_OR_FAST(kd_min)(3, 40, 5, x, floats_out(15), NULL);
    }
}

static void softmax(void) {
    static const long shapes[][2] = {
        {0, 10}, {3, 0}, {1, 1}, {64, 10}, {17, 15}, {16, 16}, {33, 17}, {5, 256}, {5, 257}, {2, 4096}, {2, 4097},
        {1, 9000}, {1100, 10}, {61, 43}, {7, 70},
    };
    seed(6);
    for (int is_back = 0; is_back < 2; is_back++) {
        group(is_back ? "log-softmax's gradient" : "log-softmax");
        for (long i = 0; i < COUNT(shapes); i++)
            for (int is_wild = 0; is_wild < 2; is_wild++) {
                long rows = shapes[i][0], n = shapes[i][1];
                const float *x = is_wild ? wild(rows * n + 1) + 1 : ordinary(rows * n + 1);
                const float *dy = is_wild ? wild(rows * n + 1) : ordinary(rows * n + 1);
                begin("%ld rows of %ld, %s", rows, n, is_wild ? "wild" : "ordinary");
                while (next_run()) {
                    if (is_back) NAIVE_OR_FAST(kd_log_softmax_gradient)(rows, n, x, dy, floats_out(rows * n));
                    else NAIVE_OR_FAST(kd_log_softmax)(rows, n, x, floats_out(rows * n));
                }
            }
    }
}

// Rows, and the optimizers ----------------------------------------------------------------------------------------

static void gather(void) {
    group("gather");
    seed(7);
    for (int i = 0; i < 200; i++) {
        const long sizes[] = {0, 1, whole(1, 70), whole(71, 3000), whole(8000, 20000)};
        long size = sizes[whole(0, 4)], stride = size + whole(0, 9), rows = whole(1, 9), count = whole(0, 12);
        long numbers[12], first = whole(0, 3);
        for (int r = 0; r < 12; r++) numbers[r] = whole(0, rows - 1);
        unsigned char *source = keep((unsigned long)(first + rows * stride));
        for (long b = 0; b < first + rows * stride; b++) source[b] = (unsigned char)whole(0, 255);
        begin("%ld of %ld rows of %ld bytes, %ld apart", count, rows, size, stride);
        while (next_run())
            NAIVE_OR_FAST(kd_gather)(count, size, source + first, stride, numbers, bytes_out(count * size));
    }
}

static void steps(void) {
    static const long sizes[] = {0, 1, 7, 8, 15, 16, 17, 33, 1003};
    static const char *const names[] = {"SGD", "Adam", "RMSprop"};
    seed(8);
    for (int which = 0; which < 3; which++) {
        group(names[which]);
        for (long i = 0; i < COUNT(sizes); i++)
            for (int setting = 0; setting < 32; setting++) {
                long n = sizes[i];
                int first = setting & 1, second = setting >> 1 & 1, third = setting >> 3 & 1;
                float decay = setting & 4 ? 0.01f : 0;
                const float *start[5];
                for (int s = 0; s < 5; s++) start[s] = setting & 16 ? wild(n) : ordinary(n);
                begin("%ld parameters, setting %d", n, setting);
                while (next_run()) {
                    float *w = floats_in_out(start[0], n), *a = floats_in_out(start[1], n);
                    float *b = floats_in_out(start[2], n), *c = floats_in_out(start[3], n);
                    const float *g = start[4];
                    if (which == 0)
                        NAIVE_OR_FAST(kd_sgd_step)(
                            n, w, g, first ? a : NULL, second, 0.1f, 0.9f, third ? 0 : 0.2, decay, third);
                    else if (which == 1)
                        NAIVE_OR_FAST(kd_adam_step)(
                            n, w, g, a, b, first ? 0.3 : 0.9, 0.999, 1e-8f, 0.01f, 0.7f, second ? 0.99f : 1, decay);
                    else
                        NAIVE_OR_FAST(kd_rmsprop_step)(
                            n, w, g, a, first ? b : NULL, second ? c : NULL, 0.01f, third ? 0.4 : 0.99, 1e-8f, 0.9f,
                            decay);
                }
            }
    }
}

// Convolution -----------------------------------------------------------------------------------------------------

static long outputs_of(long size, long kernel, long stride, long padding, long dilation) {
    long room = size + 2 * padding - (kernel - 1) * dilation - 1;
    return room < 0 ? 0 : room / stride + 1;
}

// Fills in the output's size; 0 if there is none.
static int fits(struct kd_conv2d_sizes *s) {
    s->out_height = outputs_of(s->height, s->kernel_h, s->stride_h, s->padding_h, s->dilation_h);
    s->out_width = outputs_of(s->width, s->kernel_w, s->stride_w, s->padding_w, s->dilation_w);
    return s->out_height > 0 && s->out_width > 0;
}

static struct kd_conv2d_sizes made_up_convolution(void) {
    struct kd_conv2d_sizes s;
    do {
        int sparse = whole(0, 9) < 3;  // wide steps over wide margins: some windows, or all, miss the image
        s = (struct kd_conv2d_sizes){
            .images = whole(1, 4), .groups = whole(0, 9) < 3 ? whole(2, 4) : 1,
            .height = whole(1, 20), .width = whole(1, 40), .kernel_h = whole(1, 4), .kernel_w = whole(1, 5),
            .stride_h = whole(1, sparse ? 9 : 4), .stride_w = whole(1, sparse ? 9 : 3),
            .padding_h = whole(0, sparse ? 9 : 3), .padding_w = whole(0, sparse ? 9 : 3),
            .dilation_h = whole(1, 3), .dilation_w = whole(1, 3),
        };
        s.channels = s.groups * whole(1, whole(0, 9) < 3 ? 18 : 5);
        s.outputs = s.groups * whole(1, whole(0, 9) < 3 ? 35 : 6);
    } while (!fits(&s));
    return s;
}

// One of the four: the convolution, or a gradient with respect to its input, its weights, its bias.
static void convolution(int which, struct kd_conv2d_sizes s, int is_wild) {
    long pixels = s.height * s.width, places = s.out_height * s.out_width;
    long x_count = s.images * s.channels * pixels, y_count = s.images * s.outputs * places;
    long w_count = s.outputs * s.channels / s.groups * s.kernel_h * s.kernel_w;
    float *x = ordinary(x_count), *dy = ordinary(y_count), *w = is_wild ? wild(w_count) : ordinary(w_count);
    const float *bias = whole(0, 9) < 7 ? ordinary(s.outputs) : NULL;
    if (is_wild) x[x_count / 2] = __builtin_inff(), dy[y_count / 2] = __builtin_nanf("");
    const float *x_pixels = turned(x, s.images, s.channels, pixels);
    const float *dy_pixels = turned(dy, s.images, s.outputs, places);
    begin("(%ld, %ld, %ld, %ld) to %ld, kernel %ld %ld, stride %ld %ld, padding %ld %ld, dilation %ld %ld, groups %ld",
          s.images, s.channels, s.height, s.width, s.outputs, s.kernel_h, s.kernel_w, s.stride_h, s.stride_w,
          s.padding_h, s.padding_w, s.dilation_h, s.dilation_w, s.groups);
    while (next_run()) {
        const float *from = is_naive ? x : x_pixels, *change = is_naive ? dy : dy_pixels;
        switch (which) {
        case 0: NAIVE_OR_FAST(kd_conv2d)(&s, from, w, bias, pixels_out(s.images, s.outputs, places)); break;
        case 1: NAIVE_OR_FAST(kd_conv2d_input_gradient)(&s, w, change, pixels_out(s.images, s.channels, pixels)); break;
        case 2: NAIVE_OR_FAST(kd_conv2d_weight_gradient)(&s, from, change, floats_out(w_count)); break;
        default: NAIVE_OR_FAST(kd_conv2d_bias_gradient)(&s, change, floats_out(s.outputs));
        }
    }
}

static void convolutions(void) {
    static const char *const names[] = {
        "convolution", "convolution, input's gradient", "convolution, weights' gradient",
        "convolution, bias's gradient",
    };
    // The book's networks, with fewer images; and more images than the engine prepares at a time.
    static const struct kd_conv2d_sizes layers[] = {
        {2, 1, 28, 28, 16, 0, 0, 3, 3, 2, 2, 1, 1, 1, 1, 1}, {3, 16, 14, 14, 16, 0, 0, 3, 3, 2, 2, 1, 1, 1, 1, 1},
        {3, 16, 7, 7, 10, 0, 0, 3, 3, 2, 2, 1, 1, 1, 1, 1}, {8, 1, 28, 28, 6, 0, 0, 5, 5, 1, 1, 2, 2, 1, 1, 1},
        {8, 6, 14, 14, 16, 0, 0, 5, 5, 1, 1, 0, 0, 1, 1, 1}, {70, 9, 40, 38, 3, 0, 0, 2, 1, 1, 1, 1, 1, 1, 1, 1},
    };
    for (int which = 0; which < 4; which++) {
        group(names[which]);
        seed(9);
        for (long i = 0; i < COUNT(layers); i++) {
            struct kd_conv2d_sizes s = layers[i];
            if (fits(&s) && (i < COUNT(layers) - 1 || which == 2)) convolution(which, s, 0);
        }
        for (int i = 0; i < 32; i++) convolution(which, made_up_convolution(), i % 5 == 0);
    }
}

// The plain loop of both: a copy, which each run writes in the order of a fast kernel.
static void turnings(void) {
    group("pixels from planes, and planes from pixels");
    seed(10);
    for (int i = 0; i < 30; i++) {
        long images = whole(0, 3), channels = whole(1, 40), pixels = whole(1, 70), n = images * channels * pixels;
        const float *planes = wild(n), *as_pixels = turned(planes, images, channels, pixels);
        begin("%ld %ld %ld", images, channels, pixels);
        while (next_run()) {
            float *to = floats_out(n), *back = floats_out(n);
            if (is_naive) {
                memcpy(to, as_pixels, sizeof(float) * (unsigned long)n);
                memcpy(back, planes, sizeof(float) * (unsigned long)n);
            } else {
                kd_pixels_from_planes(images, channels, pixels, planes, to);
                kd_planes_from_pixels(images, channels, pixels, as_pixels, back);
            }
        }
    }
}

// Pooling ---------------------------------------------------------------------------------------------------------

// How many windows: rounded down or up, but none that begins beyond the image.
static long windows(long size, long kernel, long stride, long padding, int is_ceiled) {
    long room = size + 2 * padding - kernel;
    if (room < 0) return 0;
    long count = (room + (is_ceiled ? stride - 1 : 0)) / stride + 1;
    return (count - 1) * stride >= size + padding ? count - 1 : count;
}

static struct kd_pool2d_sizes made_up_pooling(void) {
    struct kd_pool2d_sizes s;
    do {
        long h = whole(1, 4), w = whole(1, 4);
        s = (struct kd_pool2d_sizes){
            .images = whole(1, 3), .channels = whole(1, whole(0, 1) ? 4 : 20), .height = whole(1, 12),
            .width = whole(1, 50), .kernel_h = h, .kernel_w = w, .stride_h = h, .stride_w = w,
            .dilation_h = 1, .dilation_w = 1,
        };
        if (whole(0, 1)) {  // windows that don't lie side by side
            s.stride_h = whole(1, 3), s.stride_w = whole(1, 3);
            s.padding_h = whole(0, h / 2), s.padding_w = whole(0, w / 2);
        }
        int is_ceiled = whole(0, 1) != 0;
        s.out_height = windows(s.height, h, s.stride_h, s.padding_h, is_ceiled);
        s.out_width = windows(s.width, w, s.stride_w, s.padding_w, is_ceiled);
    } while (s.out_height < 1 || s.out_width < 1);
    return s;
}

static void pooling(int which) {
    struct kd_pool2d_sizes s = made_up_pooling();
    int count_padding = whole(0, 1) != 0;
    long divisor = whole(0, 9) < 3 ? 3 : 0, before = s.height * s.width, after = s.out_height * s.out_width;
    long x_count = s.images * s.channels * before, y_count = s.images * s.channels * after;
    const float *x = whole(0, 1) ? wild(x_count) : ordinary(x_count);
    const float *dy = whole(0, 1) ? wild(y_count) : ordinary(y_count);
    int *index = keep(sizeof(int) * (unsigned long)y_count);
    kd_max_pool2d_naive(&s, x, keep(sizeof(float) * (unsigned long)y_count), index);
    const float *x_pixels = turned(x, s.images, s.channels, before);
    const float *dy_pixels = turned(dy, s.images, s.channels, after);
    const int *index_pixels = turned(index, s.images, s.channels, after);
    begin("(%ld, %ld, %ld, %ld) to (%ld, %ld), kernel %ld %ld, stride %ld %ld, padding %ld %ld, divisor %ld, padded %d",
          s.images, s.channels, s.height, s.width, s.out_height, s.out_width, s.kernel_h, s.kernel_w, s.stride_h,
          s.stride_w, s.padding_h, s.padding_w, divisor, count_padding);
    while (next_run()) {
        const float *from = is_naive ? x : x_pixels, *change = is_naive ? dy : dy_pixels;
        const int *places = is_naive ? index : index_pixels;
        float *to = which % 2 ? pixels_out(s.images, s.channels, before) : pixels_out(s.images, s.channels, after);
        switch (which) {
        case 0: NAIVE_OR_FAST(kd_max_pool2d)(&s, from, to, indices_out(s.images, s.channels, after)); break;
        case 1: NAIVE_OR_FAST(kd_max_pool2d_gradient)(&s, change, places, to); break;
        case 2: NAIVE_OR_FAST(kd_avg_pool2d)(&s, count_padding, divisor, from, to); break;
        case 3: NAIVE_OR_FAST(kd_avg_pool2d_gradient)(&s, count_padding, divisor, change, to); break;
        case 4: NAIVE_OR_FAST(kd_adaptive_avg_pool2d)(&s, from, to); break;
        default: NAIVE_OR_FAST(kd_adaptive_avg_pool2d_gradient)(&s, change, to);
        }
    }
}

static void poolings(void) {
    static const char *const names[] = {
        "largest of windows", "largest of windows, gradient", "means of windows", "means of windows, gradient",
        "adaptive means", "adaptive means, gradient",
    };
    for (int which = 0; which < 6; which++) {
        group(names[which]);
        seed(11);
        for (int i = 0; i < 100; i++) pooling(which);
    }
}

// Softmax with a mask ---------------------------------------------------------------------------------------------

// A mask's steps: as the scores', with some dimensions repeated, or with rows and columns exchanged.
static struct kd_steps mask_steps(long inner, long m, long n) {
    struct kd_steps s = {inner * m * n, m * n, n, 1};
    switch (whole(0, 4)) {
    case 0: s.outer = s.inner = 0; break;
    case 1: s = (struct kd_steps){n, 0, 0, 1}; break;
    case 2: s = (struct kd_steps){m, 0, 1, 0}; break;
    case 3: s.row = 1, s.column = m; break;
    }
    return s;
}

static void masked_softmaxes(void) {
    static const long shapes[][4] = {
        {0, 2, 3, 4}, {2, 0, 3, 4}, {2, 3, 0, 4}, {2, 3, 4, 0}, {1, 1, 1, 1}, {64, 4, 5, 5}, {3, 4, 16, 16},
        {2, 3, 17, 33}, {5, 2, 7, 15}, {2, 2, 40, 64}, {1, 2, 100, 129}, {1, 1, 3, 4096}, {1, 2, 3, 4097}, {2, 1, 2, 9000},
    };
    group("softmax with a mask");
    seed(15);
    for (int i = 0; i < 14 * 6 + 40; i++) {
        int is_fixed = i < 14 * 6, kind = i % 6, is_wild = i % 7 == 0;
        const long *f = shapes[i / 6 % 14];
        long outer = is_fixed ? f[0] : whole(1, 4), inner = is_fixed ? f[1] : whole(1, 4);
        long m = is_fixed ? f[2] : whole(1, 30), n = is_fixed ? f[3] : whole(1, 50), count = outer * inner * m * n;
        const float *x = is_wild ? wild(count + 1) + 1 : ordinary(count + 1) + 1;
        struct kd_mask mask = {.blocked_steps = mask_steps(inner, m, n), .added_steps = mask_steps(inner, m, n)};
        unsigned char *blocked = keep((unsigned long)(count + n + m));
        float *added = ordinary(count + n + m);
        for (long e = 0; e < count + n + m; e++) {
            blocked[e] = whole(0, 9) < (i % 4 == 0 ? 9 : 3);
            if (whole(0, 9) < 3) added[e] = -__builtin_inff();
        }
        if (kind & 1) mask.blocked = blocked;
        if (kind & 2) mask.added = added;
        mask.is_causal = kind > 2;
        begin("(%ld, %ld, %ld, %ld), kind %d, steps %ld %ld %ld %ld, %ld %ld %ld %ld", outer, inner, m, n, kind,
              mask.blocked_steps.outer, mask.blocked_steps.inner, mask.blocked_steps.row, mask.blocked_steps.column,
              mask.added_steps.outer, mask.added_steps.inner, mask.added_steps.row, mask.added_steps.column);
        while (next_run())
            NAIVE_OR_FAST(kd_masked_softmax)(outer, inner, m, n, x, is_wild ? 1 : 0.37f, kind ? &mask : NULL,
                                             floats_out(count));
    }
    group("softmax, gradient");
    for (int i = 0; i < 14 * 2 + 20; i++) {
        int is_fixed = i < 14 * 2, is_wild = i % 2;
        const long *f = shapes[i / 2 % 14];
        long rows = is_fixed ? f[0] * f[1] * f[2] : whole(1, 70), n = is_fixed ? f[3] : whole(1, 80), count = rows * n;
        const float *y = is_wild ? wild(count + 1) + 1 : ordinary(count + 1) + 1, *dy = ordinary(count);
        begin("%ld rows of %ld", rows, n);
        while (next_run()) NAIVE_OR_FAST(kd_softmax_gradient)(rows, n, y, dy, 0.37f, floats_out(count));
    }
}

// Layer normalization ---------------------------------------------------------------------------------------------

static void layer_norms(void) {
    static const long shapes[][2] = {
        {0, 5}, {3, 0}, {1, 1}, {1, 16}, {17, 15}, {33, 17}, {320, 64}, {70, 129}, {5, 512}, {300, 130}, {2, 4096},
        {3, 4097}, {4100, 6}, {4096, 20}, {9000, 3}, {40, 1000},
    };
    seed(13);
    for (int is_back = 0; is_back < 2; is_back++) {
        group(is_back ? "layer normalization, gradients" : "layer normalization");
        for (long i = 0; i < COUNT(shapes); i++)
            for (int form = 0; form < 5; form++) {
                long rows = shapes[i][0], n = shapes[i][1], count = rows * n;
                int is_wild = form == 4;
                if (is_wild && count > 20000) continue;
                const float *x = is_wild ? wild(count + 1) + 1 : ordinary(count + 1) + 1;
                const float *dy = is_wild ? wild(count) : ordinary(count), *weight = ordinary(n), *bias = ordinary(n);
                if (form & 1) weight = NULL;
                if (form & 2) bias = NULL;
                float *mean = keep(sizeof(float) * (unsigned long)rows);
                float *scale = keep(sizeof(float) * (unsigned long)rows);
                if (is_back)
                    kd_layer_norm_naive(rows, n, x, weight, bias, 1e-5f, keep(sizeof(float) * (unsigned long)count),
                                        mean, scale);
                begin("%ld rows of %ld, form %d", rows, n, form);
                while (next_run()) {
                    long kept = n > 0 ? rows : 0;
                    if (!is_back)
                        NAIVE_OR_FAST(kd_layer_norm)(rows, n, x, weight, bias, 1e-5f, floats_out(count),
                                                     floats_out(kept), floats_out(kept));
                    else
                        NAIVE_OR_FAST(kd_layer_norm_gradient)(
                            rows, n, x, weight, mean, scale, dy, form == 3 ? NULL : floats_out(count),
                            form == 1 ? NULL : floats_out(n), form == 2 ? NULL : floats_out(n));
                }
            }
    }
}

// The ladder ------------------------------------------------------------------------------------------------------

static float kd_ladder_read_naive(long times, long n, const float *x) {
    float lane[64] = {0}, total = 0;
    for (long t = 0; t < times; t++)
        for (long i = 0; i < n; i++) lane[i % 64] += x[i];
    for (int l = 0; l < 16; l++) total += (lane[l] + lane[l + 16]) + (lane[l + 32] + lane[l + 48]);
    return total;
}

static void ladder(void) {
    group("the ladder");
    seed(12);
    for (int step = KD_STEP_DOTS; step <= KD_STEP_BLOCKS; step++)
        for (long n = 16; n <= 80; n += 32) {
            const float *a = ordinary(n * n), *b = ordinary(n * n);
            begin("step %d, %ld", step, n);
            while (next_run()) {
                if (is_naive) kd_matmul_naive(n, n, n, a, n, 1, b, n, 1, floats_out(n * n));
                else kd_ladder(step, n, a, b, floats_out(n * n));
            }
        }
    group("the processor's speed");
    const float *x = ordinary(192);
    begin("arithmetic");
    while (next_run()) {
        float *y = floats_in_out(x, 192);
        if (!is_naive) kd_ladder_compute(37, y);
        else
            for (long i = 0; i < 37 * 192; i++) y[i % 192] = __builtin_fmaf(y[i % 192], 0.5f, 0.25f);
    }
    x = ordinary(640);
    begin("reading");
    while (next_run()) *floats_out(1) = NAIVE_OR_FAST(kd_ladder_read)(3, 640, x);
}

int main(int count, char **arguments) {
    if (count > 1) only = arguments[1];
    products();
    batches();
    unary();
    binary();
    compare();
    fill();
    reductions();
    softmax();
    gather();
    steps();
    convolutions();
    turnings();
    poolings();
    masked_softmaxes();
    layer_norms();
    ladder();
    return end();
}
