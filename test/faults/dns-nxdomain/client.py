"""Asks for a service that was renamed, forty times a second, as it retries without waiting."""
import socket
import time

address = socket.gethostbyname("dns")
with open("/etc/resolv.conf", "w") as file:
    file.write(f"nameserver {address}\n")
end = time.time() + 180
print("READY", flush=True)
while time.time() < end:
    begun, tries = time.time(), 0
    while time.time() < begun + 1:
        try:
            socket.getaddrinfo("payments-v1.example.com", 443, socket.AF_INET)
        except OSError:
            tries += 1
        time.sleep(0.025)
    print(f"work {tries}", flush=True)
