"""Connections one after the other, in a container that has 500 ephemeral ports: each stays in TIME_WAIT for a minute."""
import socket
import time

end = time.time() + 180
failed = made = 0
ready = False
while time.time() < end:
    try:
        with socket.create_connection(("server", 7805), timeout=2) as connection:
            connection.recv(10)
        made += 1
    except OSError:
        failed += 1
        time.sleep(0.05)
    if not ready and failed > 0:
        ready = True
        print("READY", flush=True)
    time.sleep(0.005)
