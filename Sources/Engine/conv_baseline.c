// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: ef4c68c396603b81

#line 1094 "Chapters/13-cnn.md"
// For every CPU.
#include "conv_kernels.h"
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_conv_baseline
#define KD_ROWS16 4
#define KD_ROWS8 0
#include "conv_text.h"
