// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: dac83fe34a97fe7c

#line 531 "Chapters/A-engine-room.md"
// The steps of the ladder, and two loops that measure the machine. Included once for each instruction set, with NAME(f)
// giving its functions a name of their own, and CHAINS saying how many vectors of 16 are under way in `compute`.

static void NAME(compute)(long rounds, float *x) {
    for (int first = 0; first < 12; first += CHAINS) {
        lanes chain[CHAINS];
#pragma clang loop unroll(full)
        for (int i = 0; i < CHAINS; i++) chain[i] = *(const lanes *)(x + 16 * (first + i));
        for (long r = 0; r < rounds; r++)
#pragma clang loop unroll(full)
            for (int i = 0; i < CHAINS; i++) chain[i] = __builtin_elementwise_fma(chain[i], (lanes)0.5f, (lanes)0.25f);
#pragma clang loop unroll(full)
        for (int i = 0; i < CHAINS; i++) *(lanes *)(x + 16 * (first + i)) = chain[i];
    }
}
#line 556 "Chapters/A-engine-room.md"

static float NAME(read)(long times, long n, const float *x) {
    lanes sum[4] = {0};
    for (long t = 0; t < times; t++)
        for (long i = 0; i < n; i += 64)
#pragma clang loop unroll(full)
            for (int v = 0; v < 4; v++) sum[v] += *(const lanes *)(x + i + 16 * v);
    sum[0] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    float total = 0;
    for (int l = 0; l < 16; l++) total += sum[0][l];
    return total;
}
#line 601 "Chapters/A-engine-room.md"

static void NAME(dots)(long n, const float *a, const float *b, float *c) {
    for (long i = 0; i < n; i++)
        for (long j = 0; j < n; j++) {
            float sum = 0;
            for (long p = 0; p < n; p++) sum = __builtin_fmaf(a[i * n + p], b[p * n + j], sum);
            c[i * n + j] = sum;
        }
}
#line 640 "Chapters/A-engine-room.md"

static void NAME(rows)(long n, const float *a, const float *b, float *restrict c) {
    for (long i = 0; i < n; i++) {
        for (long j = 0; j < n; j++) c[i * n + j] = 0;
        for (long p = 0; p < n; p++)
            for (long j = 0; j < n; j++) c[i * n + j] = __builtin_fmaf(a[i * n + p], b[p * n + j], c[i * n + j]);
    }
}
#line 674 "Chapters/A-engine-room.md"

static void NAME(lanes)(long n, const float *a, const float *b, float *c) {
    for (long i = 0; i < n; i++)
        for (long j = 0; j < n; j += 16) {
            lanes sum = 0;
            for (long p = 0; p < n; p++)
                sum = __builtin_elementwise_fma((lanes)a[i * n + p], *(const lanes *)(b + p * n + j), sum);
            *(lanes *)(c + i * n + j) = sum;
        }
}
#line 705 "Chapters/A-engine-room.md"

// c (4, 16) += a (4, k) · b (k, 16). The rows of a and c are n apart, those of b `width`.
ALWAYS void NAME(tile)(long n, long k, const float *a, const float *b, long width, float *c) {
    lanes sum[4];
#pragma clang loop unroll(full)
    for (int r = 0; r < 4; r++) sum[r] = *(const lanes *)(c + r * n);
    for (long p = 0; p < k; p++) {
        lanes row = *(const lanes *)(b + p * width);
#pragma clang loop unroll(full)
        for (int r = 0; r < 4; r++) sum[r] = __builtin_elementwise_fma((lanes)a[r * n + p], row, sum[r]);
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < 4; r++) *(lanes *)(c + r * n) = sum[r];
}

static void NAME(tiles)(long n, const float *a, const float *b, float *c) {
    for (long i = 0; i < n * n; i++) c[i] = 0;
    for (long i = 0; i < n; i += 4)
        for (long j = 0; j < n; j += 16) NAME(tile)(n, n, a + i * n, b + j, n, c + i * n + j);
}
#line 748 "Chapters/A-engine-room.md"

static void NAME(pack)(long n, long k, const float *b, float *panel) {
    for (long p = 0; p < k; p++) *(lanes *)(panel + 16 * p) = *(const lanes *)(b + p * n);
}

static void NAME(panels)(long n, const float *a, const float *b, float *c) {
    float *panel = kd_scratch(0, sizeof(float) * 16 * (unsigned long)n);
    for (long i = 0; i < n * n; i++) c[i] = 0;
    for (long j = 0; j < n; j += 16) {
        NAME(pack)(n, n, b + j, panel);
        for (long i = 0; i < n; i += 4) NAME(tile)(n, n, a + i * n, panel, 16, c + i * n + j);
    }
}
#line 782 "Chapters/A-engine-room.md"

static void NAME(blocks)(long n, const float *a, const float *b, float *c) {
    float *panels = kd_scratch(0, sizeof(float) * 256 * (unsigned long)n);
    for (long i = 0; i < n * n; i++) c[i] = 0;
    for (long p = 0; p < n; p += 256) {
        long k = n - p < 256 ? n - p : 256;
        for (long j = 0; j < n; j += 16) NAME(pack)(n, k, b + p * n + j, panels + k * j);
        for (long block = 0; block < n; block += 64)
            for (long j = 0; j < n; j += 16)
                for (long i = block; i < block + 64 && i < n; i += 4)
                    NAME(tile)(n, k, a + i * n + p, panels + k * j, 16, c + i * n + j);
    }
}
