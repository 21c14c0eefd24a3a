/* A journal: each of eight writers appends and syncs under one mutex. */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static atomic_uint done;
static time_t end;
static int file;
static pthread_mutex_t journal = PTHREAD_MUTEX_INITIALIZER;

__attribute__((noinline)) static void append_record(const char *record, size_t size) {
  pthread_mutex_lock(&journal);
  if (pwrite(file, record, size, 0) > 0) fsync(file);
  pthread_mutex_unlock(&journal);
  atomic_fetch_add(&done, 1);
}

static void *writer(void *unused) {
  static const char record[4096];
  while (time(NULL) < end) append_record(record, sizeof record);
  return unused;
}

int main(int count, char **arguments) {
  end = time(NULL) + 180;
  file = open(count > 1 ? arguments[1] : "/data/journal", O_RDWR | O_CREAT, 0600);
  if (file < 0) {
    perror("open");
    return 1;
  }
  pthread_t threads[8];
  for (unsigned index = 0; index < 8; index++) pthread_create(&threads[index], NULL, writer, NULL);
  puts("READY");
  while (time(NULL) < end) {
    sleep(1);
    printf("work %u\n", atomic_exchange(&done, 0));
    fflush(stdout);
  }
  return 0;
}
