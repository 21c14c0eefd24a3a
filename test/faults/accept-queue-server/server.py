"""Listens with a backlog of 8 and handles one connection in five seconds: most that come are dropped."""
import socket
import time

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("0.0.0.0", 7801))
server.listen(8)
print("READY", flush=True)
end = time.time() + 180
while time.time() < end:
    connection, _ = server.accept()
    time.sleep(5)
    connection.close()
