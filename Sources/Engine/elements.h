// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
//   Chapters/Workshop/A-02-engine-functions.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: dcb8603ba0297d8d

// Chapters/A-engine-room.md: The functions
// What each operation does to one element, written once in lanes: the scalar reference and every vector kernel
// are compiled from this text. The transcendental functions compute in doubles and round to Float once, at the
// end.

#define LN2 0x1.62e42fefa39efp-1    // the natural logarithm of 2
#define LOG2E 0x1.71547652b82fep+0  // 1 / LN2
#define ROUNDER 0x1.8p52            // adding it pushes a double's fraction out at the right end
#define ONE_BITS 0x3ff0000000000000 // the bits of 1.0

// c[0] + c[1] x + c[2] x² + …, n terms, the even and the odd powers apart: two short chains of operations run
// at the same time, where one long chain would wait for itself.
ALWAYS wide polynomial(wide x, int n, const double *c) {
    wide z = x * x, even = (wide)(c[(n - 1) / 2 * 2]), odd = (wide)(c[n / 2 * 2 - 1]);
#pragma clang loop unroll(full)
    for (int i = (n - 1) / 2 * 2 - 2; i >= 0; i -= 2) even = even * z + c[i];
#pragma clang loop unroll(full)
    for (int i = n / 2 * 2 - 3; i >= 0; i -= 2) odd = odd * z + c[i];
    return even + x * odd;
}

#define POLYNOMIAL(x, ...) \
    polynomial(x, sizeof (const double[]){__VA_ARGS__} / sizeof(double), (const double[]){__VA_ARGS__})

// Chapters/A-engine-room.md: exp
// e^x - 1 = power * (1 + p) - 1, where power is 2^n. Returns p. x = n ln 2 + r with |r| <= ln 2 / 2; p = e^r -
// 1 by Taylor's series to the 11th power, which is off by less than 2.1e-14 of it.
ALWAYS wide exp_parts(wide x, wide *power) {
    wide t = x * LOG2E + ROUNDER;
    wide r = x - (t - ROUNDER) * LN2;
    *power = wide_from_bits((wide_bits_of(t) << 52) + ONE_BITS);  // t ends in the integer n: move it to the exponent
    wide p = POLYNOMIAL(r, 1.0, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320,
                        1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800);
    return p * r;
}

// Beyond ±110 a Float's e^x is 0 or infinite already.
ALWAYS wide clamp(wide x, double limit) {
    x = x < -limit ? (wide)(-limit) : x;
    return x > limit ? (wide)(limit) : x;
}

ALWAYS wide exp_wide(wide x) {
    wide power, p = exp_parts(clamp(x, 110), &power);
    return x == x ? power + power * p : x;
}

// Chapters/Workshop/A-02-engine-functions.md: sigmoid and tanh
ALWAYS wide sigmoid_wide(wide x) { return 1.0 / (1.0 + exp_wide(-x)); }

// tanh x = (e^2x - 1) / (e^2x + 1), for |x|, with the sign put back.
ALWAYS wide tanh_wide(wide x) {
    wide_bits sign = wide_bits_of(x) & 0x8000000000000000;
    wide twice = wide_from_bits(wide_bits_of(x) ^ sign) * 2.0;
    wide power, p = exp_parts(clamp(twice, 40), &power);
    wide e = power * p + (power - 1.0);  // e^2|x| - 1, precise for small x too
    wide y = wide_from_bits(wide_bits_of(e / (e + 2.0)) | sign);
    return x == x ? y : x;
}

// Chapters/Workshop/A-02-engine-functions.md: log
// log(2^e (1 + f)), for 1 + f between sqrt(1/2) and sqrt(2): with s = f / (2 + f), log(1 + f) = 2 artanh s
// = 2 (s + s^3/3 + s^5/5 + …). |s| < 0.172; what follows s^17/17 is less than 4e-15 of the sum.
ALWAYS wide log_parts(wide e, wide f) {
    wide s = f / (2.0 + f), z = s * s;
    wide p = POLYNOMIAL(z, 1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17);
    return e * LN2 + (s + s * z * p) * 2.0;
}

