// A busy program whose four stages cost alike: there is no one function to mend.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <thread>

using Clock = std::chrono::steady_clock;

template <int stage>
__attribute__((noinline)) uint64_t run(uint64_t value) {
  for (int round = 0; round < 50000; round++) value = value * (2 * stage + 3) + (value >> 7);
  return value;
}

int main() {
  setlinebuf(stdout);
  puts("READY");
  volatile uint64_t value = 1;
  for (int second = 0; second < 180; second++) {
    const auto end = Clock::now() + std::chrono::seconds(1);
    int jobs = 0;
    for (; Clock::now() < end; jobs++) {
      const auto next = Clock::now() + std::chrono::milliseconds(2);
      do value = run<4>(run<3>(run<2>(run<1>(value)))); while (Clock::now() + std::chrono::microseconds(700) < next);
      std::this_thread::sleep_until(next);
    }
    printf("work %d\n", jobs);
  }
}
