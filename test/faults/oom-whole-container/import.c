/* Loads a file's worth of records into memory that the container does not have, and dies with it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCHES = 64, SIZE = 4 << 20 };
char *batches[BATCHES];

static void load_records(int batch) {
  batches[batch] = malloc(SIZE);
  memset(batches[batch], 'x', SIZE);
}

int main(void) {
  sleep(1);
  puts("READY");
  fflush(stdout);
  for (int batch = 0; batch < BATCHES; batch++) load_records(batch);
  printf("%d\n", batches[BATCHES - 1][SIZE - 1]);
  return 0;
}