// x = 2^e (1 + f), for positive finite x that is normal as a double: every positive Float is.
ALWAYS wide split(wide x, wide *f) {
    wide_bits bits = wide_bits_of(x);
    wide_bits e = (bits + (ONE_BITS - 0x3fe6a09e667f3bcd)) >> 52;  // sqrt(1/2) becomes 1: there the exponent steps
    *f = wide_from_bits(bits - (e << 52) + ONE_BITS) - 1.0;
    return wide_from_bits(e | 0x4330000000000000) - (0x1p52 + 1023);  // an integer below 2^52 becomes a double
}

// The logarithm's special values: of x < 0 there is none, of 0 it is -infinity, infinity and NaN stay.
ALWAYS wide log_edges(wide x, wide y) {
    y = x > 0.0 ? y : (wide)(-__builtin_inf());
    y = x < 0.0 ? (wide)(__builtin_nan("")) : y;
    return x < __builtin_inf() ? y : x;
}

ALWAYS wide log_wide(wide x) {
    wide f, e = split(x, &f);
    return log_edges(x, log_parts(e, f));
}

// Near 0, 1 + x would lose x's last digits; but there x is f itself.
ALWAYS wide log1p_wide(wide x) {
    wide sum = 1.0 + x, f, e = split(sum, &f);
    wide small = x * x < 0.08 ? (wide)(1.0) : (wide)(0.0);
    e = small != 0.0 ? (wide)(0.0) : e;
    f = small != 0.0 ? x : f;
    wide y = log_edges(sum, log_parts(e, f));
    return x == 0.0 ? x : y;  // log1p(-0) is -0
}

// Chapters/Workshop/A-02-engine-functions.md: sin and cos
// The bits of 2/π after the point, behind 32 zeros.
static const uint64_t two_over_pi[5] = {
    0x00000000a2f9836e, 0x4e441529fc2757d1, 0xf534ddc0db629599, 0x3c439041fe5163ab, 0xdebbc561b7246e3a,
};

// x = (4 i + quadrant) π/2 + r for some integer i, for a Float x of at least 2^20. (Payne and Hanek) x is m 2^e
// with an integer m < 2^24. Of 2/π times 2^e only what is less than 4 matters: 128 bits of it, times m, modulo
// 4.
static __attribute__((noinline, unused)) double reduce_huge(double x, uint64_t *quadrant) {
    if (!(x - x == 0)) { *quadrant = 0; return __builtin_nan(""); }
    uint64_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    int e = (int)(bits >> 52 & 0x7ff) - 1023 - 23;
    uint64_t m = (bits & 0xfffffffffffff) >> 29 | 1 << 23;
    int start = 30 + e, word = start / 64, shift = start % 64;
    unsigned __int128 window = (unsigned __int128)two_over_pi[word] << 64 | two_over_pi[word + 1];
    if (shift) window = window << shift | two_over_pi[word + 2] >> (64 - shift);
    unsigned __int128 product = window * m;  // modulo 2^128, which stands for 4
    uint64_t q = (uint64_t)(product >> 126) + ((uint64_t)(product >> 125) & 1);
    product <<= 2;  // what is left, as a signed fraction of 2^128: between -1/2 and 1/2
    double fraction = (double)(int64_t)(product >> 64) * 0x1p-64 + (double)(uint64_t)product * 0x1p-128;
    double r = fraction * 0x1.921fb54442d18p+0;
    *quadrant = bits >> 63 ? 0 - q : q;
    return bits >> 63 ? -r : r;
}

// x = n π/2 + r with |r| <= π/4. Returns r; the last two bits of quadrant are n's.
// π/2 in three parts, the first two of 33 bits, so that their products with n are exact (Cody and Waite).
ALWAYS wide reduce(wide x, wide_bits *quadrant) {
    wide t = x * 0x1.45f306dc9c883p-1 + ROUNDER, n = t - ROUNDER;
    wide r = ((x - n * 0x1.921fb544p+0) - n * 0x1.0b4611a6p-34) - n * 0x1.3198a2e037073p-69;
    *quadrant = wide_bits_of(t);
    if (ANY((x >= 0x1p20) | (x <= -0x1p20) | (x != x))) {
        double xs[WIDE], rs[WIDE];
        uint64_t quadrants[WIDE];
        __builtin_memcpy(xs, &x, sizeof xs);
        __builtin_memcpy(rs, &r, sizeof rs);
        __builtin_memcpy(quadrants, quadrant, sizeof quadrants);
        for (int l = 0; l < WIDE; l++)
            if (!(xs[l] < 0x1p20 && xs[l] > -0x1p20)) rs[l] = reduce_huge(xs[l], &quadrants[l]);
        __builtin_memcpy(&r, rs, sizeof rs);
        __builtin_memcpy(quadrant, quadrants, sizeof quadrants);
    }
    return r;
}

