"""A journal with group commit: four syncs a second for some thousand records, which is what syncing is for."""
import os
import sys
import time

file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
record, end = b"r" * 200, time.time() + 180
print("READY", flush=True)
while time.time() < end:
    done = 0
    for _ in range(4):
        for _ in range(300):
            os.write(file, record)
            done += 1
        os.fdatasync(file)
        time.sleep(0.25)
    os.lseek(file, 0, os.SEEK_SET)
    print(f"work {done}", flush=True)
