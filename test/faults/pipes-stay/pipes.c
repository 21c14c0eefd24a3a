/* Opens a pipe for each job and closes neither end: the memory is the kernel's, on the program's account. */
#include <stdio.h>
#include <unistd.h>

int main(void) {
  setlinebuf(stdout);
  puts("READY");
  for (unsigned job = 1; job <= 50 * 180; job++) {
    int ends[2];
    if (pipe(ends) != 0) perror("pipe");
    usleep(20000);
    if (job % 50 == 0) puts("work 50");
  }
  return 0;
}
