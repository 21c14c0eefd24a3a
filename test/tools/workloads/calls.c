/* One of each: calls that fail, that find nothing, that read a byte, and one that waits, some hundred times a second. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int failed;

__attribute__((noinline)) static void ask_socket(int receiver) {
  char text[4096];
  failed += recv(receiver, text, sizeof text, MSG_DONTWAIT) < 0;
}

__attribute__((noinline)) static void search_settings(void) {
  failed += open("/tmp/diag-workloads/no-such-folder/settings.ini", O_RDONLY) < 0;
}

__attribute__((noinline)) static void read_byte(int file) {
  char byte;
  if (read(file, &byte, 1) == 0) lseek(file, 0, SEEK_SET);
}

__attribute__((noinline)) static void poll_in_vain(int receiver) {
  struct pollfd one = {receiver, POLLIN, 0};
  poll(&one, 1, 0);
}

__attribute__((noinline)) static void ask_cpu_time(void) {
  struct timespec used;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
}

int main(int argc, char **argv) {
  time_t end = time(NULL) + atoi(argv[1]);
  int pair[2], file = open(argv[0], O_RDONLY);
  if (file < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) return 1;
  while (time(NULL) < end) {
    ask_socket(pair[0]);
    search_settings();
    read_byte(file);
    poll_in_vain(pair[0]);
    ask_cpu_time();
    sched_yield();
    usleep(2000);
  }
  return failed == 0;
}
