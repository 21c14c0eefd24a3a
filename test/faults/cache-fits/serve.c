/* Serves blocks of a file that fits into its limit beside what it holds itself: all reads are from memory. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FILE_SIZE = 36 << 20, BLOCK = 64 << 10 };
static char block[BLOCK];

static long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int main(void) {
  int file = open("/var/tmp/blocks", O_CREAT | O_RDWR | O_TRUNC, 0600);
  for (int at = 0; at < FILE_SIZE; at += BLOCK) if (write(file, block, BLOCK) < 0) return 1;
  fsync(file);
  char *held = malloc(8 << 20);
  memset(held, 1, 8 << 20);
  long end = now_ms() + 180000;
  for (int second = 0; now_ms() < end; second++) {
    long until = now_ms() + 1000;
    int reads = 0;
    while (now_ms() < until && reads < 2000) {
      if (pread(file, block, BLOCK, (off_t)(rand() % (FILE_SIZE / BLOCK)) * BLOCK) < 0) return 1;
      if (++reads % 20 == 0) usleep(5000);
    }
    if (now_ms() < until) usleep(1000 * (until - now_ms()));
    printf("work %d\n", reads);
    if (second == 2) puts("READY");
    fflush(stdout);
  }
  return 0;
}
