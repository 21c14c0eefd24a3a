"""Takes what is sent to port 53 and never answers."""
import socket
import time

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("0.0.0.0", 53))
print("READY", flush=True)
time.sleep(180)
