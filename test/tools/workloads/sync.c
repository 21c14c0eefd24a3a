/* Writes a record and syncs it, forty times a second. */
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

__attribute__((noinline)) static int append_entry(int file) {
  static const char entry[16384];
  return pwrite(file, entry, sizeof entry, 0) > 0 && fsync(file) == 0;
}

int main(int count, char **arguments) {
  time_t end = time(NULL) + (count > 1 ? atoi(arguments[1]) : 10);
  int file = open("journal", O_RDWR | O_CREAT | O_TRUNC, 0600);
  struct timespec pause = {0, 25000000};
  while (file >= 0 && time(NULL) < end && append_entry(file)) nanosleep(&pause, NULL);
  return 0;
}
