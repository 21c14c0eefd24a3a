/* Writes the output of each job to a pipe that nobody reads and nobody closes: what grows is held by the kernel. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char output[48 << 10];

int main(void) {
  setlinebuf(stdout);
  memset(output, 'x', sizeof output);
  puts("READY");
  for (unsigned job = 1; job <= 450; job++) {
    int ends[2];
    if (pipe(ends) != 0) perror("pipe");
    else if (write(ends[1], output, sizeof output) < 0) perror("write");
    usleep(400000);
    if (job % 5 == 0) puts("work 2.5");
  }
  return 0;
}
