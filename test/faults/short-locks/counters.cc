// Busy and well: four threads count under mutexes of their own, sixteen of them, held for some ten nanoseconds each.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

static const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(180);
static std::atomic<unsigned> done{0};

struct alignas(64) Counter {
  std::mutex guard;
  unsigned count = 0;
};
static Counter counters[16];

__attribute__((noinline)) static void count_event(unsigned event) {
  Counter &counter = counters[event % 16];
  std::lock_guard<std::mutex> hold(counter.guard);
  counter.count++;
}

__attribute__((noinline)) static unsigned parse_event(unsigned event) {
  volatile unsigned sum = event;
  for (unsigned index = 0; index < 2000; index++) sum = sum * 31 + index;
  return sum;
}

int main() {
  std::vector<std::thread> workers;
  for (unsigned index = 0; index < 4; index++)
    workers.emplace_back([index] {
      for (unsigned event = index; std::chrono::steady_clock::now() < end; event++) {
        count_event(parse_event(event));
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
