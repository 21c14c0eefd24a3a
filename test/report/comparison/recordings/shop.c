// A server that handles a hundred orders a second, in two versions. The second looks fields up from the start of the
// order each time, and no longer writes an audit log.
// gcc -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls -DVERSION=2 -o shop shop.c; ./shop SECONDS
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

// On the stack, so that every function has a frame.
static inline __attribute__((always_inline)) void work(int rounds) {
  volatile uint64_t sum = rounds;
  for (int i = 0; i < rounds; i++) sum = sum * 31 + i;
}

#if VERSION == 1
__attribute__((noinline)) void parse_order(void) { work(300000); }
__attribute__((noinline)) void write_audit_log(void) { work(300000); }
#else
__attribute__((noinline)) void find_field(void) { work(360000); }
__attribute__((noinline)) void parse_order(void) {
  for (int field = 0; field < 13; field++) find_field();
  work(300000);
}
#endif
__attribute__((noinline)) void price_order(void) { work(450000); }
__attribute__((noinline)) void render_order(void) { work(450000); }

__attribute__((noinline)) void handle_order(void) {
  parse_order();
  price_order();
  render_order();
#if VERSION == 1
  write_audit_log();
#endif
}

int main(int argc, char **argv) {
  alarm(argc > 1 ? atoi(argv[1]) : 60);
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (;;) {
    handle_order();
    next.tv_nsec += 10000000;
    if (next.tv_nsec >= 1000000000) next.tv_nsec -= 1000000000, next.tv_sec++;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, 0);
  }
}
