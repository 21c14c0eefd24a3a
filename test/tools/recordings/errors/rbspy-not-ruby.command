rbspy record --pid PID --duration 1 --format collapsed --file /tmp/folded --raw-file /dev/null --silent
