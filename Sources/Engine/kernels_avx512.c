// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5bfa1988a8b80456

// Chapters/A-engine-room.md: One text, several instruction sets
// For x86 CPUs with AVX-512: a vector of 16 is one register, and there are 32.
#include "kernels.h"
#include "kindling_engine.h"
#include "regions.h"
#include <stdint.h>

#if defined(__x86_64__)
#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_kernels_avx512
#define KD_HAS_FMA
#define KD_TILE_ROWS 12
#define KD_TILE_VECTORS 2
KD_AVX512_BEGIN
#include "kernels_text.h"
KD_REGION_END
#endif
