// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5478f040165b3bed

#line 1182 "Chapters/A-engine-room.md"
// What `lanes` are. The includer sets KD_LANES to 1, and gets plain numbers, or to 16, and gets vectors: the code
// written in lanes means the same for both. `wide` are doubles, for what a Float can't hold.
#include <stdint.h>

#define ALWAYS static inline __attribute__((always_inline, unused))

#if KD_LANES == 1

typedef float lanes;
typedef uint32_t lanes_bits;
typedef double wide;
typedef uint64_t wide_bits;
enum { WIDE = 1 };

#define ANY(mask) (mask)
#define THROUGH_WIDE(f, x) ((float)f((double)(x)))
#define THROUGH_WIDE2(f, x, y) ((float)f((double)(x), (double)(y)))

#else

typedef float lanes __attribute__((ext_vector_type(16)));
typedef uint32_t lanes_bits __attribute__((ext_vector_type(16)));
typedef double wide __attribute__((ext_vector_type(8)));
typedef uint64_t wide_bits __attribute__((ext_vector_type(8)));
enum { WIDE = 8 };

ALWAYS wide low_half(lanes x) { return __builtin_convertvector(x.lo, wide); }
ALWAYS wide high_half(lanes x) { return __builtin_convertvector(x.hi, wide); }
ALWAYS lanes join(wide low, wide high) {
    lanes x;
    typedef float half __attribute__((ext_vector_type(8)));
    x.lo = __builtin_convertvector(low, half);
    x.hi = __builtin_convertvector(high, half);
    return x;
}

#define ANY(mask) __builtin_reduce_or(mask)
#define THROUGH_WIDE(f, x) join(f(low_half(x)), f(high_half(x)))
#define THROUGH_WIDE2(f, x, y) join(f(low_half(x), low_half(y)), f(high_half(x), high_half(y)))

#endif

ALWAYS lanes_bits bits_of(lanes x) { lanes_bits b; __builtin_memcpy(&b, &x, sizeof b); return b; }
ALWAYS lanes from_bits(lanes_bits b) { lanes x; __builtin_memcpy(&x, &b, sizeof x); return x; }
ALWAYS wide_bits wide_bits_of(wide x) { wide_bits b; __builtin_memcpy(&b, &x, sizeof b); return b; }
ALWAYS wide wide_from_bits(wide_bits b) { wide x; __builtin_memcpy(&x, &b, sizeof x); return x; }
