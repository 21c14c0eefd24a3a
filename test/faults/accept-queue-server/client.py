"""Sixteen workers that connect, send a request and wait for its answer, for the server in SERVER."""
import socket
import sys
import threading
import time

end = time.time() + 180


def work():
    while time.time() < end:
        try:
            with socket.create_connection((sys.argv[1], 7801), timeout=4) as connection:
                connection.sendall(b"GET /\n")
                connection.settimeout(20)
                connection.recv(100)
        except OSError:
            time.sleep(0.2)


for _ in range(16):
    threading.Thread(target=work, daemon=True).start()
time.sleep(3)
print("READY", flush=True)
time.sleep(177)
