// What clang calls for numbers of 128 bits, which WebAssembly hasn't: the sine and the cosine reduce large angles with
// them. They belong to clang's runtime library, which is rarely installed for wasm32.
#include <stdint.h>

typedef union {
    __int128 whole;
    struct {
        uint64_t low, high;
    };
} halves;

// The name that clang calls, and a type that it knows.
__int128 __multi3(__int128 a, __int128 b) {
    halves x = {a}, y = {b}, product;
    uint64_t x0 = x.low & 0xffffffff, x1 = x.low >> 32, y0 = y.low & 0xffffffff, y1 = y.low >> 32;
    uint64_t lowest = x0 * y0, middle = x1 * y0 + (lowest >> 32), other = x0 * y1 + (middle & 0xffffffff);
    product.low = other << 32 | (lowest & 0xffffffff);
    product.high = x1 * y1 + (middle >> 32) + (other >> 32) + x.low * y.high + x.high * y.low;
    return product.whole;
}

__int128 __ashlti3(__int128 a, int count) {
    halves x = {a}, shifted;
    if (count >= 64) {
        shifted.low = 0;
        shifted.high = x.low << (count - 64);
    } else if (count == 0) {
        return a;
    } else {
        shifted.low = x.low << count;
        shifted.high = x.high << count | x.low >> (64 - count);
    }
    return shifted.whole;
}
