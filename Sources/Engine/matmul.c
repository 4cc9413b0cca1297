// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-06-engine-product.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b79070a197073692

// Chapters/Workshop/A-06-engine-product.md: What a product is made of
// The fast matrix product: tiles in registers, panels in the first-level cache, blocks in the second.
#include "kindling_engine.h"
#include "kernels.h"
#include "pool.h"
#include "sizes.h"

enum {
    KC = 384,           // of k, at a time
    NC = 1024,          // columns of b packed at a time: 1.5 MB
    MC = 8,             // tiles of rows packed at a time
    ALONE = 1 << 19,    // up to so many multiply-adds, one thread is faster,
    PACK_ALONE = 8192,  // and up to so many elements to pack
    FEW = 12,           // with so many columns or fewer, the transposed product is faster
    CHAINS = 4,         // so many outputs are computed one after the other
    SHARE = 1 << 17,    // multiply-adds a task, of small products,
    OVERHEAD = 4096,    // and what each costs besides, in multiply-adds
};

struct product {
    const struct kd_kernels *kernels;
    long m, n, k;  // of the block at hand
    const float *a;
    long ars, acs;
    const float *b;
    long brs, bcs;
    float *c;
    long crs;
    int resume;
    int pack_a, pack_b;
    int width;        // columns of a panel: 16 or the tile's
    long height;      // rows of a tile: the instruction set's or, to make the last one not too low, a few less
    float *panels;    // b packed: panel after panel, each (k, width)
    long panel_count, row_blocks, groups;
};

// Chapters/Workshop/A-06-engine-product.md: Packing
// One panel: `width` columns of b, row after row. Those that b doesn't have are filled with anything that is there.
static void pack_panel(void *context, long panel) {
    const struct product *t = context;
    long first = panel * t->width, columns = least(t->width, t->n - first);
    const float *b = t->b + first * t->bcs;
    float *to = t->panels + panel * t->k * t->width;
    if (t->pack_b == 0 && columns == t->width) return;
    long p = 0;
    if (t->brs == 1) {
        p = t->k / 8 * 8;
        t->kernels->transpose(p, columns, t->width, b, t->bcs, to);
        to += p * t->width;
    }
    for (; p < t->k; p++, to += t->width) {
        const float *from = b + p * t->brs;
        for (long j = 0; j < columns; j++) to[j] = from[j * t->bcs];
        for (long j = columns; j < t->width; j++) to[j] = 0;
    }
}

// `rows` rows of `columns` elements, fewer than KD_MAX_COLUMNS. Pieces of 16, 8, 4, 2 and 1 are one instruction each.
static void copy_rows(long rows, long columns, const float *from, long from_step, float *to, long to_step) {
    for (; rows > 0; rows--, from += from_step, to += to_step) {
        long j = 0;
        if (columns & 16) __builtin_memcpy(to, from, 64), j = 16;
        if (columns & 8) __builtin_memcpy(to + j, from + j, 32), j += 8;
        if (columns & 4) __builtin_memcpy(to + j, from + j, 16), j += 4;
        if (columns & 2) __builtin_memcpy(to + j, from + j, 8), j += 2;
        if (columns & 1) to[j] = from[j];
    }
}

// Rows first ..< first + rows of a, tile after tile, each (k, height), filled up with zeros.
static void pack_rows(const struct product *t, long first, long rows, float *to) {
    long height = t->height, whole = rows / height, k = t->k;
    const float *from = t->a + first * t->ars;
    if (t->ars == 1)
        for (long p = 0; p < k; p++) copy_rows(whole, height, from + p * t->acs, height, to + p * height, height * k);
    for (long i = t->ars == 1 ? whole * height : 0; i < rows; i++) {
        float *row = to + i / height * height * k + i % height;
        for (long p = 0; p < k; p++) row[p * height] = from[i * t->ars + p * t->acs];
    }
    for (long i = rows; i % height; i++)
        for (long p = 0; p < k; p++) to[(i / height * k + p) * height + i % height] = 0;
}

