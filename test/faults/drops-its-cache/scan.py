"""Sums up a table again and again, and drops it from page cache after each time, to be kind to others."""
import os
import sys
import time

path = sys.argv[1] if len(sys.argv) > 1 else "/data/table"
with open(path, "wb") as table:
    for _ in range(24):
        table.write(os.urandom(1 << 20))
    table.flush()
    os.fsync(table.fileno())

file = os.open(path, os.O_RDONLY)
os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
end = time.time() + 180
print("READY", flush=True)
while time.time() < end:
    second, done = time.time() + 1, 0
    while time.time() < second:
        os.lseek(file, 0, os.SEEK_SET)
        while os.read(file, 1 << 16):
            pass
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        done += 1
    print(f"work {done}", flush=True)
