"""Two workers that ask some twenty times a second over a connection that they keep for a second each."""
import http.client
import ssl
import threading
import time

end = time.time() + 180
context = ssl._create_unverified_context()
done = []


def work():
    while time.time() < end:
        connection = http.client.HTTPSConnection("server", 7833, timeout=4, context=context)
        try:
            for _ in range(20):
                connection.request("GET", "/")
                connection.getresponse().read()
                done.append(1)
                time.sleep(0.05)
        except (OSError, http.client.HTTPException):
            time.sleep(0.5)
        finally:
            connection.close()


for _ in range(2):
    threading.Thread(target=work, daemon=True).start()
time.sleep(1)
print("READY", flush=True)
while time.time() < end:
    done.clear()
    time.sleep(1)
    print(f"work {len(done)}", flush=True)
