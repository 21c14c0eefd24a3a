/* A cache with room for 4000 entries: it fills within eight seconds, and from then on each entry takes the place of another. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { room = 4000, entry_size = 4096 };
static char *entries[room];

__attribute__((noinline)) static void put_entry(unsigned number) {
  free(entries[number % room]);
  entries[number % room] = malloc(entry_size);
  memset(entries[number % room], 'x', entry_size);
}

int main(void) {
  setlinebuf(stdout);
  puts("READY");
  for (unsigned number = 1; number <= 500 * 180; number++) {
    put_entry(number);
    usleep(2000);
    if (number % 500 == 0) puts("work 500");
  }
  return 0;
}
