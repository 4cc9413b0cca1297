// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/A-engine-room.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3ad6a4fea6c28d11

// Chapters/A-engine-room.md: The code around the steps
// Which instruction sets a text is compiled for, and which of the copies is called.
#ifndef KD_REGIONS_H
#define KD_REGIONS_H

#include "kindling_engine.h"

#if defined(__x86_64__)

// Functions between BEGIN and END may use the instructions and registers of that set.
#define KD_AVX2_BEGIN _Pragma("clang attribute push(__attribute__((target(\"avx2,fma\"))), apply_to = function)")
#define KD_AVX512_BEGIN \
    _Pragma("clang attribute push(__attribute__((target(\"avx512f,avx512dq,avx512bw,avx512vl,avx2,fma\"))), apply_to = function)")
#define KD_REGION_END _Pragma("clang attribute pop")

// The one of f_baseline, f_avx2 and f_avx512 that belongs to `isa`. f may be a function, or the address of a table.
#define KD_OF(isa, f) ((isa) == KD_AVX512 ? f##_avx512 : (isa) == KD_AVX2 ? f##_avx2 : f##_baseline)

#elif defined(__aarch64__)

// NEON belongs to every such CPU, so it needs no region.
#define KD_OF(isa, f) ((isa) == KD_NEON ? f##_neon : f##_baseline)

#else
#define KD_OF(isa, f) f##_baseline
#endif

#endif
