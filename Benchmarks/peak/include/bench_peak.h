#ifndef BENCH_PEAK_H
#define BENCH_PEAK_H

/// The fused multiply-adds of Floats that this machine does in a second when it does nothing else, in GFLOP/s (a multiply-add counts
/// as two): the largest of `bursts` bursts of some 20 ms with the widest instructions, on so many threads at once.
double bench_fma_peak(int threads, int bursts);

#endif
