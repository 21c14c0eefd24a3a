/* Two accounts, two threads: each moves money the other way and takes the mutexes in the other order. Others read on. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static unsigned seconds;
static pthread_mutex_t accounts[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};

__attribute__((noinline)) static void transfer(unsigned from) {
  pthread_mutex_lock(&accounts[from]);
  usleep(1000);
  pthread_mutex_lock(&accounts[1 - from]);
  pthread_mutex_unlock(&accounts[1 - from]);
  pthread_mutex_unlock(&accounts[from]);
}

static void *there(void *unused) {
  pthread_setname_np(pthread_self(), "pay-out");
  for (;;) transfer(0);
  return unused;
}

static void *back(void *unused) {
  pthread_setname_np(pthread_self(), "pay-back");
  for (;;) transfer(1);
  return unused;
}

int main(void) {
  time_t end = time(NULL) + 180;
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, there, NULL);
  pthread_create(&threads[1], NULL, back, NULL);
  usleep(200000);
  puts("READY");
  while (time(NULL) < end) {
    sleep(1);
    printf("work %u\n", ++seconds);
    fflush(stdout);
  }
  return 0;
}
