/* Four threads that compute without end. */
#include <pthread.h>
#include <stdio.h>
#include <time.h>

static volatile unsigned sum;

static void *transcode(void *end) {
  while (time(NULL) < *(time_t *)end)
    for (unsigned index = 0; index < 10000000; index++) sum = sum * 31 + index;
  return NULL;
}

int main(void) {
  time_t end = time(NULL) + 180;
  pthread_t threads[4];
  for (int index = 0; index < 4; index++) pthread_create(&threads[index], NULL, transcode, &end);
  puts("READY");
  fflush(stdout);
  for (int index = 0; index < 4; index++) pthread_join(threads[index], NULL);
  return 0;
}
