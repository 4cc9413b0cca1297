// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: b22443f2d144d7af

#line 2251 "Chapters/A-engine-room.md"
// For arm64, where NEON and its FMA belong to every CPU: a vector of 16 is four registers, and there are 32.
#if defined(__aarch64__)
#include "kindling_engine.h"
#include "kernels.h"
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_kernels_neon
#define KD_HAS_FMA
#define KD_TILE_ROWS 6
#define KD_TILE_VECTORS 1
#include "kernels_text.h"
#else
typedef int kd_not_on_this_cpu;
#endif
