// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-03-engine-kernels.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 07d9162f7f5884af

// Chapters/Workshop/A-03-engine-kernels.md: The regions
// For every CPU: no instructions beyond what the compiler may use anyway. No FMA.
#include "kernels.h"
#include "kindling_engine.h"
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_kernels_baseline
#define KD_TILE_ROWS 4
#define KD_TILE_VECTORS 1
#include "kernels_text.h"
