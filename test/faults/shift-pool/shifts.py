"""A pool of threads that wait for jobs, most of the time: in a queue, on a condition variable, and for one another's end."""
import queue
import threading
import time

END = time.monotonic() + 180
jobs = queue.Queue()
opened = threading.Condition()
done = [0]


def work():
    while True:
        jobs.get()
        sum(range(20000))
        done[0] += 1


def watch():
    while True:
        with opened:
            opened.wait(0.5)


for target in [work] * 8 + [watch] * 4:
    threading.Thread(target=target, daemon=True).start()
print("READY", flush=True)
while time.monotonic() < END:
    for _ in range(50):
        time.sleep(0.02)
        jobs.put(1)
    with opened:
        opened.notify_all()
    print("work", done[0], flush=True)
    done[0] = 0
