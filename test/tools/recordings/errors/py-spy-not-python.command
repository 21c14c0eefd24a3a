py-spy record -p PID -d 1 -f raw -o /tmp/folded
