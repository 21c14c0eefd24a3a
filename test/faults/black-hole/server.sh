#!/bin/sh
# Listens on 7813 and 7814, and drops what comes to 7814 without a word.
set -e
iptables -A INPUT -p tcp --dport 7814 -j DROP
exec python3 - <<'PYTHON'
import socket, threading, time
def listen(port):
    server = socket.create_server(("0.0.0.0", port))
    while True:
        connection, _ = server.accept()
        connection.sendall(b"ok\n")
        connection.close()
for port in (7813, 7814):
    threading.Thread(target=listen, args=(port,), daemon=True).start()
print("READY", flush=True)
time.sleep(200)
PYTHON
