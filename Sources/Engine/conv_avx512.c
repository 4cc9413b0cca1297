// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: f3d076e8b8a56ef6

// Chapters/Workshop/13-03-convolution-tile.md: The tile
// For x86 CPUs with AVX-512: a vector of 16 is one register.
#include "conv_kernels.h"
#include "regions.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_conv_avx512
#define KD_HAS_FMA
#define KD_ROWS16 10
#define KD_ROWS8 10
KD_AVX512_BEGIN
#include "conv_text.h"
KD_REGION_END
#endif
