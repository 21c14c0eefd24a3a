"""Takes a job each second and works on it for a few milliseconds."""

import time

for job in range(10):
    sum(number * number for number in range(50_000))
    print("work", 1, flush=True)
    time.sleep(1)
