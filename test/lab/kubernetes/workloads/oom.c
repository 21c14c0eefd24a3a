// Takes memory beyond its container's limit, until the kernel kills it. Never more than a GiB.
// gcc -O1 -fno-omit-frame-pointer -g -o oom oom.c; ./oom [SECONDS [MIB_PER_SECOND]]
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { mib = 1 << 20, most = 1024 };

char *report[most];

__attribute__((noinline)) void load_report(int at) {
  report[at] = malloc(mib);
  memset(report[at], 'x', mib);
}

int main(int argc, char **argv) {
  time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 600);
  int rate = argc > 2 ? atoi(argv[2]) : 64;
  for (int loaded = 0; time(NULL) < end; loaded++) {
    if (loaded < most) load_report(loaded);
    usleep(1000000 / rate);
  }
}
