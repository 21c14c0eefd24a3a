"""Holds 15,900 of 16,384 tracked connections of its network namespace: datagrams to a server that never answers."""
import socket
import subprocess
import time

# A rule that asks for a state makes the kernel track connections in this namespace.
subprocess.run("iptables -A INPUT -m conntrack --ctstate INVALID -j DROP".split(), check=True)
subprocess.run("ip link set lo up".split(), check=True)
sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sink.bind(("127.0.0.1", 8125))
end = time.time() + 180
told = False
while time.time() < end:
    for port in range(20_000, 35_900):
        sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sender.bind(("127.0.0.1", port))
        sender.sendto(b"x", ("127.0.0.1", 8125))
        sender.close()
        if port % 1_000 == 0 and told:
            time.sleep(0.5)
    if not told:
        print("READY", flush=True)
        told = True
