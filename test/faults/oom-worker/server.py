"""A master that forks workers again when they die. A worker keeps what it parses until the container's limit is reached."""
import os
import sys
import time

END = time.time() + 180


def worker():
    with open("/proc/self/comm", "w") as name:
        name.write("import-worker")
    rows = []
    while time.time() < END:
        rows.append(os.urandom(64 * 1024))
        time.sleep(0.008)
    os._exit(0)


deaths = 0
while time.time() < END:
    pid = os.fork()
    if pid == 0:
        worker()
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        deaths += 1
    if deaths == 2:
        print("READY", flush=True)
    time.sleep(0.5)
sys.exit(0)
