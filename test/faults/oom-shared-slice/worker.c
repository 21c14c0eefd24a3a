/* A parent starts a worker again whenever it is killed. The worker takes memory without any limit of its own. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BATCHES = 256, SIZE = 1 << 20 };
char *batches[BATCHES];

static void work(void) {
  prctl(PR_SET_NAME, "batch-worker");
  for (int batch = 0; batch < BATCHES; batch++) {
    batches[batch] = malloc(SIZE);
    memset(batches[batch], 'x', SIZE);
    usleep(80000);
  }
  _exit(0);
}

int main(void) {
  time_t end = time(NULL) + 180;
  int killed = 0;
  while (time(NULL) < end) {
    pid_t pid = fork();
    if (pid == 0) work();
    int status;
    waitpid(pid, &status, 0);
    if (WIFSIGNALED(status) && killed++ == 0) {
      puts("READY");
      fflush(stdout);
    }
    sleep(1);
  }
  return 0;
}
