// Lets a tool that opens the files named in /proc/PID/maps find them in the target's container: libbpf-tools open the
// path as it is written there, which in another mount namespace is another file, or none. Preloaded by see-into; TARGET_ROOT
// is /proc/PID/root. What the loader itself opens is not changed, so that the tool keeps its own libraries.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int starts_with(const char *path, const char *folder) { return strncmp(path, folder, strlen(folder)) == 0; }

// The file of that path in the target's root, or the path itself: the kernel's own trees are the same everywhere.
static const char *in_target(const char *path, char *buffer) {
  const char *root = getenv("TARGET_ROOT");
  if (root == NULL || path[0] != '/' || starts_with(path, "/proc/") || starts_with(path, "/sys/") || starts_with(path, "/dev/")) return path;
  if (snprintf(buffer, PATH_MAX, "%s%s", root, path) >= PATH_MAX) return path;
  return access(buffer, R_OK) == 0 ? buffer : path;
}

#define WRAP_OPEN(name)                                                            \
  int name(const char *path, int flags, ...) {                                     \
    static int (*next)(const char *, int, ...);                                    \
    if (next == NULL) next = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name); \
    va_list more;                                                                  \
    va_start(more, flags);                                                         \
    int mode = va_arg(more, int);                                                  \
    va_end(more);                                                                  \
    char buffer[PATH_MAX];                                                         \
    return next((flags & O_ACCMODE) == O_RDONLY ? in_target(path, buffer) : path, flags, mode); \
  }
WRAP_OPEN(open)
WRAP_OPEN(open64)

#define WRAP_FOPEN(name)                                                           \
  FILE *name(const char *path, const char *mode) {                                 \
    static FILE *(*next)(const char *, const char *);                              \
    if (next == NULL) next = (FILE * (*)(const char *, const char *)) dlsym(RTLD_NEXT, #name); \
    char buffer[PATH_MAX];                                                         \
    return next(mode[0] == 'r' ? in_target(path, buffer) : path, mode);            \
  }
WRAP_FOPEN(fopen)
WRAP_FOPEN(fopen64)
