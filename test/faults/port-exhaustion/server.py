"""Answers a line on each connection; the client closes first."""
import socket
import time

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("0.0.0.0", 7805))
server.listen(256)
print("READY", flush=True)
server.settimeout(1)
end = time.time() + 180
while time.time() < end:
    try:
        connection, _ = server.accept()
    except TimeoutError:
        continue
    with connection:
        connection.sendall(b"ok\n")
        connection.settimeout(0.5)
        try:
            connection.recv(10)
        except OSError:
            pass
