// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-03-engine-kernels.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 38858eb66a27aebe

// Chapters/Workshop/A-03-engine-kernels.md: A fused multiply-add without the instruction
// The FMA of 16 lanes. Include lanes.h first, and set KD_HAS_FMA if the instruction set has one.

#ifdef KD_HAS_FMA

ALWAYS lanes multiply_add(lanes a, lanes b, lanes c) { return __builtin_elementwise_fma(a, b, c); }

#else

// A Float's FMA without the instruction. The product of two Floats is exact in a double. The sum with c is
// rounded to double, and rounding that to Float would be one rounding too many; so it is first *rounded to
// odd*: where the sum was inexact, of the two doubles around the exact value the one with an odd last bit is
// taken. Then the second rounding is right (S. Boldo and G. Melquiond, "Emulation of FMA and correctly rounded
// sums", IEEE Transactions on Computers 57, 2008).
ALWAYS wide multiply_add_to_odd(wide a, wide b, wide c) {
    wide product = a * b, sum = product + c;
    wide back = sum - product;
    wide error = (product - (sum - back)) + (c - back);  // Knuth's two-sum: sum + error is exact
    wide_bits bits = wide_bits_of(sum);
    wide_bits toward = 1 - ((bits ^ wide_bits_of(error)) >> 63 << 1);  // 1 away from zero, -1 toward it
    wide_bits even = (bits & 1) - 1;                                   // all ones if even
    return wide_from_bits(((error < 0.0) | (error > 0.0)) ? bits + (toward & even) : bits);
}

// A function of its own, so that its registers don't crowd the loops that rarely need it.
static __attribute__((noinline, unused)) lanes multiply_add_with_care(lanes a, lanes b, lanes c) {
    return join(multiply_add_to_odd(low_half(a), low_half(b), low_half(c)),
                multiply_add_to_odd(high_half(a), high_half(b), high_half(c)));
}

ALWAYS lanes multiply_add(lanes a, lanes b, lanes c) {
    wide low = low_half(a) * low_half(b) + low_half(c), high = high_half(a) * high_half(b) + high_half(c);
    lanes_bits tail, head;  // the lower and the upper 32 bits of each double, the latter without its sign
    tail.lo = ((lanes_bits)low).even, tail.hi = ((lanes_bits)high).even;
    head.lo = ((lanes_bits)low).odd, head.hi = ((lanes_bits)high).odd;
    head &= 0x7fffffff;
    // A half-way number; or one that isn't 0, but smaller than 2⁻¹²⁶.
    if (ANY(((tail & 0x1fffffff) == 0x10000000) | ((head > 0) & (head < 0x38100000))))
        return multiply_add_with_care(a, b, c);
    return join(low, high);
}

#endif
