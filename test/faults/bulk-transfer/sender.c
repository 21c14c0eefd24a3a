/* Sends some 100 MB a second over one connection, and each second asks a port on which nobody listens: one refused connect
 * now and then is how programs look whether something has started. */
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int connect_to(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_family = AF_INET}, *found;
  if (getaddrinfo(host, port, &hints, &found) != 0) return -1;
  int fd = socket(found->ai_family, found->ai_socktype, 0);
  int failed = connect(fd, found->ai_addr, found->ai_addrlen);
  freeaddrinfo(found);
  if (failed == 0) return fd;
  close(fd);
  return -1;
}

int main(void) {
  static char piece[1 << 20];
  int fd = connect_to("sink", "7815");
  if (fd < 0) return 1;
  time_t end = time(0) + 180, second = time(0);
  int megabytes = 0;
  puts("READY");
  fflush(stdout);
  while (time(0) < end) {
    for (size_t sent = 0; sent < sizeof piece;) {
      ssize_t now = write(fd, piece + sent, sizeof piece - sent);
      if (now <= 0) return 1;
      sent += now;
    }
    megabytes++;
    nanosleep(&(struct timespec){.tv_nsec = 9000000}, 0);
    if (time(0) != second) {
      printf("work %d\n", megabytes);
      fflush(stdout);
      megabytes = 0;
      second = time(0);
      int refused = connect_to("sink", "7899");
      if (refused >= 0) close(refused);
    }
  }
  return 0;
}
