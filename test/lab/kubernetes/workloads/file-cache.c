// Healthy: reads a file bit by bit. The page cache grows, memory of its own does not.
// gcc -O1 -fno-omit-frame-pointer -g -o file-cache file-cache.c; ./file-cache [SECONDS [MIB [MIB_PER_SECOND]]]
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { block = 1 << 18, blocks_per_mib = (1 << 20) / block };

static char buffer[block];

int main(int argc, char **argv) {
  time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 600);
  int mib = argc > 2 ? atoi(argv[2]) : 256;
  int rate = argc > 3 ? atoi(argv[3]) : 4;
  memset(buffer, 'x', block);
  int file = open("/tmp/catalogue", O_RDWR | O_CREAT | O_TRUNC, 0600);
  for (int i = 0; i < mib * blocks_per_mib; i++)
    if (write(file, buffer, block) != block) return perror("/tmp/catalogue"), 1;
  // Out of the page cache again: what fills it is the reading.
  fsync(file);
  posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
  posix_fadvise(file, 0, 0, POSIX_FADV_RANDOM);
  for (off_t at = 0; time(NULL) < end; at = (at + block) % ((off_t)mib << 20)) {
    if (pread(file, buffer, block, at) != block) return perror("/tmp/catalogue"), 1;
    usleep(1000000 / (rate * blocks_per_mib));
  }
}
