/* A little of everything that diag's tools look for, at rates that software emulation keeps up with:
   gcc -O1 -fno-omit-frame-pointer -pthread -o workload workload.c; ./workload SECONDS */
#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sockaddr_in server = {.sin_family = AF_INET};
static struct entry {
  struct entry *next;
} *cache;

__attribute__((noinline)) static uint64_t checksum(uint64_t seed) {
  volatile uint64_t sum = seed;
  for (int i = 0; i < 100000; i++) sum = sum * 31 + i;
  return sum;
}

__attribute__((noinline)) static void cache_insert(size_t bytes) {
  struct entry *entry = malloc(bytes);
  memset(entry, 1, bytes);
  entry->next = cache;
  cache = entry;
}

static void *append_records(void *unused) {
  static char block[4096];
  int journal = open("/var/tmp/journal", O_RDWR | O_CREAT | O_TRUNC, 0600);
  for (;; usleep(100000)) {
    pwrite(journal, block, sizeof block, 0);
    fsync(journal);
    int settings = open("/etc/services", O_RDONLY);
    while (read(settings, block, sizeof block) > 0) continue;
    close(settings);
    close(open("/etc/no-such-file", O_RDONLY));
  }
  return unused;
}

static void *accept_all(void *listener) {
  for (int peer; (peer = accept(*(int *)listener, NULL, NULL)) >= 0;) {
    write(peer, "hello", 5);
    close(peer);
  }
  return NULL;
}

static void *ask(void *unused) {
  char answer[16];
  for (;; usleep(200000)) {
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(client, (struct sockaddr *)&server, sizeof server) == 0)
      while (read(client, answer, sizeof answer) > 0) continue;
    close(client);
  }
  return unused;
}

static void *hold_lock(void *unused) {
  for (;; usleep(50000)) {
    pthread_mutex_lock(&lock);
    usleep(250000);
    pthread_mutex_unlock(&lock);
  }
  return unused;
}

static void *spawn_children(void *unused) {
  char *words[] = {"true", NULL};
  for (pid_t child;; usleep(800000))
    if (posix_spawn(&child, "/bin/true", NULL, NULL, words, environ) == 0) waitpid(child, NULL, 0);
  return unused;
}

int main(int argc, char **argv) {
  alarm(argc > 1 ? atoi(argv[1]) : 60);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  socklen_t length = sizeof server;
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  bind(listener, (struct sockaddr *)&server, length);
  listen(listener, 16);
  getsockname(listener, (struct sockaddr *)&server, &length);
  void *(*const threads[])(void *) = {append_records, accept_all, ask,       spawn_children,
                                         hold_lock,      hold_lock,  hold_lock, hold_lock};
  pthread_t thread;
  for (unsigned i = 0; i < sizeof threads / sizeof *threads; i++)
    pthread_create(&thread, NULL, threads[i], &listener);
  for (uint64_t id = 0;; id++) {
    for (int i = 0; i < 4; i++) checksum(id);
    cache_insert(4096);
    usleep(20000);
  }
}
