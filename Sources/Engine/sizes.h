// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/A-06-engine-product.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: bb6c76f2c552d753

// Chapters/Workshop/A-06-engine-product.md: Whole numbers
// Calculating with sizes.
#ifndef KD_SIZES_H
#define KD_SIZES_H

static inline long least(long a, long b) { return a < b ? a : b; }
static inline long most(long a, long b) { return a > b ? a : b; }
static inline long above(long a, long b) { return (a + b - 1) / b; }  // a / b, rounded up

#endif
