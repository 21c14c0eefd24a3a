"""Answers each line of a connection until its client closes."""
import socketserver


class Answers(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            while self.rfile.readline():
                self.wfile.write(b"ok\n")
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


print("READY", flush=True)
Server(("0.0.0.0", 7835), Answers).serve_forever()
