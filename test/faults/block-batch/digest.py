"""A batch that reads a file in blocks of 1 MiB and works out its digest, again and again."""

import hashlib
import os
import tempfile
import time

with tempfile.NamedTemporaryFile() as data:
    block = os.urandom(1 << 20)
    for _ in range(64):
        data.write(block)
    data.flush()
    print("READY", flush=True)
    end = time.monotonic() + 180
    while time.monotonic() < end:
        begun = time.monotonic()
        done = 0
        while time.monotonic() - begun < 1:
            with open(data.name, "rb", buffering=0) as file:
                digest = hashlib.sha256()
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
                    done += 1
        print("work", done, flush=True)
