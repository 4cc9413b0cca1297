// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-06-engine-product.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 268167d0cc5d88c9

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
// One panel: `width` columns of b, row after row, filled up with zeros.
static void pack_panel(void *context, long panel) {
    const struct product *t = context;
    long first = panel * t->width, columns = least(t->width, t->n - first);
    const float *b = t->b + first * t->bcs;
    float *to = t->panels + panel * t->k * t->width;
    if (t->pack_b == 0 && columns == t->width) return;
    long p = 0;
    if (t->brs == 1 && columns == t->width) {
        p = t->k / 8 * 8;
        t->kernels->transpose(p, columns, b, t->bcs, to);
        to += p * t->width;
    }
    for (; p < t->k; p++, to += t->width) {
        const float *from = b + p * t->brs;
        for (long j = 0; j < columns; j++) to[j] = from[j * t->bcs];
        for (long j = columns; j < t->width; j++) to[j] = 0;
    }
}

// Rows first ..< first + rows of a, tile after tile, each (k, height), filled up with zeros.
static void pack_rows(const struct product *t, long first, long rows, float *to) {
    long height = t->height;
    for (long i = 0; i < rows; i += height, to += height * t->k) {
        long here = least(height, rows - i);
        const float *from = t->a + (first + i) * t->ars;
        if (t->ars == 1) {
            for (long p = 0; p < t->k; p++)
                for (long r = 0; r < height; r++) to[p * height + r] = r < here ? from[p * t->acs + r] : 0;
        } else {
            for (long r = 0; r < height; r++)
                for (long p = 0; p < t->k; p++) to[p * height + r] = r < here ? from[r * t->ars + p * t->acs] : 0;
        }
    }
}

// Chapters/Workshop/A-06-engine-product.md: A task
// A task is a block of rows times a group of panels.
static void multiply_block(void *context, long task) {
    const struct product *t = context;
    const struct kd_kernels *kernels = t->kernels;
    long height = t->height, width = t->width;
    long block = task / t->groups, group = task % t->groups;
    long first = block * MC * height, rows = least(MC * height, t->m - first);
    long panel = t->panel_count * group / t->groups, last = t->panel_count * (group + 1) / t->groups;
    if (t->row_blocks == 1)
        for (long i = panel; i < last; i++) pack_panel(context, i);
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
            if (aside && t->resume)
                for (long r = 0; r < here; r++)
                    for (long j = 0; j < columns; j++) edge[r * width + j] = c[r * t->crs + j];
            if (packed && here == kernels->tile_rows)
                kernels->packed_tile((int)width, t->k, packed + i * t->k, b, brs, to, crs, t->resume);
            else if (packed)
                kernels->tile((int)here, (int)width, t->k, packed + i * t->k, 1, height, b, brs, to, crs, t->resume);
            else
                kernels->tile((int)here, (int)width, t->k, t->a + (first + i) * t->ars, t->ars, t->acs, b, brs, to, crs,
                              t->resume);
            if (aside)
                for (long r = 0; r < here; r++)
                    for (long j = 0; j < columns; j++) c[r * t->crs + j] = edge[r * width + j];
        }
    }
}

// Chapters/Workshop/A-06-engine-product.md: From the sizes to the tasks
void kd_matmul(long m, long n, long k, const float *a, long ars, long acs, const float *b, long brs, long bcs,
               float *c) {
    if (m <= 0 || n <= 0) return;
    if (k <= 0) {
        kd_fill(m * n, 0, c);
        return;
    }
    if (m * n <= CHAINS) {
        for (long i = 0; i < m; i++)
            for (long j = 0; j < n; j++) c[i * n + j] = kd_kernels()->chain(k, a + i * ars, acs, b + j * bcs, brs);
        return;
    }
    if (n <= FEW && m >= 16) {  // (a b)ᵀ = bᵀ aᵀ
        float *turned = kd_scratch(2, sizeof(float) * (unsigned long)(m * n));
        kd_matmul(n, m, k, b, bcs, brs, a, acs, ars, turned);
        for (long i = 0; i < m; i++)
            for (long j = 0; j < n; j++) c[i * n + j] = turned[j * m + i];
        return;
    }
    struct product t = {
        .kernels = kd_kernels(), .m = m, .a = a, .ars = ars, .acs = acs, .brs = brs, .bcs = bcs, .crs = n,
    };
    t.width = n <= 16 ? 16 : t.kernels->tile_columns;
    t.height = above(m, above(m, t.kernels->tile_rows));
    t.pack_a = n > 64 && acs != 1;
    t.pack_b = bcs != 1 || m > 2 * t.kernels->tile_rows;
    int alone = (double)m * (double)n * (double)k <= ALONE;
    int threads = alone ? 1 : kd_threads();
    long steps = above(k, KC), kc = above(k, steps);
    for (long j = 0; j < n; j += NC) {
        t.n = least(NC, n - j);
        t.panel_count = above(t.n, t.width);
        t.row_blocks = above(m, MC * t.height);
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
