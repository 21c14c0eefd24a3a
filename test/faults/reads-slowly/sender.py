"""Sends as fast as it may."""
import socket
import time

print("READY", flush=True)
end = time.time() + 180
while time.time() < end:
    try:
        with socket.create_connection(("target", 7806), timeout=5) as connection:
            connection.settimeout(150)
            while time.time() < end:
                connection.sendall(b"x" * 16384)
    except OSError:
        time.sleep(0.3)
