/* Before each command that it would start it closes every number that a descriptor could have, as daemons of old did. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

__attribute__((noinline)) static void close_all(void) {
  for (int descriptor = 3; descriptor < 65536; descriptor++) close(descriptor);
}

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  puts("READY");
  time_t end = time(NULL) + 180, since = time(NULL), now;
  for (long done = 0; (now = time(NULL)) < end;) {
    close_all();
    done++;
    usleep(1000);
    if (now != since) {
      printf("work %ld\n", done);
      done = 0;
      since = now;
    }
  }
  return 0;
}
