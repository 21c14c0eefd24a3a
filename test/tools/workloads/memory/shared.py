"""Writes a queue into shared memory that nobody empties: python3 shared.py [SECONDS [KIB_PER_SECOND]]"""

import os
import sys
import tempfile
import time

WRITES_PER_SECOND = 20


def enqueue(queue, size):
    os.write(queue, b"x" * size)


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    rate = int(sys.argv[2]) if len(sys.argv) > 2 else 512
    end = time.monotonic() + seconds
    with tempfile.TemporaryFile(dir="/dev/shm") as queue:
        while time.monotonic() < end:
            enqueue(queue.fileno(), rate * 1024 // WRITES_PER_SECOND)
            time.sleep(1 / WRITES_PER_SECOND)


main()
