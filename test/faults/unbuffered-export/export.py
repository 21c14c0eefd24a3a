"""An export that writes each field by itself, to a file without a buffer."""
import sys
import time

path = sys.argv[1] if len(sys.argv) > 1 else "/var/tmp/export.csv"
end = time.time() + 180
with open(path, "wb", buffering=0) as file:
    print("READY", flush=True)
    while time.time() < end:
        second, rows = time.time() + 1, 0
        while time.time() < second:
            for number in range(100):
                for field in (b"%d" % number, b",", b"item", b",", b"12.50", b"\n"):
                    file.write(field)
            rows += 100
        file.seek(0)
        print(f"work {rows}", flush=True)
