setpriv --reuid 65534 --regid 65534 --clear-groups runqlat 1 1
exit 1
