setpriv --bounding-set -sys_admin,-bpf,-perfmon profile-bpfcc -f 1
exit 1