// The sine of r + quadrant · π/2, by Taylor's series of sine and cosine.
ALWAYS wide sine_of_parts(wide r, wide_bits quadrant) {
    wide z = r * r;
    wide s = POLYNOMIAL(z, 1.0, -1.0 / 6, 1.0 / 120, -1.0 / 5040, 1.0 / 362880, -1.0 / 39916800,
                        1.0 / 6227020800) * r;
    wide c = POLYNOMIAL(z, 1.0, -1.0 / 2, 1.0 / 24, -1.0 / 720, 1.0 / 40320, -1.0 / 3628800, 1.0 / 479001600,
                        -1.0 / 87178291200);
    wide y = (quadrant & 1) != 0 ? c : s;
    return wide_from_bits(wide_bits_of(y) ^ (quadrant & 2) << 62);
}

ALWAYS wide sin_wide(wide x) {
    wide_bits quadrant;
    wide r = reduce(x, &quadrant);
    return sine_of_parts(r, quadrant);
}

ALWAYS wide cos_wide(wide x) {
    wide_bits quadrant;
    wide r = reduce(x, &quadrant);
    return sine_of_parts(r, quadrant + 1);
}

// Chapters/Workshop/A-02-engine-functions.md: erf
// W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969):
// x R(x²) up to 0.46875, and beyond 1 - e^-x² R(x). Past 6 the result is 1 in a Float, and in a double nearly
// so.
ALWAYS wide erf_wide(wide x) {
    wide_bits sign = wide_bits_of(x) & 0x8000000000000000;
    wide a = wide_from_bits(wide_bits_of(x) ^ sign);

    wide z = a * a;
    wide p = POLYNOMIAL(z, 3.20937758913846947e3, 3.77485237685302021e2, 1.13864154151050156e2, 3.16112374387056560e0,
                        1.85777706184603153e-1);
    wide q = POLYNOMIAL(z, 2.84423683343917062e3, 1.28261652607737228e3, 2.44024637934444173e2,
                        2.36012909523441209e1, 1.0);
    wide near = a * (p / q);

    wide b = a > 6.0 ? (wide)(6.0) : a;
    p = POLYNOMIAL(b, 1.23033935479799725e3, 2.05107837782607147e3, 1.71204761263407058e3, 8.81952221241769090e2,
                   2.98635138197400131e2, 6.61191906371416295e1, 8.88314979438837594e0, 5.64188496988670089e-1,
                   2.15311535474403846e-8);
    q = POLYNOMIAL(b, 1.23033935480374942e3, 3.43936767414372164e3, 4.36261909014324716e3, 3.29079923573345963e3,
                   1.62138957456669019e3, 5.37181101862009858e2, 1.17693950891312499e2, 1.57449261107098347e1, 1.0);
    wide far = 1.0 - exp_wide(-(b * b)) * (p / q);

    wide y = a <= 0.46875 ? near : far;
    y = wide_from_bits(wide_bits_of(y) | sign);
    return x == x ? y : x;
}

