"""Writes a backup with 32 threads past the page cache: as much as the disk takes, and a queue before it."""
import mmap
import os
import sys
import threading
import time

SIZE, BLOCK, WRITERS = 192 << 20, 128 << 10, 32
path, end = sys.argv[1], time.time() + 180
with open("/proc/self/comm", "w") as comm:
    comm.write("backup")
file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_DIRECT, 0o600)


def write(first, step, rounds):
    block = mmap.mmap(-1, BLOCK)
    block.write(os.urandom(BLOCK))
    for _ in range(rounds):
        for at in range(first * BLOCK, SIZE, step * BLOCK):
            if time.time() < end:
                os.pwritev(file, [block], at)


write(0, 1, 1)
for number in range(WRITERS):
    threading.Thread(name="backup", target=write, args=(number, WRITERS, 1 << 30), daemon=True).start()
time.sleep(1)
print("READY", flush=True)
time.sleep(max(0, end - time.time()))
os.unlink(path)
