"""Reads uploads of 64 KiB and answers each with a line."""
import socket
import threading
import time

size = 65_536


def serve(connection):
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        left = size
        while piece := connection.recv(left):
            left -= len(piece)
            if left == 0:
                connection.sendall(b"ok\n")
                left = size


def listen():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("0.0.0.0", 7811))
    server.listen(64)
    print("READY", flush=True)
    while True:
        threading.Thread(target=serve, args=server.accept()[:1], daemon=True).start()


threading.Thread(target=listen, daemon=True).start()
time.sleep(200)