// Chapters/Workshop/A-06-engine-product.md: A task
// The rows first ..< first + rows of c, in the panels from `panel` to `last`.
static void multiply_part(const struct product *t, long first, long rows, long panel, long last) {
    const struct kd_kernels *kernels = t->kernels;
    long height = t->height, width = t->width;
    float *packed = 0;
    if (t->pack_a) {
        packed = kd_scratch(1, sizeof(float) * (unsigned long)(MC * height * t->k));
        pack_rows(t, first, rows, packed);
    }
    float edge[KD_MAX_ROWS * KD_MAX_COLUMNS] __attribute__((aligned(64)));
    for (; panel < last; panel++) {
        long column = panel * width, columns = least(width, t->n - column);
        int direct = !t->pack_b && columns == width;
        const float *b = direct ? t->b + column : t->panels + panel * t->k * width;
        long brs = direct ? t->brs : width;
        for (long i = 0; i < rows; i += height) {
            long here = least(height, rows - i);
            float *c = t->c + (first + i) * t->crs + column;
            // A tile that hangs over the edge of c is computed aside.
            int aside = columns < width;
            float *to = aside ? edge : c;
            long crs = aside ? width : t->crs;
            if (aside && t->resume) copy_rows(here, columns, c, t->crs, edge, width);
            if (packed && here == kernels->tile_rows)
                kernels->packed_tile((int)width, t->k, packed + i * t->k, b, brs, to, crs, t->resume);
            else if (packed)
                kernels->tile((int)here, (int)width, t->k, packed + i * t->k, 1, height, b, brs, to, crs, t->resume);
            else
                kernels->tile((int)here, (int)width, t->k, t->a + (first + i) * t->ars, t->ars, t->acs, b, brs, to, crs,
                              t->resume);
            if (aside) copy_rows(here, columns, edge, width, c, t->crs);
        }
    }
}

// A task is a block of rows times a group of panels.
static void multiply_block(void *context, long task) {
    const struct product *t = context;
    long block = task / t->groups, group = task % t->groups, first = block * MC * t->height;
    long panel = t->panel_count * group / t->groups, last = t->panel_count * (group + 1) / t->groups;
    if (t->row_blocks == 1)
        for (long i = panel; i < last; i++) pack_panel(context, i);
    multiply_part(t, first, least(MC * t->height, t->m - first), panel, last);
}

// Chapters/Workshop/A-06-engine-product.md: From the sizes to the tasks
// In what pieces products of one shape are computed. a, b and c are still open.
static struct product plan(long m, long n, long ars, long acs, long brs, long bcs, long crs) {
    struct product t = {.kernels = kd_kernels(), .m = m, .ars = ars, .acs = acs, .brs = brs, .bcs = bcs, .crs = crs};
    t.width = n <= 16 ? 16 : t.kernels->tile_columns;
    t.height = above(m, above(m, t.kernels->tile_rows));
    t.row_blocks = above(m, MC * t.height);
    t.pack_a = n > 32 && acs != 1;
    t.pack_b = bcs != 1 || m > 2 * t.kernels->tile_rows;
    return t;
}

// c, whose rows are crs apart, is the product of a and b. `alone`: in the calling thread.
static void multiply(long m, long n, long k, const float *a, long ars, long acs, const float *b, long brs, long bcs,
                     float *c, long crs, int alone) {
    if (k <= 0) {
        for (long i = 0; i < m; i++) kd_fill(n, 0, c + i * crs);
        return;
    }
    if (m * n <= CHAINS) {
        for (long i = 0; i < m; i++)
            for (long j = 0; j < n; j++) c[i * crs + j] = kd_kernels()->chain(k, a + i * ars, acs, b + j * bcs, brs);
        return;
    }
    if (n <= FEW && m >= 16) {  // (a b)ᵀ = bᵀ aᵀ
        float *turned = kd_scratch(2, sizeof(float) * (unsigned long)(m * n));
        multiply(n, m, k, b, bcs, brs, a, acs, ars, turned, m, alone);
        for (long i = 0; i < m; i++)
            for (long j = 0; j < n; j++) c[i * crs + j] = turned[j * m + i];
        return;
    }
    struct product t = plan(m, n, ars, acs, brs, bcs, crs);
    int threads = alone ? 1 : kd_threads();
    long steps = above(k, KC), kc = above(k, steps);
    for (long j = 0; j < n; j += NC) {
        t.n = least(NC, n - j);
        t.panel_count = above(t.n, t.width);
        t.groups = threads == 1 ? 1 : least(t.panel_count, above(4 * threads, t.row_blocks));
        t.panels = kd_scratch(0, sizeof(float) * (unsigned long)(t.panel_count * t.width * kc));
        for (long p = 0; p < k; p += kc) {
            t.k = least(kc, k - p);
            t.a = a + p * acs;
            t.b = b + p * brs + j * bcs;
            t.c = c + j;
            t.resume = p > 0;
            // Panels that all blocks of rows will use are packed first; a single block packs its own.
            int pack_alone = alone || t.panel_count * t.width * t.k <= PACK_ALONE;
            if (t.row_blocks > 1) kd_parallel_unless(pack_alone, t.panel_count, pack_panel, &t);
            kd_parallel_unless(alone, t.row_blocks * t.groups, multiply_block, &t);
        }
    }
}

