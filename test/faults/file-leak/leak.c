/* Opens its log for each request and closes it only when it was empty: twenty descriptors a second leak. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static void handle_request(void) {
  int fd = open("/tmp/requests.log", O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (fd < 0) return;
  if (write(fd, "request\n", 8) != 8) close(fd);
}

int main(void) {
  struct rlimit limit = {.rlim_cur = 8192, .rlim_max = 8192};
  struct timespec pause = {.tv_nsec = 50000000};
  setrlimit(RLIMIT_NOFILE, &limit);
  puts("READY");
  fflush(stdout);
  for (int done = 0; done < 3600; done++) {
    handle_request();
    nanosleep(&pause, 0);
  }
  return 0;
}
