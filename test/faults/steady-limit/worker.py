"""Takes one job after the other; there is always a next one."""
import time


def compress_job(size):
    total = 0
    for value in range(size):
        total = (total * 31 + value) & 0xFFFFFFFF
    return total


print("READY", flush=True)
begin = time.monotonic()
second, done = begin, 0
while time.monotonic() < begin + 180:
    compress_job(20_000)
    done += 1
    if time.monotonic() >= second + 1:
        print(f"work {done}", flush=True)
        second, done = time.monotonic(), 0
