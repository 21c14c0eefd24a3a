/* Writes rows of a table, and flushes each: a system call for some twenty bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

__attribute__((noinline)) static void write_row(FILE *table, long row) {
  fprintf(table, "%09ld,%05ld,open\n", row, row % 977);
  fflush(table);
}

int main(int argc, char **argv) {
  FILE *table = fopen(argc > 1 ? argv[1] : "/tmp/rows.csv", "w");
  if (!table) return 1;
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("READY");
  time_t end = time(NULL) + 180, since = time(NULL), now;
  for (long row = 0, done = 0; (now = time(NULL)) < end; row++) {
    write_row(table, row);
    done++;
    if (row % 1000000 == 999999) rewind(table);
    if (now != since) {
      printf("work %ld\n", done);
      done = 0;
      since = now;
    }
  }
  return 0;
}
