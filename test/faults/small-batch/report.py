"""A batch job that works for a fifth of each second: all of it in one function, and there is nothing to gain from it."""

import time


def sum_sales(rows):
    return sum(row * 31 % 97 for row in range(rows))


print("READY", flush=True)
for second in range(180):
    start = time.monotonic()
    while time.monotonic() < start + 0.2:
        sum_sales(20_000)
    time.sleep(max(0, start + 1 - time.monotonic()))
    print("work 1", flush=True)
