#include "runs.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Made-up numbers -------------------------------------------------------------------------------------------------

static uint64_t state;

void seed(uint64_t number) { state = number; }

static uint64_t next(void) {
    uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

long whole(long first, long last) { return first + (long)(next() % (uint64_t)(last - first + 1)); }

float of_bits(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

float *ordinary(long n) {
    float *x = keep(sizeof(float) * (unsigned long)n);
    for (long i = 0; i < n; i++) x[i] = (float)whole(-(1 << 24), 1 << 24) * 0x1p-24f;
    return x;
}

float *wild(long n) {
    static const float special[] = {
        0, -0.0f, 1, -1, 2, -2, 0.5f, -0.5f, 1.5f, 2.5f, 3, -3, __builtin_inff(), -__builtin_inff(),
        __builtin_nanf(""), 0x1p-133f, -0x1p-133f, 0x1p-149f, 0x1.fffffep127f, 8388607.5f, 8388609, 16777216, 16777218,
        1e5f, 1e6f, 1048576, 1e20f,
    };
    enum { SPECIAL = sizeof special / sizeof special[0] };
    float *x = keep(sizeof(float) * (unsigned long)n);
    for (long i = 0; i < n; i++) switch (whole(0, 3)) {
        case 0: x[i] = of_bits((uint32_t)next()); break;
        case 1: x[i] = special[whole(0, SPECIAL - 1)]; break;
        case 2: x[i] = (float)whole(-1000, 1000) / 100; break;
        default: x[i] = (float)whole(-8388608, 8388607) * of_bits((uint32_t)whole(127 - 33, 127 + 6) << 23);
        }
    return x;
}

// Memory ----------------------------------------------------------------------------------------------------------

static void *allocate(unsigned long bytes) {
    void *memory = malloc(bytes + !bytes);
    if (!memory) abort();
    return memory;
}

enum { KEPT = 64, OUTPUTS = 8, GUARD = 16 };

static void *kept[KEPT];
static int kept_count;

void *keep(unsigned long bytes) {
    if (kept_count == KEPT) abort();
    return kept[kept_count++] = allocate(bytes);
}

void *turned(const void *planes, long images, long channels, long pixels) {
    const uint32_t *from = planes;
    uint32_t *to = keep(sizeof(uint32_t) * (unsigned long)(images * channels * pixels)), *place = to;
    for (long i = 0; i < images; i++)
        for (long p = 0; p < pixels; p++)
            for (long c = 0; c < channels; c++) *place++ = from[(i * channels + c) * pixels + p];
    return to;
}

// What a run writes. Behind it stand a few bytes more, to notice who writes too far.
struct output {
    unsigned char *memory;
    unsigned long bytes;
    int is_float, is_long;
    long images, channels, pixels;  // of planes, or 0
};

static struct output outputs[OUTPUTS];
static int output_count;

static void *out(long count, unsigned long size, int is_float) {
    if (output_count == OUTPUTS) abort();
    struct output *o = &outputs[output_count++];
    *o = (struct output){.bytes = (unsigned long)count * size, .is_float = is_float};
    o->memory = allocate(o->bytes + GUARD);
    memset(o->memory, 0xa5, o->bytes + GUARD);
    return o->memory;
}

float *floats_out(long n) { return out(n, sizeof(float), 1); }

long *longs_out(long n) {
    long *memory = out(n, sizeof(long), 0);
    outputs[output_count - 1].is_long = 1;
    return memory;
}

unsigned char *bytes_out(long n) { return out(n, 1, 0); }

float *floats_in_out(const float *start, long n) {
    return memcpy(floats_out(n), start, sizeof(float) * (unsigned long)n);
}

static void *image_out(long images, long channels, long pixels, int is_float) {
    void *memory = out(images * channels * pixels, 4, is_float);
    struct output *o = &outputs[output_count - 1];
    if (is_naive) o->images = images, o->channels = channels, o->pixels = pixels;
    return memory;
}

float *pixels_out(long images, long channels, long pixels) { return image_out(images, channels, pixels, 1); }
int *indices_out(long images, long channels, long pixels) { return image_out(images, channels, pixels, 0); }

// Hashes ----------------------------------------------------------------------------------------------------------

// FNV-1a, of 64 bits.
enum : uint64_t { EMPTY = 0xcbf29ce484222325, PRIME = 0x100000001b3 };

static uint64_t add(uint64_t hash, const void *bytes, unsigned long count) {
    const unsigned char *b = bytes;
    for (unsigned long i = 0; i < count; i++) hash = (hash ^ b[i]) * PRIME;
    return hash;
}

static uint64_t hash_of(const struct output *o, uint64_t hash) {
    const void *memory = o->images ? turned(o->memory, o->images, o->channels, o->pixels) : o->memory;
    if (o->is_long) {  // of 64 bits, as on most machines
        for (unsigned long i = 0; i < o->bytes / sizeof(long); i++)
            hash = add(hash, &(int64_t){((const long *)memory)[i]}, sizeof(int64_t));
        return hash;
    }
    if (!o->is_float) return add(hash, memory, o->bytes);
    const uint32_t *bits = memory;
    for (unsigned long i = 0; i < o->bytes / 4; i++) {
        int is_nan = (bits[i] & 0x7fffffff) > 0x7f800000;
        hash = add(hash, is_nan ? &(uint32_t){0x7fc00000} : &bits[i], 4);
    }
    return hash;
}

// Groups, cases and runs ------------------------------------------------------------------------------------------

int is_naive;
const char *only = "";
static const char *group_name;
static uint64_t group_hash, case_hash;
static char case_name[200];
static int run, isa, threads, failures;

void begin(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(case_name, sizeof case_name, format, arguments);
    va_end(arguments);
    run = -1;
}

static void complain(const char *what) {
    if (failures++ > 20) exit(1);
    if (is_naive) fprintf(stderr, "%s, %s, as plain loops: %s\n", group_name, case_name, what);
    else fprintf(stderr, "%s, %s, %s, %d threads: %s\n", group_name, case_name, kd_isa_name(isa), threads, what);
}

static void end_run(void) {
    uint64_t hash = EMPTY;
    for (int i = 0; i < output_count; i++) {
        struct output *o = &outputs[i];
        hash = hash_of(o, hash);
        for (int g = 0; g < GUARD; g++)
            if (o->memory[o->bytes + (unsigned long)g] != 0xa5) { complain("wrote past the end"); break; }
        free(o->memory);
    }
    output_count = 0;
    if (is_naive) case_hash = hash;
    else if (hash != case_hash) complain("other bits than the plain loops'");
}

static void free_kept(void) {
    while (kept_count > 0) free(kept[--kept_count]);
}

static void end_case(void) {
    free_kept();
    group_hash = add(group_hash, &case_hash, sizeof case_hash);
    if (getenv("CASES")) printf("%016llx  %s, %s\n", (unsigned long long)case_hash, group_name, case_name);
}

int next_run(void) {
    static const int all_threads[3] = {1, 2, 5};
    if (!strstr(group_name, only)) { free_kept(); return 0; }
    if (run >= 0) end_run();
    is_naive = ++run == 0;
    if (is_naive) return 1;
    do {
        isa = (run - 1) / 3;
        threads = all_threads[(run - 1) % 3];
        if (isa > KD_NEON) { end_case(); return 0; }
    } while (!kd_set_isa(isa) && ++run);
    kd_set_threads(threads);
    return 1;
}

static void end_group(void) {
    if (group_name && strstr(group_name, only)) printf("%016llx  %s\n", (unsigned long long)group_hash, group_name);
    fflush(stdout);
}

void group(const char *name) {
    end_group();
    group_name = name;
    group_hash = EMPTY;
}

int end(void) {
    end_group();
    return failures > 0;
}
