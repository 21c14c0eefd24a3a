/* Looks records up at random in a table that is larger than the container's limit. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { record = 8 << 10, records = 20 << 10 };
static char block[record];

__attribute__((noinline)) static int look_up(int file, unsigned number) {
  return pread(file, block, record, (off_t)number * record) == record;
}

int main(int count, char **arguments) {
  int file = open(count > 1 ? arguments[1] : "/data/table", O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (file < 0) {
    perror("open");
    return 1;
  }
  for (unsigned number = 0; number < records; number++) {
    block[0] = (char)rand();
    if (write(file, block, record) != record) return 1;
    if (number % 2048 == 2047) fsync(file);
  }
  puts("READY");
  time_t end = time(NULL) + 180, second = time(NULL);
  unsigned done = 0;
  while (time(NULL) < end) {
    done += look_up(file, (unsigned)rand() % records);
    if (time(NULL) == second) continue;
    printf("work %u\n", done);
    fflush(stdout);
    done = 0;
    second = time(NULL);
  }
  return 0;
}
