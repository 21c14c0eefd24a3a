// A server whose cache keeps an entry in every request and drops none: main, handle_request, cache_insert. Beside it each
// request allocates, grows and frees what it works with.
// gcc -O1 -fno-omit-frame-pointer -o leak leak.c; ./leak SECONDS REQUESTS_A_SECOND BYTES_LEAKED_BY_EACH
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct entry {
  struct entry *next;
};
static struct entry *cache;

__attribute__((noinline)) void cache_insert(size_t bytes) {
  struct entry *entry = malloc(bytes);
  memset(entry, 1, bytes);
  entry->next = cache;
  cache = entry;
}

__attribute__((noinline)) int parse(int id) {
  char *text = malloc(200);
  memset(text, id, 200);
  int sum = text[id % 200];
  text = realloc(text, 400);
  free(text);
  return sum;
}

__attribute__((noinline)) int handle_request(int id, size_t leaked) {
  int sum = parse(id);
  if (leaked > 0) cache_insert(leaked);
  return sum + 1;
}

int main(int argc, char **argv) {
  alarm(argc > 1 ? atoi(argv[1]) : 60);
  int rate = argc > 2 ? atoi(argv[2]) : 100;
  size_t leaked = argc > 3 ? strtoul(argv[3], NULL, 10) : 4096;
  int total = 0;
  for (int id = 0;; id++) {
    total += handle_request(id, leaked);
    usleep(1000000 / rate);
  }
  return total;
}
