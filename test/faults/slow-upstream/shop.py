"""A shop of four workers, each of which asks the price service for every order."""
import socket
import threading
import time

done = 0
end = time.time() + 180


def worker():
    global done
    prices = socket.create_connection(("prices", 7070))
    while time.time() < end:
        prices.sendall(b"price 1\n")
        prices.recv(100)
        done += 1


for _ in range(4):
    threading.Thread(target=worker, daemon=True).start()
print("READY", flush=True)
while time.time() < end:
    time.sleep(1)
    print("work", done, flush=True)
    done = 0
