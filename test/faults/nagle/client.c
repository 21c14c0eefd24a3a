/* Writes a request in two small pieces, then reads the answer: Nagle's algorithm holds the second until the first is
 * acknowledged, and the server delays that ACK. */
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
  if (connect(fd, found->ai_addr, found->ai_addrlen) != 0) return -1;
  return fd;
}

static int send_request(int fd) {
  char answer[64];
  if (write(fd, "LEN 00008\n", 10) != 10) return -1;
  if (write(fd, "payload\n", 8) != 8) return -1;
  return read(fd, answer, sizeof answer) > 0 ? 0 : -1;
}

int main(void) {
  int fd = connect_to("server", "7807");
  time_t end = time(0) + 180, second = time(0);
  int done = 0;
  puts("READY");
  while (time(0) < end) {
    if (send_request(fd) != 0) return 1;
    done++;
    if (time(0) != second) {
      printf("work %d\n", done);
      fflush(stdout);
      done = 0;
      second = time(0);
    }
  }
  return 0;
}
