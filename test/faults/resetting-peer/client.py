"""Four workers that connect, ask once, and wait for the answer; some twenty requests a second each."""
import socket
import threading
import time

end = time.time() + 180
answered = []


def work():
    while time.time() < end:
        try:
            with socket.create_connection(("server", 7812), timeout=4) as connection:
                connection.sendall(b"GET /\n")
                while connection.recv(100):
                    pass
                answered.append(1)
        except OSError:
            pass
        time.sleep(0.05)


for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
time.sleep(2)
print("READY", flush=True)
while time.time() < end:
    answered.clear()
    time.sleep(1)
    print(f"work {len(answered)}", flush=True)
