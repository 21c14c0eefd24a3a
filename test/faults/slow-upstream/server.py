"""A price service that takes 150 ms for each answer."""
import socketserver
import time


class Prices(socketserver.StreamRequestHandler):
    def handle(self):
        while self.rfile.readline():
            time.sleep(0.15)
            self.wfile.write(b"42\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


print("READY", flush=True)
Server(("0.0.0.0", 7070), Prices).serve_forever()
