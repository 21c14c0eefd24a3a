"""Three workers that download a file again and again."""
import socket
import threading
import time

end = time.time() + 180
whole = []


def work():
    while time.time() < end:
        try:
            with socket.create_connection(("server", 7834), timeout=4) as connection:
                connection.sendall(b"GET /file\n")
                while connection.recv(65536):
                    pass
                whole.append(1)
        except OSError:
            pass
        time.sleep(0.05)


for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
time.sleep(2)
print("READY", flush=True)
while time.time() < end:
    whole.clear()
    time.sleep(1)
    print(f"work {len(whole)}", flush=True)
