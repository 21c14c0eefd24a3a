// One hot function, reached by one path: main, serve, handle_request, checksum.
// gcc -O1 -fno-omit-frame-pointer -o hot hot.c; ./hot SECONDS
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

__attribute__((noinline)) uint64_t checksum(uint64_t seed) {
  volatile uint64_t sum = seed;
  for (int i = 0; i < 200000; i++) sum = sum * 31 + i;
  return sum;
}

__attribute__((noinline)) uint64_t handle_request(uint64_t id) { return checksum(id) + 1; }

__attribute__((noinline)) uint64_t serve(void) {
  uint64_t total = 0;
  for (uint64_t id = 0; id != ~0ull; id++) total += handle_request(id);
  return total;
}

int main(int argc, char **argv) {
  alarm(argc > 1 ? atoi(argv[1]) : 60);
  return (int)serve();
}
