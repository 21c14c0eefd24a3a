"""Reads a header of 10 bytes, then the 8 bytes that it announces, then answers."""
import socket
import threading
import time


def serve(connection):
    with connection:
        while True:
            request = b""
            while len(request) < 18:
                piece = connection.recv(18 - len(request))
                if not piece:
                    return
                request += piece
            connection.sendall(b"ok\n")


def listen():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("0.0.0.0", 7807))
    server.listen(16)
    print("READY", flush=True)
    while True:
        threading.Thread(target=serve, args=server.accept()[:1], daemon=True).start()


threading.Thread(target=listen, daemon=True).start()
time.sleep(180)
