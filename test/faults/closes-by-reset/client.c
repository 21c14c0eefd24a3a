// A load generator that closes each connection by a reset once it has the answer, so that none stays in TIME_WAIT, and a probe that opens
// a connection and closes it the same way, as load balancers do.
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int connected(const struct addrinfo *server) {
  int fd = socket(server->ai_family, SOCK_STREAM, 0);
  struct linger none = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
  if (connect(fd, server->ai_addr, server->ai_addrlen) == 0) return fd;
  close(fd);
  return -1;
}

static int ask(const struct addrinfo *server) {
  int fd = connected(server);
  if (fd < 0) return 0;
  char answer[16];
  int done = write(fd, "price\n", 6) == 6 && read(fd, answer, sizeof answer) > 0;
  close(fd);
  return done;
}

int main(void) {
  struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *server;
  if (getaddrinfo("server", "7835", &hints, &server) != 0) return 1;
  puts("READY");
  fflush(stdout);
  for (int second = 0; second < 180; second++) {
    int done = 0;
    for (time_t end = time(NULL) + 1; time(NULL) < end;) {
      done += ask(server);
      usleep(40000);
    }
    int probe = connected(server);
    if (probe >= 0) close(probe);
    printf("work %d\n", done);
    fflush(stdout);
  }
}
