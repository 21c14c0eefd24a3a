/* Listens on :7801 with a backlog of 4 and never accepts; on :7802 it answers at once. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static int listen_on(int port, int backlog) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  bind(fd, (struct sockaddr *)&address, sizeof address);
  listen(fd, backlog);
  return fd;
}

static void *answer(void *argument) {
  int listener = *(int *)argument;
  for (;;) {
    int fd = accept(listener, 0, 0);
    char buffer[64];
    if (read(fd, buffer, sizeof buffer) > 0 && write(fd, "ok\n", 3) < 0) perror("write");
    close(fd);
  }
}

int main(void) {
  int full = listen_on(7801, 4), good = listen_on(7802, 128);
  pthread_t thread;
  (void)full;
  pthread_create(&thread, 0, answer, &good);
  puts("READY");
  fflush(stdout);
  sleep(180);
  return 0;
}