// Chapters/Workshop/A-02-engine-functions.md: pow
// x^y = ± e^(y log |x|), with the special cases of C's powf (C11, F.10.4.4).
ALWAYS wide pow_wide(wide x, wide y) {
    wide a = wide_from_bits(wide_bits_of(x) & 0x7fffffffffffffff);
    wide f, e = split(a, &f);
    wide exponent = y * log_edges(a, log_parts(e, f));
    wide result = a == 1.0 ? (wide)(1.0) : exp_wide(exponent);  // 1 to the infinite is 1, where ∞ · log 1 is not 0

    // Is y an integer, and odd? Above 2^24 all Floats are even integers.
    wide t = y + ROUNDER, size = wide_from_bits(wide_bits_of(y) & 0x7fffffffffffffff);
    wide integer = size >= 0x1p24 ? y : t - ROUNDER;
    wide_bits odd = size < 0x1p24 ? wide_bits_of(t) & 1 : (wide_bits)(0);
    odd = integer == y ? odd : (wide_bits)(0);
    wide_bits negative = wide_bits_of(x) >> 63 & odd;
    result = wide_from_bits(wide_bits_of(result) ^ negative << 63);

    wide none = integer == y ? result : (wide)(__builtin_nan(""));
    none = x < 0.0 ? none : result;
    result = x > -__builtin_inf() ? none : result;  // only finite negative numbers have no fractional powers
    result = x == x ? result : x;
    result = y == y ? result : y;
    result = x == 1.0 ? (wide)(1.0) : result;
    return y == 0.0 ? (wide)(1.0) : result;
}

// Chapters/Workshop/A-02-engine-functions.md: The rest, and the list
// Half-way cases go to the even integer, as in every Float addition: 2^23 leaves no room for a fraction.
ALWAYS lanes round_lanes(lanes x) {
    lanes_bits sign = bits_of(x) & 0x80000000;
    lanes a = from_bits(bits_of(x) ^ sign);
    lanes r = (a + 0x1p23f) - 0x1p23f;
    return from_bits(bits_of(a < 0x1p23f ? r : a) | sign);
}

ALWAYS lanes floor_lanes(lanes x) {
    lanes r = round_lanes(x);
    return r > x ? r - 1.0f : r;
}

ALWAYS lanes sqrt_lanes(lanes x) {
#if KD_LANES == 1
    return __builtin_sqrtf(x);
#else
    return __builtin_elementwise_sqrt(x);
#endif
}

ALWAYS lanes unary_element(int op, lanes x) {
    switch (op) {
    case KD_NEG: return -x;
    case KD_ABS: return from_bits(bits_of(x) & 0x7fffffff);
    case KD_SIGN: return (x > 0.0f ? (lanes)(1.0f) : (lanes)(0.0f)) - (x < 0.0f ? (lanes)(1.0f) : (lanes)(0.0f));
    case KD_RECIPROCAL: return 1.0f / x;
    case KD_SQRT: return sqrt_lanes(x);
    case KD_EXP: return THROUGH_WIDE(exp_wide, x);
    case KD_LOG: return THROUGH_WIDE(log_wide, x);
    case KD_LOG1P: return THROUGH_WIDE(log1p_wide, x);
    case KD_SIN: return THROUGH_WIDE(sin_wide, x);
    case KD_COS: return THROUGH_WIDE(cos_wide, x);
    case KD_TANH: return THROUGH_WIDE(tanh_wide, x);
    case KD_ERF: return THROUGH_WIDE(erf_wide, x);
    case KD_SIGMOID: return THROUGH_WIDE(sigmoid_wide, x);
    case KD_RELU: return x <= 0.0f ? (lanes)(0.0f) : x;
    case KD_FLOOR: return floor_lanes(x);
    case KD_ROUND: return round_lanes(x);
    default: return x;
    }
}

ALWAYS lanes binary_element(int op, lanes a, lanes b) {
    switch (op) {
    case KD_ADD: return a + b;
    case KD_SUB: return a - b;
    case KD_MUL: return a * b;
    case KD_DIV: return a / b;
    case KD_MAX: return a != a ? a : a > b ? a : b;
    case KD_MIN: return a != a ? a : a < b ? a : b;
    case KD_RELU_GRADIENT: return a <= 0.0f ? (lanes)(0.0f) : b;
    default: return b == 2.0f ? a * a : THROUGH_WIDE2(pow_wide, a, b);
    }
}

// 1 where it holds, else 0.
ALWAYS lanes_bits compare_element(int op, lanes a, lanes b) {
    lanes_bits yes = (lanes_bits)(1), no = (lanes_bits)(0);
    switch (op) {
    case KD_EQ: return a == b ? yes : no;
    case KD_NE: return a != b ? yes : no;
    case KD_LT: return a < b ? yes : no;
    case KD_LE: return a <= b ? yes : no;
    case KD_GT: return a > b ? yes : no;
    default: return a >= b ? yes : no;
    }
}
