# The main thread is in json's C code below parse_order, the other in re's below scan. python3 parse.py SECONDS
import json
import re
import sys
import threading
import time

data = json.dumps([{"id": number, "name": "x" * 40} for number in range(2000)])
end = time.time() + float(sys.argv[1])


def parse_order():
    return json.loads(data)


def scan():
    while time.time() < end:
        re.findall(r"(a|b|x)*y", data[:6000])


threading.Thread(target=scan, name="scanner").start()
while time.time() < end:
    parse_order()
