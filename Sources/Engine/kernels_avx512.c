// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: e54a408ecedc83e1

#line 2231 "Chapters/A-engine-room.md"
// For x86 CPUs with AVX-512: a vector of 16 is one register, and there are 32.
#if defined(__x86_64__)
#include "kindling_engine.h"
#include "kernels.h"
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_kernels_avx512
#define KD_HAS_FMA
#define KD_TILE_ROWS 12
#define KD_TILE_VECTORS 2
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#include "kernels_text.h"
#pragma clang attribute pop
#else
typedef int kd_not_on_this_cpu;
#endif
