"""Writes a file for each session and removes none; goes on trying when none can be made any more."""
import itertools
import time

end = time.time() + 180
told = False
for session in itertools.count():
    try:
        with open(f"/sessions/{session:08x}", "w") as file:
            file.write("{}")
    except OSError:
        if not told:
            print("READY", flush=True)
            told = True
        time.sleep(0.5)
    if time.time() > end:
        break
