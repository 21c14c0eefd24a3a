/* A queue that wakes all of its forty workers for each job: one finds it, the others took the mutex in vain. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static atomic_uint done;
static unsigned queued;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;

__attribute__((noinline)) static void take_job(void) {
  pthread_mutex_lock(&guard);
  while (queued == 0) pthread_cond_wait(&filled, &guard);
  queued--;
  pthread_mutex_unlock(&guard);
}

__attribute__((noinline)) static void put_job(void) {
  pthread_mutex_lock(&guard);
  queued++;
  pthread_cond_broadcast(&filled);
  pthread_mutex_unlock(&guard);
}

static void *worker(void *unused) {
  for (;;) {
    take_job();
    atomic_fetch_add(&done, 1);
  }
  return unused;
}

int main(void) {
  time_t end = time(NULL) + 180;
  pthread_t threads[40];
  for (unsigned index = 0; index < 40; index++) pthread_create(&threads[index], NULL, worker, NULL);
  puts("READY");
  fflush(stdout);
  for (unsigned tick = 1; time(NULL) < end; tick++) {
    usleep(2000);
    put_job();
    if (tick % 400 == 0) {
      printf("work %u\n", atomic_exchange(&done, 0));
      fflush(stdout);
    }
  }
  return 0;
}
