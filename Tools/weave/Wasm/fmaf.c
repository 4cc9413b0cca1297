// a · b + c, rounded once. WebAssembly has no instruction for it, and wasi-libc's function is wrong in hard cases, so
// this one is linked before it.

#include <stdint.h>

#pragma STDC FP_CONTRACT OFF

// As in the engine's multiply_add.h: the product is exact in a double. Where the sum isn't, it is rounded to odd (of
// the two doubles around the exact value, the one whose last bit is 1), and then rounding to a float is right. (Boldo
// and Melquiond, "Emulation of FMA and correctly rounded sums", 2008.)
float fmaf(float a, float b, float c) {
    double product = (double)a * (double)b, sum = product + (double)c;
    double back = sum - product;
    double error = (product - (sum - back)) + ((double)c - back);  // sum + error is exact
    if (error < 0 || error > 0) {
        uint64_t bits, error_bits;
        __builtin_memcpy(&bits, &sum, sizeof bits);
        __builtin_memcpy(&error_bits, &error, sizeof error_bits);
        if ((bits & 1) == 0) bits += (bits ^ error_bits) >> 63 ? -1 : 1;  // toward zero, or away from it
        __builtin_memcpy(&sum, &bits, sizeof sum);
    }
    return (float)sum;
}
