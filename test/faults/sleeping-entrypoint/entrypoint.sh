#!/bin/sh
# "The database needs a moment": a pause that somebody measured once.
sleep 8
exec timeout 3 python3 -m http.server --bind 127.0.0.1 8080
