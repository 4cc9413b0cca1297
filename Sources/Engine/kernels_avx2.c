// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: aac7a64893bd9648

#line 2211 "Chapters/A-engine-room.md"
// For x86 CPUs with AVX2 and FMA (since 2013): a vector of 16 is two registers, and there are 16.
#if defined(__x86_64__)
#include "kindling_engine.h"
#include "kernels.h"
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_kernels_avx2
#define KD_HAS_FMA
#define KD_TILE_ROWS 6
#define KD_TILE_VECTORS 1
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "kernels_text.h"
#pragma clang attribute pop
#else
typedef int kd_not_on_this_cpu;  // C wants a declaration in every file
#endif
