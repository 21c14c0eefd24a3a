"""A server of four threads that wait for connections, of which few come."""
import socket
import threading
import time

done = 0
end = time.time() + 180
listener = socket.create_server(("127.0.0.1", 6060))


def serve():
    global done
    while True:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"hello\n")
        done += 1


for _ in range(4):
    threading.Thread(target=serve, daemon=True).start()
print("READY", flush=True)
while time.time() < end:
    time.sleep(1)
    with socket.create_connection(("127.0.0.1", 6060)) as client:
        client.recv(100)
    print("work", done, flush=True)
    done = 0
