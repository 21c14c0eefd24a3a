setpriv --reuid 65534 --regid 65534 --clear-groups profile-libbpf -f 1
exit 1
