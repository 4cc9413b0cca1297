// What the engine asks of the system, where there is none: no environment, one processor, no standard error. Linked
// before wasi-libc, so that the module needs nothing from whoever runs it.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

FILE *const stderr = NULL;

// Messages come before `abort`, or are about the environment. Nobody would see them.
int fprintf(FILE *restrict file, const char *restrict format, ...) { return (void)file, (void)format, 0; }

char *getenv(const char *name) { return (void)name, NULL; }

long sysconf(int name) { return name == _SC_NPROCESSORS_ONLN ? 1 : -1; }

// JavaScript gets a WebAssembly.RuntimeError.
void abort(void) { __builtin_trap(); }
