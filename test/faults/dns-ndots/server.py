"""A DNS server for example.com: knows api and db, and no other name. SECONDS, if given, is how long each answer takes."""
import socket
import struct
import sys
import threading

KNOWN = {b"\x03api\x07example\x03com\x00", b"\x02db\x07example\x03com\x00"}
delay = float(sys.argv[1]) if len(sys.argv) > 1 else 0
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("0.0.0.0", 53))
server.settimeout(180)


def answer(query):
    end = query.index(b"\0", 12) + 1
    name, kind = query[12:end].lower(), query[end : end + 2]
    known = name in KNOWN
    found = known and kind == b"\0\1"
    header = query[:2] + struct.pack("!HHHHH", 0x8180 if known else 0x8183, 1, 1 if found else 0, 0, 0)
    record = b"\xc0\x0c\0\1\0\1" + struct.pack("!IH", 30, 4) + socket.inet_aton("10.96.0.10") if found else b""
    return header + query[12 : end + 4] + record


print("READY", flush=True)
while True:
    try:
        query, client = server.recvfrom(512)
    except TimeoutError:
        break
    if delay > 0:
        threading.Timer(delay, server.sendto, (answer(query), client)).start()
    else:
        server.sendto(answer(query), client)
