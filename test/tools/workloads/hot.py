# price_of is hot, called by render_page. python3 hot.py SECONDS
import sys
import time


def price_of(item):
    total = 0
    for i in range(20000):
        total += (i * item) % 7
    return total


def render_page(item):
    return price_of(item) + 1


end = time.time() + float(sys.argv[1])
total = 0
while time.time() < end:
    total += render_page(total % 10)
