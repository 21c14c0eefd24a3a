/* One thread that writes a record and syncs it, again and again. */
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

__attribute__((noinline)) static int append_entry(int file) {
  static const char entry[16384];
  return write(file, entry, sizeof entry) > 0 && fsync(file) == 0;
}

int main(int count, char **arguments) {
  time_t end = time(NULL) + 180, second = time(NULL);
  int file = open(count > 1 ? arguments[1] : "/data/log", O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (file < 0) {
    perror("open");
    return 1;
  }
  puts("READY");
  unsigned done = 0;
  while (time(NULL) < end) {
    done += append_entry(file);
    if (time(NULL) == second) continue;
    printf("work %u\n", done);
    fflush(stdout);
    done = 0;
    second = time(NULL);
    if (lseek(file, 0, SEEK_CUR) > 64 << 20) lseek(file, 0, SEEK_SET);
  }
  return 0;
}
