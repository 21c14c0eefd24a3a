"""Prices orders in eight threads, of which the interpreter lets one run at a time."""
import threading
import time

END = time.monotonic() + 180
done = [0] * 8


def price_order(number):
    total = number
    for item in range(2000):
        total = (total * 31 + item) % 1000003
    return total


def work(worker):
    while time.monotonic() < END:
        price_order(worker)
        done[worker] += 1


threads = [threading.Thread(target=work, args=(worker,), daemon=True) for worker in range(8)]
for thread in threads:
    thread.start()
print("READY", flush=True)
before = 0
while time.monotonic() < END:
    time.sleep(1)
    now = sum(done)
    print("work", now - before, flush=True)
    before = now
