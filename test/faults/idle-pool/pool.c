/* A thread pool: sixteen workers wait on a condition variable, and a job comes now and then. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static atomic_uint done;
static unsigned queued;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;

__attribute__((noinline)) static void run_job(void) {
  volatile unsigned sum = 1;
  for (unsigned index = 0; index < 200000; index++) sum = sum * 31 + index;
  atomic_fetch_add(&done, 1);
}

static void *worker(void *unused) {
  for (;;) {
    pthread_mutex_lock(&guard);
    while (queued == 0) pthread_cond_wait(&filled, &guard);
    queued--;
    pthread_mutex_unlock(&guard);
    run_job();
  }
  return unused;
}

int main(void) {
  time_t end = time(NULL) + 180;
  pthread_t threads[16];
  for (unsigned index = 0; index < 16; index++) pthread_create(&threads[index], NULL, worker, NULL);
  puts("READY");
  for (unsigned tick = 1; time(NULL) < end; tick++) {
    usleep(20000);
    pthread_mutex_lock(&guard);
    queued++;
    pthread_cond_signal(&filled);
    pthread_mutex_unlock(&guard);
    if (tick % 50 == 0) {
      printf("work %u\n", atomic_exchange(&done, 0));
      fflush(stdout);
    }
  }
  return 0;
}
