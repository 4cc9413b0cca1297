// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 59e80d82fbd1b9c6

#line 1005 "Chapters/13-cnn.md"
// For every CPU.
#include "conv_kernels.h"
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#define KD_TABLE kd_conv_baseline
#define KD_SUMS 4
#include "conv_text.h"
