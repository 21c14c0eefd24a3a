"""A batch job: reads a file far larger than its limit from start to end, once. At its limit all the time, and nothing wrong."""
import os
import time

SIZE = 240 << 20
path = "/var/tmp/scan"
block = os.urandom(1 << 20)
with open(path, "wb") as out:
    for _ in range(SIZE >> 20):
        out.write(block)
    out.flush()
    os.fsync(out.fileno())
    os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

end = time.time() + 180
started = False
with open(path, "rb", buffering=0) as source:
    while time.time() < end:
        second = time.time() + 1
        done = 0
        for _ in range(8):
            if len(source.read(1 << 18)) == 0:
                time.sleep(max(0, end - time.time()))
                break
            done += 1
            time.sleep(0.1)
        time.sleep(max(0, second - time.time()))
        print(f"work {done}", flush=True)
        if not started:
            started = True
            print("READY", flush=True)
os.unlink(path)
