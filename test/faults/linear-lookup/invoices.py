"""Finds the customer of each invoice by a walk through all of them, where a dict would do."""

import time

CUSTOMERS = [(number, f"customer {number}") for number in range(20_000)]


def find_customer(wanted):
    for number, name in CUSTOMERS:
        if number == wanted:
            return name
    return None


def write_invoice(number):
    return f"{number}: {find_customer(number * 31 % 20_000)}"


print("READY", flush=True)
number = 0
for second in range(180):
    end = time.monotonic() + 1
    written = 0
    while time.monotonic() < end:
        write_invoice(number)
        number += 1
        written += 1
    print("work", written, flush=True)
