// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-03-engine-kernels.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 5ae7b5b3ff96cf06

// Chapters/Workshop/A-03-engine-kernels.md: The regions
// For arm64, where NEON and its FMA belong to every CPU: a vector of 16 is four registers, and there are 32.
#include "kernels.h"
#include "kindling_engine.h"
#include <stdint.h>

#if defined(__aarch64__)
#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_kernels_neon
#define KD_HAS_FMA
#define KD_TILE_ROWS 6
#define KD_TILE_VECTORS 1
#include "kernels_text.h"
#endif
