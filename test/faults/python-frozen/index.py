# The same index, set aside by gc.freeze(), and batches without circles: there is next to nothing to go through.
import gc
import time

class Node:
    def __init__(self, parent):
        self.parent = parent
        self.children = []
        if parent is not None:
            parent.children.append(self)


def build_index(count):
    root = Node(None)
    return [Node(root) for _ in range(count)]


def read_batch(size):
    return [sum(range(row % 50)) for row in range(size)]


index = build_index(150_000)
gc.freeze()
kept = []
print("READY", flush=True)
end = time.time() + 180
second = time.time() + 1
done = 0
while time.time() < end:
    kept.append(read_batch(2_000))
    if len(kept) > 20:
        kept.clear()
    done += 1
    if time.time() >= second:
        print("work", done, flush=True)
        done = 0
        second += 1
