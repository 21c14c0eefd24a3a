import threading, time

def price_of(n):
    return sum(i * i % 7 for i in range(n))

def serve(until):
    while time.monotonic() < until:
        price_of(2000)

until = time.monotonic() + 1.2
worker = threading.Thread(target=serve, args=(until,), name="worker")
worker.start()
serve(until)
worker.join()
