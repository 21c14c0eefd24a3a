"""A nightly report: as much CPU as no one else wants."""
import time


def write_report(size):
    total = 0
    for value in range(size):
        total = (total * 31 + value) & 0xFFFFFFFF
    return total


print("READY", flush=True)
begin = time.monotonic()
second, done = begin, 0
while time.monotonic() < begin + 180:
    write_report(20_000)
    done += 1
    if time.monotonic() >= second + 1:
        print(f"work {done}", flush=True)
        second, done = time.monotonic(), 0
