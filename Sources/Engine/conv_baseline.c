// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 4428883fd8965a0c

// Chapters/Workshop/13-03-convolution-tile.md: The tile
// For every CPU.
#include "conv_kernels.h"
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_conv_baseline
#define KD_ROWS16 4
#define KD_ROWS8 0
#include "conv_text.h"
