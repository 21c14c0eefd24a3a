/* Five milliseconds of work twenty times a second, and once in eight seconds sixty at once: all within half a CPU but that. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static volatile unsigned sum;

static long cpu_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

__attribute__((noinline)) static void forward(long us) {
  for (long end = cpu_us() + us; cpu_us() < end;)
    for (unsigned index = 0; index < 10000; index++) sum = sum * 31 + index;
}

int main(void) {
  puts("READY");
  for (int second = 0; second < 180; second++) {
    for (int request = 0; request < 20; request++) {
      forward(second % 8 == 4 && request == 0 ? 60000 : 5000);
      usleep(45000);
    }
    puts("work 20");
    fflush(stdout);
  }
  return 0;
}
