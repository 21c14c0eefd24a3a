py-spy record -p 3999999 -d 1 -f raw -o /tmp/folded
