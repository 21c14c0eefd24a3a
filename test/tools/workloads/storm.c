// Does nothing but allocate and free, and says every second how often, and what CPU time a pair of them takes.
// gcc -O1 -fno-omit-frame-pointer -o storm storm.c; ./storm SECONDS [PAIRS_A_SECOND]
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

__attribute__((noinline)) char *make(size_t bytes) {
  char *made = malloc(bytes);
  made[0] = 1;
  return made;
}

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  alarm(argc > 1 ? atoi(argv[1]) : 60);
  double rate = argc > 2 ? atof(argv[2]) : 0;
  for (;;) {
    double start = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID), now = start;
    unsigned long pairs = 0;
    while (now - start < 1) {
      for (int i = 0; i < 100; i++, pairs++) free(make(64 + i * 10));
      now = seconds(CLOCK_MONOTONIC);
      double ahead = rate > 0 ? pairs / rate - (now - start) : 0;
      if (ahead > 0) usleep((useconds_t)(ahead * 1e6));
    }
    double used = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("%.0f %.0f\n", pairs / (now - start), 1e9 * used / pairs);
    fflush(stdout);
  }
}
