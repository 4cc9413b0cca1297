// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 78e282e8c9325c1c

#line 2198 "Chapters/A-engine-room.md"
// For every CPU: no instructions beyond what the compiler may use anyway. No FMA.
#include "kindling_engine.h"
#include "kernels.h"
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_kernels_baseline
#define KD_TILE_ROWS 4
#define KD_TILE_VECTORS 1
#include "kernels_text.h"
