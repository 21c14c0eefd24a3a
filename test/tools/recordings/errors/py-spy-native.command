py-spy record -p PID -d 1 -f raw -F -t --native -o /tmp/x
