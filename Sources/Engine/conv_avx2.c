// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ed066f59f13f2ce9

// Chapters/Workshop/13-03-convolution-tile.md: The tile
// For x86 CPUs with AVX2 and FMA: a vector of 16 is two registers, and there are 16.
#include "conv_kernels.h"
#include "regions.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_conv_avx2
#define KD_HAS_FMA
#define KD_ROWS16 6
#define KD_ROWS8 8
KD_AVX2_BEGIN
#include "conv_text.h"
KD_REGION_END
#endif
