capsh --drop=cap_sys_admin,cap_bpf,cap_perfmon -- -c profile-bpfcc -f 1
exit 1
