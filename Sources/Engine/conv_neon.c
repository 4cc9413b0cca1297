// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 814dff69c98d9dba

// Chapters/Workshop/13-03-convolution-tile.md: The tile
// For arm64: a vector of 16 is four registers, and there are 32.
#include "conv_kernels.h"
#include <stdint.h>

#if defined(__aarch64__)
#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_conv_neon
#define KD_HAS_FMA
#define KD_ROWS16 6
#define KD_ROWS8 10
#include "conv_text.h"
#endif
