/* Each request leaves its answer in a list that nobody empties, in a container with a limit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct answer {
  struct answer *next;
  char text[4096];
};

static struct answer *answers;

__attribute__((noinline)) static void keep_answer(unsigned number) {
  struct answer *answer = malloc(sizeof *answer);
  memset(answer->text, 'a' + number % 26, sizeof answer->text);
  answer->next = answers;
  answers = answer;
}

__attribute__((noinline)) static size_t parse_request(unsigned number) {
  char *text = malloc(200 + number % 300);
  size_t length = (size_t)sprintf(text, "GET /articles/%u", number);
  free(text);
  return length;
}

__attribute__((noinline)) static void handle_request(unsigned number) {
  if (parse_request(number) > 0) keep_answer(number);
}

int main(void) {
  setlinebuf(stdout);
  puts("READY");
  for (unsigned number = 1; number <= 60 * 180; number++) {
    handle_request(number);
    usleep(16000);
    if (number % 60 == 0) puts("work 60");
  }
  return 0;
}
