"""A plugin system that reads every file for each of its four kinds of plugins before it listens."""

import os
import socket
import time


def read(path):
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, 4096)
    finally:
        os.close(file)


def load_plugins():
    found = 0
    for _kind in ("auth", "menu", "theme", "import"):
        for folder in os.listdir("/tmp/plugins"):
            for name in os.listdir(f"/tmp/plugins/{folder}"):
                path = f"/tmp/plugins/{folder}/{name}"
                os.stat(path)
                found += len(read(path))
                os.access(f"{path}.override", os.R_OK)
    return found


load_plugins()
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8080))
server.listen()
time.sleep(3)
