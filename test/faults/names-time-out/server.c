// Looks up where its database and its gateway are, and then listens: two names, one after the other.
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static void find(const char *name) {
  struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found = NULL;
  int failed = getaddrinfo(name, "5432", &hints, &found);
  if (failed != 0) fprintf(stderr, "%s: %s\n", name, gai_strerror(failed));
  if (found != NULL) freeaddrinfo(found);
}

int main(void) {
  find("db.example.com");
  find("api.example.com");
  int one = 1, server = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(8080), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (bind(server, (struct sockaddr *)&here, sizeof here) != 0 || listen(server, 16) != 0) return 1;
  sleep(3);
  return 0;
}
