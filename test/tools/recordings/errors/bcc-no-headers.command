profile-bpfcc -f 1
exit 1
