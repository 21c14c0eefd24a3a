// Sessions are opened in a map and never erased from it.
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

struct Session {
  std::string user;
  std::vector<char> buffer;
};

class SessionTable {
 public:
  __attribute__((noinline)) void open(int number) {
    auto session = std::make_unique<Session>();
    session->user = std::string(100, 'a' + number % 26);
    session->buffer.assign(8192, 'x');
    sessions_[number] = std::move(session);
  }

 private:
  std::map<int, std::unique_ptr<Session>> sessions_;
};

int main() {
  setlinebuf(stdout);
  SessionTable table;
  puts("READY");
  for (int number = 1; number <= 40 * 180; number++) {
    table.open(number);
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
    if (number % 40 == 0) puts("work 40");
  }
}