static int is_small(long m, long n, long k) { return (double)m * (double)n * (double)k <= ALONE; }

void kd_matmul(long m, long n, long k, const float *a, long ars, long acs, const float *b, long brs, long bcs,
               float *c) {
    if (m > 0 && n > 0) multiply(m, n, k, a, ars, acs, b, brs, bcs, c, n, is_small(m, n, k));
}

// Chapters/Workshop/A-06-engine-product.md: Many products
struct batch {
    long outer, inner, m, n, k, share;
    const float *a, *b;
    struct kd_steps as, bs, cs;
    float *c;
    int alone;
};

// Whether a product is one block, so that all that depends on its shape can be found out once for all of them.
static int is_one_block(const struct batch *t, const struct product *plan) {
    int is_usual = t->m * t->n > CHAINS && !(t->n <= FEW && t->m >= 16);
    return t->alone && is_usual && t->k > 0 && t->k <= KC && t->n <= NC && plan->row_blocks == 1;
}

// A task is `share` products.
static void multiply_some(void *context, long task) {
    const struct batch *t = context;
    struct product one = plan(t->m, t->n, t->as.row, t->as.column, t->bs.row, t->bs.column, t->cs.row);
    int is_one = is_one_block(t, &one);
    one.n = t->n, one.k = t->k, one.panel_count = above(t->n, one.width);
    if (is_one) one.panels = kd_scratch(0, sizeof(float) * (unsigned long)(one.panel_count * one.width * t->k));
    for (long i = task * t->share, end = least(i + t->share, t->outer * t->inner); i < end; i++) {
        long o = i / t->inner, h = i % t->inner;
        one.a = t->a + o * t->as.outer + h * t->as.inner;
        one.b = t->b + o * t->bs.outer + h * t->bs.inner;
        one.c = t->c + o * t->cs.outer + h * t->cs.inner;
        if (is_one) {
            for (long panel = 0; panel < one.panel_count; panel++) pack_panel(&one, panel);
            multiply_part(&one, 0, t->m, 0, one.panel_count);
        } else {
            multiply(t->m, t->n, t->k, one.a, t->as.row, t->as.column, one.b, t->bs.row, t->bs.column, one.c,
                     t->cs.row, t->alone);
        }
    }
}

static struct kd_steps turned(struct kd_steps s) { return (struct kd_steps){s.outer, s.inner, s.column, s.row}; }

void kd_matmul_batch(long outer, long inner, long m, long n, long k, const float *a, struct kd_steps as,
                     const float *b, struct kd_steps bs, float *c, struct kd_steps cs) {
    long count = outer * inner;
    if (count <= 0 || m <= 0 || n <= 0) return;
    struct batch t = {outer, inner, m, n, k, 1, a, b, as, bs, cs, c, 1};
    if (cs.column != 1 && n > 1)  // cᵀ = bᵀ aᵀ
        t = (struct batch){outer, inner, n, m, k, 1, b, a, turned(bs), turned(as), turned(cs), c, 1};
    // What a product costs, in multiply-adds; packing and edges count for small ones.
    double cost = (double)m * (double)n * (double)k + OVERHEAD;
    t.alone = is_small(m, n, k) || count >= 4 * kd_threads();
    t.share = t.alone && cost < SHARE ? (long)(SHARE / cost) : 1;
    kd_parallel_unless(!t.alone || cost * (double)count <= ALONE, above(count, t.share), multiply_some, &t);
}
