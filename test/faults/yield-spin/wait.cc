// Two threads hand a number to and fro; the one that waits yields its CPU until it is there, for half a second at a time.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

static std::atomic<int> letter{0};

__attribute__((noinline)) static int wait_for_letter(int last) {
  int next;
  while ((next = letter.load(std::memory_order_acquire)) == last) std::this_thread::yield();
  return next;
}

int main() {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  std::puts("READY");
  std::thread writer([] {
    for (int turn = 0; turn < 360; turn++) {
      std::this_thread::sleep_for(std::chrono::milliseconds(500));
      letter.fetch_add(1, std::memory_order_release);
    }
  });
  for (int last = 0; last < 360;) {
    last = wait_for_letter(last);
    if (last % 2 == 0) std::puts("work 2");
  }
  writer.join();
}
