// Threads where there are none: what the engine asks for of POSIX threads, for one thread in a browser.
//
// No thread can be made. The engine's pool then runs all tasks itself, with the same result. Nobody else can hold a
// lock, so locks are nothing, and a thread's own values are the program's.
#ifndef KINDLING_WASM_PTHREAD_H
#define KINDLING_WASM_PTHREAD_H

#include <errno.h>
#include <stddef.h>

typedef int pthread_t, pthread_attr_t, pthread_mutex_t, pthread_cond_t, pthread_once_t, pthread_key_t;
enum { PTHREAD_MUTEX_INITIALIZER = 0, PTHREAD_COND_INITIALIZER = 0, PTHREAD_ONCE_INIT = 0, PTHREAD_KEYS_MAX = 4 };

static inline int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                                 void *argument) {
    (void)thread, (void)attributes, (void)start, (void)argument;
    return EAGAIN;
}
static inline int pthread_detach(pthread_t thread) { return (void)thread, 0; }

static inline int pthread_mutex_lock(pthread_mutex_t *lock) { return (void)lock, 0; }
static inline int pthread_mutex_unlock(pthread_mutex_t *lock) { return (void)lock, 0; }

// A thread that waits waits for another one. There is none, so nobody may ever come here.
static inline int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *lock) {
    (void)condition, (void)lock;
    __builtin_trap();
}
static inline int pthread_cond_signal(pthread_cond_t *condition) { return (void)condition, 0; }
static inline int pthread_cond_broadcast(pthread_cond_t *condition) { return (void)condition, 0; }

static inline int pthread_once(pthread_once_t *once, void (*body)(void)) {
    if (*once == PTHREAD_ONCE_INIT) {
        *once = 1;
        body();
    }
    return 0;
}

// Keys belong to the file that makes them: each file that includes this has its own.
static pthread_key_t pthread_keys_made __attribute__((unused));
static const void *pthread_values[PTHREAD_KEYS_MAX] __attribute__((unused));

static inline int pthread_key_create(pthread_key_t *key, void (*destroy)(void *)) {
    (void)destroy;  // the thread never ends
    if (pthread_keys_made == PTHREAD_KEYS_MAX) return EAGAIN;
    *key = pthread_keys_made++;
    return 0;
}
static inline void *pthread_getspecific(pthread_key_t key) { return (void *)pthread_values[key]; }
static inline int pthread_setspecific(pthread_key_t key, const void *value) { return pthread_values[key] = value, 0; }

#endif
