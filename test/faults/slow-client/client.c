/* Asks once a second over one connection and takes 200 ms of thought of its own; opens and closes 40 files a second. */
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_family = AF_INET}, *found;
  struct timespec tick = {.tv_nsec = 25000000};
  char answer[64];
  if (getaddrinfo("server", "7811", &hints, &found) != 0) return 1;
  int fd = socket(found->ai_family, found->ai_socktype, 0);
  if (connect(fd, found->ai_addr, found->ai_addrlen) != 0) return 1;
  puts("READY");
  fflush(stdout);
  for (int second = 0; second < 180; second++) {
    if (write(fd, "GET /\n", 6) != 6 || read(fd, answer, sizeof answer) <= 0) return 1;
    int open_files[40];
    for (int at = 0; at < 40; at++) {
      open_files[at] = open("/etc/passwd", O_RDONLY);
      nanosleep(&tick, 0);
    }
    for (int at = 0; at < 40; at++) close(open_files[at]);
  }
  return 0;
}
