// One thread that burns, one that sleeps, with names that are hard to read back: a bracket and a line end, bad UTF-8.
// gcc -O1 -pthread -o threads threads.c; ./threads SECONDS
#include <pthread.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static void *burn(void *unused) {
  prctl(PR_SET_NAME, "burn) R 1\n(");
  for (volatile long i = 0;; i++) {}
  return unused;
}

static void *rest(void *unused) {
  prctl(PR_SET_NAME, "rest \xff\xfe");
  for (;;) pause();
  return unused;
}

int main(int argc, char **argv) {
  alarm(argc > 1 ? atoi(argv[1]) : 60);
  pthread_t threads[2];
  pthread_create(&threads[0], 0, burn, 0);
  pthread_create(&threads[1], 0, rest, 0);
  pthread_join(threads[0], 0);
}
