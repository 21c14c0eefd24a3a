"""Downloads 64 KiB at a time over one connection."""
import socket
import time

connection = socket.create_connection(("server", 7816))
buffer = bytearray(65_536)
print("READY", flush=True)
done, said = 0, time.time()
while time.time() < said + 180:
    connection.sendall(b"x")
    left = len(buffer)
    while left > 0:
        left -= connection.recv_into(buffer, left)
    done += 1
    if time.time() >= said + 1:
        print("work", done, flush=True)
        done, said = 0, time.time()
    time.sleep(0.005)
