"""Remembers every order: python3 leak.py [SECONDS [KIB_PER_SECOND]]"""

import sys
import time

REQUESTS_PER_SECOND = 50
orders = {}


def remember_order(number, size):
    orders[number] = {"number": number, "note": "x" * size}


def price_of(number):
    lines = [{"sku": f"{number}-{line}", "price": line * 3} for line in range(20)]
    return sum(line["price"] for line in lines)


def handle_request(number, size):
    remember_order(number, size)
    return price_of(number)


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    rate = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        handle_request(number, rate * 1024 // REQUESTS_PER_SECOND)
        number += 1
        time.sleep(1 / REQUESTS_PER_SECOND)


main()
