"""Reads what it is sent, as fast as it comes."""
import socket
import threading
import time


def serve(connection):
    buffer = bytearray(1 << 20)
    with connection:
        while connection.recv_into(buffer):
            pass


def listen():
    server = socket.create_server(("0.0.0.0", 7815))
    print("READY", flush=True)
    while True:
        threading.Thread(target=serve, args=server.accept()[:1], daemon=True).start()


threading.Thread(target=listen, daemon=True).start()
time.sleep(200)
