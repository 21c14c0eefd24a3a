// A service with one hot function, to try diag on: main, serve, handle_request, price_basket.
// cc -O1 -g -fno-omit-frame-pointer -o hot-loop hot-loop.c; ./hot-loop [SECONDS]   keeps one CPU busy, then ends.
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

__attribute__((noinline)) static uint64_t price_basket(uint64_t seed) {
  volatile uint64_t sum = seed;
  for (int item = 0; item < 200000; item++) sum = sum * 31 + (uint64_t)item;
  return sum;
}

__attribute__((noinline)) static uint64_t handle_request(uint64_t id) { return price_basket(id) + 1; }

__attribute__((noinline)) static uint64_t serve(void) {
  uint64_t total = 0;
  for (uint64_t id = 0; id != UINT64_MAX; id++) total += handle_request(id);
  return total;
}

int main(int argc, char **argv) {
  alarm(argc > 1 ? (unsigned)atoi(argv[1]) : 120);
  return (int)serve();
}
