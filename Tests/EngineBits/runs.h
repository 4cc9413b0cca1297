// What the cases stand on: made-up numbers, memory for results, and the runs whose bits are compared.
#ifndef RUNS_H
#define RUNS_H

#include "kindling_engine.h"
#include <stdint.h>

// Made-up numbers (SplitMix64). The same on every machine: they are made of whole numbers, and of powers of two.
void seed(uint64_t number);
long whole(long first, long last);  // from first to last, both included
float of_bits(uint32_t bits);
float *ordinary(long n);            // between -1 and 1
float *wild(long n);                // of every size, and infinities, NaNs, zeros of both signs, numbers below 2^-126
// What these and `turned` return is freed when the case has ended.
void *keep(unsigned long bytes);
// (images, pixels, channels) from (images, channels, pixels), of four bytes each.
void *turned(const void *planes, long images, long channels, long pixels);

// A group is a line of what is printed: its name and a hash of the bits of all its cases. Those whose names don't
// contain `only` are left out.
void group(const char *name);
extern const char *only;

// A case is run by
//
//     begin("what it is, for messages");
//     while (next_run()) NAIVE_OR_FAST(kd_fill)(n, 2.5f, floats_out(n));
//
// first as plain loops (`is_naive`), then with each instruction set of this machine and with 1, 2 and 5 threads.
// What is written to the places asked for must have the same bits every time; any NaN counts as any other.
extern int is_naive;
void begin(const char *format, ...) __attribute__((format(printf, 1, 2)));
int next_run(void);
#define NAIVE_OR_FAST(f) (is_naive ? f##_naive : f)

float *floats_out(long n);
float *floats_in_out(const float *start, long n);  // the same, with what stands there first
long *longs_out(long n);
unsigned char *bytes_out(long n);
// Four bytes each, (images, pixels, channels) of a fast kernel and (images, channels, pixels) of a plain loop.
float *pixels_out(long images, long channels, long pixels);
int *indices_out(long images, long channels, long pixels);

// 0 if all runs of all cases had the same bits, else 1.
int end(void);

#endif
