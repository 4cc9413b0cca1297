// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/13-03-convolution-tile.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 3f4aeee2ea3a3d74

// Chapters/Workshop/13-03-convolution-tile.md: The tile
// The tile. Included for vectors of 16 and of 8: VECTOR is their type, NAME(f) gives the functions a name of their own,
// and FMA multiplies and adds.

// `rows` and `is_turned` are constants wherever this is inlined, so the sums are registers.
ALWAYS void NAME(tile)(int rows, int is_turned, const struct kd_conv_chains *t, long first) {
    VECTOR sum[KD_MAX_TILE_ROWS];
    const float *row[KD_MAX_TILE_ROWS];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        row[r] = t->from + t->starts[first + r];
        __builtin_memcpy(&sum[r], t->start ? t->start : t->to + t->ends[first + r], sizeof(VECTOR));
    }

    const float *vectors = t->vectors;
    long step = t->vector_step, moved = 0;
    for (const long *offset = t->offsets, *end = offset + t->steps; offset < end; offset++) {
        VECTOR vector;
        __builtin_memcpy(&vector, is_turned ? vectors + *offset : vectors, sizeof vector);
        long place = is_turned ? moved : *offset;
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) sum[r] = FMA((VECTOR)(row[r][place]), vector, sum[r]);
        if (is_turned) moved += step;
        else vectors += step;
    }

#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) __builtin_memcpy(t->to + t->ends[first + r], &sum[r], sizeof(VECTOR));
}

// `count` tiles of `rows` rows each.
ALWAYS void NAME(equal_tiles)(int rows, long count, int is_turned, const struct kd_conv_chains *t, long first) {
    switch (rows) {
#define KD_CASE(r) case r: for (long i = 0; i < count; i++) NAME(tile)(r, is_turned, t, first + i * r); break;
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

// As many tiles as it takes, all with the same number of rows or one more.
ALWAYS void NAME(all_tiles)(long rows, int is_turned, const struct kd_conv_chains *t) {
    long count = (rows + KD_CONV_ROWS - 1) / KD_CONV_ROWS, low = rows / count, higher = rows % count;
    if (higher > 0) NAME(equal_tiles)((int)low + 1, higher, is_turned, t, 0);
    NAME(equal_tiles)((int)low, count - higher, is_turned, t, higher * (low + 1));
}
