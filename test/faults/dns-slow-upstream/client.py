"""Four workers that look up a name before each request, of a server that takes half a second to answer."""
import socket
import threading
import time

address = socket.gethostbyname("dns")
with open("/etc/resolv.conf", "w") as file:
    file.write(f"nameserver {address}\n")
end = time.time() + 180
done = [0]


def work():
    while time.time() < end:
        try:
            socket.getaddrinfo("api.example.com", 443, socket.AF_INET)
            done[0] += 1
        except OSError:
            pass


for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
print("READY", flush=True)
while time.time() < end:
    time.sleep(1)
    print(f"work {done[0]}", flush=True)
    done[0] = 0
