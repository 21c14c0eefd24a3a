"""A log of three thousand lines a second that is written through a buffer of 64 KiB, and synced every five seconds."""
import os
import sys
import time

path = sys.argv[1] if len(sys.argv) > 1 else "/data/log"
with open(path, "wb", buffering=1 << 16) as log:
    print("READY", flush=True)
    for second in range(180):
        for part in range(20):
            for line in range(150):
                log.write(b"2026-01-01T00:00:00Z INFO request %d-%d-%d took 12 ms\n" % (second, part, line))
            time.sleep(0.05)
        if second % 5 == 4:
            log.flush()
            os.fsync(log.fileno())
        if second % 60 == 59:
            log.seek(0)
        print("work 3000", flush=True)
