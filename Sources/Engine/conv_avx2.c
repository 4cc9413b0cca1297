// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: e15f23feceb7e5e5

// Chapters/Workshop/13-03-convolution-tile.md: The tile
// For x86 CPUs with AVX2 and FMA: a vector of 16 is two registers, and there are 16.
#if defined(__x86_64__)
#include "conv_kernels.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_conv_avx2
#define KD_HAS_FMA
#define KD_ROWS16 6
#define KD_ROWS8 8
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "conv_text.h"
#pragma clang attribute pop
#else
typedef int kd_no_conv_on_this_cpu;
#endif
