// A service with one hot function, to try diag on: it parses a request, prices the basket, and writes to a log.
// cc -O1 -g -fno-omit-frame-pointer -o hot-loop hot-loop.c; ./hot-loop [SECONDS]   keeps one CPU busy, then ends.
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

static int log_file;

__attribute__((noinline)) static uint64_t price_basket(uint64_t seed) {
  volatile uint64_t sum = seed;
  for (int item = 0; item < 20000; item++) sum = sum * 31 + (uint64_t)item;
  return sum;
}

__attribute__((noinline)) static uint64_t parse_request(uint64_t id) {
  volatile uint64_t hash = id;
  for (int byte = 0; byte < 4000; byte++) hash = (hash ^ (uint64_t)byte) * 1099511628211u;
  return hash;
}

__attribute__((noinline)) static int write_log(const char *line, size_t length) {
  int written = 0;
  for (int copy = 0; copy < 5; copy++) written += (int)pwrite(log_file, line, length, 0);
  return written;
}

__attribute__((noinline)) static uint64_t handle_request(uint64_t id) {
  static char line[512];
  uint64_t request = parse_request(id);
  uint64_t price = price_basket(request);
  return price + (uint64_t)write_log(line, sizeof line);
}

__attribute__((noinline)) static uint64_t serve(void) {
  uint64_t total = 0;
  for (uint64_t id = 0; id != UINT64_MAX; id++) total += handle_request(id);
  return total;
}

int main(int argc, char **argv) {
  char name[] = "/tmp/hot-loop-XXXXXX";
  log_file = mkstemp(name);
  unlink(name);
  alarm(argc > 1 ? (unsigned)atoi(argv[1]) : 120);
  return (int)serve();
}
