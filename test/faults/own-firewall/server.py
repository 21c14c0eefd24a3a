"""Answers each byte with 64 KiB."""
import socket
import time

body = bytes(65_536)
server = socket.create_server(("0.0.0.0", 7816))
print("READY", flush=True)
connection, _ = server.accept()
end = time.time() + 200
while time.time() < end and connection.recv(1):
    connection.sendall(body)
