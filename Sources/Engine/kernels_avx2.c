// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-03-engine-kernels.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 41c0797590282a79

// Chapters/Workshop/A-03-engine-kernels.md: The regions
// For x86 CPUs with AVX2 and FMA (since 2013): a vector of 16 is two registers, and there are 16.
#include "kernels.h"
#include "kindling_engine.h"
#include "regions.h"
#include <stdint.h>

#if defined(__x86_64__)
#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_kernels_avx2
#define KD_HAS_FMA
#define KD_TILE_ROWS 6
#define KD_TILE_VECTORS 1
KD_AVX2_BEGIN
#include "kernels_text.h"
KD_REGION_END
#endif
