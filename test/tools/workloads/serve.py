# Tries a peer that is not there, with pauses, reads files, runs a program, and listens.
import os
import socket
import subprocess
import time

for attempt in range(3):
    try:
        socket.create_connection(("127.0.0.1", 9))
    except OSError:
        time.sleep(0.1)
for name in os.listdir("/usr/lib/python3/dist-packages" if os.path.isdir("/usr/lib/python3/dist-packages") else "/etc"):
    try:
        os.close(os.open(f"/usr/lib/python3/dist-packages/{name}/absent", os.O_RDONLY))
    except OSError:
        pass
subprocess.run(["sleep", "0.2"], check=False)
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
time.sleep(0.3)
