"""A server whose few clients come and go: three sessions a second, closed by both ends, files opened and closed."""
import socket
import threading
import time


def serve(connection):
    with connection, open("/etc/hostname") as file:
        while line := connection.recv(100):
            connection.sendall(line)
        file.read()


def listen():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("0.0.0.0", 7810))
    server.listen(64)
    while True:
        threading.Thread(target=serve, args=server.accept()[:1], daemon=True).start()


threading.Thread(target=listen, daemon=True).start()
time.sleep(3)
print("READY", flush=True)
time.sleep(177)
