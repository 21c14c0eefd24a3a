"""Notes each request in a list for an audit that never comes."""

import time

notes = []


def handle_request(number):
    notes.append({"number": number, "body": "x" * 4000})


print("READY", flush=True)
for second in range(180):
    for number in range(60):
        handle_request(number)
        time.sleep(1 / 60)
    print("work 60", flush=True)
