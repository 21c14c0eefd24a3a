rbspy record --pid PID --duration 1 --format collapsed --file /tmp/x --raw-file /dev/null --silent
