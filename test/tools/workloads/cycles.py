# Makes objects that refer to one another in circles, beside a list of many that stay. cycles.py SECONDS
import sys
import time


class Node:
    def __init__(self):
        self.itself = self


kept = [Node() for _ in range(50_000)]
end = time.time() + float(sys.argv[1])
while time.time() < end:
    batch = [Node() for _ in range(1_000)]
