"""Starts a job every tenth of a second and reaps it half a second later; its scratch files are removed with it."""
import collections
import os
import time

with open("/work/base", "wb") as file:
    file.write(bytes(16 << 20))
running = collections.deque()
print("READY", flush=True)
end = time.time() + 180
done = 0
while time.time() < end:
    path = f"/work/{done}"
    open(path, "w").close()
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    running.append((pid, path))
    if len(running) > 5:
        old, scratch = running.popleft()
        os.waitpid(old, 0)
        os.unlink(scratch)
    done += 1
    if done % 10 == 0:
        print("work 10", flush=True)
    time.sleep(0.1)
