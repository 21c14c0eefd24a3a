"""Renders mails, twenty a second where it can."""
import time


def render_mail(size):
    total = 0
    for value in range(size):
        total = (total * 31 + value) & 0xFFFFFFFF
    return total


print("READY", flush=True)
begin = time.monotonic()
second, done = begin, 0
while time.monotonic() < begin + 180:
    started = time.monotonic()
    render_mail(250_000)
    done += 1
    time.sleep(max(0, 0.05 - (time.monotonic() - started)))
    if time.monotonic() >= second + 1:
        print(f"work {done}", flush=True)
        second, done = time.monotonic(), 0
