"""Starts jobs that end at once, and keeps no account of them: forty are zombies at the start, one more comes each second."""
import ctypes
import os
import time

ctypes.CDLL(None).prctl(15, b"scheduler", 0, 0, 0)  # PR_SET_NAME


def start_job():
    if os.fork() == 0:
        os._exit(0)


for _ in range(40):
    start_job()
time.sleep(0.2)
print("READY", flush=True)
end = time.time() + 180
while time.time() < end:
    start_job()
    time.sleep(1)
