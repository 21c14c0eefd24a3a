rbspy record --pid 3999999 --duration 1 --format collapsed --file /tmp/folded --raw-file /dev/null --silent
