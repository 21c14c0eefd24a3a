/* A cache whose refresh waits for a device while it holds the lock that all eight readers need. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static atomic_uint done;
static time_t end;
static pthread_mutex_t cache = PTHREAD_MUTEX_INITIALIZER;

__attribute__((noinline)) static void refresh_entry(void) {
  pthread_mutex_lock(&cache);
  usleep(2000);
  pthread_mutex_unlock(&cache);
  atomic_fetch_add(&done, 1);
}

static void *serve_requests(void *unused) {
  while (time(NULL) < end) refresh_entry();
  return unused;
}

int main(void) {
  end = time(NULL) + 180;
  pthread_t threads[8];
  for (unsigned index = 0; index < 8; index++) pthread_create(&threads[index], NULL, serve_requests, NULL);
  puts("READY");
  while (time(NULL) < end) {
    sleep(1);
    printf("work %u\n", atomic_exchange(&done, 0));
    fflush(stdout);
  }
  return 0;
}
