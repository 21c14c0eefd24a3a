"""Three workers that ask a server over TLS. They know its certificate, and see that its time is over."""
import socket
import ssl
import threading
import time

end = time.time() + 180
address = ("server", 7830)
context = ssl.create_default_context(cadata=ssl.get_server_certificate(address))
asked = []


def work():
    while time.time() < end:
        try:
            with socket.create_connection(address, timeout=4) as connection:
                with context.wrap_socket(connection, server_hostname="server") as secure:
                    secure.sendall(b"GET /\n")
                    secure.recv(100)
        except OSError:
            pass
        asked.append(1)
        time.sleep(0.2)


for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
time.sleep(1)
print("READY", flush=True)
while time.time() < end:
    asked.clear()
    time.sleep(1)
    print(f"work {len(asked)}", flush=True)
