// A cache behind one mutex: what is missing is worked out while it is held, so that one thread at a time gets anything done.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

static std::atomic<unsigned> done{0};
static const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(180);

class Cache {
 public:
  __attribute__((noinline)) unsigned lookup(unsigned key) {
    std::lock_guard<std::mutex> hold(guard);
    return values[key % 1024] = render(key);
  }

 private:
  __attribute__((noinline)) static unsigned render(unsigned key) {
    volatile unsigned sum = key;
    for (unsigned index = 0; index < 200000; index++) sum = sum * 31 + index;
    return sum;
  }
  std::mutex guard;
  std::unordered_map<unsigned, unsigned> values;
};

static Cache cache;

__attribute__((noinline)) static unsigned handle_request(unsigned key) {
  volatile unsigned sum = cache.lookup(key);
  for (unsigned index = 0; index < 2000; index++) sum = sum * 31 + index;
  return sum;
}

int main() {
  std::vector<std::thread> workers;
  for (unsigned index = 0; index < 8; index++)
    workers.emplace_back([index] {
      for (unsigned key = index; std::chrono::steady_clock::now() < end; key += 8) {
        handle_request(key);
        done++;
      }
    });
  std::puts("READY");
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    std::printf("work %u\n", done.exchange(0));
    std::fflush(stdout);
  }
  for (auto &worker : workers) worker.join();
}
