// A cache that is never emptied: main, handle_request, cache_insert. Beside it each request takes and gives back memory.
// gcc -O1 -fno-omit-frame-pointer -g -o leak leak.c; ./leak [SECONDS [KIB_PER_SECOND]]
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { requests_per_second = 100, fields = 20 };

struct entry {
  struct entry *next;
  char body[];
};

static struct entry *cache;

__attribute__((noinline)) void cache_insert(size_t size) {
  struct entry *entry = malloc(sizeof *entry + size);
  memset(entry->body, 'x', size);
  entry->next = cache;
  cache = entry;
}

// Healthy: all that it takes it gives back.
__attribute__((noinline)) size_t parse_request(unsigned id) {
  char *field[fields];
  size_t length = 0;
  for (int i = 0; i < fields; i++) {
    field[i] = malloc(64 + (id + i) % 512);
    length += sprintf(field[i], "field %d of request %u", i, id);
  }
  for (int i = 0; i < fields; i++) free(field[i]);
  return length;
}

__attribute__((noinline)) size_t handle_request(unsigned id, size_t size) {
  size_t length = parse_request(id);
  cache_insert(size);
  return length + size;
}

int main(int argc, char **argv) {
  time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 600);
  size_t size = (argc > 2 ? atoi(argv[2]) : 50) * 1024 / requests_per_second;
  size_t total = 0;
  for (unsigned id = 0; time(NULL) < end; id++) {
    total += handle_request(id, size);
    usleep(1000000 / requests_per_second);
  }
  printf("%zu\n", total);
}
