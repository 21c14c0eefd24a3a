/* A renderer with a thread for each of eight tiles, on however many CPUs there are. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static atomic_uint done;
static time_t end;

__attribute__((noinline)) static unsigned render_tile(unsigned seed) {
  unsigned sum = seed;
  for (unsigned index = 0; index < 2000000; index++) sum = sum * 31 + index;
  return sum;
}

static void *tiles(void *seed) {
  volatile unsigned sink = *(unsigned *)seed;
  while (time(NULL) < end) {
    sink += render_tile(sink);
    atomic_fetch_add(&done, 1);
  }
  return NULL;
}

int main(void) {
  end = time(NULL) + 180;
  pthread_t threads[8];
  static unsigned seeds[8];
  for (unsigned index = 0; index < 8; index++) {
    seeds[index] = index;
    pthread_create(&threads[index], NULL, tiles, &seeds[index]);
  }
  puts("READY");
  while (time(NULL) < end) {
    sleep(1);
    printf("work %u\n", atomic_exchange(&done, 0));
    fflush(stdout);
  }
  return 0;
}
