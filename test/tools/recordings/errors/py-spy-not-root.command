setpriv --reuid 65534 --regid 65534 --clear-groups py-spy record -p PID -d 1 -f raw -o /tmp/folded
