// Long C++ names, in a thread whose own name holds what separates frames: "req;worker (1)".
// g++ -O1 -fno-omit-frame-pointer -fno-inline -pthread -o sort sort.cc; ./sort SECONDS
#include <cstdlib>
#include <map>
#include <string>
#include <sys/prctl.h>
#include <thread>
#include <unistd.h>

namespace shop {
template <typename Key, typename Value> struct Index {
  std::map<Key, Value> entries;
  Value &operator()(const Key &key) { return entries[key]; }
};
__attribute__((noinline)) void refresh(Index<std::string, int> &index) {
  for (int i = 0; i < 1000; i++) index("item " + std::to_string(i))++;
}
} // namespace shop

int main(int argc, char **argv) {
  alarm(argc > 1 ? atoi(argv[1]) : 60);
  std::thread worker([] {
    prctl(PR_SET_NAME, "req;worker (1)");
    shop::Index<std::string, int> index;
    for (;;) shop::refresh(index);
  });
  worker.join();
}
