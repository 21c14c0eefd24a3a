/* Each request is held against every one of ten thousand rules, by one thread that always has the next request. */
#include <stdio.h>
#include <time.h>

enum { rule_count = 10000 };
static unsigned rules[rule_count];

__attribute__((noinline)) static unsigned match_rules(unsigned request) {
  unsigned matched = 0;
  for (unsigned index = 0; index < rule_count; index++) matched += (request ^ rules[index]) % 97 == 0;
  return matched;
}

__attribute__((noinline)) static unsigned handle_request(unsigned request) { return match_rules(request) + 1; }

int main(void) {
  for (unsigned index = 0; index < rule_count; index++) rules[index] = index * 2654435761u;
  setlinebuf(stdout);
  puts("READY");
  volatile unsigned matched = 0;
  for (unsigned second = 0, request = 0; second < 180; second++) {
    unsigned handled = 0;
    for (time_t now = time(NULL); time(NULL) == now; handled++) matched += handle_request(request++);
    printf("work %u\n", handled);
  }
  return 0;
}
