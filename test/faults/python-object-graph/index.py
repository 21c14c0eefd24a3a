# Keeps a large index of objects and makes batches of new ones that refer to their parents: each collection goes through all of the index.
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
    batch = []
    for _ in range(size):
        parent = Node(None)
        batch.append([Node(parent) for _ in range(3)])
    return batch


index = build_index(150_000)
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
