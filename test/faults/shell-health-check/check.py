"""A server whose supervisor thread asks a shell each tenth of a second whether it is well."""

import os
import subprocess
import threading
import time


def check_health():
    return subprocess.run(["sh", "-c", "cat /proc/self/status | grep -q State"], check=False).returncode == 0


def watch_health():
    while True:
        check_health()
        time.sleep(0.1)


print("READY", flush=True)
threading.Thread(target=watch_health, daemon=True).start()
for second in range(180):
    time.sleep(1)
    print("work", 1, flush=True)
os._exit(0)
