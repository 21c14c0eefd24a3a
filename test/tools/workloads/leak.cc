// The leak of leak.c in C++: sessions that are opened and never closed, each with a string and a vector that grow.
// g++ -O1 -fno-omit-frame-pointer -fno-inline -o leak-cxx leak.cc; ./leak-cxx SECONDS
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct Session {
  std::string user;
  std::vector<char> buffer;
};

class Sessions {
 public:
  void open(int id) {
    auto session = std::make_shared<Session>();
    session->user = std::string(100, 'a' + id % 26);
    session->buffer.resize(4096);
    open_[id] = session;
  }

 private:
  std::map<int, std::shared_ptr<Session>> open_;
};

void accept_connections(Sessions &sessions) {
  for (int id = 0;; id++) {
    sessions.open(id);
    usleep(10000);
  }
}

int main(int argc, char **argv) {
  alarm(argc > 1 ? atoi(argv[1]) : 60);
  Sessions sessions;
  accept_connections(sessions);
}
