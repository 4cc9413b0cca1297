// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/13-cnn.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3988b9ee87bafad5

#line 803 "Chapters/13-cnn.md"
// The tile. Included for vectors of 16 and of 8: VECTOR is their type, NAME(f) gives the functions a name of their own,
// and FMA multiplies and adds.

// `rows` and `is_turned` are constants wherever this is inlined, so the sums are registers.
ALWAYS void NAME(tile_body)(int rows, int is_turned, const struct kd_conv_tile *t) {
    VECTOR sum[KD_MAX_TILE_ROWS];
    const float *row[KD_MAX_TILE_ROWS];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        row[r] = t->row[r];
        __builtin_memcpy(&sum[r], t->start ? t->start : t->out[r], sizeof(VECTOR));
    }

    const float *vectors = t->vectors;
    const long *offsets = t->offsets;
    long step = t->vector_step;
    for (long p = 0, moved = 0; p < t->steps; p++, moved += step) {
        VECTOR vector;
        long offset = offsets[p], place = is_turned ? moved : offset;
        __builtin_memcpy(&vector, vectors + (is_turned ? offset : moved), sizeof vector);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) sum[r] = FMA((VECTOR)(row[r][place]), vector, sum[r]);
    }

#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) __builtin_memcpy(t->out[r], &sum[r], sizeof(VECTOR));
}

ALWAYS void NAME(tile)(int rows, int is_turned, const struct kd_conv_tile *t) {
    switch (rows) {
#define KD_CASE(r) case r: NAME(tile_body)(r, is_turned, t); break;
        KD_CASE(1) KD_CASE(2) KD_CASE(3) KD_CASE(4)
#if KD_CONV_ROWS > 4
        KD_CASE(5) KD_CASE(6)
#endif
#if KD_CONV_ROWS > 6
        KD_CASE(7) KD_CASE(8)
#endif
#if KD_CONV_ROWS > 8
        KD_CASE(9) KD_CASE(10)
#endif
#undef KD_CASE
    }
}
