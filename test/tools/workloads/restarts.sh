#!/bin/sh
# Starts a small server again and again, each time with a pause after it.
end=$(($(date +%s) + $1))
while [ "$(date +%s)" -lt "$end" ]; do
  /usr/bin/python3 serve.py
  sleep 0.2
done
