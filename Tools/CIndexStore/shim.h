#ifndef INDEX_STORE_SHIM_H
#define INDEX_STORE_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What the tools ask of libIndexStore, which comes with each toolchain and is loaded from there at run time; its header
// doesn't come with it. The names are those of indexstore.h, the source: https://github.com/swiftlang/llvm-project,
// clang/include/indexstore. Swift can't declare functions that return a structure, so their types stand here.

typedef struct {
    const char *data;
    size_t length;
} indexstore_string_ref_t;

typedef bool (*indexstore_name_applier)(void *context, indexstore_string_ref_t name);
typedef bool (*indexstore_object_applier)(void *context, void *object);

typedef void *(*indexstore_store_create)(const char *path, void **error);
typedef const char *(*indexstore_error_get_description)(void *error);
typedef bool (*indexstore_store_units_apply_f)(void *store, unsigned sorted, void *context,
                                               indexstore_name_applier applier);
/// Of a unit, or of a record: `indexstore_unit_reader_create`, `indexstore_record_reader_create`.
typedef void *(*indexstore_reader_create)(void *store, const char *name, void **error);
/// `indexstore_unit_reader_dependencies_apply_f`, `indexstore_record_reader_occurrences_apply_f`.
typedef bool (*indexstore_reader_apply_f)(void *reader, void *context, indexstore_object_applier applier);
typedef void (*indexstore_dispose)(void *object);

typedef unsigned (*indexstore_unit_dependency_get_kind)(void *dependency);
typedef void *(*indexstore_occurrence_get_symbol)(void *occurrence);
typedef uint64_t (*indexstore_occurrence_get_roles)(void *occurrence);
typedef void (*indexstore_occurrence_get_line_col)(void *occurrence, unsigned *line, unsigned *column);
typedef unsigned (*indexstore_symbol_get_kind)(void *symbol);
/// What a symbol or a dependency is called: `indexstore_symbol_get_name`, `indexstore_symbol_get_usr` and others.
typedef indexstore_string_ref_t (*indexstore_get_string)(void *object);

#endif
