// Healthy: a cache that fills for its first seconds, and from then on puts out an old entry for each new one. It keeps a
// journal, which the kernel's page cache holds.
// gcc -O1 -fno-omit-frame-pointer -g -o cache cache.c; ./cache [SECONDS [MIB [SECONDS_TO_FILL]]]
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { requests_per_second = 100, body = 4096, journal_bytes = 64 << 20 };

static char **entries;
static size_t bound;

__attribute__((noinline)) void cache_insert(size_t id) {
  char **slot = &entries[id % bound];
  free(*slot);
  *slot = malloc(body);
  memset(*slot, 'x', body);
}

// Written from the start again at its bound, and read back.
__attribute__((noinline)) void append_journal(int journal, const char *line) {
  static off_t at;
  char back[body];
  if (pwrite(journal, line, body, at) != body || pread(journal, back, body, at) != body) perror("journal");
  at = (at + body) % journal_bytes;
}

__attribute__((noinline)) void handle_request(size_t id, size_t inserts, int journal) {
  for (size_t i = 0; i < inserts; i++) cache_insert(id * inserts + i);
  append_journal(journal, entries[id * inserts % bound]);
}

int main(int argc, char **argv) {
  time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 600);
  bound = (argc > 2 ? atoi(argv[2]) : 64) * (size_t)(1 << 20) / body;
  size_t requests_to_fill = (argc > 3 ? atoi(argv[3]) : 20) * requests_per_second;
  size_t inserts = 1 + bound / requests_to_fill;
  entries = calloc(bound, sizeof *entries);
  int journal = open("/tmp/journal", O_RDWR | O_CREAT | O_TRUNC, 0600);
  for (size_t id = 0; time(NULL) < end; id++) {
    handle_request(id, inserts, journal);
    usleep(1000000 / requests_per_second);
  }
}
