"""Builds its price table before it listens: 1.5 s of CPU time, whatever the machine."""

import socket
import time


def build_prices():
    prices = {}
    while time.process_time() < 1.5:
        for article in range(10_000):
            prices[article] = (article * 31) % 997
    return prices


build_prices()
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8080))
server.listen()
time.sleep(3)
